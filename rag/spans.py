"""The shortest words of a sentence that answer a question for a person, a date, a number, a place or a name.

What is asked for decides what may answer. Among several the likeliest stands in a sentence that was ranked
high, close to the words of the question, and is not named by the question itself.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embed import TokenVectors, bundled_tokenizer
from rag.candidates import candidates
from rag.gather import Question
from rag.named import SAME_NAME, parts_of
from rag.records import Quote
from rag.retrieve import Hit
from rag.values.concepts import places_of
from rag.values.numbers import dates
from rag.values.sorts import sorts_asked
from rag.values.spellings import resemblance
from rag.wanted import Wanted, wanted

Array = npt.NDArray[np.float32]
# Hits whose words are read for spans.
READ = 8
# Every word of a name must sound at least so much like one of the other's: "Jan" and ヤン barely do.
HALF = 0.5
# Tokens at which a word of the question counts half, close by and at a distance; a comma adds some.
CLOSE, FAR, COMMA = 3.0, 12.0, 3.0
MARK = re.compile(r"[,、，;；。:：—]")

# What speaks for a span: how far its sentence lies behind the first hit, how much of the question stands
# around it, whether the question names it, and what it looks like; docs/answers.md says how they were set.
WEIGHTS = {
    "rank": 2.9,
    "first": 1.0,
    "close": 2.2,
    "far": 3.0,
    "about": 1.5,
    "known": -1.0,
    "asked": -2.0,
    "unit": 2.3,
    "other_unit": -2.1,
    "no_unit": -1.0,
    "measure": -1.8,
    "whole": -2.5,
    "year": 1.9,
    "clock": -1.5,
    "term": -1.6,
    "place": 1.0,
    "person": -1.3,
    "subject": -0.5,
    "no_person": 0.3,
    "sort": 1.5,
    "other_sort": -0.4,
    "told": 1.5,
}
# Below this score a span does not even say which sentence to quote first.
LEAST = {
    Wanted.DATE: -1.0,
    Wanted.NUMBER: -1.0,
    Wanted.PERSON: 1.0,
    Wanted.PLACE: 1.5,
    Wanted.NAME: 1.5,
}
# From such a score on words may be shown as the answer, names where they are said to be what is asked for,
# and only when they are so far ahead of any other answer: then about three in four are right.
SURE = {
    Wanted.DATE: 0.5,
    Wanted.NUMBER: 1.0,
    Wanted.PERSON: 3.0,
    Wanted.PLACE: 2.5,
    Wanted.NAME: 2.5,
}
AHEAD = {
    Wanted.DATE: 0.5,
    Wanted.NUMBER: 0.5,
    Wanted.PERSON: 1.0,
    Wanted.PLACE: 1.0,
    Wanted.NAME: 1.0,
}
KIND_WEIGHTS = {
    Wanted.PERSON: {"person": 1.0, "no_person": -2.0, "subject": 0.4},
    Wanted.DATE: {"known": 0.0, "asked": -0.5},
    Wanted.PLACE: {"known": -1.5, "no_person": -0.7, "other_sort": -1.0},
}
# What sort of place is asked for when somebody studied or worked there.
SORTS_AT = {"study": "school", "teaching": "school", "work": "company", "joining": "company"}


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the hit at `place` that may answer; the higher the score, the likelier they do.

    `value` is what they mean, the same for the same answer in other words: an ISO date, a number and its
    unit, a name. `number` and `unit` are those of a number. `resolved` is the date they mean where they lean
    on the day of publication. What is not `sure` only tells which sentence to quote.
    """

    place: int
    quote: Quote
    value: str
    score: float
    sure: bool = True
    resolved: str = ""
    number: float | None = None
    unit: str = ""


def spans(question: Question, hits: Sequence[Hit], tokens: TokenVectors) -> list[Span]:
    """Return what may answer among the first hits, likeliest first; none for a reason or an explanation."""
    kind, units = wanted(question.text)
    if kind is Wanted.NONE:
        return []
    read = hits[:READ]
    sentences = [
        _Sentence(question, hit.article.text[hit.sentence.start : hit.sentence.end], tokens) for hit in read
    ]
    weights, sorts = _telling(question, sentences), _sorts(kind, question)
    found = []
    for place, (hit, sentence) in enumerate(zip(read, sentences, strict=True)):
        first, behind = hit.sentence.start, hit.score - hits[0].score
        of_sentence = {"rank": behind, "first": float(place == 0), "told": _told(question, hit)}
        for each in candidates(kind, units, sorts, hit, question.text):
            words = Quote(hit.article, hit.passage, first + each.start, first + each.end)
            evidence = of_sentence | sentence.around(each.start, each.end, weights)
            score = _weigh(kind, evidence, each.signs)
            sure = score >= SURE[kind] and _may_be_shown(kind, each.signs)
            found.append(Span(place, words, each.value, score, sure, each.resolved, each.number, each.unit))
    return sorted((span for span in found if span.score >= LEAST[kind]), key=lambda span: -span.score)


def settled(question: Question, found: Sequence[Span]) -> bool:
    """Tell whether the likeliest span is sure, and ahead of every other answer."""
    if not found or not found[0].sure:
        return False
    first = found[0]
    others = (span.score for span in found if not _one_answer(first.value, span.value))
    return first.score - next(others, -np.inf) >= AHEAD[wanted(question.text)[0]]


def _one_answer(one: str, other: str) -> bool:
    return same_value(one, other) or one in other or other in one


def _may_be_shown(kind: Wanted, signs: Collection[str]) -> bool:
    """Tell whether words can be the answer: no name that the question has, no mere compound for a name."""
    if kind in (Wanted.DATE, Wanted.NUMBER):
        return True
    return "asked" not in signs and "term" not in signs and (kind is not Wanted.NAME or "sort" in signs)


def _sorts(kind: Wanted, question: Question) -> frozenset[str]:
    """Return the sorts of name that are asked for: a school where somebody studied, whatever the words."""
    sorts = sorts_asked(question.text)
    if kind is not Wanted.PLACE or sorts:
        return sorts
    return frozenset(sort for concept, sort in SORTS_AT.items() if concept in question.concepts)


def _told(question: Question, hit: Hit) -> float:
    """Return 1 when a sentence has a date of the question's, else 0."""
    asked = [day.iso for day in dates(question.text, "")]
    if not any(day_of(iso) for iso in asked):
        return 0.0
    said = dates(hit.article.text[hit.sentence.start : hit.sentence.end], hit.article.date)
    return float(any(same_day(iso, day.iso) for iso in asked for day in said))


def _telling(question: Question, sentences: Sequence["_Sentence"]) -> Array:
    """Return the weights of the question's tokens, less for what every sentence holds."""
    everywhere = np.mean([sentence.cosines.max(axis=1, initial=0.0) for sentence in sentences], axis=0)
    weights: Array = question.weights * (1.0 - everywhere)
    return weights / max(float(weights.sum()), 1e-6)


def _weigh(kind: Wanted, evidence: Mapping[str, float], signs: Iterable[str]) -> float:
    table = WEIGHTS | KIND_WEIGHTS.get(kind, {})
    parts = {**evidence, **dict.fromkeys(signs, 1.0)}
    return sum(table.get(name, 0.0) * value for name, value in parts.items())


class _Sentence:
    """A sentence read against a question, token by token."""

    def __init__(self, question: Question, sentence: str, tokens: TokenVectors) -> None:
        encoding = bundled_tokenizer().encode(sentence, add_special_tokens=False)
        ids = np.array(encoding.ids, dtype=np.int64)
        self.offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        vectors = tokens.vectors[ids].astype(np.float32) / np.maximum(tokens.lengths[ids], 1e-6)[:, None]
        self.cosines: Array = np.maximum(question.tokens @ vectors.T, 0.0)
        self.marks = np.cumsum(
            [MARK.search(sentence[first:last]) is not None for first, last in self.offsets]
        )
        spoken = [self._inside(*place) for place in places_of(question.concepts, sentence)]
        self.about = np.any(spoken, axis=0) if spoken else np.zeros(len(ids), dtype=bool)

    def _inside(self, start: int, end: int) -> npt.NDArray[np.bool_]:
        inside: npt.NDArray[np.bool_] = (self.offsets[:, 0] < end) & (self.offsets[:, 1] > start)
        return inside

    def around(self, start: int, end: int, weights: Array) -> dict[str, float]:
        """Return how much of the question stands close to a stretch, further off and inside, and how close
        what it is about is spoken of, each 0 to 1.
        """
        inside = self._inside(start, end)
        if not inside.any():
            return {}
        places = np.flatnonzero(inside)
        first, last, at = places[0], places[-1], np.arange(len(inside))
        away = np.where(at < first, first - at, at - last) - 1.0
        away += COMMA * np.where(at < first, self.marks[first] - self.marks, self.marks - self.marks[last])
        near = {}
        for name, half in (("close", CLOSE), ("far", FAR)):
            share = np.where(inside, 0.0, 0.5 ** (np.maximum(away, 0.0) / half))
            near[name] = float(weights @ (self.cosines * share).max(axis=1))
        shares = np.where(self.about & ~inside, 0.5 ** (np.maximum(away, 0.0) / CLOSE), 0.0)
        near["about"] = float(shares.max(initial=0.0))
        return near | {"known": float(self.cosines[:, inside].max(axis=0).mean())}


def day_of(iso: str) -> tuple[str, ...]:
    """Return year, month and day of an ISO date, "" for what it leaves open; empty when it is no date."""
    day = iso.partition("T")[0]
    parts = ("", *day[2:].split("-")) if day.startswith("--") else tuple(day.split("-"))
    return (*parts, "", "", "")[:3] if any(parts) and all(part.isdigit() for part in parts if part) else ()


def same_day(one: str, other: str) -> bool:
    """Tell whether two dates may be one, as far as both go: --03 and 2024-03-28."""
    told = [
        (mine, theirs) for mine, theirs in zip(day_of(one), day_of(other), strict=False) if mine and theirs
    ]
    return bool(told) and all(mine == theirs for mine, theirs in told)


def same_value(one: str, other: str) -> bool:
    """Tell whether two answers mean the same: dates as far as both go, numbers exactly, names by sound."""
    if one[:1].isdigit() and other[:1].isdigit():
        short, long = sorted((one, other), key=len)
        return long.startswith(short) if "-" in long else one == other
    fewer, more = sorted((parts_of(one), parts_of(other)), key=len)
    heard = [resemblance(part, " ".join(more)) for part in fewer]
    return one.casefold() == other.casefold() or (max(heard, default=0.0) > SAME_NAME and min(heard) >= HALF)
