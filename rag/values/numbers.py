"""Numbers with their units in English, Italian, Japanese and Chinese text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from rag.values.dates import Date, dates
from rag.values.numerals import Numeral, numerals, plain

__all__ = ["Date", "Number", "dates", "numbers"]


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
    "year": r"years?\b|ann[oi]\b|[かヶカ]年|年(?:間|间)?|周?[岁歲]|歳|才(?![能])",
    "month": r"months?\b|mes[ei]\b|[かヶカ个個箇]月(?:間|间)?",
    "week": r"weeks?\b|settiman[ae]\b|週間?|周(?![年岁歲])|(?:个|個)?星期",
    "decade": r"decades?\b|decenn[io]o?\b",
    "century": r"centur(?:y|ies)\b|secol[oi]\b",
    "day": r"days?\b|giorn[oi]\b|日(?:間|间)?(?!本)|天(?!然)",
    "hour": r"hours?\b|or[ae]\b|時間|小时|小時|(?:个|個)(?:小时|小時|钟头)|鐘頭",
    "minute": r"minut(?:es?|[oi])\b|min\b|分(?:間|钟|鐘)?(?![の之野析解配布公散别別])",
    "second": r"seconds\b|second[oi]\b|秒(?:間|钟|鐘)?",
    "euro": r"euros?\b|€|eur\b|ユーロ|欧元|歐元",
    "CAD": r"canadian dollars?\b|dollar[oi] canades[ei]\b|カナダドル|加元",
    "AUD": r"australian dollars?\b|dollar[oi] australian[oi]\b|(?:豪|オーストラリア)ドル|澳元",
    "HKD": r"hong kong dollars?\b|dollar[oi] di hong kong\b|香港ドル|港[元币幣]",
    "TWD": r"(?:new )?taiwan dollars?\b|dollar[oi] taiwanes[ei]\b|台湾ドル|新[台臺][币幣]",
    "dollar": r"(?:u\.?s\.? )?dollars?\b|dollar[oi](?: statunitensi| americani)?\b|\$|usd\b"
    r"|米?ドル|美元|美金",
    "yen": r"(?:japanese )?yen\b|円|日元|日圓",
    "KRW": r"(?:south korean )?won\b(?= )|(?:韓国)?ウォン|韩元|韓元",
    "yuan": r"(?:chinese )?yuan\b|rmb\b|renminbi\b|(?:中国)?人民[币幣元]|元(?!素|首|年|々|の|[ァ-ヴー])",
    "CHF": r"swiss francs?\b|franch?[oi] svizzer[oi]\b|スイス・?フラン|瑞士法郎",
    "INR": r"(?:indian )?rupees?\b|rupi[ae](?: indian[ae])?\b|(?:インド)?ルピー|(?:印度)?卢比",
    "RUB": r"(?:russian )?rou?bles?\b|rubl[oi]\b|ルーブル|卢布",
    "pound": r"pounds?\b|sterline?a?\b|£|ポンド|英镑|英鎊",
    "km/h": r"km/h\b|chilometri (?:orari|all'ora)\b|kilomet(?:re|er)s (?:per|an) hour\b",
    "knot": r"knots?\b|nod[oi]\b|ノット",
    "km2": r"km2\b|square kilomet(?:re|er)s?\b|chilometr[oi] quadrat[oi]\b|平方キロ(?:メートル)?|平方公里",
    "m2": r"m2\b|square met(?:re|er)s?\b|metr[oi] quadrat[oi]\b|平方メートル|平方米",
    "m3": r"m3\b|cubic met(?:re|er)s?\b|metr[oi] cub[io]\b|立方メートル|立方米",
    "hectare": r"hectares?\b|ettar[oi]\b|ヘクタール|公顷|公頃",
    "acre": r"acres?\b|acr[oi]\b|エーカー|英[亩畝]",
    "mu": r"[亩畝]",
    "km": r"km\b|kilomet(?:re|er)s?\b|chilometr[oi]\b|キロメートル|公里|キロ(?!グラム|ワット)",
    "cm": r"cm\b|centimet(?:re|er)s?\b|centimetr[oi]\b|センチ(?:メートル)?|厘米|公分",
    "mm": r"mm\b|millimet(?:re|er)s?\b|millimetr[oi]\b|ミリ(?:メートル)?|毫米",
    "m": r"m\b|met(?:re|er)s?\b|metr[oi]\b|メートル|米(?!国)|公尺",
    "mile": r"miles?\b|migli[ao]\b|マイル|英里",
    "foot": r"f(?:oo|ee)t\b|ft\b|pied[ei]\b|フィート|英尺",
    "inch": r"inch(?:es)?\b|pollic[ei]\b|インチ|英寸",
    "litre": r"lit(?:re|er)s?\b|litr[oi]\b|リットル|公升",
    "kWh": r"kwh\b|kilowatt[- ]hours?\b|kilowattora\b|キロワット時|千瓦时",
    "MWh": r"mwh\b|megawatt[- ]hours?\b|megawattora\b|メガワット時|兆瓦时",
    "GW": r"gw\b|gigawatts?\b|ギガワット|吉瓦",
    "MW": r"mw\b|megawatts?\b|メガワット|兆瓦",
    "kW": r"kw\b|kilowatts?\b|キロワット|千瓦",
    "kg": r"kg\b|kilo(?:gram)?s?\b|chil[oi]\b|chilogramm[oi]\b|キログラム|公斤|千克",
    "tonne": r"(?:metric )?tonn?e?s?\b|tonnellat[ae]\b|トン|吨|噸",
    "g": r"g\b|grams?\b|gramm[oi]\b|グラム|克(?!服)",
    "degree": r"(?:°|degrees?|grad[oi]|摄氏度|(?:(?<!一)|(?<=[十百]一))度(?![も目]))"
    r"(?: ?c\b| celsius| centigrad[ei])?|℃",
    "times": r"times\b|volte\b|倍|回|次(?![元期世の])",
}
# Units that mean the same: how many of which one a unit holds.
BASE = {
    "minute": (60.0, "second"), "hour": (3600.0, "second"), "day": (86_400.0, "second"),
    "week": (604_800.0, "second"), "year": (12.0, "month"), "decade": (120.0, "month"),
    "century": (1200.0, "month"), "tonne": (1e6, "g"), "kg": (1e3, "g"),
    "km": (1e3, "m"), "cm": (1e-2, "m"), "mm": (1e-3, "m"),
    "mile": (1609.344, "m"), "foot": (0.3048, "m"), "inch": (0.0254, "m"),
    "km2": (1e6, "m2"), "hectare": (1e4, "m2"), "acre": (4046.8564224, "m2"),
    "MW": (1e3, "kW"), "GW": (1e6, "kW"), "MWh": (1e3, "kWh"),
}  # fmt: skip
PREFIXES = {
    "us$": "dollar", "hk$": "HKD", "nt$": "TWD", "a$": "AUD", "c$": "CAD", "$": "dollar", "€": "euro",
    "£": "pound", "¥": "yen", "usd": "dollar", "eur": "euro", "gbp": "pound", "jpy": "yen", "cny": "yuan",
    "rmb": "yuan", "chf": "CHF", "₩": "KRW", "₹": "INR",
}  # fmt: skip
MINUS = r"(?:(?<![\w.,)%~-])(?<!\d )-|minus |meno |マイナス|零下|氷点下|冰点下|[負负](?=\d))"
# Counters that say nothing of their own.
COUNTER = (
    r"ポイント|[件個个箇台本冊册張张枚つ社点戸軒隻只艘頭头匹羽曲席票校篇棵株根块座栋棟所辆輛列架把份项項扇床套双組组幅处處间级层層階巻卷段杯着足丁基便室問体通]"
    r"|家(?![族庭])|種類?|种|[カヵか](?:国|所)"
)
_UNIT = re.compile(
    r" ?['-]?(?:di |d'|of |de )?[多余餘来來]?(?:"
    + "|".join(f"(?P<u{place}>{words})" for place, words in enumerate(UNITS.values()))
    + rf"|(?P<counter>{COUNTER}))"
)
_SHARE = re.compile(r" ?(?:割|成(?![立为為功員员果熟本長长就]))(?:(\d)分|半)?")
_HALF = re.compile(r"半(?![分数島])| e mezz[oa]\b| and a half\b")
_BEFORE = re.compile(rf"{MINUS}?(?:(?<![a-z])({'|'.join(map(re.escape, PREFIXES))}) ?)?{MINUS}?$")
# What a sign or a currency before a number can end with.
_SIGNED = frozenset("$€£¥₩₹- ス下負负")
_BELOW = re.compile(r" ?(?:below (?:zero|freezing)|sotto (?:lo )?zero)\b")
_HALF_OF_ONE = re.compile(
    r"\bhalf an? (hour|year|day|mile)\b"
    r"|\bmezz(?:a |')(ora|giornata)\b|(?<![上下前後后大年月])半个?(小时|年|天|月|日)"
)
_IN_HALVES = {
    "giornata": "day",
    "ora": "hour",
    "小时": "hour",
    "年": "year",
    "天": "day",
    "日": "day",
    "月": "month",
}
_ON = re.compile(r" ?(?:[至到~-]|から|(?<= )(?:to|or|o|a) )[〇一二三四五六七八九十]")
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
    taken = [day for day in dates(text, "") if not _tells_distance(folded, day)]
    ends = [day.end for day in taken]
    found: list[Number] = []
    for number in sorted((*_measured(folded), *_halves(folded)), key=lambda each: each.start):
        # In 5G and 10M the letter is no gram and no metre.
        letter = number.unit in ("g", "m") and text[number.end - 1] in "GM"
        after = bisect_right(ends, number.start)
        dated = after < len(taken) and taken[after].start < number.end
        if not dated and not letter and (not found or number.start >= found[-1].end):
            found.append(number)
    return tuple(found)


def _tells_distance(folded: str, day: Date) -> bool:
    return folded[day.start : day.end].endswith(("ago", "fa", "前"))


def _measured(folded: str) -> Iterator[Number]:
    """Yield each numeral with its sign and unit; a weak one without unit is none, nor is 一个 ("a")."""
    for numeral in numerals(folded):
        signed = folded[numeral.start - 1 : numeral.start] in _SIGNED
        before = _BEFORE.search(folded, max(numeral.start - 12, 0), numeral.start) if signed else None
        start, prefix = (before.start(), PREFIXES.get(before[1] or "", "")) if before else (numeral.start, "")
        negative = before is not None and len(before[0].strip()) > len(before[1] or "")
        for number in _with_unit(folded, numeral, prefix):
            below = _BELOW.match(folded, number.end)
            value = -number.value if below or negative else number.value
            yield Number(min(start, number.start), below.end() if below else number.end, value, number.unit)


def _halves(folded: str) -> Iterator[Number]:
    """Yield half an hour, mezz'ora, 半年."""
    for match in _HALF_OF_ONE.finditer(folded):
        unit = match[match.lastindex or 0]
        yield Number(*match.span(), 0.5, _IN_HALVES.get(unit, unit))


def _with_unit(folded: str, numeral: Numeral, prefix: str) -> Iterator[Number]:
    """Yield the number that a numeral makes with what stands behind it, if it is one."""
    start, end, value = numeral.start, numeral.end, numeral.value
    if _PERCENT_OF.search(folded, max(start - 4, 0), start):
        yield _percent_in_words(folded, numeral)
    elif share := _SHARE.match(folded, end):
        more = int(share[1] or 0) + 5 * share[0].endswith("半")
        yield Number(start, share.end(), 10 * value + more, "percent")
    elif prefix and (short := _SHORT.match(folded, end)):
        yield Number(start, short.end(), value * SCALES[short[1]], prefix)
    elif _ENOUGH.match(folded, start):
        return
    elif unit := _UNIT.match(folded, end):
        half = _HALF.match(folded, unit.end())
        group = unit.lastgroup or ""
        name = list(UNITS)[int(group[1:])] if group != "counter" else ""
        a_thing = folded[start:end] in ("a", "an") or value == 1 and name in ("", "person", "times")
        if half or not (numeral.weak and a_thing):
            yield Number(start, half.end() if half else unit.end(), value + 0.5 * bool(half), prefix or name)
    elif (not numeral.weak or _ON.match(folded, end)) and (prefix or not _LETTERS.match(folded, end)):
        half = _HALF.match(folded, end)
        yield Number(start, half.end() if half else end, value + 0.5 * bool(half), prefix)


def _percent_in_words(folded: str, numeral: Numeral) -> Number:
    start = folded.rindex("百分之", 0, numeral.start)
    if point := _SPELLED_POINT.match(folded, numeral.end):
        digits = "".join(str("〇一二三四五六七八九".find(sign.replace("零", "〇"))) for sign in point[1])
        return Number(start, point.end(), numeral.value + float(f"0.{digits}"), "percent")
    return Number(start, numeral.end, numeral.value, "percent")
