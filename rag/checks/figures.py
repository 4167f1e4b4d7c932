"""The numbers and dates of a claim that its evidence does not have."""

import datetime
import re
from collections.abc import Iterator, Sequence

from rag.checks.faults import Fault, Kind
from rag.records import Quote
from rag.values.numbers import BASE, Date, Number, dates, numbers
from rag.values.numerals import numerals, plain
from rag.values.periods import periods, roman_value

# "Hundreds" are no hundred, "a day" is no number, a century is compared as a period.
VAGUE = re.compile(
    r"[數数何几幾][十百千万萬億亿]+\w?$|(?<![十百千万萬第])一(?:天|[年日人]|[个個]\w)$|世[紀纪]$"
)
# "A week", "the two": words that say who or which rather than how many.
FEW = 2
ROMAN = re.compile(r"\b[IVX]{2,5}\b")
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
RANGE = re.compile(r"(?<!\d)(\d{1,2})日?\s?(?:to|and|al|e|[-–~、]|から|至|到)\s?(\d{1,2})(?!\d)")
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
DAY = re.compile(r"(\d+)日$")


def wrong_numbers(claim: str, evidence: Sequence[Quote]) -> Iterator[Fault]:
    """Yield numbers that are not cited; one that the cited words have otherwise refutes the claim."""
    said = numbers(claim)
    cited = [number for quote in evidence for number in numbers(quote.text)]
    others = [number for quote in evidence for number in _other_numerals(quote.text)]
    years = [year for quote in evidence for year in _years(quote.text)]
    near = [number for quote in evidence for number in numbers(around(quote))]
    unsaid = [number for number in cited if not any(_same_number(number, other) for other in said)]
    for number in said:
        vague = any(VAGUE.search(claim, 0, number.end + more) for more in range(3))
        if vague or any(_same_number(number, other) for other in (*cited, *others)):
            continue
        if not number.unit and (
            any(number.value == year for year in years)
            or _same_digits(claim[number.start : number.end], evidence)
        ):
            continue
        beside = any(_same_number(number, other) for other in near)
        rival = any(_same_unit(number, other) for other in unsaid)
        word = not plain(claim[number.start : number.end]).isdecimal()
        if word and not rival and (number.value == 1 or (number.value == FEW and not number.unit)):
            continue
        yield Fault(Kind.NUMBER, number.start, number.end, grave=rival and not beside)


def around(quote: Quote) -> str:
    """Return the passage that a quote stands in."""
    return quote.article.text[quote.passage.start : quote.passage.end]


def _other_numerals(text: str) -> Iterator[Number]:
    """Yield what `numbers` leaves out: "20th", "135lbs", "twice"."""
    taken = [(number.start, number.end) for number in numbers(text)]
    for date in dates(text, ""):
        taken.append((date.start, date.end))
        day = DAY.search(text, date.start, date.end)
        if day and not date.iso:
            # 週7日 is no seventh of a month.
            yield Number(day.start(), day.end(), float(day[1]), "day")
    for match in ROMAN.finditer(text):
        yield Number(match.start(), match.end(), float(roman_value(match[0])), "")
    for numeral in numerals(text):
        inside = any(start < numeral.end and numeral.start < end for start, end in taken)
        if not inside:
            yield Number(numeral.start, numeral.end, numeral.value, "")
    for pattern, value, unit in WORDED:
        if word := pattern.search(text):
            yield Number(word.start(), word.end(), value, unit)


def _years(text: str) -> Iterator[float]:
    """Yield the years of the dates of a text: a number without unit may be one, as in "the 1527 dish"."""
    when = [(date.start, date.end) for date in dates(text, "")]
    for numeral in numerals(text):
        inside = any(start <= numeral.start and numeral.end <= end for start, end in when)
        if inside and numeral.value >= FIRST_YEAR:
            yield numeral.value


def _same_number(one: Number, other: Number) -> bool:
    """Tell whether two numbers are equal; a unit that one of them leaves out does not tell them apart."""
    (size, _), (other_size, _) = _base(one), _base(other)
    if "" in (one.unit, other.unit):
        size = other_size = 1.0
    first, second = one.value * size, other.value * other_size
    return _same_unit(one, other) and abs(first - second) <= 1e-6 * max(abs(first), abs(second))


def _same_digits(words: str, evidence: Sequence[Quote]) -> bool:
    """Tell whether digits are written in the evidence as they are: the time of day 3.20 and 3時20分."""
    digits = DIGITS.findall(plain(words))
    written = [DIGITS.findall(plain(quote.text)) for quote in evidence]
    places = ((groups, at) for groups in written for at in range(len(groups)))
    return len(digits) > 1 and any(groups[at : at + len(digits)] == digits for groups, at in places)


def _same_unit(one: Number, other: Number) -> bool:
    return "" in (one.unit, other.unit) or _base(one)[1] == _base(other)[1]


def _base(number: Number) -> tuple[float, str]:
    return BASE.get(number.unit, (1.0, number.unit))


def wrong_dates(claim: str, evidence: Sequence[Quote]) -> Iterator[Fault]:
    """Yield dates that are not cited; when the cited words have others, those refute the claim.

    The day of publication, which words such as "now" may mean, leaves a doubt.
    """
    days = dict.fromkeys(quote.article.date for quote in evidence)
    cited = [date.iso for quote in evidence for date in dates(quote.text, quote.article.date) if date.iso]
    near = [date.iso for quote in evidence for date in dates(around(quote), quote.article.date)]
    text = "\n".join(quote.text for quote in evidence)
    said = list(zip(*(dates(claim, day) for day in days), strict=True))
    days_alone = [int(day) for day in _days_alone(text)]
    unsaid = [
        iso for iso in cited if not any(_dated(date.iso, [iso]) for readings in said for date in readings)
    ]
    for readings in said:
        wanted = [date.iso for date in readings if date.iso and not _is_today(date, claim)]
        found = any(_dated(iso, cited) for iso in wanted)
        found = found or any(_is_one_of(iso, days_alone, cited) for iso in wanted)
        if not wanted and not readings[0].relative:
            # 30 February is no day.
            yield Fault(Kind.DATE, readings[0].start, readings[0].end, grave=False)
        # "1635–36" and "the 1950s" hold years that are no dates of their own.
        if wanted and not found and not any(len(iso) == YEAR_DIGITS and iso in text for iso in wanted):
            beside = any(_dated(iso, [*cited, *near, *days]) for iso in wanted)
            yield Fault(Kind.DATE, readings[0].start, readings[0].end, grave=bool(unsaid) and not beside)


def wrong_periods(claim: str, evidence: Sequence[Quote]) -> Iterator[Fault]:
    """Yield weekdays, centuries and decades that are not cited; when the cited words have others, those
    refute the claim.
    """
    cited = {period.what for quote in evidence for period in periods(quote.text)}
    cited |= {what for quote in evidence for what in _periods_of_dates(quote)}
    near = {period.what for quote in evidence for period in periods(around(quote))}
    said = periods(claim)
    unsaid = cited - {period.what for period in said}
    for period in said:
        if period.what not in cited:
            rival = any(other.split()[0] == period.what.split()[0] for other in unsaid)
            yield Fault(Kind.DATE, period.start, period.end, grave=rival and period.what not in near)


def _periods_of_dates(quote: Quote) -> Iterator[str]:
    """Yield the weekdays of the full dates that a quote names, and the decades and centuries of the years."""
    for iso in (date.iso for date in dates(quote.text, quote.article.date)):
        if FULL_DATE.match(iso):
            yield f"weekday {datetime.date.fromisoformat(iso[:10]).isoweekday()}"
        if iso[:YEAR_DIGITS].isdigit():
            year = int(iso[:YEAR_DIGITS])
            yield f"decade {year % 100 // 10}0"
            yield f"century {(year - 1) // 100 + 1}"


def _days_alone(text: str) -> Iterator[str]:
    """Yield the days that a text names without their month: 6 in "6 to 10 August", 9 in 9日."""
    folded = plain(text)
    for match in RANGE.finditer(folded):
        yield from match.groups()
    for date in dates(text, ""):
        if not date.iso and (day := DAY.search(folded, date.start, date.end)):
            yield day[1]


def _is_one_of(iso: str, days: Sequence[int], cited: Sequence[str]) -> bool:
    """Tell whether a date is one of some days of a month that is cited, or of one that is not told."""
    month, _, day = iso.partition("T")[0].rpartition("-")
    if not re.fullmatch(r"(?:\d{4}|-)-\d\d", month) or int(day) not in days:
        return False
    return _dated(month, cited) or not any("-" in other for other in cited)


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
