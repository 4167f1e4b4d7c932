"""The candidates of the embedded pair: exact FAISS indexes in memory, and the full-text index of SQLite."""

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from index.embed import Vectors
from index.queries import CHOSEN, DATED, Queries, bounds, listed, vectors
from index.record import Integers
from index.scope import EVERYTHING, Scope, first_day, last_day

# More threads made a question slower on two busy cores, from 50 ms to 130: the products are small, and idle
# threads spin.
faiss.omp_set_num_threads(1)
threadpool_limits(1, user_api="blas")

Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The passages of one language, in the order of their ids: a place each in every field."""

    vectors: faiss.IndexFlatIP
    ids: Integers
    articles: Integers
    first_days: Integers
    last_days: Integers

    def chosen(self, scope: Scope, articles: Integers) -> Chosen:
        """Return which passages are in scope; `articles` are the ids of those it names."""
        inside = np.ones(len(self.ids), dtype=bool)
        if scope.articles:
            inside &= np.isin(self.articles, articles)
        if scope.since:
            inside &= self.last_days >= first_day(scope.since)
        if scope.until:
            inside &= (self.first_days > 0) & (self.first_days <= last_day(scope.until))
        return inside

    def nearest(self, question: Vectors, k: int, inside: Chosen | None) -> dict[int, float]:
        """Return up to `k` passages by id, best first, with their cosine to the question."""
        among = None
        if inside is not None:
            packed = np.packbits(inside, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(inside), faiss.swig_ptr(packed))
            # faiss declares no arguments here and takes them.
            among = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, places = self.vectors.search(question[None], k, params=among)
        return {
            int(self.ids[place]): float(score)
            for place, score in zip(places[0], scores[0], strict=True)
            if place >= 0
        }


class FaissCandidates:
    """The vectors of a library in memory, one exact FAISS index for each language, and its full-text index.

    Derived from SQLite, never saved: loading 10,000 passages takes less time than checking a file of them.
    What is put into the library and taken out of it is so here as well: one transaction holds both.
    """

    def __init__(self, library: Queries) -> None:
        self._library = library
        self._version = (0, 0)
        self._lock = threading.Lock()
        self._slices: dict[str, Slice] = {}

    def refresh(self) -> None:
        """See `Candidates`."""
        version = self._library.version()
        with self._lock:
            # Of several questions at once, one may hold an older snapshot: what it finds and does not hold is
            # left out by the library.
            if version > self._version:
                self._slices = _slices(self._library)
                self._version = version

    def languages(self, scope: Scope = EVERYTHING) -> tuple[str, ...]:
        """See `Candidates`."""
        return tuple(
            language
            for language, held in sorted(self._slices.items())
            if (not scope.languages or language in scope.languages) and self._any(held, scope)
        )

    def nearest(
        self, question: Vectors, language: str, k: int, scope: Scope = EVERYTHING
    ) -> dict[int, float]:
        """See `Candidates`."""
        held = self._slices.get(language)
        if not held or (scope.languages and language not in scope.languages):
            return {}
        return held.nearest(question, k, self._inside(held, scope))

    def matching(self, rarities: Mapping[str, float], k: int, scope: Scope = EVERYTHING) -> dict[int, float]:
        """See `Candidates`."""
        if not rarities:
            return {}
        query = (
            "WITH found AS MATERIALIZED (SELECT rowid AS id, bm25(passage_terms) AS score"
            " FROM passage_terms WHERE passage_terms MATCH ?5),"
            " placed AS (SELECT f.id, f.score,"
            " row_number() OVER (PARTITION BY a.language ORDER BY f.score, f.id) AS place FROM found f"
            " CROSS JOIN passages p ON p.id = f.id CROSS JOIN articles a ON a.id = p.article"
            f" WHERE {CHOSEN} AND {DATED})"
            " SELECT id, -score FROM placed WHERE place <= ?6 ORDER BY score, id"
        )
        return dict(self._library.rows(query, *bounds(scope), _any_of(rarities), k))

    def vectors(self, passages: Sequence[int]) -> Vectors:
        """See `Candidates`."""
        query = "SELECT id, vector FROM passages WHERE id IN (SELECT value FROM json_each(?))"
        blobs = dict(self._library.rows(query, listed(passages)))
        return vectors([blobs[number] for number in passages])

    def _any(self, held: Slice, scope: Scope) -> bool:
        inside = self._inside(held, scope)
        return inside is None or bool(inside.any())

    def _inside(self, held: Slice, scope: Scope) -> Chosen | None:
        """Return which passages of a slice are in scope, None when all are."""
        if not (scope.articles or scope.since or scope.until):
            return None
        query = f"SELECT a.id FROM articles a WHERE {CHOSEN} AND {DATED}"
        named = self._library.rows(query, *bounds(Scope(articles=scope.articles))) if scope.articles else []
        return held.chosen(scope, np.array([number for (number,) in named], dtype=np.int64))


def _slices(library: Queries) -> dict[str, Slice]:
    held: dict[str, list[tuple[int, int, str, bytes]]] = {}
    rows = library.rows(
        "SELECT a.language, p.id, p.article, a.date, p.vector FROM passages p"
        " JOIN articles a ON a.id = p.article ORDER BY p.id"
    )
    for language, *passage in rows:
        held.setdefault(language, []).append((passage[0], passage[1], passage[2], passage[3]))
    return {language: _slice(passages) for language, passages in held.items()}


def _slice(passages: Collection[tuple[int, int, str, bytes]]) -> Slice:
    ids, articles, dates, blobs = zip(*passages, strict=True)
    rows = vectors(blobs)
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    days = [np.array(list(map(day, dates)), dtype=np.int64) for day in (first_day, last_day)]
    return Slice(index, np.array(ids, dtype=np.int64), np.array(articles, dtype=np.int64), *days)


def _any_of(terms: Collection[str]) -> str:
    """Return the FTS5 query for passages with any of the terms; terms are letters and digits alone."""
    return " OR ".join(f'"{term}"' for term in terms)
