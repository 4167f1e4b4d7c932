"""Numerals in English, Italian, Japanese and Chinese text: digits in local style, words, 万 and million."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


class _Folding(dict[int, str]):
    """Maps each character to one character: narrow, small, with straight apostrophes."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_FOLDING = _Folding({ord("’"): "'", ord("〜"): "~", ord("−"): "-"})


def plain(text: str) -> str:
    """Return the text in small narrow characters; every offset stays what it was."""
    return text.translate(_FOLDING)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A value and where it stands; a `weak` one ("one", 三) is a number only beside a unit."""

    start: int
    end: int
    value: float
    weak: bool


DIGITS = (
    r"(?<![a-zà-ÿ0-9_])(?<![a-z]-)(?<!\d[.,])"
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?: \d{3})+|\d+(?:[.,・]\d+)?)"
    r"(?![.,]?\d)"
)
KANJI = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_KANJI, _TENS = "".join(KANJI), "".join(TENS)
# 兆瓦 is a megawatt.
_MYRIADS = "(?:[万萬億亿]|兆(?![瓦赫字比]))"

WORDS = {
    word: value
    for words in (
        "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen",
        "zero due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
        " sedici diciassette diciotto diciannove",
    )
    for value, word in zip((0, *range(2, 20)), words.split(), strict=True)
}
ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ITALIAN_TENS = ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"]
WORDS |= {word: 10 * value for words in (ENGLISH_TENS, ITALIAN_TENS) for value, word in enumerate(words, 2)}
# Italian writes 21 to 99 in one word, and drops a vowel before another: ventuno, ventotto, trentatré.
WORDS |= {
    (tens[:-1] if unit in ("uno", "otto") else tens) + unit: 10 * ten + one
    for ten, tens in enumerate(ITALIAN_TENS, 2)
    for unit, one in [("uno", 1), ("tré", 3), *((word, WORDS[word]) for word in
                      ["due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"])]
}  # fmt: skip
WORDS |= {"cento": 100, "mille": 1000}
WEAK = {"one": 1, "a": 1, "an": 1, "un": 1, "uno": 1, "una": 1}
SCALES = {
    "hundred": 10**2,
    **dict.fromkeys(("thousand", "mila"), 10**3),
    **dict.fromkeys(("million", "milione", "milioni", "mn"), 10**6),
    **dict.fromkeys(("billion", "miliardo", "miliardi", "bn"), 10**9),
    "trillion": 10**12,
    **dict.fromkeys(("dozen", "dozzina", "dozzine"), 12),
    # Una trentina, un centinaio: about so many.
    **{f"{ten[:-1]}ina": 10 * number for number, ten in enumerate(["dieci", *ITALIAN_TENS], 1)},
    **{"decina": 10, "quindicina": 15, "centinaio": 100, "migliaio": 1000},
}
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10,
    "terzo": 3, "terzi": 3, "quarto": 4, "quarti": 4, "quinto": 5, "quinti": 5, "decimo": 10, "decimi": 10,
}  # fmt: skip

_NUMERAL = re.compile(
    rf"(?:第|[唯统統同单單专專]一)[{_KANJI}{_TENS}]*"
    rf"|(?P<cjk>(?:(?:(?:{DIGITS}|[{_KANJI}]+)\s?)?[多余餘]?(?:[{_TENS}]|{_MYRIADS}))+(?:{DIGITS}|[{_KANJI}])?|[{_KANJI}]+)"
    rf"|(?P<digits>{DIGITS})|(?P<words>[a-zà-ù]+)"
)
_CJK_PARTS = re.compile(rf"(?P<number>[\d,.]+)|(?P<kanji>[{_KANJI}]+)|(?P<scale>[{_TENS}]|{_MYRIADS})")
_NEXT_WORD = re.compile(r"(?:[ \-]|\sand )([a-zà-ù]+)")
_ONE_AFTER_TENS = re.compile(r"-one\b")
_AND_A_HALF = re.compile(r" and a half\b| e mezz[oa]\b")
_FRACTION = re.compile(rf"\s?分[之の]\s?(?P<over>\d+|[{_KANJI}{_TENS}]+)")


@lru_cache(maxsize=256)
def numerals(text: str) -> tuple[Numeral, ...]:
    """Return the numerals of a text in reading order; none overlaps another, and years are among them."""
    return tuple(_read(plain(text)))


def _read(text: str) -> Iterator[Numeral]:
    at = 0
    while match := _NUMERAL.search(text, at):
        at = match.end()
        found: Numeral | None
        if match["cjk"]:
            found = _cjk(text, match)
        elif match["digits"]:
            found = _scaled(text, match.start(), match.end(), digits_value(match["digits"]), weak=False)
        else:
            # 第十七 is an ordinal, 唯一 no number.
            found = _worded(text, match) if match["words"] else None
        if found:
            at = found.end
            yield found


def digits_value(digits: str) -> float:
    """Return what digits with separators mean: 80,000 and 80.000 are the same, 2,4 and 2.4 too."""
    bare = digits.replace(" ", "").replace("・", ".")
    for separator, point in ((",", "."), (".", ",")):
        if re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{separator}\d{{3}})+(?:\{point}\d+)?", bare):
            return float(bare.replace(separator, "").replace(point, "."))
    return float(bare.replace(",", "."))


def _cjk(text: str, match: re.Match[str]) -> Numeral:
    value = cjk_value(match["cjk"])
    # 百分之二十 is twenty percent, not a fraction.
    if match["cjk"] != "百" and (over := _FRACTION.match(text, match.end())):
        return Numeral(match.start(), over.end(), cjk_value(over["over"]) / max(value, 1), weak=False)
    return Numeral(match.start(), match.end(), value, weak=not re.search(r"\d", match["cjk"]))


def cjk_value(numeral: str) -> float:
    """Return the value of digits and signs such as 2億5000万, 二十三, 二〇二四, 7万亿."""
    total = section = 0.0
    current: float | None = None
    for part in _CJK_PARTS.finditer(numeral):
        scale = part["scale"]
        if part["number"]:
            current = digits_value(part["number"].strip(",."))
        elif part["kanji"]:
            current = float("".join(str(KANJI[sign]) for sign in part["kanji"]))
        elif scale in TENS:
            section += (1 if current is None else current) * TENS[scale]
            current = None
        else:
            section += current or 0
            scaled = section if section or total else 1.0
            total = total + scaled * MYRIADS[scale] if scaled else total * MYRIADS[scale]
            section, current = 0.0, None
    return total + section + (current or 0)


def _scaled(text: str, start: int, end: int, value: float, *, weak: bool) -> Numeral:
    """Return the numeral with "million" or "and a half" after it taken in."""
    if half := _AND_A_HALF.match(text, end):
        return Numeral(start, half.end(), value + 0.5, weak=False)
    if over := _FRACTION.match(text, end):
        return Numeral(start, over.end(), cjk_value(over["over"]) / max(value, 1), weak=False)
    scale = re.compile(r"[ \-]?([a-z]+)").match(text, end)
    if scale and scale[1] in SCALES:
        return _scaled(text, start, scale.end(), value * SCALES[scale[1]], weak=False)
    if (
        scale
        and scale[1].removesuffix("s") in PARTS
        and value < 10
        and text[scale.end() : scale.end() + 1] != "-"
    ):
        # "A third-year student" is no third.
        part = PARTS.get(scale[1]) or PARTS[scale[1].removesuffix("s")]
        return Numeral(start, scale.end(), value / part, weak=False)
    return Numeral(start, end, value, weak)


def _worded(text: str, match: re.Match[str]) -> Numeral | None:
    """Return the numeral that begins with a word, or None as for "due to"."""
    word = match["words"]
    if word in WEAK:
        return _scaled(text, match.start(), match.end(), WEAK[word], weak=True)
    if word not in WORDS or (word == "due" and text.startswith(" to ", match.end())):
        return None
    value, end = float(WORDS[word]), match.end()
    if value >= 20 and value % 10 == 0 and value < 100:
        after = _NEXT_WORD.match(text, end)
        if after and WORDS.get(after[1], 10) < 10:
            value, end = value + WORDS[after[1]], after.end()
        elif one := _ONE_AFTER_TENS.match(text, end):
            value, end = value + 1, one.end()
    return _scaled(text, match.start(), end, value, weak=False)
