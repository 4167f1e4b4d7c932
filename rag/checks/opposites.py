"""Where a claim says the opposite of its evidence: "stayed" for "left", 上昇 for 下落, in four languages.

`opposites.tsv` has two rows for each pair of news words that deny each other, with a pattern for each
language.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rag.checks.negation import denials

TABLE = Path(__file__).with_name("opposites.tsv")
# A point or comma inside a number divides nothing.
CLAUSE = re.compile(r"(?:(?<=\d)[.,](?=\d)|[^,;:，、；：。.!?！？()（）「」“”\"\n—])+")


def opposed(claim: str, evidence: str) -> Iterator[tuple[int, int]]:
    """Yield where a claim has one side of a pair and the evidence only the other.

    A clause that says no may mean either side.
    """
    said, cited = _plain(claim), _plain(evidence)
    for pair in _pairs():
        sides = _sides(pair, said)
        if sides and (known := _sides(pair, cited)) and not sides & known:
            yield from (match.span() for match in pair[sides.pop()].finditer(said))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return folded if len(folded) == len(text) else text


def _sides(pair: tuple[re.Pattern[str], re.Pattern[str]], text: str) -> set[int]:
    """Return which sides of a pair a text may mean: 0, 1, both or none."""
    found: set[int] = set()
    if any(side.search(text) for side in pair):
        for clause in CLAUSE.finditer(text):
            sides = {side for side in (0, 1) if pair[side].search(clause[0])}
            found |= {0, 1} if sides and denials(clause[0]) else sides
    return found


@cache
def _pairs() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    sides = [re.compile("|".join(patterns), re.IGNORECASE) for _, _, *patterns in rows]
    return tuple(zip(sides[::2], sides[1::2], strict=True))
