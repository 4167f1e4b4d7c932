"""An index as it is searched: the record of its articles, and the candidates that find their passages."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from index.record import Record


class PassageIndex:
    """A record and its candidates."""

    def __init__(self, library: Record) -> None:
        self.library = library
        self.candidates = library.candidates()
        with self.snapshot():
            pass

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold both as they are now: all that is found and read inside fits together."""
        with self.library.snapshot():
            self.candidates.refresh()
            yield


def rarities(question_terms: Sequence[str], record: Record) -> dict[str, float]:
    """Return the inverse document frequency of each distinct term, as BM25 counts it; terms that half of the
    passages hold are left out.
    """
    distinct = list(dict.fromkeys(question_terms))
    total, holding = record.holding(distinct)
    found = {term: rarity(holding.get(term, 0), total) for term in distinct}
    return {term: rarity for term, rarity in found.items() if rarity > 0}


def rarity(holding: int, total: int) -> float:
    """Return the inverse document frequency of a term that so many of all passages hold."""
    # The formula of SQLite's bm25(), so that its scores can be read as shares of this; it counts a common
    # term as 0.000001, which is nothing.
    return math.log((total - holding + 0.5) / (holding + 0.5))
