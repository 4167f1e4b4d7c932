"""The values of a text as whole expressions: ranges, sizes, sums, dates with their time, and their limits.

"About 20 to 25 people" is one expression of two numbers, 12,75 metri per 6,40 a size, 3 years and 4 months
one number, sabato 14 giugno alle 21 one date. From one hour to another are two expressions, since each
answers a question of its own; with a dash between them they are one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rag.values.dates import Date, dates
from rag.values.numbers import BASE, Number, numbers
from rag.values.numerals import DIGITS, cjk_value, digits_value, plain
from rag.values.periods import weekdays

Parts = tuple[Date | Number, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """One value as it is written, with its limit ("at least") inside `start` and `end`.

    `parts` are the ends of a range, the sides of a size, or one date or number; empty for a weekday alone.
    `clock` is where its time of day begins, `end` if it has none.
    """

    start: int
    end: int
    parts: Parts
    clock: int
    join: Literal["", "range", "size"] = ""
    limit: str = ""


# Words that bound a number or leave it rough, by what they say: those before it, those behind it.
LIMITS = {
    "about": (
        r"about|around|approximately|roughly|some|circa|(?:in|at)torno a[il]?|およそ|ほぼ|大[约約概]"
        r"|(?<![合条條签簽节節公违違预預契規规誓制婚])[约約]",
        r" circa\b| or so\b|ほど|くらい|ぐらい|程度|前[後后]|左右|上下|ごろ|頃",
    ),
    "nearly": (r"almost|nearly|quasi|[将將]近|接近|(?<![附最靠邻临親亲])近", r"近く|弱(?![一-龥])"),
    "least": (
        r"at least|no (?:fewer|less) than|a minimum of|almeno|non meno di"
        r"|少なくとも|最低でも|至少|最少|不少[于於]",
        r"以上| or more\b| o più\b",
    ),
    "most": (
        r"at most|up to|no more than|a maximum of|as (?:many|much) as|al massimo|fino ai?|non più di"
        r"|最大で?|多くとも|至多|最多|不超[过過]|多[达達]|高[达達]",
        r"以[下内內]|之?[内內](?![部容外科閣阁])| or (?:less|fewer)\b",
    ),
    "more": (
        r"(?:well |slightly )?(?:more than|over|above)|(?:poco )?più di|oltre|超[过過]|超(?=\d)|逾",
        r"[余あ]ま?り|[超強余](?![一-龥])",
    ),
    "less": (
        r"(?:less|fewer) than|(?:just )?(?:under|below)|(?:poco )?meno di|不到|不足|未[满滿]",
        r"未[満满滿]",
    ),
}


def _alternatives(side: int) -> str:
    return "|".join(f"(?P<{limit}>{words[side]})" for limit, words in LIMITS.items())


_LIMIT_BEFORE = re.compile(rf"(?<![a-zà-ÿ])(?:{_alternatives(0)}) ?(?:the |i |le |gli )?$")
_LIMIT_AFTER = re.compile(f"(?:{_alternatives(1)})")
_FROM = re.compile(
    r"(?<![a-zà-ÿ])(?:(?P<between>between|tra|fra)|from|da|da[il]|dalle|dagli|dall')"
    r"(?:(?<=')| )(?:the |i |le |gli )?$"
    r"|[从從自]$"
)
_DASH = re.compile(r" ?[~–—―-] ?")
_TO = re.compile(
    r" ?(?:(?P<since>から)|至|到|ないし|或) ?"
    r"| (?:(?P<and>and|e)|to|or|o|a[il]?|alle|agli) (?:the |i |le |gli )?"
)
_TIMES = re.compile(r" ?(?:x|×|by|per|乘) ?")
_PLUS = re.compile(r",? ?(?:(?:and|e) )?|[零又]")
_WHEN = re.compile(r"[ ,、()の]{0,3}(?:(?:at|on|il|alle ore|alle|ore) )?")
_ORDINAL = re.compile(
    r"(?<![\w.,])(\d{1,4})(?:st|nd|rd|th|[º°])(?!\w| ?c\b)"
    r"|第 ?(\d+|[〇一二三四五六七八九十百]+)(?:[号號条條章回届次位名期代話页頁節节番课課]目?)?"
    r"|(?<![\w.-])\d+(?:-\d+){2,}(?!\w)"
)
_BARE_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th|[º°日号號])?")
_DAY = re.compile(r"\d\d-\d\d$|^--\d\d-\d\d$")
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-\d\d)?|--\d\d")
_LENGTHS = frozenset(unit for unit, (_, base) in BASE.items() if base == "m") | {"m", ""}
# Signs beside a value in which its limit and "from" are looked for.
_REACH = 24


@lru_cache(maxsize=1 << 10)
def expressions(text: str, published: str) -> tuple[Expression, ...]:
    """Return the values of a text in reading order, none overlapping another.

    `published` is the ISO date that "last year" leans on, "" when nobody states it.
    """
    folded, found = plain(text), list[Expression]()
    for each in sorted(_single(text, folded, published), key=lambda each: (each.start, -each.end)):
        if found and each.start < found[-1].end:
            continue
        whole = each
        while found and (joined := _joined(folded, found[-1], whole)):
            found.pop()
            whole = joined
        found.append(whole)
    return tuple(_limited(folded, each) for each in found)


def _single(text: str, folded: str, published: str) -> Iterator[Expression]:
    for day in dates(text, published):
        yield Expression(day.start, day.end, (day,), day.clock)
    for number in numbers(text):
        yield Expression(number.start, number.end, (number,), number.end)
    for match in _ORDINAL.finditer(folded):
        numeral = match[1] or match[2]
        ordinal = (Number(*match.span(), cjk_value(numeral), "ordinal"),) if numeral else ()
        yield Expression(*match.span(), ordinal, match.end())
    for weekday in weekdays(folded):
        yield Expression(weekday.start, weekday.end, (), weekday.end)


def _joined(folded: str, one: Expression, other: Expression) -> Expression | None:
    """Return two neighbours as the one expression that they are, or None."""
    gap = folded[one.end : other.start]
    if len(gap) > _REACH or one.join or other.join:
        return None
    if _WHEN.fullmatch(gap) and (when := _one_date(folded, one, other)):
        return when
    first, last = (*one.parts, None)[0], (*other.parts, None)[0]
    if isinstance(first, Number) and isinstance(last, Number):
        if _PLUS.fullmatch(gap) and (total := _sum(first, last)):
            return replace(one, end=other.end, clock=other.end, parts=(total,))
        lengths = {first.unit, last.unit} <= _LENGTHS and (
            {first.unit, last.unit} != {""} or "per" not in gap
        )
        if _TIMES.fullmatch(gap) and lengths:
            sides = (
                replace(first, unit=first.unit or last.unit),
                replace(last, unit=last.unit or first.unit),
            )
            return replace(one, end=other.end, clock=other.end, parts=sides, join="size")
    return _range(folded, one, other) if first and last else None


def _one_date(folded: str, one: Expression, other: Expression) -> Expression | None:
    """Return a weekday, a date and a time of day, two of them or all, as one date."""
    pair = [(*each.parts, None)[0] for each in (one, other)]
    days = [day for day in pair if isinstance(day, Date)]
    if len(days) < sum(each is not None for each in pair) or not (days or one.parts or other.parts):
        return None
    timed = [day for day in days if day.clock < day.end]
    dated = [day for day in days if day.start < day.clock]
    if len(timed) > 1 or len(dated) > 1 or any(_YEAR_OR_MONTH.fullmatch(day.iso) for day in dated):
        return None
    end = other.end + (folded[other.end : other.end + 1] == ")" and "(" in folded[one.end : other.start])
    clock = timed[0].iso.partition("T")[2] if timed else ""
    day = dated[0].iso.partition("T")[0] if dated else ""
    iso = day + (f"T{clock}" if clock and (day or not dated) else "")
    begins = other.clock if other.parts else one.clock if one.clock < one.end else end
    merged = Date(one.start, end, iso, all(day.relative for day in dated) and bool(dated), begins)
    return Expression(one.start, end, (merged,), begins)


def _sum(first: Number, last: Number) -> Number | None:
    """Return 3 years and 4 months, 1 metre 20 centimetres as one number of the greater unit."""
    (size, base), (smaller, same) = (BASE.get(number.unit, (1.0, number.unit)) for number in (first, last))
    if not base or base != same or size <= smaller or first.value % 1:
        return None
    return Number(first.start, last.end, first.value + last.value * smaller / size, first.unit)


def _range(folded: str, one: Expression, other: Expression) -> Expression | None:
    """Return the range from one value to the other if it is one: with a dash, after "between", or with words
    where one end leaves out what the other says; from one full hour, date or amount to another are two.
    """
    gap = folded[one.end : other.start]
    word, dash = _TO.fullmatch(gap), _DASH.fullmatch(gap)
    opened = _FROM.search(folded, max(one.start - _REACH, 0), one.start) if word else None
    between = opened is not None and opened["between"] is not None
    ends = _ends(folded, one.parts[0], other.parts[0])
    if not (word or dash) or not ends or (word and word["and"] and not between):
        return None
    leaves_out = ends != (*one.parts, *other.parts)
    amounts = isinstance(one.parts[0], Number) and not opened and not (word and word["since"])
    if not (dash or between or leaves_out or amounts):
        return None
    start = opened.start() if opened else one.start
    return Expression(start, other.end, ends, other.end, "range")


def _ends(folded: str, first: Date | Number, last: Date | Number) -> Parts | None:
    """Return both ends in full, or None when they are not of one kind."""
    if isinstance(first, Number) and isinstance(last, Number):
        if first.unit == last.unit and last.unit:
            return first, last
        if not first.unit:
            digits = _digits(folded, last)
            scale = last.value / digits if digits and _digits(folded, first) == first.value else 1.0
            return replace(first, value=first.value * scale, unit=last.unit), last
        by_sign = not folded[first.start].isdigit()
        return (first, replace(last, unit=first.unit)) if by_sign and not last.unit else None
    if isinstance(first, Date) and isinstance(last, Date):
        if _BARE_DAY.fullmatch(folded, last.start, last.end):
            return (first, _on_day(folded, first, last)) if _DAY.search(first.iso) else None
        return (
            (first, last) if first.iso[:1] == last.iso[:1] == "T" or "T" not in first.iso + last.iso else None
        )
    if isinstance(first, Date) and isinstance(last, Number):
        bare = _BARE_DAY.fullmatch(folded, last.start, last.end) and last.value <= 31
        return (first, _on_day(folded, first, last)) if bare and _DAY.search(first.iso) else None
    if isinstance(first, Number) and isinstance(last, Date):
        if _BARE_DAY.fullmatch(folded, first.start, first.end) and _DAY.search(last.iso):
            return _on_day(folded, last, first), last
        if last.iso[:1] == "T" and not first.unit and first.value <= 24:
            return Date(first.start, first.end, f"T{first.value:02.0f}", False, first.start), last
    return None


def _digits(folded: str, number: Number) -> float:
    """Return what the digits of a number say without "million" or 万, 1 when it has none."""
    digits = re.search(DIGITS, folded[number.start : number.end])
    return digits_value(digits[0]) if digits else 1.0


def _on_day(folded: str, whole: Date, bare: Date | Number) -> Date:
    """Return the day of a month that the other end names."""
    day = int(re.findall(r"\d+", folded[bare.start : bare.end])[0])
    return Date(bare.start, bare.end, f"{whole.iso[:-2]}{day:02}", whole.relative, bare.end)


def _limited(folded: str, each: Expression) -> Expression:
    """Return an expression with the words that bound it or leave it rough."""
    before = _LIMIT_BEFORE.search(folded, max(each.start - _REACH, 0), each.start)
    after = _LIMIT_AFTER.match(folded, each.end)
    start, end = before.start() if before else each.start, after.end() if after else each.end
    clock = end if each.clock == each.end else each.clock
    limit = before.lastgroup if before else after.lastgroup if after else ""
    return replace(each, start=start, end=end, clock=clock, limit=limit or "")


def opening(text: str, one: Expression, other: Expression) -> int:
    """Return where two neighbours begin when both are meant: at "from" if they are the ends of a range."""
    folded = plain(text)
    if not _TO.fullmatch(folded, one.end, other.start):
        return one.start
    opened = _FROM.search(folded, max(one.start - _REACH, 0), one.start)
    return opened.start() if opened else one.start
