"""Everything an index holds, looked at once: one line for each thing that is not as it was stored."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from index import feedback, sums
from index.archive import REPORT, UPLOADED
from index.connection import LibraryError, connect, readable, reported_changes, unwritten, writable

WHOLE = {
    sums.SCHEMA: "the tables",
    "passage_terms": "the full-text index",
    "about": "what the index says of itself",
}


def checkup(folder: Path) -> Iterator[str]:
    """Yield a line for each fault of an index; nothing when it is sound. Raise LibraryError when there is
    none.
    """
    try:
        with closing(connect(folder)) as connection, readable(folder):
            yield from _library(connection, folder)
            yield from _uploaded(connection, folder)
    except LibraryError as error:
        yield str(error)
    yield from _beside(folder)


def _library(connection: sqlite3.Connection, folder: Path) -> Iterator[str]:
    reported = reported_changes(folder)
    yield from _broken(connection)
    for table, row in sums.faults(connection):
        yield f"{_of(connection, table, row)}: not as it was stored"
    [(made,)] = connection.execute("SELECT changes FROM about").fetchall()
    if made < reported:
        yield f"{reported - made} changes that were made are lost: read the articles again"
    if writable(folder):
        with unwritten(folder) as nobody:
            if nobody and not sums.agree(connection):
                yield "the full-text index: holds other words than the passages"


def _broken(connection: sqlite3.Connection) -> Iterator[str]:
    try:
        said = list(sums.broken(connection))
    except UnicodeDecodeError:
        # SQLite repeats bytes that are no text any more.
        said = ["is broken"]
    yield from (f"the file: {' '.join(line.split())}" for line in said)


def _of(connection: sqlite3.Connection, table: str, row: int) -> str:
    """Return what a row is, as a person calls it."""
    if table in WHOLE:
        return WHOLE[table]
    try:
        article = "id" if table == "articles" else "article"
        query = f"SELECT a.name FROM {table} t JOIN articles a ON a.id = t.{article} WHERE t.rowid = ?"
        [(name,)] = connection.execute(query, [row]).fetchall()
        return f"article {name}" if table == "articles" else f"article {name}, {table} {row}"
    except (sqlite3.Error, ValueError):
        return f"{table} {row}"


def _uploaded(connection: sqlite3.Connection, folder: Path) -> Iterator[str]:
    root = str((folder / UPLOADED).resolve())
    for path, digest in connection.execute("SELECT path, digest FROM sources ORDER BY path"):
        file = Path(path)
        if str(file.parent) == root:
            if not file.is_file():
                yield f"{UPLOADED}/{file.name}: is gone"
            elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                yield f"{UPLOADED}/{file.name}: is not the file that was read"


def _beside(folder: Path) -> Iterator[str]:
    if (folder / feedback.FILE).exists():
        try:
            with feedback.opened(folder):
                pass
        except LibraryError as error:
            yield str(error)
    if (folder / REPORT).exists():
        try:
            json.loads((folder / REPORT).read_bytes())
        except ValueError:
            yield f"{REPORT}: cannot be read; run `polycite eval --keep` again"
