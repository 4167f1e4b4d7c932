"""Weekdays, centuries and decades in English, Italian, Japanese and Chinese text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.values.numerals import cjk_value, plain


@dataclass(frozen=True, slots=True)
class Period:
    """A weekday ("weekday 1" is Monday), a century ("century 20") or a decade ("decade 50", of any
    century), and where it stands.
    """

    start: int
    end: int
    what: str


_WEEKDAYS = (
    r"\bmondays?\b|\blunedì|月曜日?|\(月\)|(?:星期|周|週|礼拜|禮拜)一",
    r"\btuesdays?\b|\bmartedì|火曜日?|\(火\)|(?:星期|周|週|礼拜|禮拜)二",
    r"\bwednesdays?\b|\bmercoledì|水曜日?|\(水\)|(?:星期|周|週|礼拜|禮拜)三",
    r"\bthursdays?\b|\bgiovedì|木曜日?|\(木\)|(?:星期|周|週|礼拜|禮拜)四",
    r"\bfridays?\b|\bvenerdì|金曜日?|\(金\)|(?:星期|周|週|礼拜|禮拜)五",
    r"\bsaturdays?\b|\bsabato\b|土曜日?|\(土\)|(?:星期|周|週|礼拜|禮拜)六",
    r"\bsundays?\b|\bdomenica\b|日曜日?|\(日\)|(?:星期|周|週|礼拜|禮拜)[日天]",
)
_WEEKDAY = re.compile(
    "(?=[mltwfgvsd(月火水木金土日星周週礼禮])(?:"
    + "|".join(f"(?P<d{number}>{words})" for number, words in enumerate(_WEEKDAYS, 1))
    + ")"
)
_SIGNS = "一二三四五六七八九十"
_CENTURY = re.compile(
    rf"(?<!\d)(?P<number>\d{{1,2}})(?:st|nd|rd|th|º|°)?[\s\-]?(?:century|centuries|secolo|世[紀纪])"
    rf"|(?P<roman>\b[xvi]+) secolo\b|\bsecolo (?P<after>[xvi]+)\b|(?P<signs>[{_SIGNS}]+)世[紀纪]"
)
_DECADE = re.compile(
    r"(?:(?<!\d)(?:1[4-9]|20)|\bthe ')(?P<tens>\d)0'?s\b|(?<!\d)(?:1[4-9]|20)?(?P<cjk>\d)0年代"
    rf"|(?P<signs>[{_SIGNS}])十年代|\banni '(?P<italian>\d)0\b"
)
_ROMAN = {"i": 1, "v": 5, "x": 10}


def periods(text: str) -> tuple[Period, ...]:
    """Return the weekdays, centuries and decades of a text, each kind in reading order."""
    folded = plain(text)
    return (*weekdays(folded), *_read(folded))


def weekdays(folded: str) -> Iterator[Period]:
    """Yield the weekdays of a text that `plain` has folded, in reading order."""
    for match in _WEEKDAY.finditer(folded):
        yield Period(*match.span(), f"weekday {(match.lastgroup or '')[1:]}")


def _read(folded: str) -> Iterator[Period]:
    for match in _CENTURY.finditer(folded):
        numeral = match["number"] or match["signs"]
        roman = match["roman"] or match["after"] or ""
        yield Period(*match.span(), f"century {int(cjk_value(numeral)) if numeral else roman_value(roman)}")
    for match in _DECADE.finditer(folded):
        tens = match["tens"] or match["cjk"] or match["italian"] or str(int(cjk_value(match["signs"])))
        yield Period(*match.span(), f"decade {tens}0")


def roman_value(signs: str) -> int:
    """Return the value of Roman numerals up to 39, XVIII as 18."""
    values = [_ROMAN[sign] for sign in signs.lower()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
