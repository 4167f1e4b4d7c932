"""The record of the embedded pair: all that one index holds, in one SQLite file."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from index import sums
from index.connection import UnusableLibrary, connect_checked, readable, report_changes, seal, stamp, writable
from index.faiss import FaissCandidates
from index.queries import Queries, Version
from index.readers import Reader, Readers
from index.record import Prepared, Source
from index.tables import drop_all, forget_source, insert_article, set_source


class Library(Queries):
    """One index on disk. SQLite holds all of it; an article goes in or out in one transaction.

    Safe for several threads: one connection writes, and each question reads with one of its own.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self._lock = threading.RLock()
        self._file = stamp(folder)
        self._opened = 1
        self._compared, self._unsealed = sums.sealed(connection), False
        self._readers = Readers(folder)
        self.model = str(connection.execute("SELECT model FROM about").fetchone()[0])

    def candidates(self) -> FaissCandidates:
        """See `Record`."""
        return FaissCandidates(self)

    def close(self) -> None:
        """See `Record`."""
        with self._lock:
            if self._unsealed:
                # No reason to fail: who opens it next compares the words themselves instead of their sum.
                with suppress(sqlite3.Error):
                    seal(self._connection, compared=self._compared)
                self._unsealed = False
            self._readers.close()
            self._connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See `Record`."""
        with self._reading() as (_, connection):
            if connection.in_transaction:
                yield
                return
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what one SELECT finds."""
        with self._reading() as (_, connection):
            return connection.execute(query, values).fetchall()

    def stored(self, table: str, ids: Iterable[int]) -> None:
        """Raise UnusableLibrary unless the rows of these ids are as they were stored."""
        with self._reading() as (_, connection):
            if not sums.sound(connection, table, ", ".join(map(str, ids))):
                raise sqlite3.DatabaseError(f"a sum of {table} is wrong")

    def version(self) -> Version:
        """See `Record`."""
        with self._reading() as (opened, connection):
            query = "SELECT began, changes, model FROM about"
            began, changes, model = connection.execute(query).fetchone()
        if model != self.model:
            raise UnusableLibrary(
                f"the index in {self.folder} was made again with another model, {model}: start this again"
            )
        return Version(opened, began, changes)

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """Hold a connection that only this thread has: in a snapshot always the same."""
        with readable(self.folder):
            if held := self._readers.held():
                yield held
                return
            self._follow()
            if not writable(self.folder):
                # There each connection may need a copy of the whole file.
                with self._lock:
                    yield Reader(self._opened, self._connection)
            else:
                with self._readers.one(self._opened) as reader:
                    yield reader

    def _follow(self) -> None:
        """Open the library again when another file has taken its place since."""
        if stamp(self.folder) == self._file:
            return
        with self._lock:
            now = stamp(self.folder)
            if now == self._file or self._connection.in_transaction:
                return
            fresh = connect_checked(self.folder)
            self._connection.close()
            self._connection, self._file = fresh, now
            self._opened += 1

    @contextmanager
    def together(self) -> Iterator[None]:
        """See `Record`: all that is changed inside is kept, or none of it."""
        with self._lock, readable(self.folder):
            self._follow()
            reader = Reader(self._opened, self._connection)
            with self._connection, self._readers.by(reader):
                self._connection.execute("BEGIN IMMEDIATE")
                sums.unseal(self._connection)
                yield
                made = count(self._connection, 0)
            self._unsealed = True
            report_changes(self.folder, made)

    def put(self, source: Source, prepared: Prepared) -> None:
        """See `Record`."""
        with self.change() as connection:
            forget_source(connection, source.path)
            set_source(connection, source, insert_article(connection, prepared))

    def link(self, source: Source, digest: str) -> None:
        """See `Record`."""
        with self.change() as connection:
            found = connection.execute("SELECT id FROM articles WHERE digest = ?", (digest,)).fetchone()
            if found is None:
                raise sqlite3.IntegrityError("the article was taken out")
            held = connection.execute("SELECT article FROM sources WHERE path = ?", (source.path,)).fetchone()
            if held != found:
                forget_source(connection, source.path)
            set_source(connection, source, found[0])

    def rename(self, digest: str, name: str) -> None:
        """Give the article of that digest a name, which no other may have."""
        with self.change() as connection:
            connection.execute("UPDATE articles SET name = ? WHERE digest = ?", (name, digest))

    def forget(self, path: str) -> None:
        """Take out a source, and its article where it was the only one."""
        with self.change() as connection:
            forget_source(connection, path)

    def empty(self, model: str) -> None:
        """Take out everything, and hold the vectors of `model` from now on."""
        with self.change() as connection:
            drop_all(connection)
            connection.execute("UPDATE about SET model = ?", (model,))
        self.model = model

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Hold the library for one change: all of what is written inside is kept, or none of it."""
        with self._lock, nullcontext() if self._connection.in_transaction else self.together():
            count(self._connection, 1)
            yield self._connection


def count(connection: sqlite3.Connection, more: int) -> int:
    """Count changes and return how many there were."""
    connection.execute("UPDATE about SET changes = changes + ?", [more])
    return int(connection.execute("SELECT changes FROM about").fetchone()[0])
