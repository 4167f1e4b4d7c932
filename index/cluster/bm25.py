"""BM25 as SQLite's full-text search counts it, with its own figures: a weight for each term of a passage."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often a passage holds each term, by the id of the term, and how many terms it has in all."""

    counts: Mapping[int, int]
    length: int

    @classmethod
    def of(cls, terms: Iterable[int], length: int) -> Self:
        """Return those of terms of a passage that has `length` of them."""
        return cls(Counter(terms), length)

    def weights(self, average_length: float) -> dict[int, float]:
        """Return the weight of each term; a passage scores the sum of these, each times its rarity."""
        spread = K1 * (1 - B + B * self.length / average_length)
        return {term: count * (K1 + 1) / (count + spread) for term, count in self.counts.items()}

    def score(self, rarities: Mapping[int, float], average_length: float) -> float:
        """Return the BM25 of the passage for terms that are as rare as this."""
        weights = self.weights(average_length)
        return sum(rarity * weights.get(term, 0.0) for term, rarity in rarities.items())
