"""An exported reader as weights to train on: int8 numbers times their scales, told apart by their biases."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import ModelProto, NodeProto
from onnx.numpy_helper import to_array
from torch import Tensor

from training.reader.model import Reader

_HELD = "reader."
_BIAS = ".bias"

Floats = npt.NDArray[np.float32]


def restored(reader: Reader, file: Path) -> Reader:
    """Return the reader with the trained weights of the `model.onnx` that `export_reader` wrote.

    Each is as near as int8 keeps it.

    :raises ValueError: if the file holds no such reader.
    """
    model = onnx.load(file)
    values = _constants(model)
    found = {
        name.removeprefix(_HELD): torch.from_numpy(value.copy())
        for name, value in values.items()
        if name.startswith(_HELD) and value.dtype == np.float32
    }
    weights = dict(_weights(model, values))
    missing = reader.trained().keys() - found.keys() - weights.keys()
    if missing:
        raise ValueError(f"{file} holds no {min(missing)}: take model.onnx of a reader of the same layers")
    whole = deepcopy(reader)
    kept = {name: value for name, value in {**found, **weights}.items() if name in reader.trained()}
    whole.load_state_dict(reader.state_dict() | kept)
    return whole


def _weights(model: ModelProto, values: dict[str, Any]) -> Iterator[tuple[str, Tensor]]:
    """Yield each matrix (outputs, inputs) by the name of the parameter."""
    makers = {output: node for node in model.graph.node for output in node.output}
    users: dict[str, NodeProto] = {taken: node for node in model.graph.node for taken in node.input}
    for node in model.graph.node:
        if node.op_type != "MatMulInteger" or node.input[1] not in values:
            continue
        stem = node.input[1].removesuffix("_quantized")
        steps = values[node.input[1]].astype(np.float32) - values[f"{stem}_zero_point"]
        weight = steps * values[f"{stem}_scale"] * _shares(makers, node, values, len(steps))
        name = _bias_behind(users, node).removeprefix(_HELD).removesuffix(_BIAS)
        yield f"{name}.weight", torch.from_numpy(np.ascontiguousarray(weight.T))


def _shares(makers: dict[str, NodeProto], node: NodeProto, values: dict[str, Any], inputs: int) -> Floats:
    """Return what the inputs were multiplied by to bring them to one size, shape (inputs, 1)."""
    taken = makers[node.input[0]].input[0]
    if taken in makers and makers[taken].op_type == "Mul":
        for name in makers[taken].input:
            if name in values and values[name].shape == (inputs,):
                return np.asarray(values[name][:, None], np.float32)
    return np.ones((inputs, 1), np.float32)


def _bias_behind(users: dict[str, NodeProto], node: NodeProto) -> str:
    """Return the name of what is added to a product: it is made float, scaled, then added to."""
    for _ in range(3):
        node = users[node.output[0]]
    return next(str(name) for name in node.input if name.endswith(_BIAS))


def _constants(model: ModelProto) -> dict[str, Any]:
    held = {tensor.name: to_array(tensor) for tensor in model.graph.initializer}
    made = {
        node.output[0]: to_array(node.attribute[0].t)
        for node in model.graph.node
        if node.op_type == "Constant"
    }
    # What is alike is written once.
    alike = {
        node.output[0]: held[node.input[0]]
        for node in model.graph.node
        if node.op_type == "Identity" and node.input[0] in held
    }
    return held | made | alike
