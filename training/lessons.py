"""What the student is shown: texts with the English whose vector to give, and texts that mean the same."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.corpus import Corpus

# Shares of the lessons: in English itself, so that English questions and passages stay as the teacher has
# them; and of several texts in a row, as long as a passage.
_ENGLISH_SHARE = 0.2
_PASSAGE_SHARE = 0.15
_LONGEST_PASSAGE = 4
_SHORT_SOURCES = {"names": 0.5, "wordnet": 0.5, "wordnetdef": 0.6}
# Italian has the least running text, so it is drawn most often for what it has.
_LANGUAGES = {"it": 0.4, "ja": 0.3, "zh": 0.3}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and the English text whose vector it should have; in English they are the same."""

    text: str
    english: str


def draw_lessons(corpora: Sequence[Corpus], count: int, generator: random.Random) -> list[Lesson]:
    """Return `count` lessons from the corpora whose left side is English, languages first, then sources."""
    drawn = []
    for language in generator.choices(list(_LANGUAGES), list(_LANGUAGES.values()), k=count):
        shelves = [c for c in corpora if (c.left_language, c.right_language) == ("en", language)]
        weights = [corpus.weight * _SHORT_SOURCES.get(corpus.source, 1.0) for corpus in shelves]
        drawn.append(_lesson(generator.choices(shelves, weights)[0], generator))
    return drawn


def _lesson(corpus: Corpus, generator: random.Random) -> Lesson:
    passage = generator.random() < _PASSAGE_SHARE and corpus.source not in _SHORT_SOURCES
    length = generator.randint(2, _LONGEST_PASSAGE) if passage else 1
    pairs = generator.choices(corpus.pairs, k=length)
    english = " ".join(left for left, _ in pairs)
    if generator.random() < _ENGLISH_SHARE:
        return Lesson(english, english)
    gap = " " if corpus.right_language == "it" else ""
    return Lesson(gap.join(right for _, right in pairs), english)


def draw_parallel(corpora: Sequence[Corpus], count: int, generator: random.Random) -> list[tuple[str, str]]:
    """Return `count` translated pairs from the corpora without English, no text twice on the same side."""
    shelves = [corpus for corpus in corpora if corpus.left_language != "en"]
    drawn = generator.choices(shelves, [corpus.weight for corpus in shelves], k=count)
    pairs = [generator.choice(corpus.pairs) for corpus in drawn]
    by_left = {left: right for left, right in pairs}
    return [(left, right) for right, left in {right: left for left, right in by_left.items()}.items()]


def batches_by_length(lengths: npt.NDArray[np.int64], most: int) -> list[npt.NDArray[np.int64]]:
    """Return the places of texts of like length, in batches of at most `most` tokens once filled up."""
    batches: list[list[int]] = [[]]
    for place in np.argsort(lengths, kind="stable"):
        if batches[-1] and (len(batches[-1]) + 1) * int(lengths[place]) > most:
            batches.append([])
        batches[-1].append(int(place))
    return [np.array(batch) for batch in batches]
