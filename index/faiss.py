"""The candidates of the embedded pair: FAISS indexes in memory, and the full-text index of SQLite."""

import math
import threading
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from index import slices
from index.derived import keep, kept
from index.embed import Vectors
from index.queries import CHOSEN, DATED, Queries, Version, bounds, listed
from index.record import Integers
from index.rows import vectors
from index.scope import EVERYTHING, Scope
from index.slices import Slice

# Passages that terms may bring up for a question: beyond, those that more hold speak for none by themselves.
MOST_HELD = 20_000
PASSAGES = (
    "SELECT p.id, p.article, a.first_day, a.last_day, p.vector"
    " FROM articles a CROSS JOIN passages p ON p.article = a.id"
)


class FaissCandidates:
    """The vectors of a library in memory, a slice for each language, and its full-text index.

    Derived from SQLite: what is put into the library and taken out of it is so here too, for one transaction
    holds both, and what came and went since is all that is read again.
    """

    def __init__(self, library: Queries) -> None:
        self._library = library
        self._version = Version(0, 0, 0)
        self._lock = threading.Lock()
        self._slices: dict[str, Slice] = {}

    def refresh(self) -> None:
        """See `Candidates`."""
        with self._library.snapshot(), self._lock:
            version = self._library.version()
            # Of several questions at once, one may hold an older snapshot: what it finds and does not hold is
            # left out by the library.
            if version > self._version:
                held, since = self._slices, self._version.changes
                if version[:2] != self._version[:2]:
                    held, since = kept(self._library.folder, version)
                self._slices = self._followed(held, since)
                self._version = version
                known = {id(one.most.index) for one in held.values()}
                if any(one.is_large and id(one.most.index) not in known for one in self._slices.values()):
                    keep(self._library.folder, self._slices, version)

    def languages(self, scope: Scope = EVERYTHING) -> tuple[str, ...]:
        """See `Candidates`."""
        named = self._named(scope)
        return tuple(
            language
            for language, held in sorted(self._slices.items())
            if (not scope.languages or language in scope.languages) and held.has_any(scope, named)
        )

    def nearest(
        self, question: Vectors, language: str, k: int, scope: Scope = EVERYTHING
    ) -> dict[int, float]:
        """See `Candidates`; none is missed."""
        held = self._slices.get(language)
        if not held or (scope.languages and language not in scope.languages):
            return {}
        return held.nearest(question, k, scope, self._named(scope))

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
        total = sum(len(part.ids) for held in self._slices.values() for part in held.parts)
        return dict(self._library.rows(query, *bounds(scope), wanted(rarities, total), k))

    def vectors(self, passages: Sequence[int]) -> Vectors:
        """See `Candidates`."""
        query = "SELECT id, vector FROM passages WHERE id IN (SELECT value FROM json_each(?))"
        blobs = dict(self._library.rows(query, listed(passages)))
        return vectors([blobs[number] for number in passages])

    def _named(self, scope: Scope) -> Integers | None:
        """Return the ids of the articles that a scope names, None when it names none."""
        if not scope.articles:
            return None
        query = f"SELECT a.id FROM articles a WHERE {CHOSEN} AND {DATED}"
        found = self._library.rows(query, *bounds(Scope(articles=scope.articles)))
        return np.array([number for (number,) in found], dtype=np.int64)

    def _followed(self, held: Mapping[str, Slice], since: int) -> dict[str, Slice]:
        """Return slices with what came and went after a change."""
        gone = self._library.rows("SELECT first, last FROM gone WHERE change > ?", since)
        followed = {language: one.without(gone) if gone else one for language, one in held.items()}
        for language in self._library.counts():
            came = self._read(f"{PASSAGES} WHERE a.change > ? AND a.language = ?", since, language)
            if came and (before := followed.get(language)):
                followed[language] = slices.joined(before, *came)
            elif came:
                followed[language] = Slice(slices.whole(*came))
        for language, one in followed.items():
            if one.is_due and (every := self._read(f"{PASSAGES} WHERE a.language = ?", language)):
                followed[language] = Slice(slices.whole(*every))
        return followed

    def _read(self, query: str, *values: object) -> tuple[Integers, Integers, Integers, Vectors] | None:
        """Return the ids of passages, their articles, days and vectors, in the order of the ids."""
        rows = sorted(self._library.rows(query, *values))
        if not rows:
            return None
        numbers = np.array([row[:4] for row in rows], dtype=np.int64)
        return numbers[:, 0], numbers[:, 1], numbers[:, 2:], vectors([row[4] for row in rows])


def wanted(rarities: Mapping[str, float], passages: int) -> str:
    """Return the FTS5 query for passages with any of the terms; terms are letters and digits alone.

    Among very many passages it leaves out the terms that most hold; where all are such, passages are to hold
    the two rarest.
    """
    rarest = sorted(rarities, key=lambda term: -rarities[term])
    held, rare = 0, []
    for term in rarest:
        held += round((passages + 1) / (math.exp(rarities[term]) + 1))
        if passages <= MOST_HELD or held <= MOST_HELD:
            rare.append(term)
    return _joined(" OR ", rare) if rare else _joined(" AND ", rarest[:2])


def _joined(by: str, terms: Iterable[str]) -> str:
    return by.join(f'"{term}"' for term in terms)
