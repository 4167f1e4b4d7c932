"""Activations are brought to one size before they are made int8.

A few numbers of each token are far larger than the rest, and all that is multiplied together shares one
scale: what is large is divided, and the weights that meet it are multiplied (SmoothQuant,
https://arxiv.org/abs/2211.10438).
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.reader.examples import Example
from training.reader.model import Reader

# How much of the difference in size is taken from the activations; the weights take the rest.
STRENGTH = 0.75
# What is read together has one input.
_TOGETHER = (("query", "key", "value"), ("out",), ("up",), ("down",))
_LEAST = 1e-4


class Smoothed(nn.Module):
    """A linear layer that divides its input by `sizes`, shape (inputs,), and has multiplied its weights."""

    def __init__(self, linear: nn.Linear, sizes: Tensor) -> None:
        super().__init__()
        self.shares = nn.Parameter(1 / sizes, requires_grad=False)
        self.weight = nn.Parameter(linear.weight.detach() * sizes, requires_grad=False)
        self.bias = linear.bias

    def forward(self, states: Tensor) -> Tensor:
        """Return what the layer returned before, shape (..., outputs)."""
        return functional.linear(states * self.shares, self.weight, self.bias)


@torch.no_grad()
def smoothed(reader: Reader, examples: Iterable[Example]) -> Reader:
    """Return a reader that tells the same, with activations of like size on pairs like the examples."""
    reader = deepcopy(reader).float().eval()
    largest: dict[nn.Module, Tensor] = {}
    hooks = [linear.register_forward_pre_hook(partial(_look, largest)) for _, _, linear in _linears(reader)]
    for example in examples:
        ids = torch.from_numpy(example.ids.astype(np.int64))[None]
        reader(ids, torch.ones_like(ids, dtype=torch.bool))
    for hook in hooks:
        hook.remove()
    for layer, names, linear in list(_linears(reader)):
        if linear not in largest:
            continue
        weights = torch.cat([getattr(layer, name).weight for name in names]).abs().amax(dim=0)
        sizes = largest[linear].clamp(min=_LEAST) ** STRENGTH / weights.clamp(min=_LEAST) ** (1 - STRENGTH)
        for name in names:
            setattr(layer, name, Smoothed(getattr(layer, name), sizes / sizes.mean()))
    return reader


def _linears(reader: Reader) -> Iterator[tuple[nn.Module, tuple[str, ...], nn.Module]]:
    """Yield the layers with the names of what reads one input, and the first of these."""
    for layer in reader.layers:
        for names in _TOGETHER:
            yield layer, names, getattr(layer, names[0])


def _look(largest: dict[nn.Module, Tensor], linear: nn.Module, inputs: tuple[Tensor, ...]) -> None:
    seen = inputs[0].abs().flatten(0, -2).amax(dim=0)
    largest[linear] = torch.maximum(largest[linear], seen) if linear in largest else seen
