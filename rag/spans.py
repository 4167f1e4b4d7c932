"""The shortest words of a sentence that answer a question for a person, a date, a number, a place or a name.

What is asked for decides what may answer. Among several the likeliest stands in a sentence that was ranked
high, close to the words of the question, and is not named by the question itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from index.embed import TokenVectors, bundled_tokenizer
from rag.citation import Quote
from rag.concepts import places_of
from rag.retrieve import Hit, Question
from rag.spellings import resemblance
from rag.values import dates, names, numbers
from rag.wanted import Wanted, wanted

Array = npt.NDArray[np.float32]
# Hits whose words are read for spans.
READ = 8
# Names that sound at least this much alike are the same.
SAME_NAME = 0.7
# Tokens at which a word of the question counts half, close by and at a distance; a comma adds some.
CLOSE, FAR, COMMA = 3.0, 12.0, 3.0
MARK = re.compile(r"[,、，;；。:：—]")

# What speaks for a span: how far its sentence lies behind the first hit, how much of the question stands
# around it, whether the question names it, and what it looks like; docs/answers.md says how they were set.
WEIGHTS = {
    "rank": 3.5,
    "first": 1.0,
    "close": 2.2,
    "far": 2.5,
    "about": 1.5,
    "known": -1.0,
    "asked": -2.0,
    "unit": 2.3,
    "other_unit": -2.1,
    "measure": -1.8,
    "whole": -2.5,
    "year": 1.9,
    "clock": -1.5,
    "term": -1.6,
    "place": 1.0,
    "person": -1.3,
    "subject": -0.5,
    "no_person": 0.3,
}
# Below this score a span is not shown: names and places are oftener wrong than dates and numbers.
SURE = {
    Wanted.DATE: -1.0,
    Wanted.NUMBER: -1.0,
    Wanted.PERSON: 1.0,
    Wanted.PLACE: 1.5,
    Wanted.NAME: 1.5,
}
KIND_WEIGHTS = {
    Wanted.PERSON: {"person": 1.0, "no_person": -2.0, "subject": 0.8},
    Wanted.DATE: {"known": 0.0, "asked": -0.5},
}


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the hit at `place` that may answer; the higher the score, the likelier they do.

    `value` is what they mean, the same for the same answer in other words: an ISO date, a number and its
    unit, a name. `number` and `unit` are those of a number. `resolved` is the date they mean where they lean
    on the day of publication.
    """

    place: int
    quote: Quote
    value: str
    score: float
    resolved: str = ""
    number: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a sentence of the kind that is asked for, and what speaks for it beside its place."""

    start: int
    end: int
    value: str
    signs: tuple[str, ...]
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
    weights = _telling(question, sentences)
    found = []
    for place, (hit, sentence) in enumerate(zip(read, sentences, strict=True)):
        first, behind = hit.sentence.start, hit.score - hits[0].score
        for each in candidates(kind, units, hit, question.text):
            words = Quote(hit.article, hit.passage, first + each.start, first + each.end)
            around = sentence.around(each.start, each.end, weights)
            score = _weigh(kind, {"rank": behind, "first": float(place == 0), **around}, each.signs)
            found.append(Span(place, words, each.value, score, each.resolved, each.number, each.unit))
    return sorted((span for span in found if span.score >= SURE[kind]), key=lambda span: -span.score)


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


def candidates(kind: Wanted, units: frozenset[str], hit: Hit, question: str) -> Iterator[Candidate]:
    """Yield what a sentence holds of the kind that is asked for, with offsets into the sentence."""
    sentence = hit.article.text[hit.sentence.start : hit.sentence.end]
    if kind is Wanted.DATE:
        yield from _dated(sentence, hit.article.date, question)
    elif kind is Wanted.NUMBER:
        yield from _counted(sentence, units, question)
    else:
        yield from _named(kind, hit, question)


_YEAR_ASKED = re.compile(r"year|anno|何年|哪一?年", re.IGNORECASE)
_CLOCK_ASKED = re.compile(r"what time|che ora|何時|几点|幾點", re.IGNORECASE)


def _dated(sentence: str, reference: str, question: str) -> Iterator[Candidate]:
    for day in dates(sentence, reference):
        words = sentence[day.start : day.end]
        signs = []
        if words in question:
            signs.append("asked")
        if day.iso[:1] == "T" and not _CLOCK_ASKED.search(question):
            signs.append("clock")
        if not day.relative and _YEAR_ASKED.search(question):
            signs.append("year")
        resolved = day.iso if day.relative and day.iso[:1].isdigit() else ""
        yield Candidate(day.start, day.end, day.iso or words, tuple(signs), resolved)


# "3 of the 11": what is asked for is a part of it.
_OF = re.compile(
    r"\b(?:of (?:the|its|their)|among(?: the)?|out of(?: the)?) ?$"
    r"|\b(?:dei|degli|delle|tra (?:i|gli|le)|fra (?:i|gli|le)|su) ?$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"[^\d,，、。;；]{0,12}?(?:のうち|の内|の中で|之中|当中|當中|中(?=只|仅|僅|有|的|，|,|、))"
)


def _counted(sentence: str, units: frozenset[str], question: str) -> Iterator[Candidate]:
    for number in numbers(sentence):
        words = sentence[number.start : number.end]
        signs = ["asked"] if words in question else []
        if units:
            signs.append("unit" if number.unit in units else "no_unit" if not number.unit else "other_unit")
        elif number.unit not in ("", "person"):
            signs.append("measure")
        if _OF.search(sentence[: number.start]) or _OF_THEM.match(sentence, number.end):
            signs.append("whole")
        value = f"{number.value:g} {number.unit}"
        yield Candidate(number.start, number.end, value, tuple(signs), "", number.value, number.unit)


SOUNDED = re.compile(r"[A-Za-zÀ-žァ-ヴ]|[·・]")
_PERSON_AFTER = re.compile(r"\s?(?:氏(?!名)|さん|様|君|被告|首相|教授|博士|兄妹|兄弟)")
_NO_PERSON = re.compile(
    r"(?:大学|大學|学院|學院|スクール|チーム|ニュース|委員会|委员会|委員會|博物館|博物馆|研究所|建設|工業|化工|組織|社|島|火山|海峡"
    r"|University|Institute|Platforms|Bridge|Zealand|Cross)$|\d|[A-Z]{2}|[a-z][A-Z]"
)
_FULL_NAME = re.compile(
    r"[A-ZÀ-Þ][a-zà-ÿ'’]+(?: [A-ZÀ-Þ][\w'’\-]+)+|[ァ-ヴー]+[・=＝·][ァ-ヴー]+"
    r"|[\u4e00-\u9fff]+[·・][\u4e00-\u9fff]+"
)
_COMPOUND = re.compile(
    r"[A-Za-z0-9\u3400-\u9fff々ァ-ヴー・&.\-]*[\u3400-\u9fff々ァ-ヴー][A-Za-z0-9\u3400-\u9fff々ァ-ヴー・&.\-]+"
)
_PHRASE = re.compile(
    r"\b(?:in|at|on|from|to|into|through|via|a|ad|da|dal|dalla|su|sul|sulla|nel|nella|presso|dall'|nell'|sull')"
    r" ?(?:the |a |an |il |la |lo |un |una )?(?P<place>[\w'-]+(?: [\w'-]+)?)"
)
_PLACE_AFTER = re.compile(r"(?:で|に|へ|から|まで)(?!は?なく)")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|on|from|to|into|a|ad|da|dal|dalla|su|sul|sulla|nel|nella|presso)"
    r"(?: the| la| il| un| una)? |在|于|於|到|從|从)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\s?(?:氏|さん|兄妹)?(?:も|は|が)")


def _named(kind: Wanted, hit: Hit, question: str) -> Iterator[Candidate]:
    text, start, end = hit.article.text, hit.sentence.start, hit.sentence.end
    named = [
        (name.start, name.end)
        for name in names(text, hit.article.language)
        if start <= name.start and name.end <= end
    ]
    for first, last in named:
        yield Candidate(
            first - start,
            last - start,
            text[first:last],
            ("name", *_signs(kind, text, first, last, question)),
        )
    for first, last in _terms(hit):
        overlapped = any(first < right and left < last for left, right in named)
        if not overlapped or (kind is not Wanted.PERSON and not _PERSON_AFTER.search(text[first:last])):
            yield Candidate(
                first - start,
                last - start,
                text[first:last],
                ("term", *_signs(kind, text, first, last, question)),
            )


def _terms(hit: Hit) -> Iterator[tuple[int, int]]:
    """Yield what may be named besides names: compounds of Japanese, what follows a preposition elsewhere."""
    pattern = {"ja": _COMPOUND, "en": _PHRASE, "it": _PHRASE}.get(hit.article.language)
    if pattern:
        for match in pattern.finditer(hit.article.text, hit.sentence.start, hit.sentence.end):
            first, last = match.span(match.lastgroup or 0)
            # "a parte uno stage" is no place: what is named has a capital where there are any.
            cased = pattern is _PHRASE and match[match.lastgroup or 0].islower()
            if last - first > 1 and not cased:
                yield first, last


def _signs(kind: Wanted, text: str, start: int, end: int, question: str) -> Iterator[str]:
    """Yield what can be seen of a name without reading the question's words around it."""
    name = text[start:end]
    # Only what is written by its sound can be heard in another script.
    if name in question or (SOUNDED.search(name) and in_question(name, question)):
        yield "asked"
    if _NO_PERSON.search(name):
        yield "no_person"
    elif _PERSON_AFTER.match(text, end) or _FULL_NAME.fullmatch(name):
        yield "person"
    if _SUBJECT.match(text, end):
        yield "subject"
    if kind is not Wanted.PERSON and (
        _PLACE_AFTER.match(text, end) or _PLACE_BEFORE.search(text, max(start - 12, 0), start)
    ):
        yield "place"


@lru_cache(maxsize=4096)
def in_question(name: str, question: str) -> bool:
    """Tell whether the question names it already, in whatever script."""
    return any(resemblance(part, question) > SAME_NAME for part in parts_of(name))


def parts_of(name: str) -> list[str]:
    """Return the words of a name that are longer than a letter: "Jan", "Leike"."""
    return [part for part in re.split(r"[\s・=＝·•‧’']+", name) if len(part) > 1]
