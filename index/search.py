"""Search a library: by vector in each language, by terms, and the sentences of what was found."""

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from index.article import Article, Passage, Sentence
from index.embed import TokenIds, Vectors
from index.store import Library

Integers = npt.NDArray[np.int64]

# More threads made a question slower on two busy cores, from 50 ms to 130: the products are small, and idle
# threads spin.
faiss.omp_set_num_threads(1)
threadpool_limits(1, user_api="blas")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles are searched; what is empty lets all pass.

    `since` and `until` are ISO dates, both included, as exact as they are given (2024-08 holds all of
    August); they leave out articles without a date.
    """

    languages: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""


EVERYTHING = Scope()
# What an article `a` in scope is like, the bounds of the scope as in `_bounds`.
CHOSEN = (
    "(?1 = '[]' OR a.language IN (SELECT value FROM json_each(?1)))"
    " AND (?2 = '[]' OR a.name IN (SELECT value FROM json_each(?2)))"
)
DATED = (
    "((?3 = '' OR (a.date != '' AND substr(?3, 1, length(a.date)) <= a.date))"
    " AND (?4 = '' OR (a.date != '' AND substr(a.date, 1, length(?4)) <= ?4)))"
)


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A stored passage: its sentences are those with the ids `first` to `last`."""

    id: int
    article: int
    language: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class SentenceRows:
    """Stored sentences in reading order; the ids of neighbours in an article differ by one.

    `vectors` are float32 of unit length. The tokens of all follow one another; those of a row end before
    `token_ends`.
    """

    ids: Integers
    articles: Integers
    starts: Integers
    ends: Integers
    vectors: Vectors
    tokens: TokenIds
    token_ends: Integers


class PassageIndex:
    """The vectors of a library in memory, one exact FAISS index for each language.

    Derived from SQLite, never saved: loading 10,000 passages takes less time than checking a file of them.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._version = (0, 0)
        self._slices: dict[str, faiss.IndexIDMap2] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read the vectors again if the library has changed; call it inside the snapshot that is searched."""
        version = self.library.version()
        if version != self._version:
            self._slices = _slices(self.library)
            self._version = version

    def languages(self) -> tuple[str, ...]:
        """Return the languages that have passages, sorted."""
        return tuple(sorted(self._slices))

    def within(self, scope: Scope) -> Integers | None:
        """Return the ids of the passages in scope, None when all are."""
        if scope == EVERYTHING:
            return None
        query = f"SELECT p.id FROM passages p JOIN articles a ON a.id = p.article WHERE {CHOSEN} AND {DATED}"
        return np.array([number for (number,) in self.library.rows(query, *_bounds(scope))], dtype=np.int64)

    def reach(self, scope: Scope) -> tuple[int, int]:
        """Return how many articles are in scope, and how many are left out for having no date."""
        query = (
            f"SELECT count(*) FILTER (WHERE {DATED}), count(*) FILTER (WHERE NOT {DATED} AND a.date = '')"
            f" FROM articles a WHERE {CHOSEN}"
        )
        [(searched, undated)] = self.library.rows(query, *_bounds(scope))
        return searched, undated

    def nearest(
        self, question: Vectors, language: str, k: int, among: Integers | None = None
    ) -> dict[int, float]:
        """Return up to `k` passages of one language, best first, with their cosine to the question."""
        chosen = None
        if among is not None:
            # faiss declares no arguments here and takes them.
            chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]
        scores, ids = self._slices[language].search(question[None], k, params=chosen)
        return {
            int(found): float(score) for found, score in zip(ids[0], scores[0], strict=True) if found >= 0
        }

    def cosine(self, question: Vectors, passage: PassageRow) -> float:
        """Return the cosine of one passage to the question."""
        return float(self._slices[passage.language].reconstruct(passage.id) @ question)

    def matching(
        self, question_terms: Collection[str], k: int, among: Integers | None = None
    ) -> dict[int, float]:
        """Return up to `k` passages of each language with their BM25 (higher is better)."""
        if not question_terms:
            return {}
        query = "SELECT rowid, bm25(passage_terms) FROM passage_terms WHERE passage_terms MATCH ?"
        found = np.array(self.library.rows(query, _any_of(question_terms)), dtype=np.float64).reshape(-1, 2)
        ids, scores = found[:, 0].astype(np.int64), -found[:, 1]
        best: dict[int, float] = {}
        for held in self._slices.values():
            inside = np.isin(ids, faiss.vector_to_array(held.id_map))
            if among is not None:
                inside &= np.isin(ids, among)
            first = np.flatnonzero(inside)[np.argsort(-scores[inside], kind="stable")[:k]]
            best |= zip(ids[first].tolist(), scores[first].tolist(), strict=True)
        return best

    def rarities(self, question_terms: Sequence[str]) -> dict[str, float]:
        """Return the inverse document frequency of each distinct term, as BM25 counts it; terms that half of
        the passages hold are left out.
        """
        distinct = list(dict.fromkeys(question_terms))
        query = "SELECT term, doc FROM passage_vocabulary WHERE term IN (SELECT value FROM json_each(?))"
        holding = dict(self.library.rows(query, json.dumps(distinct)))
        total = sum(int(part.ntotal) for part in self._slices.values())
        rarities = {term: _rarity(holding.get(term, 0), total) for term in distinct}
        return {term: rarity for term, rarity in rarities.items() if rarity > 0}

    def titles(self, articles: Iterable[int]) -> dict[int, TokenIds]:
        """Return the tokens of the articles' titles, by article id."""
        query = "SELECT id, title_tokens FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        found = self.library.rows(query, json.dumps(list(articles)))
        return {article: np.frombuffer(blob, dtype=np.uint16) for article, blob in found}

    def passages(self, ids: Iterable[int]) -> list[PassageRow]:
        """Return passages by id, in reading order."""
        found = self.library.rows(
            "SELECT p.id, p.article, a.language, p.first, p.last FROM passages p"
            " JOIN articles a ON a.id = p.article"
            " WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id",
            json.dumps(list(ids)),
        )
        self.library.stored("passages", [number for number, *_ in found])
        return [PassageRow(*row) for row in found]

    def beginnings(self, scope: Scope, k: int) -> list[tuple[Article, Passage, int, int]]:
        """Return up to `k` articles in scope, the latest first, each with its first passage and where the
        first sentence that is not its headline stands.
        """
        query = (
            "SELECT p.article, MIN(p.id), p.first, p.last FROM passages p JOIN articles a ON a.id = p.article"
            " WHERE (? OR p.id IN (SELECT value FROM json_each(?)))"
            " GROUP BY p.article ORDER BY a.date DESC, a.name LIMIT ?"
        )
        among = self.within(scope)
        allowed = json.dumps([] if among is None else among.tolist())
        found = []
        for number, _, first, last in self.library.rows(query, among is None, allowed, k):
            article, rows = self.library.article(number), self.sentences(range(first, last + 1))
            sentences = tuple(
                Sentence(start, end)
                for start, end in zip(rows.starts.tolist(), rows.ends.tolist(), strict=True)
            )
            told = (each for each in sentences if article.text[each.start : each.end] != article.title)
            shown = next(told, sentences[0])
            passage = Passage(sentences[0].start, sentences[-1].end, sentences)
            found.append((article, passage, shown.start, shown.end))
        return found

    def sentences(self, ids: Iterable[int]) -> SentenceRows:
        """Return sentences by id; ids that do not exist are left out."""
        found = self.library.rows(
            "SELECT id, article, start, end, vector, tokens FROM sentences"
            " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            json.dumps(list(ids)),
        )
        self.library.stored("sentences", [number for number, *_ in found])
        numbers = np.array([row[:4] for row in found], dtype=np.int64).reshape(-1, 4)
        ids, articles, starts, ends = numbers.T
        return SentenceRows(
            ids,
            articles,
            starts,
            ends,
            vectors=vectors([row[4] for row in found]),
            tokens=np.frombuffer(b"".join(row[5] for row in found), dtype=np.uint16),
            token_ends=np.cumsum([len(row[5]) // 2 for row in found]),
        )


def _bounds(scope: Scope) -> tuple[str, str, str, str]:
    return json.dumps(sorted(scope.languages)), json.dumps(sorted(scope.articles)), scope.since, scope.until


def _slices(library: Library) -> dict[str, faiss.IndexIDMap2]:
    """Return an exact inner-product index of the passages of each language."""
    held: dict[str, list[tuple[int, bytes]]] = {}
    rows = library.rows(
        "SELECT a.language, p.id, p.vector FROM passages p JOIN articles a ON a.id = p.article"
    )
    for language, passage_id, blob in rows:
        held.setdefault(language, []).append((passage_id, blob))
    return {language: _slice(*zip(*passages, strict=True)) for language, passages in held.items()}


def _slice(ids: Sequence[int], blobs: Sequence[bytes]) -> faiss.IndexIDMap2:
    rows = vectors(blobs)
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(rows.shape[1]))
    index.add_with_ids(rows, np.array(ids, dtype=np.int64))
    return index


def vectors(blobs: Sequence[bytes]) -> Vectors:
    """Return stored vectors as float32 rows."""
    return np.frombuffer(b"".join(blobs), dtype=np.float16).astype(np.float32).reshape(len(blobs), -1)


def _rarity(holding: int, total: int) -> float:
    # The formula of SQLite's bm25(), so that its scores can be read as shares of this; it counts a common
    # term as 0.000001, which is nothing.
    return math.log((total - holding + 0.5) / (holding + 0.5))


def _any_of(question_terms: Collection[str]) -> str:
    """Return the FTS5 query for passages with any of the terms; terms are letters and digits alone."""
    return " OR ".join(f'"{term}"' for term in question_terms)
