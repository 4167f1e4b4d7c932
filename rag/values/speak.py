"""Values and names said in another language: 50億ドル is US$5 billion, シュルマン Schulman.

Numbers, dates, units and currencies follow Unicode's CLDR by way of Babel.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    format_percent,
    get_currency_name,
    get_currency_symbol,
)
from babel.units import format_unit

from rag.values.dates import WHICH, YEARS, Date
from rag.values.expressions import Expression, expressions
from rag.values.numbers import Number
from rag.values.numerals import plain
from rag.values.sounds import sounds
from rag.values.widen import KATAKANA

LOCALES = {"en": "en_GB", "it": "it", "ja": "ja", "zh": "zh"}
LIMITS = {
    "about": {"en": "about {}", "it": "circa {}", "ja": "約{}", "zh": "约{}"},
    "nearly": {"en": "nearly {}", "it": "quasi {}", "ja": "{}近く", "zh": "近{}"},
    "least": {"en": "at least {}", "it": "almeno {}", "ja": "{}以上", "zh": "至少{}"},
    "most": {"en": "up to {}", "it": "fino a {}", "ja": "最大{}", "zh": "最多{}"},
    "more": {"en": "more than {}", "it": "oltre {}", "ja": "{}超", "zh": "超过{}"},
    "less": {"en": "less than {}", "it": "meno di {}", "ja": "{}未満", "zh": "不到{}"},
}
PEOPLE = {"en": " people", "it": " persone", "ja": "人", "zh": "人"}
BETWEEN = {"en": "–", "it": "–", "ja": "〜", "zh": "至"}
CURRENCIES = {"euro": "EUR", "dollar": "USD", "yen": "JPY", "yuan": "CNY", "pound": "GBP"}
CURRENCIES |= {code: code for code in ("CAD", "AUD", "HKD", "TWD", "KRW", "CHF", "INR", "RUB")}
UNITS = {
    **{unit: f"duration-{unit}" for unit in ("century", "year", "month", "week")},
    **{unit: f"duration-{unit}" for unit in ("day", "hour", "minute", "second")},
    **{"km": "length-kilometer", "m": "length-meter", "cm": "length-centimeter", "mm": "length-millimeter"},
    **{unit: f"length-{unit}" for unit in ("mile", "foot", "inch")},
    **{"km2": "area-square-kilometer", "m2": "area-square-meter", "m3": "volume-cubic-meter"},
    **{"hectare": "area-hectare", "acre": "area-acre"},
    **{"litre": "volume-liter", "km/h": "speed-kilometer-per-hour"},
    **{"kg": "mass-kilogram", "g": "mass-gram", "tonne": "mass-tonne", "degree": "angle-degree"},
    **{"kWh": "energy-kilowatt-hour", "kW": "power-kilowatt", "MW": "power-megawatt", "GW": "power-gigawatt"},
}  # fmt: skip
# From here on a number is said with "million" or 億.
_LARGE = 10**6
_MYRIADS = ((10**12, "兆", "万亿"), (10**8, "億", "亿"), (10**4, "万", "万"))
# Dates that say less than a month or more than a day: their words have no exact counterpart.
_ROUGH = re.compile(
    r"\b(?:end|beginning|start|early|mid|middle|late|fine|inizio|metà|spring|summer|autumn|winter|primavera|estate"
    r"|autunno|inverno)\b|[初末底春夏秋冬旬]"
)
_EXACT = 1e-6
# Two names in different scripts are one from this mean cosine of their parts, none below the other: of 32
# pairs of people and places, 26 are then told right, and シューマン is taken for Schulman.
_SURE, _LEAST = 0.78, 0.7
_LATIN_WORD = r"[A-ZÀ-ÖØ-ÞŁŠŽČ][A-Za-zÀ-ÖØ-öø-ž'’-]*[a-zß-öø-ž]"
_LATIN_NAME = re.compile(rf"{_LATIN_WORD}(?: {_LATIN_WORD})*")
_HAN_NAME = re.compile(r"[一-龥]+(?:[·・•‧][一-龥]+)*")
_SEPARATOR = re.compile(r"[ ·・•‧＝=･]")
_LONGEST = 7


def said_in(text: str, start: int, end: int, language: str, published: str) -> str:
    """Return what the one date, time, number or amount in text[start:end] is called in a language (en, it,
    ja, zh); "" when there is none or several, when it would be the same signs again, or when it is not sure.

    A year that the words do not name is not added; "last year" is told by the ISO date of publication.
    """
    words = text[start:end]
    found = expressions(words, published)
    if len(found) != 1 or not found[0].parts or language not in LOCALES:
        return ""
    said = _said(words, found[0], language)
    if said and (limit := found[0].limit):
        said = LIMITS[limit][language].format(said)
    known = plain(words)
    new = any(run not in known for run in re.findall(r"[^\W_]+", plain(said)))
    return said if new else ""


def _said(words: str, each: Expression, language: str) -> str:
    if isinstance(each.parts[0], Date):
        bare = expressions(words, "")[0].parts
        days = [
            _day(words, day, open_day, language)
            for day, open_day in zip(each.parts, bare, strict=True)
            if isinstance(day, Date) and isinstance(open_day, Date)
        ]
        return f" {BETWEEN['en']} ".join(days) if all(days) else ""
    counts = [part for part in each.parts if isinstance(part, Number)]
    amounts = [_amount(words, number, language) for number in counts]
    if not all(amounts) or len(counts) == 1:
        return amounts[0]
    between = " × " if each.join == "size" else BETWEEN[language]
    first = _number(counts[0].value, language)
    return between.join(
        [first if amounts[1].startswith(_number(counts[1].value, language)) else amounts[0], amounts[1]]
    )


def _day(words: str, day: Date, bare: Date, language: str) -> str:
    """Return a date in a language, without the year that the words leave open; `bare` is what they say when
    nobody knows the day of publication.
    """
    folded = plain(words)
    if _ROUGH.search(folded):
        return ""
    iso = day.iso
    if day.relative and not any(word in folded for word in (*YEARS, *WHICH)):
        # 5月3日 is not made a day of some year, nor 4日 one of some month.
        iso = bare.iso or ("" if re.fullmatch(r"\d+[日号號]", folded) else iso)
    calendar, _, clock = iso.partition("T")
    clock = f"{clock}:00" if len(clock) == 2 else clock
    return ", ".join(filter(None, (calendar_day(calendar, language), clock)))


def calendar_day(iso: str, language: str) -> str:
    """Return an ISO year, month or day in a language: "15 May 2024", 2024年5月; "" for none."""
    if not iso:
        return ""
    locale = LOCALES[language]
    year, month, day = (*(int(part) for part in iso.replace("--", "0-").split("-")), 0, 0)[:3]
    # A leap year, so that 29 February may stand without its own.
    exact = date(year or 2000, month or 1, day or 1)
    if year and day:
        return format_date(exact, "long", locale=locale)
    if not day and not year:
        return str(Locale.parse(locale).months["stand-alone"]["wide"][month])
    return format_skeleton(("yMMMM" if month else "y") if year else "MMMMd", exact, locale=locale)


def _amount(words: str, number: Number, language: str) -> str:
    """Return a number with its unit in a language, "" for a unit that is not surely the same."""
    locale, unit, value = LOCALES[language], number.unit, number.value
    if abs(value * 1000 - round(value * 1000)) > _EXACT:
        # A third, or 3 years and 4 months: no decimal is that.
        return ""
    said = _number(value, language)
    if unit in CURRENCIES:
        return "" if _is_unsure(plain(words), unit) else _money(value, said, CURRENCIES[unit], language)
    if unit == "percent":
        return format_percent(value / 100, locale=locale, format="#,##0.###%")
    if unit == "person":
        return said + PEOPLE[language]
    if unit in UNITS:
        for length in ("long", "short"):
            named = format_unit(value, UNITS[unit], length, format="#,##0.##", locale=locale)
            if UNITS[unit] not in named:
                return named
    return said if unit == "" else ""


def _is_unsure(folded: str, unit: str) -> bool:
    """Tell whether a currency may be another or a weight: ¥ is yen and yuan, a pound money and mass."""
    return "¥" in folded or unit == "pound" and not re.search(r"£|gbp|sterlin|英[镑鎊]", folded)


def _money(value: float, said: str, currency: str, language: str) -> str:
    locale = LOCALES[language]
    symbol = get_currency_symbol(currency, locale)
    if language == "en" and not symbol[-1].isalpha():
        return f"-{symbol}{said[1:]}" if value < 0 else f"{symbol}{said}"
    name = get_currency_name(currency, value, locale)
    if language in ("ja", "zh"):
        return said + name.replace(" ", "")
    return f"{said} di {name}" if language == "it" and said[-1].isalpha() else f"{said} {name}"


def _number(value: float, language: str) -> str:
    """Return a number in a language: 1.28 billion, 1,28 miliardi, 12億8000万, 12.8亿."""
    locale = LOCALES[language]
    if abs(value) < _LARGE:
        return format_decimal(value, locale=locale)
    if language in ("en", "it"):
        return format_compact_decimal(value, format_type="long", locale=locale, fraction_digits=3)
    if language == "zh":
        size, _, sign = next(each for each in _MYRIADS if abs(value) >= each[0])
        return f"{value / size:.9g}{sign}"
    said, rest = "", round(abs(value))
    for size, sign, _ in _MYRIADS:
        many, rest = divmod(rest, size)
        said += f"{many}{sign}" if many else ""
    return ("-" if value < 0 else "") + said + (str(rest) if rest else "")


def spelled(name: str, language: str, texts: Sequence[str]) -> str:
    """Return how texts spell a name in the script of a language (en, it, ja, zh): what in them sounds most
    like it, part by part; "" when nothing surely does.
    """
    parts = _SEPARATOR.split(unicodedata.normalize("NFKC", name))
    if language not in LOCALES or not all(parts):
        return ""
    found = sorted({each for text in texts for each in _names(text, language, len(parts)) if each != name})
    if not found:
        return ""
    vectors = sounds().embed([part for each in found for part in _SEPARATOR.split(each)])
    alike = (vectors.reshape(len(found), len(parts), -1) * sounds().embed(parts)).sum(axis=2)
    sure = np.where(alike.min(axis=1) >= _LEAST, alike.mean(axis=1), 0.0)
    return found[int(sure.argmax())] if sure.max() >= _SURE else ""


def _names(text: str, language: str, count: int) -> Iterator[str]:
    """Yield what may be a name of so many parts in the script of a language."""
    if language in ("en", "it"):
        for match in _LATIN_NAME.finditer(text):
            words = match[0].split(" ")
            yield from (" ".join(words[at : at + count]) for at in range(len(words) - count + 1))
        return
    for match in (KATAKANA if language == "ja" else _HAN_NAME).finditer(text):
        parts = _SEPARATOR.split(match[0])
        if language == "ja" or count > 1:
            marks = "・" if language == "ja" else "·"
            yield from (marks.join(parts[at : at + count]) for at in range(len(parts) - count + 1))
        else:
            for part in parts:
                yield from (
                    part[at:end]
                    for at in range(len(part))
                    for end in range(at + 2, min(at + _LONGEST, len(part)) + 1)
                )
