"""The reader as the product reads it: `index.reader.ReadingModel` opens the folder that is written here."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import save_file
from torch import Tensor, nn

from training.export import forget_traces
from training.reader.backbone import Table
from training.reader.examples import Example
from training.reader.model import Reader
from training.reader.smooth import smoothed

_OUTPUTS = ("spans", "answered", "entailment", "leans")


class Heads(nn.Module):
    """The reader from rows of the table, places added, to all that it tells; nothing is filled up."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, tokens: Tensor) -> tuple[Tensor, ...]:
        """Return spans (texts, tokens, 2), and (texts, any) each: answered, entailment, leans."""
        states = self.reader.read(tokens, None)
        opening = states[:, 0]
        return (
            self.reader.span(states),
            self.reader.answered(opening),
            self.reader.entailment(opening),
            self.reader.leans(opening),
        )


def export_reader(
    reader: Reader, table: Table, tokenizer: str, folder: Path, examples: Iterable[Example]
) -> None:
    """Write int8 weights, the table as the backbone has it, and the tokenizer's JSON.

    By the examples activations are brought to one size.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_onnx(smoothed(reader, examples), folder / "model.onnx")
    parts: dict[str, npt.NDArray[Any]] = {
        "nibbles": table.nibbles,
        "scales": table.scales,
        "places": reader.places.detach().numpy().astype(np.float16),
    }
    save_file(parts, folder / "table.safetensors")
    # safetensors writes a file that only its owner may read.
    (folder / "table.safetensors").chmod(0o644)
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")


def write_onnx(reader: Reader, file: Path) -> None:
    """Write the layers with int8 weights, a scale for each column; activations are made int8 as it runs."""
    heads = Heads(reader).eval().requires_grad_(False)
    example = torch.randn(2, 20, reader.places.shape[1])
    axes = {name: {0: "texts"} for name in _OUTPUTS} | {
        name: {0: "texts", 1: "length"} for name in ("tokens", "spans")
    }
    with tempfile.TemporaryDirectory() as scratch:
        floats = str(Path(scratch) / "floats.onnx")
        torch.onnx.export(
            heads,
            (example,),
            floats,
            input_names=["tokens"],
            output_names=list(_OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            # onnxruntime fuses less of what the newer exporter writes, and is a tenth slower.
            dynamo=False,
        )
        quantize_dynamic(
            floats,
            str(file),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            extra_options={"MatMulConstBOnly": True},
        )
    forget_traces(file)
