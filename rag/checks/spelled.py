"""The names of a claim that its evidence does not have, in whatever script."""

import re
from collections.abc import Iterator, Sequence

from index.reader import pieces
from rag.checks.faults import Fault, Kind
from rag.checks.figures import around
from rag.records import Quote
from rag.values import names as by_pattern
from rag.values.compare import folded
from rag.values.numbers import dates
from rag.values.periods import periods
from rag.values.spellings import KANA, SENTENCE_BEGINS, Name, names, resemblance

# A name that sounds so much like words in another script is written there, and one that sounds so much like
# words in its own is spelled otherwise there; both figures are those of rag.values.sounds.
SAME_NAME, SAME_SCRIPT = 0.5, 0.8
_SCRIPTS = (re.compile(r"[A-Za-zÀ-ÖØ-öø-ž]+"), re.compile(r"[ァ-ヺー]+"))
_HAN = re.compile(r"[\u3005\u3400-\u9fff]")
_CAPITALS = re.compile(r"\b[A-ZÀ-ÖØ-Þ]")
LONGEST_ABBREVIATION, STEM = 3, 4
# Pieces of a word that is written often enough to be told from a name.
KNOWN = 2


def unknown_names(claim: str, evidence: Sequence[Quote]) -> Iterator[Fault]:
    """Yield the names of a claim that neither the cited words nor their passages and headlines have whole.

    They may stand near the cited words, since a sentence may say "he".
    """
    near = "\n".join(part for quote in evidence for part in (quote.text, quote.article.title, around(quote)))
    when = [(day.start, day.end) for day in dates(claim, "")]
    when += [(period.start, period.end) for period in periods(claim)]
    unknown = [
        (name.start, name.end) for name in names(claim) if _is_name(name) and not _has(name, claim, near)
    ]
    for start, end in sorted({*unknown, *_unknown_han(claim, near)}):
        if not any(first < end and start < last for first, last in when):
            yield Fault(Kind.NAME, start, end, grave=False)


def _is_name(name: Name) -> bool:
    """Tell a name from katakana that may be a borrowed word, and from a word that begins a sentence."""
    known = _in_small_letters(name.text) and pieces(name.text.lower())[0] <= KNOWN
    return name.sure or not (KANA.match(name.text) or known)


def _in_small_letters(word: str) -> bool:
    """Tell whether a word is as common in small letters: its capital is that of the sentence."""
    return pieces(word.lower()) <= pieces(word)


def _has(name: Name, claim: str, text: str) -> bool:
    """Tell whether a text has a name as it is written or as it sounds: all of its parts but words that may
    stand there translated, such as "University" and a title.
    """
    if len(name.text) <= LONGEST_ABBREVIATION and name.text.isupper():
        return _has_abbreviation(name.text, text)
    held = [_has_part(part, text) for part in name.parts]
    begins = SENTENCE_BEGINS.search(claim, 0, name.start) is not None
    return any(held) and all(
        found or _may_be_translated(part, begins=begins and place == 0)
        for place, (part, found) in enumerate(zip(name.parts, held, strict=True))
    )


def _may_be_translated(part: str, *, begins: bool) -> bool:
    # An initial says too little to be compared.
    return len(part) == 1 or pieces(part.lower())[0] == 1 or (begins and _in_small_letters(part))


def _has_part(part: str, text: str) -> bool:
    if folded(part) in folded(text):
        return True
    if re.search(r"\d", part):
        return False
    other = text
    for script in _SCRIPTS:
        if script.match(part):
            other = script.sub(" ", text)
    same = SAME_NAME if _has_stem(part, text) else SAME_SCRIPT
    return resemblance(part, other) >= SAME_NAME or resemblance(part, text) >= same


def _has_stem(part: str, text: str) -> bool:
    """Tell whether a text has a word that begins as a name does: Norway, Norwegian."""
    return len(part) >= STEM and re.search(rf"\b{re.escape(part[:STEM])}", text) is not None


def _has_abbreviation(letters: str, text: str) -> bool:
    """Tell whether a text has an abbreviation, or may have it written out: in words that begin so, or in a
    script without capitals.
    """
    return letters in text or letters in "".join(_CAPITALS.findall(text)) or _HAN.search(text) is not None


def _unknown_han(claim: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the names in Han that a text in the same language does not have."""
    kana = KANA.search(claim) is not None
    if not _HAN.search(text) or (KANA.search(text) is not None) is not kana:
        return
    for name in by_pattern.names(claim, "ja" if kana else "zh"):
        if _HAN.search(name.text) and folded(name.text) not in folded(text):
            yield name.start, name.end
