"""How a library begins, is opened, and makes way for another."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index import derived, durable, sums
from index.connection import (
    APPLICATION,
    CHANGES,
    COMPANIONS,
    FILE,
    FORMAT,
    LibraryError,
    UnusableLibrary,
    connect,
    connect_checked,
    readable,
    rebuild,
)
from index.record import Source
from index.sqlite import Library, count
from index.tables import SCHEMA

__all__ = ["FILE", "Library", "LibraryError", "Source", "UnusableLibrary", "create", "remade"]
# Where a library is made that is to take the place of another.
REMAKING = ".remaking"


def create(folder: Path, model: str) -> Library:
    """Return an empty library for the vectors of `model`.

    A sound library is emptied in one transaction, so that whoever has it open sees it; one that is damaged or
    of another version is replaced. Raise LibraryError when the file there is not Polycite's.
    """
    try:
        library = _opened(folder) if exists(folder) else None
    except UnusableLibrary:
        library = None
    if library is None:
        _write_empty(folder, model)
        return open_library(folder, model)
    library.empty(model)
    return library


@contextmanager
def remade(folder: Path, model: str) -> Iterator[Library]:
    """Yield an empty library that takes the place of the one in `folder` at the end, all at once.

    Until then, and for good when the block fails, whoever asks is answered from the one there is.
    """
    beside = folder / REMAKING
    shutil.rmtree(beside, ignore_errors=True)
    library = create(beside, model)
    try:
        yield library
        library.close()
        _take_over(beside, folder)
    finally:
        library.close()
        shutil.rmtree(beside, ignore_errors=True)


def _take_over(beside: Path, folder: Path) -> None:
    with closing(connect(beside)) as fresh:
        try:
            with closing(connect(folder)) as old, readable(folder):
                # One more than there were, so that whoever has the old one open sees that it is another.
                count(fresh, old.execute("SELECT changes FROM about").fetchone()[0] + 1)
                fresh.execute("UPDATE about SET began = changes")
                # One transaction: who reads the old one goes on reading it, who comes next has the new one.
                fresh.backup(old)
        except UnusableLibrary:
            pass
        else:
            return
    _replace(folder, beside / FILE)


def _replace(folder: Path, fresh: Path) -> None:
    """Put a closed library where one is that nobody can read, or none."""
    for name in (CHANGES, derived.FILE, *(f"{FILE}{suffix}" for suffix in COMPANIONS)):
        (folder / name).unlink(missing_ok=True)
    durable.sync(fresh)
    durable.move(fresh, folder / FILE)


def _write_empty(folder: Path, model: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"{folder} cannot hold an index ({error.strerror}): name another folder") from None
    # The tables appear under the library's name all at once: a killed process leaves nothing half made.
    fresh = folder / f"{FILE}.{os.getpid()}.new"
    fresh.unlink(missing_ok=True)
    with readable(folder), closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        sums.prepare(connection)
        connection.executescript(
            f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
            f" PRAGMA journal_mode = WAL; {SCHEMA}"
        )
        sums.install(connection)
        connection.execute("INSERT INTO about VALUES (?, 0, 0)", (model,))
    _replace(folder, fresh)


def exists(folder: Path) -> bool:
    """Tell whether `folder` holds a library, sound or not."""
    return (folder / FILE).exists()


def model_of(folder: Path) -> str:
    """Return the name by which `index.models` opens the model that the library in `folder` was made with.

    Raise LibraryError as `open_library` does.
    """
    with readable(folder), closing(connect(folder)) as connection:
        [model] = connection.execute("SELECT model FROM about").fetchone()
        if not sums.sound(connection, "about", "SELECT rowid FROM about"):
            raise sqlite3.DatabaseError("a sum is wrong")
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
            f" {rebuild(folder, _opened_by(model))}"
        )
    return library


def _opened_by(model: str) -> str:
    return model.rpartition("@")[0]


def _opened(folder: Path) -> Library:
    return Library(folder, connect_checked(folder))
