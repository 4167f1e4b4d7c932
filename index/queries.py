"""What is asked of the SQLite file of a library."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from index.article import Article, Place, Removal
from index.embed import TokenIds
from index.record import (
    Census,
    Cleaned,
    Entry,
    PassageRow,
    SentenceRows,
    Source,
)
from index.rows import sentence_rows
from index.scope import EVERYTHING, Scope, first_day, last_day

# What an article `a` in scope is like, the bounds of the scope as in `bounds`.
CHOSEN = (
    "(?1 = '[]' OR a.language IN (SELECT value FROM json_each(?1)))"
    " AND (?2 = '[]' OR a.name IN (SELECT value FROM json_each(?2)))"
)
DATED = "((?3 = 0 OR a.last_day >= ?3) AND (?4 = 0 OR (a.first_day > 0 AND a.first_day <= ?4)))"
COLUMNS = "id, name, text, title, language, date, publisher, url"


class Version(NamedTuple):
    """How a library stands: how often its file was another, since which change nothing is left of before,
    and how many changes there were. What is newer is greater.
    """

    opened: int
    began: int
    changes: int


def bounds(scope: Scope) -> tuple[str, str, int, int]:
    """Return what CHOSEN and DATED are given of a scope."""
    named = json.dumps(sorted(scope.languages)), json.dumps(sorted(scope.articles))
    return *named, first_day(scope.since), last_day(scope.until)


def listed(ids: Iterable[int]) -> str:
    """Return ids as `json_each` takes them."""
    return json.dumps(list(ids))


class Queries(ABC):
    """The half of a record that only reads."""

    folder: Path

    @abstractmethod
    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what one SELECT finds."""

    @abstractmethod
    def stored(self, table: str, ids: Iterable[int]) -> None:
        """Raise UnusableLibrary unless the rows of these ids are as they were stored."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """See `Record`."""

    @abstractmethod
    def version(self) -> Version:
        """See `Record`."""

    def census(self) -> Census:
        """See `Record`."""
        months = self.rows("SELECT substr(date, 1, 7), language, count(*) FROM articles GROUP BY 1, 2")
        [(since, until)] = self.rows("SELECT min(nullif(date, '')), max(date) FROM articles")
        [(passages,)] = self.rows("SELECT count(*) FROM passages")
        counts = {(month, language): count for month, language, count in months}
        return Census(counts, passages, since or "", until or "")

    def counts(self) -> dict[str, int]:
        """See `Record`."""
        return dict(self.rows("SELECT language, count(*) FROM articles GROUP BY language ORDER BY language"))

    def cleaned(self) -> Cleaned:
        """See `Record`."""
        query = "SELECT rule, count(*), sum(end - start) FROM removals GROUP BY rule ORDER BY 3 DESC, 1"
        rules = tuple((rule, stretches, characters) for rule, stretches, characters in self.rows(query))
        [(characters,)] = self.rows("SELECT coalesce(sum(length(text)), 0) FROM articles")
        return Cleaned(characters, rules)

    def holding(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """See `Record`."""
        query = "SELECT term, doc FROM passage_vocabulary WHERE term IN (SELECT value FROM json_each(?))"
        [(total,)] = self.rows("SELECT count(*) FROM passages")
        return total, dict(self.rows(query, json.dumps(list(terms))))

    def reach(self, scope: Scope) -> tuple[int, int]:
        """See `Record`."""
        query = (
            f"SELECT count(*) FILTER (WHERE {DATED}), count(*) FILTER (WHERE NOT {DATED} AND a.date = '')"
            f" FROM articles a WHERE {CHOSEN}"
        )
        [(searched, undated)] = self.rows(query, *bounds(scope))
        return searched, undated

    def entries(self, scope: Scope = EVERYTHING, *, k: int, skip: int = 0) -> list[Entry]:
        """See `Record`."""
        query = (
            "SELECT a.id, a.name, a.title, a.language, a.date, a.publisher, a.url,"
            " (SELECT min(id) FROM passages WHERE article = a.id),"
            " (SELECT count(*) FROM passages WHERE article = a.id)"
            f" FROM articles a WHERE {CHOSEN} AND {DATED}"
            " ORDER BY a.date DESC, a.name LIMIT ?5 OFFSET ?6"
        )
        return [Entry(*row) for row in self.rows(query, *bounds(scope), k, skip)]

    def articles(self) -> list[Article]:
        """See `Record`."""
        by_id = self.by_id(number for (number,) in self.rows("SELECT id FROM articles"))
        return sorted(by_id.values(), key=lambda article: article.name)

    def named(self, name: str) -> Article | None:
        """See `Record`."""
        found = self.rows("SELECT id FROM articles WHERE name = ?", name)
        return self.by_id([found[0][0]])[found[0][0]] if found else None

    def by_id(self, ids: Iterable[int]) -> dict[int, Article]:
        """See `Record`."""
        wanted = listed(ids)
        among = "IN (SELECT value FROM json_each(?))"
        found = self.rows(f"SELECT {COLUMNS} FROM articles WHERE id {among}", wanted)
        removed: dict[int, list[Removal]] = {}
        places: dict[int, list[Place]] = {}
        query = f"SELECT rowid, article, rule, start, end FROM removals WHERE article {among} ORDER BY start"
        removals = self.rows(query, wanted)
        for _, article, *removal in removals:
            removed.setdefault(article, []).append(Removal(*removal))
        query = f"SELECT rowid, article, start, name FROM places WHERE article {among} ORDER BY start"
        pages = self.rows(query, wanted)
        for _, article, *place in pages:
            places.setdefault(article, []).append(Place(*place))
        for table, held in (("articles", found), ("removals", removals), ("places", pages)):
            self.stored(table, [row[0] for row in held])
        return {
            number: replace(
                Article(*fields),
                removed=tuple(removed.get(number, ())),
                places=tuple(places.get(number, ())),
            )
            for number, *fields in found
        }

    def titles(self, ids: Iterable[int]) -> dict[int, TokenIds]:
        """See `Record`."""
        query = "SELECT id, title_tokens FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        return {
            article: np.frombuffer(blob, dtype=np.uint16) for article, blob in self.rows(query, listed(ids))
        }

    def passages(self, ids: Iterable[int]) -> list[PassageRow]:
        """See `Record`."""
        found = self.rows(
            "SELECT p.id, p.article, a.language, p.first, p.last FROM passages p"
            " JOIN articles a ON a.id = p.article"
            " WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id",
            listed(ids),
        )
        self.stored("passages", [number for number, *_ in found])
        return [PassageRow(*row) for row in found]

    def sentences(self, ids: Iterable[int]) -> SentenceRows:
        """See `Record`."""
        found = self.rows(
            "SELECT id, article, start, end, vector, tokens FROM sentences"
            " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            listed(ids),
        )
        self.stored("sentences", [number for number, *_ in found])
        return sentence_rows(found)

    def names(self) -> dict[str, str]:
        """See `Record`."""
        return dict(self.rows("SELECT digest, name FROM articles"))

    def name_of(self, digest: str) -> str | None:
        """See `Record`."""
        found = self.rows("SELECT name FROM articles WHERE digest = ?", digest)
        return found[0][0] if found else None

    def is_taken(self, name: str) -> bool:
        """See `Record`."""
        return bool(self.rows("SELECT 1 FROM articles WHERE name = ?", name))

    def sources(self) -> dict[str, str]:
        """See `Record`."""
        return dict(self.rows("SELECT path, digest FROM sources"))

    def source(self, path: str) -> tuple[str, str] | None:
        """See `Record`."""
        query = "SELECT s.digest, a.name FROM sources s JOIN articles a ON a.id = s.article WHERE s.path = ?"
        found = self.rows(query, path)
        return (found[0][0], found[0][1]) if found else None

    def sources_of(self, name: str) -> list[Source]:
        """See `Record`."""
        query = "SELECT s.path, s.digest FROM sources s JOIN articles a ON a.id = s.article WHERE a.name = ?"
        return [Source(*row) for row in self.rows(query, name)]
