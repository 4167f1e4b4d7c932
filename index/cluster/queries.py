"""What is asked of the PostgreSQL of a record."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from index.article import Article, Place, Removal
from index.cluster.bm25 import Frequencies
from index.cluster.connection import Postgres
from index.embed import TokenIds, Vectors
from index.record import Census, Cleaned, Entry, PassageRow, SentenceRows, Source
from index.rows import sentence_rows, vectors
from index.scope import EVERYTHING, Scope, first_day, last_day

# The bits of the id of a passage or sentence that say which one of its article it is.
SHIFT = 20
# What an article `a` in scope is like, see `bounds`.
CHOSEN = (
    "(%(languages)s::text[] = '{}' OR a.language = ANY(%(languages)s))"
    " AND (%(articles)s::text[] = '{}' OR a.name = ANY(%(articles)s))"
)
DATED = (
    "((%(since)s = 0 OR a.last_day >= %(since)s)"
    " AND (%(until)s = 0 OR (a.first_day > 0 AND a.first_day <= %(until)s)))"
)
COLUMNS = "id, name, text, title, language, date, publisher, url, removed, places"
# Every language there is by one look into the index each, however many articles there are.
LANGUAGES = (
    "WITH RECURSIVE spoken AS (SELECT min(language) AS language FROM held UNION ALL"
    " SELECT (SELECT min(a.language) FROM held a WHERE a.language > s.language)"
    " FROM spoken s WHERE s.language IS NOT NULL)"
    " SELECT s.language FROM spoken s WHERE s.language IS NOT NULL AND EXISTS"
    f" (SELECT FROM held a WHERE a.language = s.language AND {CHOSEN} AND {DATED}) ORDER BY 1"
)


def bounds(scope: Scope) -> dict[str, object]:
    """Return what CHOSEN and DATED are given of a scope."""
    return {
        "languages": sorted(scope.languages),
        "articles": sorted(scope.articles),
        "since": first_day(scope.since),
        "until": last_day(scope.until),
    }


class Queries:
    """The half of a record that only reads."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self.rows = postgres.rows

    def census(self) -> Census:
        """See `Record`."""
        months = self.rows("SELECT left(date, 7), language, count(*) FROM held GROUP BY 1, 2")
        [(since, until)] = self.rows("SELECT min(nullif(date, '')), max(date) FROM held")
        [(passages,)] = self.rows("SELECT passages FROM about")
        counts = {(month, language): count for month, language, count in months}
        return Census(counts, passages, since or "", until or "")

    def counts(self) -> dict[str, int]:
        """See `Record`."""
        return dict(self.rows("SELECT language, count(*) FROM held GROUP BY language ORDER BY language"))

    def cleaned(self) -> Cleaned:
        """See `Record`."""
        rules = self.rows(
            'SELECT (r->>0) COLLATE "C", count(*), sum((r->>2)::int - (r->>1)::int)::bigint'
            " FROM held, jsonb_array_elements(removed) r GROUP BY 1 ORDER BY 3 DESC, 1"
        )
        [(characters,)] = self.rows("SELECT coalesce(sum(length(text)), 0)::bigint FROM held")
        return Cleaned(characters, tuple((rule, times, length) for rule, times, length in rules))

    def holding(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """See `Record`."""
        [(total,)] = self.rows("SELECT passages FROM about")
        query = "SELECT term, passages FROM terms WHERE term = ANY(%(terms)s) AND passages > 0"
        return total, dict(self.rows(query, {"terms": list(terms)}))

    def reach(self, scope: Scope) -> tuple[int, int]:
        """See `Record`."""
        [(searched, undated)] = self.rows(
            f"SELECT count(*) FILTER (WHERE {DATED}), count(*) FILTER (WHERE NOT {DATED} AND a.date = '')"
            f" FROM held a WHERE {CHOSEN}",
            bounds(scope),
        )
        return searched, undated

    def entries(self, scope: Scope = EVERYTHING, *, k: int, skip: int = 0) -> list[Entry]:
        """See `Record`."""
        found = self.rows(
            "SELECT id, name, title, language, date, publisher, url, id << %(shift)s, passages"
            f" FROM held a WHERE {CHOSEN} AND {DATED}"
            " ORDER BY date DESC, name LIMIT %(k)s OFFSET %(skip)s",
            {**bounds(scope), "shift": SHIFT, "k": k, "skip": skip},
        )
        return [Entry(*row) for row in found]

    def articles(self) -> list[Article]:
        """See `Record`."""
        return [_article(row) for row in self.rows(f"SELECT {COLUMNS} FROM held ORDER BY name")]

    def named(self, name: str) -> Article | None:
        """See `Record`."""
        found = self.rows(f"SELECT {COLUMNS} FROM held WHERE name = %(name)s", {"name": name})
        return _article(found[0]) if found else None

    def by_id(self, ids: Iterable[int]) -> dict[int, Article]:
        """See `Record`."""
        found = self.rows(f"SELECT {COLUMNS} FROM held WHERE id = ANY(%(ids)s)", {"ids": list(ids)})
        return {row[0]: _article(row) for row in found}

    def titles(self, ids: Iterable[int]) -> dict[int, TokenIds]:
        """See `Record`."""
        query = "SELECT id, title_tokens FROM held WHERE id = ANY(%(ids)s)"
        found = self.rows(query, {"ids": list(ids)})
        return {article: np.frombuffer(tokens, dtype=np.uint16) for article, tokens in found}

    def passages(self, ids: Iterable[int]) -> list[PassageRow]:
        """See `Record`."""
        found = self.rows(
            "SELECT p.id, a.id, a.language, p.first, p.last FROM passages p"
            " JOIN held a ON a.id = p.id >> %(shift)s WHERE p.id = ANY(%(ids)s) ORDER BY p.id",
            {"shift": SHIFT, "ids": list(ids)},
        )
        return [PassageRow(*row) for row in found]

    def sentences(self, ids: Iterable[int]) -> SentenceRows:
        """See `Record`."""
        found = self.rows(
            "SELECT s.id, a.id, s.starts, s.ends, s.vector, s.tokens FROM sentences s"
            " JOIN held a ON a.id = s.id >> %(shift)s WHERE s.id = ANY(%(ids)s) ORDER BY s.id",
            {"shift": SHIFT, "ids": list(ids)},
        )
        return sentence_rows(found)

    def names(self) -> dict[str, str]:
        """See `Record`."""
        return dict(self.rows("SELECT digest, name FROM held"))

    def name_of(self, digest: str) -> str | None:
        """See `Record`."""
        found = self.rows("SELECT name FROM held WHERE digest = %(digest)s", {"digest": digest})
        return found[0][0] if found else None

    def is_taken(self, name: str) -> bool:
        """See `Record`."""
        return bool(self.rows("SELECT FROM held WHERE name = %(name)s", {"name": name}))

    def sources(self) -> dict[str, str]:
        """See `Record`."""
        return dict(self.rows("SELECT path, digest FROM sources"))

    def source(self, path: str) -> tuple[str, str] | None:
        """See `Record`."""
        found = self.rows(
            "SELECT s.digest, a.name FROM sources s JOIN held a ON a.id = s.article WHERE s.path = %(path)s",
            {"path": path},
        )
        return (found[0][0], found[0][1]) if found else None

    def sources_of(self, name: str) -> list[Source]:
        """See `Record`."""
        found = self.rows(
            "SELECT s.path, s.digest FROM sources s JOIN held a ON a.id = s.article WHERE a.name = %(name)s"
            " ORDER BY s.path",
            {"name": name},
        )
        return [Source(*row) for row in found]

    def languages(self, scope: Scope) -> tuple[str, ...]:
        """Return the languages that have articles in scope, sorted."""
        return tuple(language for (language,) in self.rows(LANGUAGES, bounds(scope)))

    def named_ids(self, names: Collection[str]) -> list[int]:
        """Return the ids of the articles of these names; a name that none has is left out."""
        query = "SELECT id FROM held WHERE name = ANY(%(names)s)"
        return [number for (number,) in self.rows(query, {"names": sorted(names)})]

    def ready(self, passages: Collection[int]) -> set[int]:
        """Return those passages whose article is there for readers."""
        found = self.rows(
            "SELECT i FROM unnest(%(ids)s::bigint[]) i WHERE EXISTS"
            " (SELECT FROM held a WHERE a.id = i >> %(shift)s)",
            {"ids": list(passages), "shift": SHIFT},
        )
        return {number for (number,) in found}

    def term_ids(self, terms: Collection[str]) -> dict[str, int]:
        """Return the dimensions of terms that ready passages hold."""
        query = "SELECT term, id FROM terms WHERE term = ANY(%(terms)s) AND passages > 0"
        return dict(self.rows(query, {"terms": list(terms)}))

    def average_length(self) -> float:
        """Return how many terms a ready passage has, 1 where there is none."""
        [(average,)] = self.rows("SELECT coalesce(words::float8 / nullif(passages, 0), 1) FROM about")
        return float(average)

    def frequencies(self, passages: Collection[int], terms: Collection[int]) -> dict[int, Frequencies]:
        """Return of ready passages how many terms they have, and how often each of those asked for."""
        found = self.rows(
            "SELECT p.id, cardinality(p.terms),"
            " (SELECT coalesce(array_agg(t), '{}') FROM unnest(p.terms) t WHERE t = ANY(%(terms)s))"
            " FROM passages p JOIN held a ON a.id = p.id >> %(shift)s WHERE p.id = ANY(%(ids)s)",
            {"ids": list(passages), "terms": list(terms), "shift": SHIFT},
        )
        return {number: Frequencies.of(held, length) for number, length, held in found}

    def passage_vectors(self, passages: Sequence[int]) -> Vectors:
        """Return the vectors of passages that are there, in the order given."""
        query = "SELECT id, vector FROM passages WHERE id = ANY(%(ids)s)"
        held: Mapping[int, bytes] = dict(self.rows(query, {"ids": list(passages)}))
        return vectors([held[number] for number in passages])


def _article(row: tuple[Any, ...]) -> Article:
    """Return the article of a row of COLUMNS."""
    _, *fields, removed, places = row
    kept = tuple(Removal(*removal) for removal in removed)
    return replace(Article(*fields), removed=kept, places=tuple(Place(*place) for place in places))
