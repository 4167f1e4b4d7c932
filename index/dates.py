"""Dates written out in full -> ISO 8601: in words, figures or eras, in any order. Nothing is guessed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as calendar_date

MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"sept": 9}
# The year before the first of each era.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
LETTERS = {"R": 2018, "H": 1988, "S": 1925}
FIGURES = {figure: value for value, figure in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "元": 1}
KANJI = "〇零○一二三四五六七八九十百元"

MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
EASTERN = re.compile(
    rf"(?:(?:中華|中华)?(?P<era>{'|'.join(ERAS)})\s*)?(?P<year>\d{{1,4}}|[{KANJI}]{{1,6}})\s*年"
    rf"\s*(?P<month>\d{{1,2}}|[{KANJI}]{{1,3}})\s*月(?:\s*(?P<day>\d{{1,2}}|[{KANJI}]{{1,3}})\s*[日号號])?"
)
YEAR_FIRST = re.compile(
    r"(?<!\d)(?:(?P<era>[RHS])(?P<short>\d{1,2})|(?P<year>\d{4}))"
    r"\s*[-/.]\s*(?P<month>\d{1,2})(?:\s*[-/.]\s*(?P<day>\d{1,2}))?(?!\d)"
)
DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|º|°)?[\s-]+(?:(?:de|di|of)\s+)?(?P<month>{MONTH}),?[\s-]+"
    r"(?P<year>\d{4})\b",
    re.I,
)
MONTH_FIRST = re.compile(
    rf"\b(?P<month>{MONTH})\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{{4}})\b", re.I
)
IN_FIGURES = re.compile(
    r"(?<![\d/.-])(?P<first>\d{1,2})(?P<by>[/.-])(?P<second>\d{1,2})(?P=by)(?P<year>\d{4})(?!\d)"
)
# Where nothing else tells: 03/04 is April in Italian, and in English nobody knows.
DAYS_FIRST = re.compile(r"\b(?:data|pubblicat|aggiornat|il|del|alle|ore)", re.I)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date and where it stands: 2024-08-06, or 2024-08 when no day is given."""

    start: int
    end: int
    iso: str


def dates(text: str) -> list[Stated]:
    """Return the dates in a text, in order; offsets count in the text with its widths made ordinary."""
    found: list[Stated] = []
    for date in sorted(_all(ordinary_width(text)), key=lambda date: (date.start, -date.end)):
        if not found or date.start >= found[-1].end:
            found.append(date)
    # What has the shape of a date and is none hides a shorter one inside it, and is left out itself.
    return [date for date in found if date.iso]


def ordinary_width(text: str) -> str:
    """Return the text with figures and letters of full width as they are typed, one for one."""
    return "".join(unicodedata.normalize("NFKC", each) if "！" <= each <= "～" else each for each in text)


def _all(text: str) -> Iterator[Stated]:
    for date in EASTERN.finditer(text):
        year = _number(date["year"])
        year = ERAS[date["era"]] + year if date["era"] else year
        yield Stated(date.start(), date.end(), iso(year, _number(date["month"]), _number(date["day"] or "")))
    for date in YEAR_FIRST.finditer(text):
        year = LETTERS[date["era"]] + int(date["short"]) if date["era"] else int(date["year"])
        yield Stated(date.start(), date.end(), iso(year, int(date["month"]), int(date["day"] or 0)))
    for pattern in (DAY_FIRST, MONTH_FIRST):
        for date in pattern.finditer(text):
            month = MONTHS[date["month"].lower().rstrip(".")]
            yield Stated(date.start(), date.end(), iso(int(date["year"]), month, int(date["day"] or 0)))
    for date in IN_FIGURES.finditer(text):
        yield Stated(date.start(), date.end(), _in_figures(date, text))


def _in_figures(date: re.Match[str], text: str) -> str:
    first, second, year = int(date["first"]), int(date["second"]), int(date["year"])
    days_first = first > 12 or first == second or date["by"] == "." or DAYS_FIRST.search(text)
    if days_first:
        return iso(year, second, first)
    return iso(year, first, second) if second > 12 else ""


def _number(written: str) -> int:
    """Return a number in figures or Kanji, read by place (二〇三一) or by value (二十六); 0 for nothing."""
    if not written or written.isdecimal():
        return int(written or 0)
    for sign, value in (("百", 100), ("十", 10)):
        if sign in written:
            above, _, below = written.partition(sign)
            return value * FIGURES.get(above[-1:], 1) + _number(below.strip("零〇"))
    return int("".join(str(FIGURES[each]) for each in written))


def iso(year: int, month: int, day: int) -> str:
    """Return the date in ISO 8601, without a day when that is 0; empty when there is no such date."""
    try:
        date = calendar_date(year, month, day or 1)
    except ValueError:
        return ""
    return date.isoformat() if day else date.isoformat()[:7]
