"""The vectors of one language in memory: most of them, and what came since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import faiss
import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from index.embed import Vectors
from index.record import Integers
from index.scope import Scope, first_day, last_day

# More threads made a question slower on two busy cores, from 50 ms to 130: the products are small, and idle
# threads spin.
faiss.omp_set_num_threads(1)
threadpool_limits(1, user_api="blas")

# Passages of a language that take long to read from the library: slices of more are kept beside it.
LARGE = 50_000
# What came since may be so many passages, or this share of the others, before all are put together.
FEW, SHARE = 2_000, 0.125

Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Passages in the order of their ids, a place each in every field; `there` tells which are not gone."""

    index: faiss.Index
    ids: Integers
    articles: Integers
    first_days: Integers
    last_days: Integers
    there: Chosen

    def without(self, gone: Sequence[tuple[int, int]]) -> "Part":
        """Return the same without the passages from one id to another."""
        there = self.there.copy()
        for first, last in gone:
            there[slice(*np.searchsorted(self.ids, [first, last + 1]))] = False
        return replace(self, there=there)

    def inside(self, scope: Scope, articles: Integers | None) -> Chosen:
        """Return which passages are in scope; `articles` are the ids of those that it names."""
        inside = self.there
        if articles is not None:
            inside = inside & np.isin(self.articles, articles)
        if scope.since:
            inside = inside & (self.last_days >= first_day(scope.since))
        if scope.until:
            inside = inside & (self.first_days > 0) & (self.first_days <= last_day(scope.until))
        return inside

    def nearest(self, question: Vectors, k: int, inside: Chosen) -> dict[int, float]:
        """Return up to `k` passages by id with their cosine to the question, the best first."""
        if not inside.any():
            return {}
        among = None
        if not inside.all():
            bits = np.packbits(inside, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(inside), faiss.swig_ptr(bits))
            # faiss declares no arguments here and takes them.
            among = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, places = self.index.search(question[None], k, params=among)
        return {
            int(self.ids[place]): float(score)
            for place, score in zip(places[0], scores[0], strict=True)
            if place >= 0
        }


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The passages of one language: most of them, and those that came since."""

    most: Part
    since: Part | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the parts that there are."""
        return (self.most, self.since) if self.since else (self.most,)

    @property
    def is_large(self) -> bool:
        """Tell whether there are so many that reading them takes long."""
        return len(self.most.ids) > LARGE

    @property
    def is_due(self) -> bool:
        """Tell whether all should be put together anew: too much came since, or went."""
        came = len(self.since.ids) if self.since else 0
        gone = int(np.count_nonzero(~self.most.there))
        return came + gone > max(FEW, SHARE * len(self.most.ids))

    def without(self, gone: Sequence[tuple[int, int]]) -> "Slice":
        """Return the same without the passages from one id to another."""
        return Slice(self.most.without(gone), self.since.without(gone) if self.since else None)

    def nearest(self, question: Vectors, k: int, scope: Scope, articles: Integers | None) -> dict[int, float]:
        """Return up to `k` passages in scope by id with their cosine to the question, the best first."""
        found: dict[int, float] = {}
        for part in self.parts:
            found |= part.nearest(question, k, part.inside(scope, articles))
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0]))[:k])

    def has_any(self, scope: Scope, articles: Integers | None) -> bool:
        """Tell whether a passage is in scope."""
        return any(part.inside(scope, articles).any() for part in self.parts)


def whole(ids: Integers, articles: Integers, days: Integers, rows: Vectors) -> Part:
    """Return passages in the order of their ids, each with its article, first and last day and vector."""
    return _part(exact(rows), ids, articles, days)


def joined(held: Slice, ids: Integers, articles: Integers, days: Integers, rows: Vectors) -> Slice:
    """Return a slice with passages that came, whose ids are above those of all that are there."""
    if held.since is None:
        return Slice(held.most, _part(exact(rows), ids, articles, days))
    before, there = held.since, held.since.there
    known = before.index.reconstruct_n(0, len(there))[there]
    since = _part(
        exact(np.concatenate([known, rows])),
        np.concatenate([before.ids[there], ids]),
        np.concatenate([before.articles[there], articles]),
        np.concatenate([np.stack([before.first_days, before.last_days], axis=1)[there], days]),
    )
    return Slice(held.most, since)


def _part(index: faiss.Index, ids: Integers, articles: Integers, days: Integers) -> Part:
    first_days, last_days = days.T
    return Part(index, ids, articles, first_days, last_days, np.ones(len(ids), dtype=bool))


def exact(rows: Vectors) -> faiss.Index:
    """Return an index that compares a question with every row, in half precision, as they are stored: that is
    read sooner than floats are. What looks at fewer rows misses too many of the nearest: docs/benchmarks.md.
    """
    dimensions = rows.shape[1]
    index = faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index.add(rows)
    return index
