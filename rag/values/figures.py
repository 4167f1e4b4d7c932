"""The figures that a question states, and how many of them a text does not have."""

import re
import unicodedata
from functools import lru_cache

from rag.values.compare import same_date
from rag.values.dates import Date
from rag.values.expressions import expressions
from rag.values.numbers import Number
from rag.values.numerals import MYRIADS, TENS, numerals, plain

# E3, PX-500, GPT-4o; of "E 3" too when a text is searched.
_CODE = re.compile(r"(?<![A-Za-z0-9$€£¥])[A-Za-z]+-?\d[A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*")
_APART = re.compile(r"(?<![A-Za-z0-9])([A-Z]+) (\d+)(?![A-Za-z0-9])")
_WRITTEN = re.compile(rf"[\d{''.join(TENS)}{''.join(MYRIADS)}]")


def figures(text: str) -> tuple[str, ...]:
    """Return what a question states exactly, each once, in reading order: numbers in digits, ISO dates and
    codes without hyphens. A number is its value: 89000 for 8万9,000円, 3 for 第3条.

    Numbers in words, days that lean on today ("yesterday") and months alone are left out.
    """
    narrow = unicodedata.normalize("NFKC", text)
    found = [(match.start(), _bare(match[0])) for match in _CODE.finditer(narrow)]
    codes = [match.span() for match in _CODE.finditer(narrow)]
    for each in expressions(narrow, ""):
        if not any(start < each.end and each.start < end for start, end in codes):
            found += [(part.start, figure) for part in each.parts if (figure := _figure(narrow, part))]
    return tuple(dict.fromkeys(figure for _, figure in sorted(found)))


def missing(question: str, text: str, published: str) -> int:
    """Return how many figures of a question stand nowhere in a text that was published on that ISO date.

    They are compared by value: 2030年, 令和12年 and "last year" in an article of 2031 are one.
    """
    wanted = figures(question)
    if not wanted:
        return 0
    stated, days = _stated(text, published)
    return sum(
        figure not in stated and not any(same_date(figure, day) and len(day) >= len(figure) for day in days)
        for figure in wanted
    )


@lru_cache(maxsize=1 << 10)
def _stated(text: str, published: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the numbers and codes of a text, and its ISO dates."""
    narrow = unicodedata.normalize("NFKC", text)
    stated = {_bare(match[0]) for match in _CODE.finditer(narrow)}
    stated |= {match[1] + match[2] for match in _APART.finditer(narrow)}
    parts = [part for each in expressions(narrow, published) for part in each.parts]
    stated |= {_number(part.value) for part in parts if isinstance(part, Number)}
    stated |= {_number(numeral.value) for numeral in numerals(plain(narrow))}
    days = {part.iso for part in parts if isinstance(part, Date) and part.iso}
    return frozenset(stated), frozenset(days)


def _figure(text: str, part: Date | Number) -> str:
    """Return a value as a figure, "" when it is none."""
    if isinstance(part, Number):
        exact = part.unit == "ordinal" or _WRITTEN.search(plain(text[part.start : part.end]))
        return _number(part.value) if exact else ""
    return part.iso if part.iso and not re.fullmatch(r"--\d\d", part.iso) else ""


def _bare(code: str) -> str:
    return code.replace("-", "").upper()


def _number(value: float) -> str:
    """Return a number in digits, 89000 and 2.5."""
    return f"{value:.9g}" if value % 1 else f"{value:.0f}"
