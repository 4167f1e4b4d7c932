"""Small real doubles, the same for the same input every time."""

import math
import re
from dataclasses import dataclass

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from index.embed import TokenVectors
from index.reader import Entailment, Marks, ReadingModel
from rag.ask import Collection
from rag.policy import Odds, Policy

# One direction for each meaning, whatever the language; "the" is short, as training makes function words.
VECTORS = {
    "[UNK]": (0.0, 0.0, 0.0, 0.5),
    "cat": (2.0, 0.0, 0.0, 0.0),
    "gatto": (2.0, 0.0, 0.0, 0.0),
    "sleeps": (0.0, 2.0, 0.0, 0.0),
    "dorme": (0.0, 2.0, 0.0, 0.0),
    "tea": (0.0, 0.0, 2.0, 0.0),
    "the": (0.0, 0.0, 0.0, 0.5),
}


def tiny_model(folder):
    """Return a bundled model of six words in four dimensions, written to and read from `folder`."""
    tokenizer = Tokenizer(
        models.WordLevel({word: number for number, word in enumerate(VECTORS)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file(
        {"embedding.weight": np.array(list(VECTORS.values()), dtype=np.float16)}, folder / "model.safetensors"
    )
    return TokenVectors(folder)


# What a log-odds of 0 stands for is even: refused below one in four, reserved below even, large from even on.
POLICY = Policy(
    window=Odds({"answered": 1.0}, 0.0),
    answered=Odds({"answered": 1.0}, 0.0),
    words=Odds({"words": 1.0}, 0.0),
    refuse=0.25,
    reserve=0.5,
    large=0.5,
    beside=0.5,
    supported=0.6,
    contradicted=0.3,
    leans=0.8,
    may_lean=0.2,
)
SURE, LOST = 4.0, -4.0
WORD = re.compile(r"\w+|[^\w\s]")


class ToldReader(ReadingModel):
    """Finds the words it is told of for a question, in any window that has them, and nothing else.

    `answers` holds the words by question, `leaning` the probability that a question leans on the talk. Every
    claim is supported.
    """

    checksum = "told"

    def __init__(self, answers=None, *, leaning=None):
        self._answers, self._leaning = answers or {}, leaning or {}
        self.asked = []

    def read(self, question, windows):
        self.asked.append(question)
        return [marks_on(window, self._answers.get(question, "")) for window in windows]

    def entail(self, claims, evidence):
        return [Entailment(1.0, 0.0, 0.0) for _ in claims]

    def leans(self, question, before):
        return self._leaning.get(question, 0.0)


def marks_on(window, words):
    """Return a window marked at some words, each word a token; as one that answers nothing without them."""
    offsets = np.array([match.span() for match in WORD.finditer(window)], dtype=np.int64).reshape(-1, 2)
    at = window.find(words) if words else -1
    starts, ends = (np.full(len(offsets), -20.0, dtype=np.float32) for _ in range(2))
    if at < 0:
        return Marks(LOST, starts, ends, offsets)
    starts[offsets[:, 0] == at] = 0.0
    ends[offsets[:, 1] == at + len(words)] = 0.0
    return Marks(SURE, starts, ends, offsets)


@dataclass(frozen=True, slots=True)
class ToldCollection(Collection):
    """A collection that is read by a reader of the tests' own."""

    told: ReadingModel | None = None

    @property
    def reader(self):
        return self.told

    @property
    def policy(self):
        return POLICY


def odds(probability):
    """Return the log-odds of a probability."""
    return math.log(probability / (1 - probability))


class LiteralReader(ToldReader):
    """Holds a claim to be supported by evidence that has most of its words, in whatever order."""

    def entail(self, claims, evidence):
        return [
            Entailment(1.0, 0.0, 0.0) if 2 * len(said & has) > len(said) else Entailment(0.0, 0.0, 1.0)
            for said, has in zip(map(_words, claims), map(_words, evidence), strict=True)
        ]


def _words(text):
    return set(re.findall(r"\w+", text.casefold()))
