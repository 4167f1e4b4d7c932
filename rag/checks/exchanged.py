"""Where two names of a claim stand in each other's place: "A sued B" where the evidence has "B sued A".

What stands around a name tells it from another, in any language: each name is read with the words near it,
those before it apart from those after it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from index.embed import bundled_tokenizer
from rag.checks.covering import Numbers, Words
from rag.checks.faults import Fault, Kind
from rag.named import JOINED, NO_PERSON
from rag.values.spellings import KANA, Name, resemblance

# Tokens at which a word near a name counts half, and what one counts on the other side of it.
HALF, OTHER_SIDE = 3.0, 0.4
# Names that sound this much alike are one.
ALIKE = 0.75
# So much better must the words around two names fit once the names are exchanged.
BETTER = 0.1
# Who did it and whom it was done to change places.
PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are|be) (?:\w+ly )?\w+(?:ed|en|n|t|ck|ld|nd) by\b"
    r"|\b(?:è|sono|fu|furono|era|erano|stat[oaie]|venne|viene) \w+[oaie] da(?:l\w*|gli|i|ll['’])?\b"
    r"|に(?:よって|より)?[^。、]{0,12}[かさたなまらばわ]れ|[被由][^，。]{1,12}",
    re.IGNORECASE,
)
Sides = tuple[Numbers, Numbers]


def exchanged(said: Words, cited: Words, told: Sequence[Name], known: Sequence[Name]) -> Iterator[Fault]:
    """Yield each two names of a claim that stand where the evidence has the other, of those `told` there and
    `known` here; what is surely no person is exchanged with none.
    """
    found = [
        (name, same) for name in told if not NO_PERSON.search(name.text) and (same := _same(name, known))
    ]
    if len(found) < 2:
        return
    fits = _fits(said, cited, [name for name, _ in found], [same for _, same in found])
    for one, other in combinations(range(len(found)), 2):
        shared = {name.text for name in found[one][1]} & {name.text for name in found[other][1]}
        if shared or _told_together(said.text, found[one][0], found[other][0], told):
            continue
        crossed, straight = fits[one, other] + fits[other, one], fits[one, one] + fits[other, other]
        if crossed > straight + BETTER:
            for name in (found[one][0], found[other][0]):
                yield Fault(Kind.NAME, name.start, name.end, grave=False)


def _told_together(text: str, one: Name, other: Name, told: Sequence[Name]) -> bool:
    """Tell whether two names are told in one breath, "A, B and C": then their order says nothing."""
    between = text[one.end : other.start]
    for name in told:
        if one.end <= name.start and name.end <= other.start:
            between = between.replace(name.text, "")
    return re.fullmatch(f"(?:{JOINED.pattern})+", between) is not None


def _same(name: Name, known: Sequence[Name]) -> list[Name]:
    """Return the likeliest name of the evidence to be this one, wherever it stands; none when none is."""
    alike = {other.text: _likeness(name, other) for other in known}
    best = max(alike, key=lambda text: alike[text], default="")
    return [other for other in known if other.text == best] if best and alike[best] >= ALIKE else []


def _likeness(one: Name, other: Name) -> float:
    """Return how much the words of the shorter name sound like those of the other, 0 to 1."""
    fewer, more = sorted((one, other), key=lambda name: len(name.parts))
    words = {part.casefold() for part in more.parts}
    heard = [1.0 if part.casefold() in words else resemblance(part, more.text) for part in fewer.parts]
    return sum(heard) / len(heard)


def _fits(said: Words, cited: Words, names: Sequence[Name], same: Sequence[Sequence[Name]]) -> Numbers:
    """Return how well what the claim has around each name fits what the evidence has around each, 0 to 1,
    shape (names, names).
    """
    mine, theirs = _offsets(said.text), _offsets(cited.text)
    own = [_sides(mine, [name]) for name in names]
    others = [_sides(theirs, places) for places in same]
    free = np.all([_outside(mine, [name]) for name in names], axis=0)
    cosines = np.maximum(said.vectors @ cited.vectors.T, 0.0)
    cosines *= np.all([_outside(theirs, places) for places in same], axis=0)
    share = OTHER_SIDE if _one_order(said.text, cited.text) else 1.0
    fits = np.zeros((len(names), len(names)), dtype=np.float32)
    for row, (before, after) in enumerate(own):
        weights = said.weights * free
        whole = max(float((weights * (before + after)).sum()), 1e-6)
        for column, (left, right) in enumerate(others):
            near = before * (cosines * np.maximum(left, share * right)).max(axis=1)
            near += after * (cosines * np.maximum(right, share * left)).max(axis=1)
            fits[row, column] = float(weights @ near) / whole
    return fits


def _one_order(said: str, cited: str) -> bool:
    """Tell whether what stands before a name in one text stands before it in the other: not where one of them
    is Japanese, or in the passive voice.
    """
    japanese = (KANA.search(said) is None) != (KANA.search(cited) is None)
    return not japanese and (PASSIVE.search(said) is None) == (PASSIVE.search(cited) is None)


def _offsets(text: str) -> Numbers:
    found = bundled_tokenizer().encode(text, add_special_tokens=False).offsets
    return np.array(found, dtype=np.float32).reshape(-1, 2)


def _outside(offsets: Numbers, places: Sequence[Name]) -> Numbers:
    """Return 1 for each token that is in none of some names, else 0."""
    inside = [(offsets[:, 0] < name.end) & (offsets[:, 1] > name.start) for name in places]
    outside: Numbers = 1.0 - np.any(inside, axis=0).astype(np.float32)
    return outside


def _sides(offsets: Numbers, places: Sequence[Name]) -> Sides:
    """Return how near each token stands before the nearest of some places of a name, and after it, 0 to 1."""
    before, after = np.zeros(len(offsets), dtype=np.float32), np.zeros(len(offsets), dtype=np.float32)
    at = np.arange(len(offsets))
    for name in places:
        inside = np.flatnonzero(1.0 - _outside(offsets, [name]))
        if len(inside):
            first, last = inside[0], inside[-1]
            before = np.maximum(before, np.where(at < first, 0.5 ** ((first - at - 1) / HALF), 0.0))
            after = np.maximum(after, np.where(at > last, 0.5 ** ((at - last - 1) / HALF), 0.0))
    return before.astype(np.float32), after.astype(np.float32)
