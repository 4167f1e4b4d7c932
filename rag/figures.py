"""The numbers and dates of a claim that its evidence does not have."""

import re
from collections.abc import Iterator, Sequence

from rag.citation import Quote
from rag.faults import Fault, Kind
from rag.numerals import numerals
from rag.values import Date, Number, dates, numbers

# Units that mean the same: how many of which one a unit holds.
IN_BASE = {
    "minute": (60.0, "second"), "hour": (3600.0, "second"), "day": (86_400.0, "second"),
    "week": (604_800.0, "second"), "year": (12.0, "month"), "tonne": (1e6, "g"), "kg": (1e3, "g"),
    "km": (1e3, "m"), "cm": (1e-2, "m"), "mm": (1e-3, "m"),
}  # fmt: skip
# "Hundreds" are no hundred, "a day" is no number, and centuries are dates.
VAGUE = re.compile(
    r"[數数何几幾][十百千万萬億亿]+\w?$|(?<![十百千万萬第])一(?:天|[年日人]|[个個]\w)$|十分[なにで]$|世[紀纪]$"
)
# Words that mean a number without being a numeral: what they mean, and in which unit.
WORDED: Sequence[tuple[re.Pattern[str], float, str]] = tuple(
    (re.compile(rf"\b(?:{latin})\b|{cjk}", re.IGNORECASE), value, unit)
    for latin, cjk, value, unit in (
        ("twice|double[ds]?|both|couple|pair|doppi[oa]|raddoppi\\w+|entramb[ie]|coppia", "両|双|雙", 2.0, ""),
        ("half|halve[ds]?|metà|mezz[oa]|dimezz\\w+", "半", 0.5, ""),
        ("half|halve[ds]?|metà|mezz[oa]|dimezz\\w+", "半", 50.0, "percent"),
        ("decades?|decenni[oi]?", "十年", 10.0, "year"),
        ("first|prim[oaie]", "最初|第一|首", 1.0, ""),
        ("second|second[oa]", "第[二2]", 2.0, ""),
        ("third|terz[oa]", "第[三3]", 3.0, ""),
        ("fourth|quart[oa]", "第[四4]", 4.0, ""),
        ("fifth|quint[oa]", "第[五5]", 5.0, ""),
    )
)
FIRST_YEAR = 1000
YEAR_DIGITS = 4
DIGITS = re.compile(r"\d+")


def wrong_numbers(claim: str, evidence: Sequence[Quote]) -> Iterator[Fault]:
    """Yield numbers that are not cited; one that the cited words have otherwise refutes the claim."""
    said = numbers(claim)
    cited = [number for quote in evidence for number in numbers(quote.text)]
    others = [number for quote in evidence for number in _other_numerals(quote.text)]
    near = [number for quote in evidence for number in numbers(around(quote))]
    unsaid = [number for number in cited if not any(_same_number(number, other) for other in said)]
    for number in said:
        vague = any(VAGUE.search(claim, 0, number.end + more) for more in range(3))
        if vague or any(_same_number(number, other) for other in (*cited, *others)):
            continue
        if not number.unit and _same_digits(claim[number.start : number.end], evidence):
            continue
        beside = any(_same_number(number, other) for other in near)
        rival = any(_same_unit(number, other) for other in unsaid)
        yield Fault(Kind.NUMBER, number.start, number.end, grave=rival and not beside)


def around(quote: Quote) -> str:
    """Return the passage that a quote stands in."""
    return quote.article.text[quote.passage.start : quote.passage.end]


def _other_numerals(text: str) -> Iterator[Number]:
    """Yield what `numbers` leaves out, "20th", "135lbs", "twice", and the years of dates."""
    taken = [(number.start, number.end) for number in numbers(text)]
    taken += [(date.start, date.end) for date in dates(text, "")]
    for numeral in numerals(text):
        inside = any(start < numeral.end and numeral.start < end for start, end in taken)
        if not inside or numeral.value >= FIRST_YEAR:
            yield Number(numeral.start, numeral.end, numeral.value, "")
    for pattern, value, unit in WORDED:
        if match := pattern.search(text):
            yield Number(match.start(), match.end(), value, unit)


def _same_number(one: Number, other: Number) -> bool:
    """Tell whether two numbers are equal; a unit that one of them leaves out does not tell them apart."""
    (size, _), (other_size, _) = _base(one), _base(other)
    if "" in (one.unit, other.unit):
        size = other_size = 1.0
    first, second = one.value * size, other.value * other_size
    return _same_unit(one, other) and abs(first - second) <= 1e-6 * max(abs(first), abs(second))


def _same_digits(words: str, evidence: Sequence[Quote]) -> bool:
    """Tell whether digits are written in the evidence as they are: the time of day 3.20 and 3時20分."""
    digits = DIGITS.findall(words)
    written = [DIGITS.findall(quote.text) for quote in evidence]
    places = ((groups, at) for groups in written for at in range(len(groups)))
    return bool(digits) and any(groups[at : at + len(digits)] == digits for groups, at in places)


def _same_unit(one: Number, other: Number) -> bool:
    return "" in (one.unit, other.unit) or _base(one)[1] == _base(other)[1]


def _base(number: Number) -> tuple[float, str]:
    return IN_BASE.get(number.unit, (1.0, number.unit))


def wrong_dates(claim: str, evidence: Sequence[Quote]) -> Iterator[Fault]:
    """Yield dates that are not cited; when the cited words have others, those refute the claim.

    The day of publication may be meant by words such as "now".
    """
    days = dict.fromkeys(quote.article.date for quote in evidence)
    cited = [date.iso for quote in evidence for date in dates(quote.text, quote.article.date) if date.iso]
    near = [date.iso for quote in evidence for date in dates(around(quote), quote.article.date)]
    text = "\n".join(quote.text for quote in evidence)
    said = list(zip(*(dates(claim, day) for day in days), strict=True))
    unsaid = [
        iso for iso in cited if not any(_dated(date.iso, [iso]) for readings in said for date in readings)
    ]
    for readings in said:
        wanted = [date.iso for date in readings if date.iso and not _is_today(date, claim)]
        known = [[*cited, *(day for day in days if len(iso) == len(day))] for iso in wanted]
        found = any(_dated(iso, others) for iso, others in zip(wanted, known, strict=True))
        # "1635–36" and "the 1950s" hold years that are no dates of their own.
        if wanted and not found and not any(len(iso) == YEAR_DIGITS and iso in text for iso in wanted):
            beside = any(_dated(iso, [*cited, *near, *days]) for iso in wanted)
            yield Fault(Kind.DATE, readings[0].start, readings[0].end, grave=bool(unsaid) and not beside)


def _dated(iso: str, others: Sequence[str]) -> bool:
    """Tell whether a date, and the time of day it may have, are among others."""
    day, _, time = iso.partition("T")
    times = [other.partition("T")[2] for other in others]
    return (not day or any(_within(day, other) for other in others)) and (
        not time or any(other.startswith(time) for other in times)
    )


def _is_today(date: Date, claim: str) -> bool:
    words = claim[date.start : date.end].lower()
    return date.relative and words in ("today", "oggi", "今日", "本日", "今天")


def _within(iso: str, other: str) -> bool:
    """Tell whether a date is the other one, or the month or year of it."""
    return bool(other) and (other.startswith(iso) or (iso[:2] == "--" and iso[2:] == other[5 : 3 + len(iso)]))
