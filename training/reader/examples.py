"""What the reader learns from: pairs of texts as token ids, in groups of those that are compared."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from index.reader import CLOSES, LONGEST_CLAIM, OPENS
from training.reader.windows import Span, Text, any_window, read_text, window_with, window_without

# A longer pair is left out: cutting it might cut the answer.
LONGEST = 460
# How long windows are, in tokens: shorter than in use, for twice the speed.
_SIZES = (90, 120, 150, 180)

Integers = npt.NDArray[np.int32]


class Task(IntEnum):
    """What a pair is read for."""

    ANSWER = 0
    CLAIM = 1
    LEAN = 2


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A pair as token ids, of which the second text's begin at `first`.

    `label` is for ANSWER and LEAN 1 or 0; for CLAIM 0 supported, 1 contradicted, 2 not said, 3 one of the
    latter two. `span` has the first and the last token of an answer.
    """

    ids: Integers
    first: int
    task: Task
    label: int
    span: tuple[int, int] | None = None


# Where the first of a group is answered, or supported, the others are not and are compared with it.
Group = tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class ExampleMaker:
    """Makes examples with one tokenizer; every choice comes from one generator."""

    tokenizer: Tokenizer
    generator: random.Random

    def text(self, text: str, head: str) -> Text:
        """Return a text with its sentences."""
        return read_text(text, head, self.tokenizer)

    def size(self) -> int:
        """Return how many tokens the next window has at most."""
        return self.generator.choice(_SIZES)

    def answered(self, question: str, text: Text, span: Span, headed: float) -> Example | None:
        """Return the question with a window that holds its answer, `headed` of them with the text's head."""
        window = window_with(text, span, self.size(), self.generator)
        if window is None:
            return None
        above = self._head(text, headed)
        shift = len(above) - window.start
        encoding = self._encode(above + text.text[window.start : window.end])
        answer = tokens_of(encoding, Span(span.start + shift, span.end + shift))
        return self._pair(question, encoding, Task.ANSWER, 1, answer)

    def unanswered(self, question: str, window: str, text: Text, headed: float) -> Example | None:
        """Return the question with words of a text that do not answer it; None where there are no words."""
        if not window:
            return None
        return self._pair(question, self._encode(self._head(text, headed) + window), Task.ANSWER, 0)

    def near_miss(self, question: str, text: Text, span: Span, headed: float) -> Example | None:
        """Return a question that the text does not answer with a window around `span`, which it may mean."""
        window = window_with(text, span, self.size(), self.generator)
        if window is None:
            return None
        return self.unanswered(question, text.text[window.start : window.end], text, headed)

    def without(
        self, question: str, text: Text, gone: Span, answers: Sequence[str], headed: float
    ) -> Example | None:
        """Return the question with a window from which the sentences that answer were taken."""
        window = window_without(text, gone, answers, self.size(), self.generator)
        return self.unanswered(question, window, text, headed)

    def elsewhere(self, question: str, other: Text, answers: Sequence[str], headed: float) -> Example | None:
        """Return the question with a window of another text; None if that text holds an answer."""
        if any(answer in other.text for answer in answers):
            return None
        return self.unanswered(question, any_window(other, self.size(), self.generator), other, headed)

    def pair(self, first: str, second: str, task: Task, label: int) -> Example | None:
        """Return two texts read for a task; `second` may be empty."""
        return self._pair(first, self._encode(second), task, label)

    def _head(self, text: Text, headed: float) -> str:
        return f"{text.head}\n" if text.head and self.generator.random() < headed else ""

    def _encode(self, text: str) -> Encoding:
        return self.tokenizer.encode(text, add_special_tokens=False)

    def _pair(
        self, first: str, second: Encoding, task: Task, label: int, answer: tuple[int, int] | None = None
    ) -> Example | None:
        asked = self._encode(first).ids[:LONGEST_CLAIM]
        ids = [OPENS, *asked, CLOSES, CLOSES, *second.ids, CLOSES]
        if len(ids) > LONGEST:
            return None
        place = len(asked) + 3
        span = (answer[0] + place, answer[1] + place) if answer else None
        return Example(np.array(ids, np.int32), place, task, label, span)


def tokens_of(encoding: Encoding, span: Span) -> tuple[int, int]:
    """Return the first and the last token that share characters with the span."""
    touched = [
        token for token, (start, end) in enumerate(encoding.offsets) if end > span.start and start < span.end
    ]
    return touched[0], touched[-1]


def group_of(*examples: Example | None) -> Group:
    """Return the examples that could be made; nothing if the first could not."""
    return tuple(example for example in examples if example) if examples[0] else ()


def save_groups(file: Path, groups: Mapping[str, Sequence[Group]]) -> None:
    """Write groups by the name of their source, to be read again by `load_groups`."""
    examples = [example for held in groups.values() for group in held for example in group]
    facts = [(len(e.ids), e.first, e.task, e.label, *(e.span or (-1, -1))) for e in examples]
    np.savez(
        file,
        names=np.array(list(groups)),
        counts=np.array([len(held) for held in groups.values()]),
        sizes=np.array([len(group) for held in groups.values() for group in held]),
        facts=np.array(facts, np.int32),
        ids=np.concatenate([example.ids for example in examples]),
    )


def load_groups(file: Path) -> dict[str, list[Group]]:
    """Return groups by the name of their source."""
    with np.load(file) as stored:
        names, counts, sizes = stored["names"].tolist(), stored["counts"].tolist(), stored["sizes"].tolist()
        facts, ids = stored["facts"].tolist(), stored["ids"]
    ends = np.cumsum([0, *(fact[0] for fact in facts)]).tolist()
    examples = iter(
        [
            Example(ids[ends[n] : ends[n + 1]], first, Task(task), label, None if start < 0 else (start, end))
            for n, (_, first, task, label, start, end) in enumerate(facts)
        ]
    )
    groups = iter([tuple(next(examples) for _ in range(size)) for size in sizes])
    return {name: [next(groups) for _ in range(count)] for name, count in zip(names, counts, strict=True)}
