"""What the student is shown: texts with the English whose vector to give, and texts that mean the same."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.corpus import Corpus

# Shares of the lessons: in English itself, so that English questions and passages stay as the teacher has
# them; and of several texts in a row, as long as a passage.
_ENGLISH_SHARE = 0.12
_PASSAGE_SHARE = 0.12
_LONGEST_PASSAGE = 4
# Share of the draws of parallel text in which a text is to find a passage rather than its translation.
_PASSAGE_ROUNDS = 1 / 3
_SHORT_SOURCES = {"names": 0.4, "wordnet": 0.3, "wordnetdef": 0.4}
# Italian has the least running text, so it is drawn most often for what it has.
_LANGUAGES = {"it": 0.45, "ja": 0.27, "zh": 0.28}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and the English text whose vector it should have; in English they are the same."""

    text: str
    english: str


def draw_lessons(corpora: Sequence[Corpus], count: int, generator: random.Random) -> list[Lesson]:
    """Return `count` lessons from the corpora whose left side is English, languages first, then sources.

    A passage comes with one of its texts as a lesson of its own, so that the two are compared.
    """
    shelves = {language: _shelves(corpora, language) for language in _LANGUAGES}
    drawn: list[Lesson] = []
    while len(drawn) < count:
        [language] = generator.choices(list(_LANGUAGES), list(_LANGUAGES.values()))
        [corpus] = generator.choices(*shelves[language])
        passage = generator.random() < _PASSAGE_SHARE and corpus.source not in _SHORT_SOURCES
        pairs = generator.choices(corpus.pairs, k=generator.randint(2, _LONGEST_PASSAGE) if passage else 1)
        drawn.append(_lesson(pairs, language, generator))
        if passage:
            drawn.append(_lesson([generator.choice(pairs)], language, generator))
    return drawn[:count]


def _shelves(corpora: Sequence[Corpus], language: str) -> tuple[list[Corpus], list[float]]:
    shelves = [
        corpus for corpus in corpora if (corpus.left_language, corpus.right_language) == ("en", language)
    ]
    return shelves, [corpus.weight * _SHORT_SOURCES.get(corpus.source, 1.0) for corpus in shelves]


def _lesson(pairs: Sequence[tuple[str, str]], language: str, generator: random.Random) -> Lesson:
    english = " ".join(left for left, _ in pairs)
    if generator.random() < _ENGLISH_SHARE:
        return Lesson(english, english)
    return Lesson(_in_a_row([right for _, right in pairs], language), english)


def draw_parallel(corpora: Sequence[Corpus], count: int, generator: random.Random) -> list[tuple[str, str]]:
    """Return up to `count` translated pairs of one corpus without English, no text twice on the same side.

    In a third of the draws each right text is a passage that holds the translation of the left one. All
    are of one corpus, so that the wrong answers are of the same kind as the right one.
    """
    shelves = [corpus for corpus in corpora if corpus.left_language != "en"]
    [corpus] = generator.choices(shelves, [corpus.weight for corpus in shelves])
    by_left = dict(generator.choices(corpus.pairs, k=count))
    pairs = [(left, right) for right, left in {right: left for left, right in by_left.items()}.items()]
    if generator.random() >= _PASSAGE_ROUNDS:
        return pairs
    return [(left, _passage_around(right, corpus, generator)) for left, right in pairs]


def _passage_around(text: str, corpus: Corpus, generator: random.Random) -> str:
    others = [other for _, other in generator.choices(corpus.pairs, k=generator.randint(1, 2))]
    others.insert(generator.randint(0, len(others)), text)
    return _in_a_row(others, corpus.right_language)


def _in_a_row(texts: Sequence[str], language: str) -> str:
    return (" " if language in ("en", "it") else "").join(texts)


def batches_by_length(lengths: npt.NDArray[np.int64], most: int) -> list[npt.NDArray[np.int64]]:
    """Return the places of texts of like length, in batches of at most `most` tokens once filled up."""
    batches: list[list[int]] = [[]]
    for place in np.argsort(lengths, kind="stable"):
        if batches[-1] and (len(batches[-1]) + 1) * int(lengths[place]) > most:
            batches.append([])
        batches[-1].append(int(place))
    return [np.array(batch) for batch in batches]
