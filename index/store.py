"""A library: the articles, passages, sentences and vectors of one index, in one SQLite file."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.article import Article, Removal
from index.tables import SCHEMA, Prepared, drop_orphans, forget_source, insert_article

FILE = "library.sqlite"
APPLICATION = 0x506C6374  # "Plct" in the file's header tells a library from any other SQLite file.
# Raised when reading, cleaning, cutting or the tables change, so that an index made before is made again.
FORMAT = 1


class LibraryError(ValueError):
    """An index that cannot be opened or used; the message names it, says what is wrong and how to make it
    again.
    """


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article was read, and the SHA-256 of the bytes that were there."""

    path: str
    digest: str


class Library:
    """One index on disk. SQLite holds all of it; an article goes in or out in one transaction.

    Safe for several threads: each statement holds the one connection for as long as it runs.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self._lock = threading.RLock()
        self.model = str(self.rows("SELECT model FROM about")[0][0])

    def close(self) -> None:
        """Close the file; the library cannot be used afterwards."""
        with self._lock:
            self._connection.close()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what one SELECT finds."""
        with self._lock, _readable(self.folder):
            return self._connection.execute(query, values).fetchall()

    def version(self) -> int:
        """Return a number that changes whenever another connection has changed the library."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def sources(self) -> dict[str, str]:
        """Return the SHA-256 of the bytes of every file that was read, by path."""
        return dict(self.rows("SELECT path, digest FROM sources"))

    def names(self) -> dict[str, str]:
        """Return the name of every article, by the digest of its text."""
        return dict(self.rows("SELECT digest, name FROM articles"))

    def held_only_by(self, path: str) -> str | None:
        """Return the name of the article that no other source holds, and that goes when this one changes."""
        query = (
            "SELECT name FROM articles a JOIN sources s ON s.article = a.id WHERE s.path = ?"
            " AND (SELECT count(*) FROM sources WHERE article = a.id) = 1"
        )
        return next((name for (name,) in self.rows(query, path)), None)

    def counts(self) -> dict[str, int]:
        """Return how many articles each language has."""
        return dict(self.rows("SELECT language, count(*) FROM articles GROUP BY language ORDER BY language"))

    def articles(self) -> list[Article]:
        """Return all articles, by name."""
        return [self.article(found) for (found,) in self.rows("SELECT id FROM articles ORDER BY name")]

    def named(self, name: str) -> Article | None:
        """Return the article of that name, None when there is none."""
        found = self.rows("SELECT id FROM articles WHERE name = ?", name)
        return self.article(found[0][0]) if found else None

    def article(self, article_id: int) -> Article:
        """Return one article with its removals."""
        columns = "name, text, title, language, date, publisher, url"
        fields = self.rows(f"SELECT {columns} FROM articles WHERE id = ?", article_id)[0]
        removed = self.rows(
            "SELECT rule, start, end FROM removals WHERE article = ? ORDER BY start", article_id
        )
        return replace(Article(*fields), removed=tuple(Removal(*removal) for removal in removed))

    def put(self, source: Source, prepared: Prepared) -> None:
        """Store an article as what `source` now holds; what it held before goes, unless another source holds
        it too.
        """
        with self._change() as connection:
            forget_source(connection, source.path)
            article_id = insert_article(connection, prepared)
            connection.execute(
                "INSERT INTO sources VALUES (?, ?, ?)", (source.path, source.digest, article_id)
            )

    def link(self, source: Source, digest: str) -> None:
        """Say that `source` holds the article of that digest, which is stored already."""
        with self._change() as connection:
            article_id = connection.execute("SELECT id FROM articles WHERE digest = ?", (digest,)).fetchone()[
                0
            ]
            connection.execute(
                "UPDATE sources SET article = ?, digest = ? WHERE path = ?",
                (article_id, source.digest, source.path),
            )
            connection.execute(
                "INSERT OR IGNORE INTO sources VALUES (?, ?, ?)", (source.path, source.digest, article_id)
            )
            drop_orphans(connection)

    def forget(self, path: str) -> None:
        """Take out a source, and its article where it was the only one."""
        with self._change() as connection:
            forget_source(connection, path)

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _readable(self.folder), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection


def create(folder: Path, model: str) -> Library:
    """Make an empty library for the vectors of `model`, in place of any library that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal", "-shm", "-journal"):
        (folder / f"{FILE}{suffix}").unlink(missing_ok=True)
    # The tables appear under the library's name all at once: a killed process leaves nothing half made.
    fresh = folder / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    connection = sqlite3.connect(fresh)
    connection.executescript(
        f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT}; {SCHEMA}"
    )
    connection.execute("INSERT INTO about VALUES (?)", (model,))
    connection.commit()
    connection.close()
    fresh.replace(folder / FILE)
    return open_library(folder, model)


def exists(folder: Path) -> bool:
    """Tell whether `folder` holds a library, sound or not."""
    return (folder / FILE).exists()


def open_library(folder: Path, model: str) -> Library:
    """Open the library in `folder`, or raise LibraryError: there is none, it is foreign, old, damaged or of
    another model.
    """
    path = folder / FILE
    if not path.is_file():
        raise LibraryError(f"{folder} holds no index: make one with `polycite index PATH... --to {folder}`")
    with _readable(folder):
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise LibraryError(f"{path} is not a Polycite index: name another folder, or move that file away")
        if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            raise LibraryError(f"{folder} was made by another version of Polycite: {_rebuild(folder)}")
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("quick_check")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        library = Library(folder, connection)
    if library.model != model:
        library.close()
        raise LibraryError(
            f"the index in {folder} was made with the model {library.model}, not {model}: {_rebuild(folder)}"
        )
    return library


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Turn what SQLite says of a damaged, locked or unwritable file into one line with its cure."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LibraryError(
            f"the index in {folder} cannot be used ({error}): free the disk or the file and try again"
        ) from error
    except sqlite3.DatabaseError as error:
        raise LibraryError(f"the index in {folder} is damaged: {_rebuild(folder)}") from error


def _rebuild(folder: Path) -> str:
    return f"make it again with `polycite index PATH... --to {folder} --from-scratch`"
