"""The second seam: what finds passages for a question, whichever engine does."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from index.embed import Vectors
from index.scope import EVERYTHING, Scope


class Candidates(Protocol):
    """The passages of a record as they are found: by vector, and by terms.

    - They hold what the record holds and can be made from it again at any time; a record that keeps them
      elsewhere puts them in and takes them out, and a retry of either changes nothing.
    - Passages go by the ids of the record. A scope is a filter of the engine's own: what is outside it takes
      no place among the `k`, and no list of ids is handed in.
    - Of equals, the lower id comes first. An engine that may miss one of the nearest says how often.
    - Several threads ask at once.
    """

    def refresh(self) -> None:
        """Take in what has changed in the record; call it inside the snapshot that is searched."""

    def languages(self, scope: Scope = EVERYTHING) -> tuple[str, ...]:
        """Return the languages that have passages in scope, sorted."""

    def nearest(
        self, question: Vectors, language: str, k: int, scope: Scope = EVERYTHING
    ) -> dict[int, float]:
        """Return up to `k` passages of a language in scope with their cosine to the question, best first."""

    def matching(self, rarities: Mapping[str, float], k: int, scope: Scope = EVERYTHING) -> dict[int, float]:
        """Return up to `k` passages of each language in scope that hold one of the terms, best first in each,
        with their BM25 (higher is better). `rarities` has the weight of each term, see `search.rarities`.
        """

    def vectors(self, passages: Sequence[int]) -> Vectors:
        """Return the vectors of passages that are there, float32 rows of unit length, in the order given."""
