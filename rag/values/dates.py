"""Dates in English, Italian, Japanese and Chinese text, those that lean on the day of publication too."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

from rag.values.numerals import KANJI, TENS, cjk_value, numerals, plain


@dataclass(frozen=True, slots=True)
class Date:
    """A date and where it stands in a text.

    `iso` is ISO 8601 as far as it is known: 2024, 2024-05, 2024-05-15, with a time of day 2024-05-15T14:48 or
    T14:48 alone. It is empty when the words lean on a day of publication that nobody states. `relative` says
    that the year is not in the words themselves ("this May", "5月", "yesterday"). `clock` is where its time
    of day begins, `end` when it has none.
    """

    start: int
    end: int
    iso: str
    relative: bool
    clock: int = field(default=-1, compare=False)


ENGLISH = "january february march april may june july august september october november december"
ITALIAN = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
MONTHS = {name: number for names in (ENGLISH, ITALIAN) for number, name in enumerate(names.split(), 1)}
SHORT = {name[:3]: number for number, name in enumerate(ENGLISH.split(), 1)} | {"sept": 9}
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民国": 1911, "民國": 1911}


def _away(**words: str) -> dict[str, int]:
    """Return how far each word is from the time of publication."""
    steps = {"two_back": -2, "last": -1, "same": 0, "next": 1}
    return {word.replace("_", " "): steps[step] for step, listed in words.items() for word in listed.split()}


YEARS = _away(
    two_back="一昨年 前年",
    last="去年 昨年 last_year anno_scorso scorso_anno anno_passato",
    same="今年 本年 this_year quest'anno questo_anno",
    next="来年 來年 明年 next_year anno_prossimo prossimo_anno",
)
MONTHS_AWAY = _away(
    last="先月 上月 上个月 上個月 last_month mese_scorso scorso_mese",
    same="今月 本月 这个月 這個月 this_month questo_mese",
    next="来月 來月 下月 下个月 下個月 next_month mese_prossimo prossimo_mese",
)
DAYS = _away(
    two_back="一昨日 前天",
    last="昨日 昨天 昨晚 昨夜 yesterday last_night ieri",
    same="今日 本日 今天 today oggi",
    next="明日 明天 tomorrow domani",
)
WHICH = {"last": -1, "scorso": -1, "this": 0, "questo": 0, "next": 1, "prossimo": 1}
EARLY, LATE = ("beginning", "start", "inizio", "初"), ("end", "fine", "末", "底")


def _any(words: Iterable[str], *, cjk: bool) -> str:
    longest_first = "|".join(sorted((word for word in words if word.isascii() != cjk), key=len, reverse=True))
    return longest_first if cjk else rf"\b(?:{longest_first})\b"


_SIGNS = "".join(KANJI) + "".join(TENS)
_ERA = "|".join(ERAS)
# 1895(明治28)年 says the year twice.
_IN_ERA = rf"(?:\s?\((?:{_ERA})\s?(?:\d{{1,2}}|元)年?\))?"
_BEGINS = "".join({word[0] for word in (*ERAS, *YEARS, *MONTHS_AWAY, *DAYS) if not word.isascii()})
_CJK = re.compile(
    rf"(?=[\d年上下午晚凌早清中傍春夏秋冬末底初{_SIGNS}{_BEGINS}])"
    rf"(?:(?P<era>{_ERA})(?P<era_year>\d{{1,2}}|元|[{_SIGNS}]{{1,3}})\s?年"
    rf"|(?<!\d)(?P<year>1[4-9]\d\d|20\d\d|[〇零一二三四五六七八九]{{4}}|\d\d(?=年\d\d?月)){_IN_ERA}\s?年{_IN_ERA}"
    r"(?!間|间|[半超余以]|前(?!\d)|ぶり)"
    rf"|(?P<year_word>{_any(YEARS, cjk=True)}))?"
    r"(?:の?(?P<this_year>年)?の?(?P<year_edge>[末底初]|[春夏秋冬][天季]?))?"
    rf"(?:の?\s?(?:(?<!\d)(?P<month>\d{{1,2}}|[{_SIGNS}]{{1,2}})\s?月份?"
    rf"|(?P<month_word>{_any(MONTHS_AWAY, cjk=True)})))?"
    r"(?:の?(?P<month_edge>[末底初]|[上中下]旬))?"
    rf"(?:の?\s?(?:(?<![\d第{_SIGNS}])(?P<day>\d{{1,2}}|[{_SIGNS}]{{1,3}})\s?"
    r"(?:[日号號](?!間|间|後|后|ぶり|[前目連连本分で内]|以[内上下]|之[内后前])"
    r"|(?(month)(?=[~–-]\d{1,2}[日号號])|(?!)))"
    rf"|(?P<day_word>{_any(DAYS, cjk=True)})))?"
    r"(?:の?,?\s?(?P<half>午前|午後|上午|下午|晚上|凌晨|早上|清晨|中午|傍晚)?\s?"
    rf"(?<!\d)(?P<hour>\d{{1,2}}|[{_SIGNS}]{{1,3}})\s?"
    r"(?:[時时](?!間|间)|[点點](?:[钟鐘]|(?=[半\d]))|(?(half)(?:[点點]|:(?=\d\d)|(?=[~–-]\d{1,2}[時时点點:]))|(?!)))"
    rf"(?:\s?(?P<minute>\d{{1,2}}|[{_SIGNS}]{{1,3}}|半)(?:\s?分|(?<=:\d\d)|(?<=半)))?)?"
)
_ISO = re.compile(
    r"(?<![\d/.\-])(?P<year>1[4-9]\d\d|20\d\d)[-/.](?P<month>1[0-2]|0?[1-9])"
    r"(?:[-/.](?P<day>3[01]|[12]\d|0?[1-9]))?(?![\d/\-]|\.\d)"
)
_WESTERN_YEAR = r"(?P<year>1[4-9]\d\d|20\d\d)(?!\d)"
_WESTERN = re.compile(
    r"(?<!\w)(?:(?:the )?(?P<month_edge>end|beginning|start|middle|early|mid|late|fine|inizio|metà)[ \-]"
    r"(?:of |di )?)?(?:(?P<which>this|last|next|scorso|prossimo|questo) )?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|º|°)? (?:of |di )?)?"
    rf"(?P<month>{_any((*MONTHS, *SHORT), cjk=False)})(?:\.(?= ?\d))?"
    r"(?: (?P<day_after>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w:]|[.,]\d))?"
    rf"(?:,? (?:of |del |nel |di |in )?{_WESTERN_YEAR}"
    rf"|,? (?:of |di |dell'|dello |the |lo )*(?P<year_word>{_any(YEARS, cjk=False)})"
    r"| (?P<which_after>scorso|prossimo)\b)?"
)
_EDGE_OF_YEAR = re.compile(
    r"\b(?P<year_edge>end|beginning|start|middle|fine|inizio|metà|summer|estate|spring|primavera|autumn"
    r"|autunno|winter|inverno)(?: of| del| di)?(?: the| lo| l'| dell')? ?"
    rf"(?:{_WESTERN_YEAR}|(?P<year_word>{_any(YEARS, cjk=False)})|(?P<this_year>year|anno)\b)"
)
_WORD = re.compile(
    rf"(?P<year_word>{_any(YEARS, cjk=False)})|(?P<month_word>{_any(MONTHS_AWAY, cjk=False)})"
    rf"|(?P<day_word>{_any(DAYS, cjk=False)})"
)
# "2012 volunteers" is a number of people; in "in 2012 volunteers" it is a year.
_YEAR = re.compile(
    rf"(?<![\w.,/\-$€£¥]){_WESTERN_YEAR}(?![%\w\-]|[.,/]\d)"
    r"(?:(?<=\b(?:in|of|by|al) \d{4})|(?<=\b(?:nel|del|dal) \d{4})|(?<=\b(?:since|until) \d{4})"
    r"|(?! ?[^\W\d_]))"
)
_CLOCK = re.compile(
    r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d)(?![\d:]))?"
    r"(?: ?(?P<half>[ap](?:m\b|\.m\b\.?)))?"
)
_ORE = re.compile(
    r"(?:(?<=\balle )|(?<=\bdalle )|(?<=\bore ))"
    r"(?P<hour>[01]?\d|2[0-3])(?:[.,:](?P<minute>[0-5]\d))?(?![\d:]|[.,]\d)"
)
_AGO = re.compile(
    r"\s?(?:(?P<years>years?|anni|anno|年)|(?P<months>months?|mes[ei]|[かヶカ个個]月)"
    r"|(?P<days>days?|giorn[io]|日|天))\s?(?:ago\b|fa\b|前(?!\d))"
)
_RANGE = re.compile(r"\s?(?:~|-|–|—|から|至|到|to|al)\s?")
_LEADS_TO_A_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|during|through|from|of|and|to|between|for|before|after) $"
)

Parts = Mapping[str, str | None]
# Where a date begins and ends, its parts, and where its time of day begins.
Found = tuple[int, int, Parts, int]


class NoDate(ValueError):
    """What was written for a date and is none."""


def read_date(written: str, today: date) -> str:
    """Return a day, a month or a year as somebody writes it on a day, in ISO 8601: 2024-08, 2024年8月10日,
    "agosto 2024", 昨年; empty when nothing is written. Raise NoDate when that is not one date alone.
    """
    text = plain(written).strip()
    if not text:
        return ""
    found = dates(text, f"{today}")
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)) or not found[0].iso[:1].isdigit():
        raise NoDate(written.strip())
    return found[0].iso.partition("T")[0]


@lru_cache(maxsize=4096)
def dates(text: str, reference: str) -> tuple[Date, ...]:
    """Return the dates of a text in reading order, none overlapping another.

    `reference` is the day or month of publication in ISO 8601, "" when nobody states it; then a month without
    a year is --05 and a day of one --05-15 (ISO 8601:2000, 5.2.1.3).
    """
    folded = plain(text)
    found: list[Date] = []
    for start, end, parts, clock in _found(text):
        follows = bool(found) and _RANGE.fullmatch(folded, found[-1].end, start)
        published = _published(found[-1].iso) if follows else (0, 0, 0)
        iso = _iso(parts, published if published[0] else _published(reference))
        said = parts.get("year") or parts.get("era") or iso.startswith("T")
        found.append(Date(start, end, iso, relative=not said, clock=clock))
    return tuple(found)


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[Found, ...]:
    """Return the stretches that overlap none that begins earlier or, beginning together, is longer."""
    chosen: list[Found] = []
    folded = plain(text)
    found = (*_matches(folded, text), *_ago(folded))
    for each in sorted(found, key=lambda each: (each[0], -each[1])):
        if not chosen or each[0] >= chosen[-1][1]:
            chosen.append(each)
    return tuple(chosen)


def _matches(folded: str, text: str) -> Iterator[Found]:
    for pattern in (_CJK, _ISO, _WESTERN, _EDGE_OF_YEAR, _WORD, _YEAR, _CLOCK, _ORE):
        for match in pattern.finditer(folded):
            parts = {name: value for name, value in match.groupdict().items() if value}
            start = match.start() + len(match[0]) - len(match[0].lstrip(" \u3000の,"))
            if start < match.end() and _is_date(pattern, match, parts, text):
                timed = [match.start(name) for name in ("half", "hour") if name in parts]
                clock = min(timed, default=match.end())
                yield start, match.end(), parts, clock


def _is_date(pattern: re.Pattern[str], match: re.Match[str], parts: Parts, text: str) -> bool:
    """Tell whether what looks like a date is one, from what stands beside it."""
    names = set(parts)
    if pattern is _CLOCK:
        return "half" in names or ":" in match[0]
    if pattern is _WESTERN:
        if names & {"day", "day_after", "year", "year_word", "which", "which_after", "month_edge"}:
            return True
        month = match["month"]
        if month in SHORT and month != "may":
            return False
        return month not in ENGLISH.split() or (
            text[match.start("month")].isupper()
            and bool(_LEADS_TO_A_MONTH.search(match.string, 0, match.start()))
        )
    if pattern is not _CJK:
        return True
    if names == {"hour"}:
        return match["hour"].isdigit()
    if names <= {"day", "month_edge", "half", "hour", "minute"} and "day" in names:
        # 一日 is a day long, and no month has a 77号.
        return match["day"].isdigit() and 1 < int(match["day"]) <= 31
    if names <= {"year_edge", "this_year", "month_edge"}:
        return "this_year" in names and match["year_edge"] in "末底初"
    return True


def _ago(folded: str) -> Iterator[Found]:
    for numeral in numerals(folded):
        if match := _AGO.match(folded, numeral.end):
            unit = next(name for name, value in match.groupdict().items() if value)
            yield numeral.start, match.end(), {f"{unit}_ago": str(int(numeral.value))}, match.end()


Day = tuple[int, int, int]


def _published(iso: str) -> Day:
    """Return year, month and day of an ISO date, 0 for what it leaves open."""
    said = iso.partition("T")[0] if iso[:1].isdigit() else ""
    year, month, day = (*map(int, re.findall(r"\d+", said)), 0, 0, 0)[:3]
    return year, month, day


def _iso(parts: Parts, published: Day) -> str:
    """Return the date that the parts mean in a text published then."""
    clock = _clock(parts)
    if set(parts) <= {"hour", "minute", "half"}:
        return clock
    day_word = parts.get("day_word")
    days = DAYS[day_word] if day_word else -int(parts.get("days_ago") or 0)
    if day_word or "days_ago" in parts:
        day_then = _days_from(published, days)
        return day_then and f"{day_then}{clock}"
    day = _number(parts.get("day") or parts.get("day_after"))
    year, month = _year_and_month(parts, published, day)
    if month > 12 or day > (monthrange(year or 2000, month)[1] if month else 31) or not (year or month):
        return ""
    if not 0 <= year <= MAXYEAR:
        return ""
    iso = (f"{year:04}" if year else "-") + (f"-{month:02}" if month else "")
    return iso + (f"-{day:02}{clock}" if month and day else "")


def _days_from(published: Day, days: int) -> str:
    """Return the ISO date so many days from publication, "" when it is not known or lies outside history."""
    try:
        return f"{date(*published) + timedelta(days=days)}" if published[2] else ""
    except OverflowError:
        return ""


def _year_and_month(parts: Parts, published: Day, day: int) -> tuple[int, int]:
    """Return the year and the month, 0 for what cannot be told."""
    name = parts.get("month") or ""
    year, month = _year(parts, published), MONTHS.get(name) or SHORT.get(name) or _number(name)
    if (away := _months_away(parts)) is not None:
        year, ahead = divmod(12 * published[0] + published[1] - 1 + away, 12)
        return (year, ahead + 1) if published[1] else (0, 0)
    if not month and day and published[2] and not year:
        return _nearest(day, published)
    if not month and (edge := parts.get("year_edge")):
        month = 12 if edge in LATE else 1 if edge in EARLY else 0
    if not year and month and published[0]:
        year = published[0] + _years_to(month, parts, published)
    return year, month


def _year(parts: Parts, published: Day) -> int:
    if year := _number(parts.get("year")):
        return year + (0 if year > 99 else 2000 if year < 50 else 1900)
    if era := parts.get("era"):
        return ERAS[era] + (1 if parts["era_year"] == "元" else _number(parts["era_year"]))
    if not published[0]:
        return 0
    if word := parts.get("year_word"):
        return published[0] + YEARS[word]
    if ago := parts.get("years_ago"):
        return published[0] - int(ago)
    return published[0] if "this_year" in parts else 0


def _months_away(parts: Parts) -> int | None:
    if word := parts.get("month_word"):
        return MONTHS_AWAY[word]
    return -int(ago) if (ago := parts.get("months_ago")) else None


def _years_to(month: int, parts: Parts, published: Day) -> int:
    """Return how many years after publication a month lies that is named without its year."""
    which = WHICH.get(parts.get("which") or parts.get("which_after") or "")
    ahead = month - published[1] if published[1] else 0
    if which is not None:
        return -(ahead >= 0) if which < 0 else +(ahead <= 0) if which > 0 else 0
    # In January "in December" is the one before, in December "in January" the one to come.
    return -(ahead >= 9) + (ahead <= -9)


def _nearest(day: int, published: Day) -> tuple[int, int]:
    """Return the month in which a day of that number lies nearest to the day of publication."""
    today, near = date(*published), []
    for months in (-1, 0, 1):
        year, month = divmod(12 * published[0] + published[1] - 1 + months, 12)
        try:
            near.append(date(year, month + 1, day))
        except ValueError:
            continue
    best = min(near, key=lambda each: abs((each - today).days))
    return best.year, best.month


def _number(text: str | None) -> int:
    if not text or text[0].isalpha() and text[0].isascii():
        return 0
    return int(text) if text.isdigit() and text.isascii() else int(cjk_value(text))


def _clock(parts: Parts) -> str:
    """Return the time of day as THH or THH:MM, "" when there is none."""
    if not (hour := parts.get("hour")):
        return ""
    half = parts.get("half") or ""
    late = half[:1] == "p" or half in ("午後", "下午", "晚上", "傍晚")
    midnight = half[:1] == "a" and _number(hour) == 12
    number = _number(hour) + (12 if late and _number(hour) < 12 else -12 if midnight else 0)
    minute = parts.get("minute")
    return f"T{number:02}" + (f":{30 if minute == '半' else _number(minute):02}" if minute else "")
