"""Words of a text grown to the whole value or name that they touch.

What a reader of questions marks may be cut: 8万 of 8万9,000円, Berg of Anne-Marie van der Berg. It is widened
here, never exchanged for another.
"""

import re
from collections.abc import Sequence

from rag.values.expressions import Expression, expressions, opening
from rag.values.spellings import SENTENCE_BEGINS

# Signs beside the span in which its value or name is looked for.
_REACH = 100
_CLOSING = {
    "「": "」", "『": "』", "“": "”", "‘": "’", "«": "»", "《": "》", "〈": "〉", "（": "）", "(": ")",
    "[": "]", "【": "】", '"': '"', "'": "'",
}  # fmt: skip
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_LOOSE = " \t\n\r\u3000、。，．,;；:：!?！？…·・*_#|"
_ABBREVIATED = re.compile(r"(?:^|[ .])[A-Za-z]\.$")
_CAPITAL, _LETTER = "A-ZÀ-ÖØ-ÞŁŠŽČ", "A-Za-zÀ-ÖØ-öø-ž0-9"
# D'Angelo, GPT-4o, Anne-Marie are one word each; "Tokyo-based" is two.
_WORD = re.compile(
    rf"[{_CAPITAL}]['’](?=[{_CAPITAL}])[{_LETTER}]+"
    rf"|[{_LETTER}]+(?:[&./@_-](?=[{_CAPITAL}0-9])[{_LETTER}]+)*"
)
KATAKANA = re.compile(r"[ァ-ヺーｦ-ﾟ]+(?:[・＝=·･][ァ-ヺーｦ-ﾟ]+)*")
_PARTICLES = re.compile(r"(?:(?:van|von|der|den|ter|ten|de|du|dos|bin|ibn|&) )*")
_BETWEEN_NAMES = re.compile(rf"(?:(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.)? {_PARTICLES.pattern}")


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the whole value or name begins and ends that text[start:end] touches.

    A value comes with its sign, unit, limit ("at least") and both ends of its range; words of Latin letters
    and names in katakana come whole. White space, stops and half a pair of quotes around it are left out.
    """
    start, end = _trimmed(text, start, end)
    low = max(start - _REACH, 0)
    window = text[low : end + _REACH]
    values = expressions(window, "")
    begins, ends = _to_values(window, values, start - low, end - low)
    begins, ends = _to_words(window, begins, ends)
    if not _touched(values, begins, ends):
        begins, ends = _to_name(window, values, begins, ends)
    return low + begins, low + ends


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without white space, stops and half quotes at its ends, itself if it is all such."""
    first, last = start, end
    while first < last:
        words = text[first:last]
        if words[0] in _LOOSE or _is_alone(words[1:], words[0], _OPENING, _CLOSING):
            first += 1
        elif (
            words[-1] in _LOOSE
            or _is_alone(words[:-1], words[-1], _CLOSING, _OPENING)
            or (words[-1] == "." and _is_stop(words, text[last : last + 2]))
        ):
            last -= 1
        else:
            return first, last
    return start, end


def _is_alone(others: str, quote: str, outward: dict[str, str], inward: dict[str, str]) -> bool:
    """Tell whether a quote at one end of a span opens away from it, or has no other half in it."""
    return quote in inward and inward[quote] not in others or quote in outward and quote not in inward


def _is_stop(words: str, following: str) -> bool:
    """Tell whether the stop behind words ends their sentence: it does not in p.m. and in Inc. said."""
    return not _ABBREVIATED.search(words) and not following.strip()[:1].islower()


def _touched(values: Sequence[Expression], start: int, end: int) -> list[Expression]:
    return [each for each in values if each.start < end and start < each.end]


def _to_values(window: str, values: Sequence[Expression], start: int, end: int) -> tuple[int, int]:
    """Return a span grown to the values at its ends; of a date with its time, the time may be meant alone."""
    touched = _touched(values, start, end)
    if not touched:
        return start, end
    first, last = touched[0], touched[-1]
    begins = first.clock if first.clock <= start else first.start
    if len(touched) > 1:
        begins = opening(window, first, touched[1]) if start <= first.end else begins
    return min(start, begins), max(end, last.end)


def _to_words(window: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that begins and ends inside no word of Latin letters and no name in katakana."""
    for match in (*_WORD.finditer(window), *KATAKANA.finditer(window)):
        if match.start() < start < match.end():
            start = match.start()
        if match.start() < end < match.end():
            end = match.end()
    return start, end


def _to_name(window: str, values: Sequence[Expression], start: int, end: int) -> tuple[int, int]:
    """Return capitalised words grown by those that follow, a single one by those before it too."""
    words = [match for match in _WORD.finditer(window) if not _touched(values, *match.span())]
    inside = [match for match in words if start <= match.start() and match.end() <= end]
    if not inside or not all(_is_name(match[0]) or _PARTICLES.fullmatch(f"{match[0]} ") for match in inside):
        return start, end
    shouted = inside[-1][0].isupper()
    names = [match for match in words if _is_name(match[0], shouted)]
    for match in names:
        if match.start() > end and _BETWEEN_NAMES.fullmatch(window, end, match.start()):
            end = match.end()
    for match in reversed(names if len(inside) == 1 else ()):
        beside = match.end() < start and _BETWEEN_NAMES.fullmatch(window, match.end(), start)
        if beside and not _begins_sentence(window, match):
            start = match.start()
    return start, end


def _is_name(word: str, shouted: bool = True) -> bool:
    """Tell whether a word has a capital; one in capitals alone, a title such as CEO, must be `shouted`."""
    return word[0].isupper() and (shouted or len(word) == 1 or not word.isupper())


def _begins_sentence(window: str, match: re.Match[str]) -> bool:
    """Tell whether a word has its capital for beginning a sentence: it is written small elsewhere."""
    begins = SENTENCE_BEGINS.search(window, 0, match.start()) is not None
    return begins and re.search(rf"\b{re.escape(match[0].lower())}\b", window) is not None
