"""A library: the articles, passages, sentences and vectors of one index, in one SQLite file."""

import os
import shlex
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.article import Article, Removal
from index.tables import SCHEMA, Prepared, drop_orphans, forget_source, insert_article

FILE = "library.sqlite"
APPLICATION = 0x506C6374  # "Plct" in the file's header tells a library from any other SQLite file.
# Raised when reading, cleaning, cutting or the tables change, so that an index made before is made again.
FORMAT = 3


class LibraryError(ValueError):
    """An index that cannot be opened or used; the message names it, says what is wrong and how to make it
    again.
    """


class UnusableLibrary(LibraryError):
    """An index that is damaged, or was made by another version or with another model: made again, it
    works.
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

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold the library as it is now: all that is read inside fits together, whoever writes meanwhile."""
        with self._lock, _readable(self.folder):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("COMMIT")

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

    def headlines(self) -> list[str]:
        """Return the titles of all articles, by the names of the articles."""
        return [title for (title,) in self.rows("SELECT title FROM articles ORDER BY name")]

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
        with self.change() as connection:
            forget_source(connection, source.path)
            article_id = insert_article(connection, prepared)
            connection.execute(
                "INSERT INTO sources VALUES (?, ?, ?)", (source.path, source.digest, article_id)
            )

    def link(self, source: Source, digest: str) -> None:
        """Say that `source` holds the article of that digest, which is stored already."""
        with self.change() as connection:
            found = connection.execute("SELECT id FROM articles WHERE digest = ?", (digest,)).fetchone()
            if found is None:
                raise sqlite3.IntegrityError("the article was taken out")
            article_id = found[0]
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
        with self.change() as connection:
            forget_source(connection, path)

    def empty(self, model: str) -> None:
        """Take out everything, and hold the vectors of `model` from now on."""
        with self.change() as connection:
            connection.execute("DELETE FROM sources")
            drop_orphans(connection)
            connection.execute("UPDATE about SET model = ?", (model,))
        self.model = model

    def paths(self, digest: str) -> list[str]:
        """Return where the article of that digest was read."""
        query = "SELECT path FROM sources s JOIN articles a ON a.id = s.article WHERE a.digest = ?"
        return [path for (path,) in self.rows(query, digest)]

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Hold the library for one change: all of what is written inside is kept, or none of it."""
        with self._lock, _readable(self.folder), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection


def create(folder: Path, model: str) -> Library:
    """Return an empty library for the vectors of `model`.

    A sound library is emptied in one transaction, so that whoever has it open sees it; one that is damaged or
    of another version is replaced. Raise LibraryError when the file there is not Polycite's.
    """
    try:
        library = _opened(folder) if exists(folder) else None
    except UnusableLibrary:
        for suffix in ("", "-wal", "-shm", "-journal"):
            (folder / f"{FILE}{suffix}").unlink(missing_ok=True)
        library = None
    if library is None:
        _write_empty(folder, model)
        return open_library(folder, model)
    library.empty(model)
    return library


def _write_empty(folder: Path, model: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"{folder} cannot hold an index ({error.strerror}): name another folder") from None
    # The tables appear under the library's name all at once: a killed process leaves nothing half made.
    fresh = folder / f"{FILE}.{os.getpid()}.new"
    with _readable(folder):
        connection = sqlite3.connect(fresh)
        connection.executescript(
            f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT}; {SCHEMA}"
        )
        connection.execute("INSERT INTO about VALUES (?)", (model,))
        connection.commit()
        connection.close()
    fresh.replace(folder / FILE)


def exists(folder: Path) -> bool:
    """Tell whether `folder` holds a library, sound or not."""
    return (folder / FILE).exists()


def model_of(folder: Path) -> str:
    """Return the name by which `index.models` opens the model that the library in `folder` was made with.

    Raise LibraryError as `open_library` does.
    """
    with _readable(folder), closing(_connected(folder)) as connection:
        [model] = connection.execute("SELECT model FROM about").fetchone()
    return _opened_by(model)


def open_library(folder: Path, model: str) -> Library:
    """Open the library in `folder`.

    Raise LibraryError when there is none or it is foreign, and UnusableLibrary when it is damaged or of
    another version or model.
    """
    library = _opened(folder)
    if library.model != model:
        library.close()
        raise UnusableLibrary(
            f"the index in {folder} was made with the model {library.model}, not {model}:"
            f" {_rebuild(folder, _opened_by(model))}"
        )
    return library


def _opened_by(model: str) -> str:
    return model.rpartition("@")[0]


def _opened(folder: Path) -> Library:
    with _readable(folder):
        connection = _connected(folder)
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("quick_check")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return Library(folder, connection)


def _connected(folder: Path) -> sqlite3.Connection:
    """Return a connection to a library of this version; nothing is checked but what the file says of
    itself.
    """
    path = folder / FILE
    if not path.is_file():
        raise LibraryError(f"{folder} holds no index: make one with `polycite index PATH... --to {folder}`")
    with _readable(folder):
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise LibraryError(f"{path} is not a Polycite index: name another folder, or move that file away")
        if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            raise UnusableLibrary(f"{folder} was made by another version of Polycite: {_rebuild(folder)}")
        return connection


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Turn what SQLite says of a damaged, locked or unwritable file into one line with its cure."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LibraryError(
            f"the index in {folder} cannot be used ({error}): free the disk or the file and try again"
        ) from error
    except sqlite3.IntegrityError as error:
        raise LibraryError(f"another process changed the index in {folder} meanwhile: try again") from error
    except sqlite3.DatabaseError as error:
        raise UnusableLibrary(f"the index in {folder} is damaged: {_rebuild(folder)}") from error


def _rebuild(folder: Path, model: str = "") -> str:
    with_model = f" --model {shlex.quote(model)}" if model else ""
    return f"make it again with `polycite index PATH... --to {folder} --from-scratch{with_model}`"
