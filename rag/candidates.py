"""Stretches of a sentence that may answer: its dates, numbers and names, and what can be seen of each."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rag.named import named
from rag.retrieve import Hit
from rag.values.numbers import dates, numbers
from rag.values.sorts import counts_things
from rag.wanted import Wanted


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


def candidates(
    kind: Wanted, units: Collection[str], sorts: Collection[str], hit: Hit, question: str
) -> Iterator[Candidate]:
    """Yield what a sentence holds of the kind that is asked for, of these units or sorts or not, with offsets
    into the sentence.
    """
    sentence = hit.article.text[hit.sentence.start : hit.sentence.end]
    if kind is Wanted.DATE:
        yield from _dated(sentence, hit.article.date, question)
    elif kind is Wanted.NUMBER:
        yield from _counted(sentence, units, question)
    else:
        start = hit.sentence.start
        for first, last, signs in named(kind, sorts, hit, question):
            yield Candidate(first - start, last - start, hit.article.text[first:last], signs)


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


def _counted(sentence: str, units: Collection[str], question: str) -> Iterator[Candidate]:
    for number in numbers(sentence):
        words = sentence[number.start : number.end]
        signs = ["asked"] if words in question else []
        if units:
            signs.append("unit" if number.unit in units else "no_unit" if not number.unit else "other_unit")
        elif number.unit not in ("", "person"):
            signs.append("measure")
        elif number.unit == "person" and counts_things(question):
            signs.append("other_unit")
        if _OF.search(sentence[: number.start]) or _OF_THEM.match(sentence, number.end):
            signs.append("whole")
        value = f"{number.value:g} {number.unit}"
        yield Candidate(number.start, number.end, value, tuple(signs), "", number.value, number.unit)
