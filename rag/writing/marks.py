"""What a language model writes, cut into sentences, each with the numbers of its marks.

Marks are [1], 【1】, ［１］, （1）, [1][2], [1, 2] and [1-3].
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from index.chunk import CLOSERS, OPENERS, sentences

OPEN, CLOSE = r"\[［【〔", r"\]］】〕"
DASH = r"\-‐–—−~〜～－"
COMMA = ",，、;；"
NUMBER = r"\^?\d{1,3}"
# `\d` and int() know the digits of every script.
NUMBERS = rf"{NUMBER}(?:\s*[{COMMA}{DASH}]\s*{NUMBER})*"
# Some models write what they remember of the source behind the number: 【4†source】.
MARK = re.compile(
    rf"[{OPEN}]\s*(?P<square>{NUMBERS})\s*(?:†[^{CLOSE}\n]{{0,60}})?[{CLOSE}]|（\s*(?P<round>{NUMBERS})\s*）"
)
HALF = re.compile(rf"[{OPEN}（]\s*(?:\^|\^?\d[\d\s^{COMMA}{DASH}]{{0,60}}(?:†[^{CLOSE}\n]{{0,60}})?)?$")
# Looks that plain sentences do without: **bold**, # heading, "1. " before a line, [text](address).
LOOKS = re.compile(r"\*\*|__|`+|^[ \t]*(?:#{1,6}|>+|[-*•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
LINK = re.compile(r"!?\[(?P<text>[^\]\n]*)\]\([^)\n]*\)")
LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks, and the numbers in them, none twice; unknown numbers are left out, 0 is
    kept.
    """

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    numbers: tuple[int, ...]


def marked_sentences(text: str, known: int) -> list[Marked]:
    """Return the sentences of a finished text; marks may number 1 to `known`.

    A mark behind the stop belongs to the sentence before it, one at the beginning of a line to the next.
    """
    return [sentence for _, sentence in _cut(_unlinked(text), known)]


def settled(text: str, known: int) -> tuple[list[Marked], str]:
    """Return the sentences of a text still being written that nothing to come can change, and the rest of it.

    A sentence settles when the next one has begun: its marks may stand behind its stop.
    """
    text = _unlinked(text)
    found = _cut(text[: _half(text)], known)
    while len(found) > 1:
        begin = found[-1][0]
        if not _in_quotes(text[:begin]):
            return [sentence for _, sentence in found[:-1]], text[begin:]
        found.pop()
    return [], text


def without_marks(text: str, known: int) -> str:
    """Return a text still being written as it may be shown: no marks, nor the beginning of one."""
    text = _unlinked(text)
    return _plain(text[: _half(text)], known)


def says_nothing(text: str) -> bool:
    """Tell whether a text holds the mark [0], which stands for no sentence."""
    return any(0 in mark.numbers for mark in _marks(text, 0))


def _unlinked(text: str) -> str:
    return LINK.sub(r"\g<text>", text)


def _half(text: str) -> int:
    """Return where a mark that may go on begins at the end of a text, its length when none does."""
    half = HALF.search(text, max(0, len(text) - 130))
    return half.start() if half else len(text)


def _in_quotes(text: str) -> bool:
    """Tell whether a bracket is open at the end; one that closes what nothing has opened counts nothing."""
    return any(
        reduce(lambda depth, sign: max(0, depth + (sign == opener) - (sign == closer)), text, 0)
        for opener, closer in zip(OPENERS, CLOSERS, strict=True)
    )


def _marks(text: str, known: int) -> list[_Mark]:
    found = []
    for match in MARK.finditer(text):
        numbers = tuple(dict.fromkeys(_numbers(match["square"] or match["round"])))
        inside = tuple(number for number in numbers if number <= known)
        # （5） may be a figure; only numbers that are known make it a mark.
        if match["square"] or (inside == numbers and 0 not in numbers):
            found.append(_Mark(match.start(), match.end(), inside))
    return found


def _numbers(written: str) -> Iterator[int]:
    """Yield the numbers of a mark: 1, 2, 3 for "1-3"."""
    for part in re.split(rf"\s*[{COMMA}]\s*", written.replace("^", "")):
        ends = [int(number) for number in re.split(rf"\s*[{DASH}]\s*", part)]
        yield from range(ends[0], ends[-1] + 1) if ends[0] < ends[-1] else ends


def _cut(text: str, known: int) -> list[tuple[int, Marked]]:
    """Return each sentence with where it, or the mark before it, begins."""
    marks = _marks(text, known)
    blank = _blank(LOOKS.sub(_spaces, text), marks)
    # A line is a sentence of its own, which index.chunk cannot know of text wrapped at a width.
    places = [
        sentence for line in LINE.finditer(blank) for sentence in sentences(blank, line.start(), line.end())
    ]
    starts = [place.start for place in places]
    begins, owned = [*starts], [list[int]() for _ in places]
    for mark in marks:
        owner = _owner(mark, starts, blank)
        if 0 <= owner < len(places):
            owned[owner] += mark.numbers
            begins[owner] = min(begins[owner], mark.start)
    ends = [*begins, len(text)][1:]
    return [
        (begin, Marked(_plain(text[begin:end], known), tuple(dict.fromkeys(numbers))))
        for begin, end, numbers in zip(begins, ends, owned, strict=True)
    ]


def _owner(mark: _Mark, starts: list[int], blank: str) -> int:
    """Return the place of the sentence a mark belongs to: the one before, the next when it begins a line."""
    following = bisect_left(starts, mark.start)
    line = blank.rfind("\n", 0, mark.start) + 1
    line_end = blank.find("\n", mark.end)
    leads = not blank[line : mark.start].strip() and following < len(starts)
    if leads and (line_end < 0 or starts[following] < line_end):
        return following
    return following - 1


def _blank(text: str, marks: list[_Mark]) -> str:
    for mark in marks:
        text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _plain(text: str, known: int) -> str:
    """Return a text without marks and looks, with single spaces."""
    pieces, at = [], 0
    for mark in _marks(text, known):
        pieces.append(text[at : mark.start].rstrip(" \t\u3000"))
        at = mark.end
    pieces.append(text[at:])
    return " ".join(LOOKS.sub("", "".join(pieces)).split())
