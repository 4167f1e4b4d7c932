"""The sound of a name as a vector, whatever it is written in: Leike, ライケ and 莱克 lie close.

How a sign sounds depends on the signs beside it; what a name sounds like is the sum of its signs, each in its
place. training/sounds.py learns it from names that are known in two scripts.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

Floats = npt.NDArray[np.float32]

MODEL = Path(__file__).parent / "sounds.npz"
_SPACE = ord(" ")


def signs(name: str) -> str:
    """Return the letters, kana, Han and digits of a name, lower case."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return "".join(sign for sign in folded if sign.isalnum() or sign == "ー")


@lru_cache(maxsize=1 << 13)
def reading(sign: str) -> str:
    """Return how a sign is read in Latin letters, Han as Mandarin: what stands for signs never seen."""
    return anyascii(sign).lower().strip()


@dataclass(frozen=True, slots=True)
class Sounds:
    """What the signs sound like: rows of `table` by sign and by reading, and what three in a row make of it.

    `beside` holds what the sign before, the sign itself and the one after give to a hidden row, (3, width,
    hidden), and `bias` (hidden,) is added; `adds` and `places`, (hidden, size), turn it into what the sign
    adds to a name anywhere, and what by its place, from -1 at the beginning to 1 at the end.
    """

    sign_rows: dict[str, int]
    reading_rows: dict[str, int]
    table: Floats
    beside: Floats
    bias: Floats
    adds: Floats
    places: Floats

    def embed(self, names: Sequence[str]) -> Floats:
        """Return unit rows, shape (len(names), size); a name without a sign gives zeros."""
        read = [signs(name) for name in names]
        lengths = np.array([len(name) for name in read if name], dtype=np.int64)
        vectors = np.zeros((len(names), self.adds.shape[1]), dtype=np.float32)
        if not len(lengths):
            return vectors
        adds, places = self._hear(" ".join(filter(None, read)))
        starts = np.cumsum(lengths) - lengths
        at = np.arange(lengths.sum()) - np.repeat(starts, lengths)
        place = ((2 * at + 1) / np.repeat(lengths, lengths) - 1).astype(np.float32)
        sums = np.add.reduceat(adds + place[:, None] * places, starts)
        heard = [bool(name) for name in read]
        vectors[heard] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return vectors

    def _hear(self, text: str) -> tuple[Floats, Floats]:
        """Return what each sign but the spaces adds anywhere, and by its place, shape (signs, size) both."""
        spaced = np.frombuffer(f" {text} ".encode("utf-32-le"), dtype=np.uint32)
        known, at = np.unique(spaced, return_inverse=True)
        rows = self.table[[self._rows(chr(sign)) for sign in known]].sum(axis=1)
        given = rows @ self.beside
        # The stretches of a text share most of their signs and neighbours: each three is heard once.
        threes = (at[:-2] * len(known) + at[1:-1]) * len(known) + at[2:]
        _, first, back = np.unique(threes[spaced[1:-1] != _SPACE], return_index=True, return_inverse=True)
        middle = np.flatnonzero(spaced[1:-1] != _SPACE)[first] + 1
        beside = (given[place, at[middle + place - 1]] for place in range(3))
        hidden = np.maximum(sum(beside, self.bias), 0.0)
        return (hidden @ self.adds)[back], (hidden @ self.places)[back]

    def _rows(self, sign: str) -> tuple[int, int]:
        return self.sign_rows.get(sign, 0), self.reading_rows.get(reading(sign), 0)


def read_sounds(file: Path) -> Sounds:
    """Return the model that `training.sounds` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        scaled = {
            name: stored[name].astype(np.float32) * stored[f"{name}_scales"]
            for name in ("table", "beside", "adds", "places")
        }
        known, readings = str(stored["signs"]), str(stored["readings"]).split()
        return Sounds(
            {sign: row for row, sign in enumerate(known, 1)},
            {read: row for row, read in enumerate(readings, 1 + len(known))},
            bias=stored["bias"].astype(np.float32),
            **scaled,
        )


@lru_cache(maxsize=1)
def sounds() -> Sounds:
    """Return the bundled model."""
    return read_sounds(MODEL)
