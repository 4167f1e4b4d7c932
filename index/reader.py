"""The model that reads: where a window of an article answers a question, and what a claim is to its evidence.

A cross-encoder of twelve layers, run by onnxruntime. docs/model.md says how it was trained.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from safetensors.numpy import load_file
from tokenizers import Encoding, Tokenizer

from index.embed import BUNDLED, checksum

READER = BUNDLED / "reader"
Floats = npt.NDArray[np.float32]

# More of a question, a claim or a window is not read, in tokens.
LONGEST_QUESTION, LONGEST_CLAIM, LONGEST_WINDOW = 100, 110, 400
OPENS, CLOSES = 0, 2
# A row of the table is kept in blocks of 32 numbers of 4 bits with a scale each (Q4_0 of llama.cpp).
BLOCK = 32


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """A window as it was read for a question.

    `answered` is the log-odds that it answers. `starts` and `ends` are the log-probabilities that the answer
    begins or ends with each token of the window, and `offsets`, shape (tokens, 2), where tokens stand in it.
    """

    answered: float
    starts: Floats
    ends: Floats
    offsets: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Entailment:
    """The probabilities of what a claim is to its evidence; they sum to 1."""

    supported: float
    contradicted: float
    not_said: float


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    ids: npt.NDArray[np.int64]
    offsets: npt.NDArray[np.int64]

    @property
    def first(self) -> int:
        """Return the place of the second text's first token."""
        return len(self.ids) - 1 - len(self.offsets)


class ReadingModel:
    """Reads pairs of texts, two at a time where there are two cores; safe for several threads."""

    def __init__(self, folder: Path = READER) -> None:
        weights = folder / "model.onnx"
        options = onnxruntime.SessionOptions()
        # Two windows on one thread each are read sooner than one window on two.
        options.intra_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(weights), options, ["CPUExecutionProvider"])
        table = load_file(folder / "table.safetensors")
        self._nibbles, self._scales, self._places = table["nibbles"], table["scales"], table["places"]
        self._tokenizer = _tokenizer(folder)
        self._pool = ThreadPoolExecutor(min(2, os.cpu_count() or 1), thread_name_prefix="reading")
        self.checksum = checksum([weights])

    def read(self, question: str, windows: Sequence[str]) -> list[Marks]:
        """Return each window as it is read for the question, in the order given."""
        asked = self._encode([question])[0].ids[:LONGEST_QUESTION]
        pairs = [_pair(asked, window, LONGEST_WINDOW) for window in self._encode(windows)]
        return [_marks(pair, outputs) for pair, outputs in zip(pairs, self._run(pairs), strict=True)]

    def entail(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Entailment]:
        """Return what each claim is to the evidence in the same place; of a claim too long to be read at once
        what its least supported stretch is.
        """
        pairs = [
            [_pair(stretch, text, LONGEST_WINDOW) for stretch in _stretches(claim.ids, LONGEST_CLAIM)]
            for claim, text in zip(self._encode(claims), self._encode(evidence), strict=True)
        ]
        told = (Entailment(*_softmax(outputs["entailment"]).tolist()) for outputs in self._run(chain(*pairs)))
        return [
            min((next(told) for _ in stretches), key=lambda found: found.supported) for stretches in pairs
        ]

    def leans(self, question: str, before: str) -> float:
        """Return the probability that a question is understood only with what was asked before it."""
        asked, earlier = self._encode([question, before])
        outputs = next(self._run([_pair(asked.ids[:LONGEST_CLAIM], earlier, LONGEST_CLAIM)]))
        return float(1 / (1 + np.exp(-outputs["leans"][0])))

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(list(texts), add_special_tokens=False)

    def _run(self, pairs: Iterable[_Pair]) -> Iterator[dict[str, Floats]]:
        names = [output.name for output in self._session.get_outputs()]

        def run(pair: _Pair) -> dict[str, Floats]:
            found = self._session.run(names, {"tokens": self._rows(pair.ids)[None]})
            return {name: values[0] for name, values in zip(names, found, strict=True)}

        return self._pool.map(run, pairs)

    def _rows(self, ids: npt.NDArray[np.int64]) -> Floats:
        """Return the vectors of tokens and of their places, shape (tokens, 384)."""
        packed = self._nibbles[ids].reshape(len(ids), -1, BLOCK // 2)
        numbers = np.concatenate([packed & 15, packed >> 4], axis=2).astype(np.float32) - 8
        rows = (numbers * self._scales[ids][:, :, None].astype(np.float32)).reshape(len(ids), -1)
        found: Floats = rows + self._places[: len(ids)].astype(np.float32)
        return found


@cache
def _tokenizer(folder: Path) -> Tokenizer:
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


@lru_cache(maxsize=1 << 12)
def pieces(word: str) -> tuple[int, int]:
    """Return into how many pieces the reading model takes a word, and the sum of their numbers: common pieces
    have low ones, and a common word is one piece.
    """
    ids = _tokenizer(READER).encode(word, add_special_tokens=False).ids
    return len(ids), sum(ids)


@cache
def reading_model() -> ReadingModel:
    """Return the reading model that ships with Polycite, loaded once."""
    return ReadingModel()


def _stretches(ids: Sequence[int], longest: int) -> list[Sequence[int]]:
    return [ids[at : at + longest] for at in range(0, max(len(ids), 1), longest)]


def _pair(first: Sequence[int], second: Encoding, longest: int) -> _Pair:
    ids = second.ids[:longest]
    offsets = np.array(second.offsets[:longest], dtype=np.int64).reshape(-1, 2)
    return _Pair(np.array([OPENS, *first, CLOSES, CLOSES, *ids, CLOSES], dtype=np.int64), offsets)


def _marks(pair: _Pair, outputs: dict[str, Floats]) -> Marks:
    inside = outputs["spans"][pair.first : -1]
    return Marks(
        answered=float(outputs["answered"][0]),
        starts=_log_softmax(inside[:, 0]),
        ends=_log_softmax(inside[:, 1]),
        offsets=pair.offsets,
    )


def _log_softmax(values: Floats) -> Floats:
    shifted = values - values.max(initial=-np.inf)
    found: Floats = shifted - np.log(np.exp(shifted).sum())
    return found


def _softmax(values: Floats) -> Floats:
    found: Floats = np.exp(_log_softmax(values))
    return found
