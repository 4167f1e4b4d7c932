"""What a question is about in common words of the news: a birth, a salary, a resignation, in four languages.

Vectors of words are near when words are used alike; whether a sentence speaks of a birth at all is told more
surely by the words for it. `concepts.tsv` has a row for each concept and a pattern for each language.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("concepts.tsv")
LANGUAGES = ("en", "it", "ja", "zh")
# In whatever language.
ANY = "und"


def concepts(text: str, language: str) -> frozenset[str]:
    """Return the concepts that a text speaks of in its language, in any when that is none of the four."""
    folded = unicodedata.normalize("NFKC", text)
    known = language if language in LANGUAGES else ANY
    return frozenset(concept for concept, patterns in _patterns().items() if patterns[known].search(folded))


def share_of(wanted: Collection[str], text: str) -> float:
    """Return the share of some concepts that a text speaks of in any language, 1 when none is wanted."""
    if not wanted:
        return 1.0
    folded = unicodedata.normalize("NFKC", text)
    return sum(_patterns()[concept][ANY].search(folded) is not None for concept in wanted) / len(wanted)


def places_of(wanted: Collection[str], text: str) -> list[tuple[int, int]]:
    """Return where a text speaks of some concepts, in any language; folded text must keep its offsets."""
    return [match.span() for concept in wanted for match in _patterns()[concept][ANY].finditer(text)]


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    return {
        concept: {
            language: re.compile(pattern, re.IGNORECASE)
            for language, pattern in [*zip(LANGUAGES, row, strict=True), (ANY, "|".join(row))]
        }
        for concept, *row in rows
    }
