"""What a claim can be checked against and a question answered with: the dates, numbers and names of a text.

All are found in English, Italian, Japanese and Chinese, with offsets into the text as it was given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.values.dates import Date, dates
from rag.values.names import Name, names
from rag.values.numerals import Numeral, numerals, plain

__all__ = ["Date", "Name", "Number", "dates", "names", "numbers"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands, its unit and counter included.

    `unit` is one word for all languages (percent, person, year, hour, euro, km, degree ...), "" when there is
    none or it is not known. 三年半 is 3.5 years, 8万人 80,000 persons; 3割 and 30% are 30 percent, "a third"
    is 1/3 of no unit.
    """

    start: int
    end: int
    value: float
    unit: str


# A word of a Western language ends where it ends; a CJK counter must not begin another word.
UNITS = {
    "percent": r"%|percent\b|per ?cent[oi]?\b|パーセント(?:ポイント)?",
    "person": r"people\b|persons?\b|person[ae]\b|人(?![工类類間气])|名(?!前)|位(?![置于於])|氏(?!名)",
    "year": r"years?\b|ann[oi]\b|[かヶカ]年|年(?:間|间)?|岁|歳|才(?![能])",
    "month": r"months?\b|mes[ei]\b|[かヶカ个個箇]月(?:間|间)?",
    "week": r"weeks?\b|settiman[ae]\b|週間?|周(?!年)|(?:个|個)?星期",
    "decade": r"decades?\b|decenn[io]o?\b",
    "century": r"centur(?:y|ies)\b|secol[oi]\b",
    "day": r"days?\b|giorn[oi]\b|日(?:間|间)?(?!本)|天(?!然)",
    "hour": r"hours?\b|or[ae]\b|時間|小时|小時|(?:个|個)(?:小时|小時|钟头)|鐘頭",
    "minute": r"minut(?:es?|[oi])\b|min\b|分(?:間|钟|鐘)?(?![の之野析解配布公散别別])",
    "second": r"seconds\b|second[oi]\b|秒(?:間|钟|鐘)?",
    "euro": r"euros?\b|€|eur\b|ユーロ|欧元|歐元",
    "dollar": r"(?:u\.?s\.? )?dollars?\b|dollar[oi]\b|\$|usd\b|米?ドル|美?元(?<=美元)|美金",
    "yen": r"yen\b|円|日元|日圓",
    "yuan": r"yuan\b|rmb\b|人民[币幣]|元(?!素|首|年|々|の|[ァ-ヴー])",
    "pound": r"pounds?\b|sterline?a?\b|£|ポンド|英镑|英鎊",
    "km/h": r"km/h\b|chilometri (?:orari|all'ora)\b|kilomet(?:re|er)s (?:per|an) hour\b",
    "km": r"km\b|kilomet(?:re|er)s?\b|chilometr[oi]\b|キロメートル|公里|キロ(?!グラム|ワット)",
    "cm": r"cm\b|centimet(?:re|er)s?\b|centimetr[oi]\b|センチ(?:メートル)?|厘米|公分",
    "mm": r"mm\b|millimet(?:re|er)s?\b|millimetr[oi]\b|ミリ(?:メートル)?|毫米",
    "m": r"m\b|met(?:re|er)s?\b|metr[oi]\b|メートル|米(?!国)|公尺",
    "kg": r"kg\b|kilo(?:gram)?s?\b|chil[oi]\b|chilogramm[oi]\b|キログラム|公斤|千克",
    "tonne": r"tonn?e?s?\b|tonnellat[ae]\b|トン|吨|噸",
    "g": r"g\b|grams?\b|gramm[oi]\b|グラム|克(?!服)",
    "degree": r"°c?|℃|degrees?\b|grad[oi]\b|(?<!一)度c?(?![も目])|摄氏度",
    "times": r"times\b|volte\b|倍|回|次(?![元期世の])",
}
PREFIXES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
# Counters that say nothing of their own.
COUNTER = (
    r"ポイント|[件個个箇台本冊册張张枚つ社点戸軒隻艘頭匹羽曲席票校篇]|家(?![族庭])|種類?|种|[カヵか](?:国|所)"
)
_UNIT = re.compile(
    r" ?-?(?:di |d'|of |de )?(?:"
    + "|".join(f"(?P<u{place}>{words})" for place, words in enumerate(UNITS.values()))
    + rf"|(?P<counter>{COUNTER}))"
)
_SHARE = re.compile(r" ?(?:(?P<tenths>割|成(?![立为為功员員果熟本長长就]))(?:(?P<hundredths>\d)分)?)")
_HALF = re.compile(r"半(?![分数島])| e mezz[oa]\b| and a half\b")
_PERCENT_OF = re.compile(r"百分之\s?$")
_SPELLED_POINT = re.compile(r"点([〇零一二三四五六七八九]+)")
# £30m is no length, 十分 ("enough", "very") no time.
_SHORT = re.compile(r" ?([kmb])\b")
SCALES = {"k": 1e3, "m": 1e6, "b": 1e9}
_ENOUGH = re.compile(r"十分(?![間间钟鐘後后前])")
# 4o, 3D, 5G, 20th: letters that are no unit make it no number.
_LETTERS = re.compile(r"[a-zà-ÿ]")


def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text in reading order, none inside a date but for "9 years ago"."""
    folded = plain(text)
    taken = [(day.start, day.end) for day in dates(text, "") if not _tells_distance(folded, day)]
    found: list[Number] = []
    for number in _measured(folded):
        # In 5G and 10M the letter is no gram and no metre.
        letter = number.unit in ("g", "m") and text[number.end - 1] in "GM"
        free = not any(start < number.end and number.start < end for start, end in taken)
        if free and not letter and (not found or number.start >= found[-1].end):
            found.append(number)
    return tuple(found)


def _tells_distance(folded: str, day: Date) -> bool:
    return folded[day.start : day.end].endswith(("ago", "fa", "前"))


def _measured(folded: str) -> Iterator[Number]:
    """Yield each numeral with its unit; a weak one without unit is none, nor is 一个 ("a")."""
    for numeral in numerals(folded):
        if _PERCENT_OF.search(folded, max(numeral.start - 4, 0), numeral.start):
            yield _percent_in_words(folded, numeral)
        elif share := _SHARE.match(folded, numeral.end):
            hundredths = int(share["hundredths"] or 0)
            yield Number(numeral.start, share.end(), 10 * numeral.value + hundredths, "percent")
        elif (sign := folded[_with_sign(folded, numeral.start)]) in PREFIXES and (
            short := _SHORT.match(folded, numeral.end)
        ):
            start = _with_sign(folded, numeral.start)
            yield Number(start, short.end(), numeral.value * SCALES[short[1]], PREFIXES[sign])
        elif _ENOUGH.match(folded, numeral.start):
            continue
        elif unit := _UNIT.match(folded, numeral.end):
            half = _HALF.match(folded, unit.end())
            end, value = (half.end(), numeral.value + 0.5) if half else (unit.end(), numeral.value)
            group = unit.lastgroup or ""
            name = list(UNITS)[int(group[1:])] if group != "counter" else ""
            if numeral.weak and value == 1 and name in ("", "person", "times"):
                continue
            yield Number(_with_sign(folded, numeral.start), end, value, name)
        elif not numeral.weak and not _LETTERS.match(folded, numeral.end):
            start = _with_sign(folded, numeral.start)
            yield Number(start, numeral.end, numeral.value, PREFIXES.get(folded[start], ""))


def _with_sign(folded: str, start: int) -> int:
    """Return where a number begins, the currency before it included."""
    before = len(folded[:start].rstrip(" ")) - 1
    return before if before >= max(start - 2, 0) and folded[before] in PREFIXES else start


def _percent_in_words(folded: str, numeral: Numeral) -> Number:
    start = folded.rindex("百分之", 0, numeral.start)
    if point := _SPELLED_POINT.match(folded, numeral.end):
        digits = "".join(str("〇一二三四五六七八九".find(sign.replace("零", "〇"))) for sign in point[1])
        return Number(start, point.end(), numeral.value + float(f"0.{digits}"), "percent")
    return Number(start, numeral.end, numeral.value, "percent")
