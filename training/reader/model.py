"""The reader: the body of a multilingual BERT, and what is told from its last layer.

A question and a window, or a claim and its evidence, are read together as `<s> first </s></s> second </s>`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.autograd.function import FunctionCtx

from training.student import Layer

FROZEN = 3
_HEADS = ("span", "answered", "entailment", "leans")


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide a token is, how many layers and heads read it, and how many tokens a text may have."""

    width: int
    layers: int
    heads: int
    inner: int
    places: int


class Reader(nn.Module):
    """Token ids of pairs -> where the answer stands, whether there is one, and two things more.

    The table, the places and the lowest `frozen` layers are never trained.
    """

    def __init__(self, pieces: int, shape: Shape, frozen: int = FROZEN) -> None:
        super().__init__()
        width = shape.width
        self.table = nn.Embedding(pieces, width)
        self.places = nn.Parameter(torch.zeros(shape.places, width))
        self.entered = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(
            TrainedLayer(width, shape.heads, shape.inner) for _ in range(shape.layers)
        )
        self.span = nn.Linear(width, 2)
        self.answered = _head(width, 1)
        self.entailment = _head(width, 3)
        self.leans = _head(width, 1)
        still: Sequence[nn.Module] = (self.table, self.entered, *self.layers[:frozen])
        for parameter in (self.places, *(found for part in still for found in part.parameters())):
            parameter.requires_grad_(False)

    def forward(self, ids: Tensor, present: Tensor) -> Tensor:
        """Return the last layer's states, shape (texts, tokens, width), of ids where `present` is true."""
        return self.read(self.table(ids) + self.places[: ids.shape[1]], present[:, None, None, :])

    def read(self, rows: Tensor, present: Tensor | None) -> Tensor:
        """Return the last layer's states of rows of the table with their places added; None: all is text."""
        states: Tensor = self.entered(rows)
        for layer in self.layers:
            states = layer(states, present)
        return states

    def trained(self) -> dict[str, nn.Parameter]:
        """Return the parameters that training changes, by name."""
        return {name: value for name, value in self.named_parameters() if value.requires_grad}


def is_head(name: str) -> bool:
    """Return whether a parameter belongs to a head, which begins at nothing."""
    return name.split(".")[0] in _HEADS


def _head(width: int, outputs: int) -> nn.Sequential:
    last = nn.Linear(width, outputs)
    nn.init.normal_(last.weight, std=0.02)
    nn.init.zeros_(last.bias)
    return nn.Sequential(nn.Linear(width, width), nn.GELU(), last)


class TrainedLayer(Layer):
    """The student's layer, with an attention that a processor trains a fifth faster than torch's own."""

    def mix(self, query: Tensor, key: Tensor, value: Tensor, present: Tensor | None) -> Tensor:
        """Return the values mixed by attention, shape (texts, heads, tokens, width / heads)."""
        if present is None:
            # Plain products, which are exported as such.
            scaled = query * query.shape[-1] ** -0.5
            return torch.softmax(scaled @ key.transpose(-1, -2), -1) @ value
        if query.device.type != "cpu" or not query.requires_grad:
            return super().mix(query, key, value, present)
        absent = torch.zeros(present.shape, dtype=query.dtype).masked_fill(~present, -1e4)
        mixed: Tensor = _Attention.apply(query, key, value, absent)  # type: ignore[no-untyped-call]
        return mixed


class _Attention(torch.autograd.Function):
    """Softmax attention whose backward is four matrix products, also in bfloat16."""

    @staticmethod
    def forward(ctx: FunctionCtx, query: Tensor, key: Tensor, value: Tensor, absent: Tensor) -> Tensor:
        scaled = query * query.shape[-1] ** -0.5
        shares = torch.softmax(scaled @ key.transpose(-1, -2) + absent, -1)
        ctx.save_for_backward(scaled, key, value, shares)
        return shares @ value

    @staticmethod
    def backward(ctx: FunctionCtx, *outer: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        scaled, key, value, shares = ctx.saved_tensors  # type: ignore[attr-defined]  # as torch adds it
        (mixed,) = outer
        scores = torch._softmax_backward_data(mixed @ value.transpose(-1, -2), shares, -1, shares.dtype)
        to_query = scores @ key * scaled.shape[-1] ** -0.5
        return to_query, scores.transpose(-1, -2) @ scaled, shares.transpose(-1, -2) @ mixed, None
