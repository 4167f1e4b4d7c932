"""Whether two answers are the same value, and whether they contradict each other."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.embed import bundled_tokenizer
from rag.values.dates import Date
from rag.values.expressions import Expression, expressions
from rag.values.numbers import BASE, Number
from rag.values.spellings import resemblance

# Two names heard as closely as this are one name in two scripts.
_HEARD = 0.8
# Words in the longest name.
_LONGEST = 5
_BEFORE = re.compile(r"\W*(?:[a-zà-ÿ]{1,5}|[ぁ-ん]{1,3})?\W*")
_PARTICLE = re.compile(r"\W*[ぁ-ん]{0,3}\W*")
_COUNTED = re.compile(r"\W*(?:[a-zà-ÿ]+|[ぁ-ヺー一-龥]{1,4})?\W*")
_DATE = re.compile(r"(?:(\d{4})|-)?(?:-(\d\d))?(?:-(\d\d))?(?:T(.+))?")


@dataclass(frozen=True, slots=True)
class Value:
    """What some words of an article say.

    A date has an ISO date in `iso`, ISO/ISO when it is a range; a number has its `number`, both ends of a
    range or the sides of a size in order, and the `unit` that `numbers` gives it. `words` is always the text.
    """

    kind: Literal["date", "number", "words"]
    iso: str
    number: tuple[float, ...]
    unit: str
    words: str


def value_of(text: str, start: int, end: int, published: str) -> Value:
    """Return the value of text[start:end] in an article published on that ISO date ("" if unknown).

    A small word before a value ("in 2030") and the thing counted behind a number ("20 hikers") are left out;
    words that say more than one value, or more than a value, are words.
    """
    words = text[start:end]
    inside = expressions(words, published)
    if len(inside) != 1 or not inside[0].parts or not _BEFORE.fullmatch(words, 0, inside[0].start):
        return Value("words", "", (), "", words)
    counts = isinstance(inside[0].parts[0], Number)
    behind = _COUNTED if counts else _PARTICLE
    return (
        _value(words, inside[0])
        if behind.fullmatch(words, inside[0].end)
        else Value("words", "", (), "", words)
    )


def _value(words: str, each: Expression) -> Value:
    days = [part for part in each.parts if isinstance(part, Date)]
    counts = [part for part in each.parts if isinstance(part, Number)]
    if days and all(day.iso for day in days):
        return Value("date", "/".join(day.iso for day in days), (), "", words)
    if counts:
        return Value("number", "", tuple(number.value for number in counts), counts[0].unit, words)
    return Value("words", "", (), "", words)


def same(one: Value, other: Value) -> bool:
    """Tell whether two values are equal: dates as far as both are told, numbers in their units, words
    without case, width and Chinese variants, names also by their sound.
    """
    if one.kind == other.kind == "date":
        ends, others = one.iso.split("/"), other.iso.split("/")
        return len(ends) == len(others) and all(map(same_date, ends, others))
    if one.kind == other.kind == "number":
        units = {_base(one)[1], _base(other)[1]}
        return len(units - {""}) < 2 and _amounts(one, units) == _amounts(other, units)
    return folded(one.words) == folded(other.words) or (
        one.kind == other.kind == "words" and _sound_alike(one.words, other.words)
    )


def rivals(one: Value, other: Value) -> bool:
    """Tell whether two values cannot both be true: dates told as far as each other, or amounts of one unit,
    that differ. Words are never rivals.
    """
    if one.kind == other.kind == "date":
        return _shape(one.iso) == _shape(other.iso) and one.iso != other.iso
    alike = one.kind == other.kind == "number" and len(one.number) == len(other.number)
    return alike and _base(one)[1] == _base(other)[1] and not same(one, other)


def same_date(iso: str, other: str) -> bool:
    """Tell whether two ISO dates agree in all that both tell, and both tell something."""
    told, others = _DATE.fullmatch(iso), _DATE.fullmatch(other)
    if not told or not others:
        return False
    both = [pair for pair in zip(told.groups(), others.groups(), strict=True) if all(pair)]
    return bool(both) and all(first.startswith(last) or last.startswith(first) for first, last in both)


def _shape(iso: str) -> str:
    return re.sub(r"\d", "0", iso)


def _base(value: Value) -> tuple[float, str]:
    return BASE.get(value.unit, (1.0, value.unit))


def _amounts(value: Value, units: set[str]) -> tuple[str, ...]:
    """Return the amounts in the base unit, to nine digits; as they are when one side has no unit."""
    size = 1.0 if "" in units else _base(value)[0]
    return tuple(f"{number * size:.9g}" for number in value.number)


@lru_cache(maxsize=1 << 12)
def folded(words: str) -> str:
    """Return words without case, width, Chinese variants and what is neither letter nor digit."""
    normalised = unicodedata.normalize("NFKC", words)
    simple: str = bundled_tokenizer().normalizer.normalize_str(normalised).casefold()
    return re.sub(r"[\W_]+", "", simple)


@lru_cache(maxsize=1 << 12)
def _sound_alike(one: str, other: str) -> bool:
    """Tell whether two names in different scripts are one by their sound, every part of the shorter heard."""
    parts, others = _parts(one), _parts(other)
    if _script(one) == _script(other) or max(len(parts), len(others)) > _LONGEST:
        return False
    fewer, text = (parts, other) if len(parts) <= len(others) else (others, one)
    return bool(fewer) and all(resemblance(part, text) >= _HEARD for part in fewer)


def _parts(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name)


def _script(name: str) -> str:
    """Return the script of the first letter: "LATIN", "KATAKANA", "CJK"."""
    letter = next((sign for sign in name if sign.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0]
