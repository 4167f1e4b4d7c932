"""The file of a library: opened, checked, and told apart from any other."""

import os
import shlex
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index import durable, sums

FILE = "library.sqlite"
# How many changes were reported as made: what SQLite's log loses to a bad disk it does not miss.
CHANGES = "library.changes"
# Held by the process that changes an index: see `index.writing`.
LOCK = "library.lock"
APPLICATION = 0x506C6374  # "Plct" in the file's header tells a library from any other SQLite file.
# Raised when reading, cleaning, cutting or the tables change, so that an index made before is made again.
FORMAT = 6
# SQLite's codes for what the disk, the rights or another process forbid: the file itself may be sound.
# PERM BUSY LOCKED READONLY IOERR FULL CANTOPEN
OUTSIDE = {3, 5, 6, 8, 10, 13, 14}
COMPANIONS = ("-wal", "-shm", "-journal")


class LibraryError(ValueError):
    """An index that cannot be opened or used; the message names it, says what is wrong and how to make it
    again.
    """


class UnusableLibrary(LibraryError):
    """An index that is damaged, or was made by another version or with another model: made again, it
    works.
    """


def connect(folder: Path) -> sqlite3.Connection:
    """Return a connection to a library of this version; nothing is checked but what the file says of itself.

    Where nothing may be written, neither does SQLite: see `_reading`.
    """
    path = folder / FILE
    if not path.is_file():
        raise LibraryError(f"{folder} holds no index: make one with `polycite index PATH... --to {folder}`")
    with readable(folder):
        connection = _writing(path) if writable(folder) else _reading(path)
        sums.prepare(connection)
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise LibraryError(f"{path} is not a Polycite index: name another folder, or move that file away")
        if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            raise UnusableLibrary(f"{folder} was made by another version of Polycite: {rebuild(folder)}")
        return connection


def connect_checked(folder: Path) -> sqlite3.Connection:
    """Return a connection to a library in which all is as it was stored; raise LibraryError."""
    connection = connect(folder)
    try:
        check(connection, folder)
        _settle(connection, folder)
    except BaseException:
        connection.close()
        raise
    return connection


def _settle(connection: sqlite3.Connection, folder: Path) -> None:
    """Compare a full-text index that a killed process left without a sum with what it indexes, and seal it;
    who is still writing it does so in the end.
    """
    if not writable(folder) or sums.sealed(connection):
        return
    with unwritten(folder) as nobody, readable(folder):
        if nobody:
            seal(connection, compared=False)


def seal(connection: sqlite3.Connection, *, compared: bool) -> None:
    """Sum the full-text index; compare it with what it indexes first, unless it was `compared` before."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if not (compared or sums.agree(connection)):
            raise sqlite3.DatabaseError("the full-text index holds other words than the passages")
        sums.seal(connection)


@contextmanager
def unwritten(folder: Path) -> Iterator[bool]:
    """Hold the index against changes where nobody is changing it; yield whether that is so."""
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _writing(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _reading(path: Path) -> sqlite3.Connection:
    """Return a connection that writes nothing, not even the files beside the library that SQLite reads with.

    A log that nobody has the rights to fold in is read in a copy.
    """
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or not log.stat().st_size:
        return _read_only(path, "immutable=1")
    try:
        connection = _read_only(path, "mode=ro")
        connection.execute("SELECT 1 FROM about").fetchone()
        return connection
    except sqlite3.OperationalError:
        with tempfile.TemporaryDirectory() as folder:
            for file in (path, log):
                shutil.copyfile(file, Path(folder) / file.name)
            whole = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
            with closing(sqlite3.connect(Path(folder) / path.name)) as copy:
                copy.backup(whole)
            whole.execute("PRAGMA query_only = ON")
            return whole


def _read_only(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?{how}", uri=True, check_same_thread=False, isolation_level=None
    )


def writable(folder: Path) -> bool:
    """Tell whether this process may change the library in `folder`."""
    return os.access(folder, os.W_OK) and os.access(folder / FILE, os.W_OK)


def stamp(folder: Path) -> tuple[int, ...]:
    """Return what tells one file of a library from the next; where nothing can be written, nothing but the
    file says that another process has changed it.
    """
    try:
        found = (folder / FILE).stat()
    except OSError:
        return ()
    log = folder / f"{FILE}-wal"
    changed = () if writable(folder) else (found.st_mtime_ns, found.st_size, log.exists())
    return (found.st_dev, found.st_ino, *changed)


def check(connection: sqlite3.Connection, folder: Path) -> None:
    """Raise UnusableLibrary when anything is not as it was stored."""
    # Read before the library: another process may add to both meanwhile.
    reported = reported_changes(folder)
    with readable(folder):
        if not sums.whole(connection):
            raise sqlite3.DatabaseError("a sum is wrong")
        [(made,)] = connection.execute("SELECT changes FROM about").fetchall()
        if made < reported:
            raise UnusableLibrary(
                f"the index in {folder} has lost {reported - made} changes that were made: {rebuild(folder)}"
            )


def reported_changes(folder: Path) -> int:
    """Return how many changes were reported as made, 0 when none are told of; raise UnusableLibrary."""
    try:
        number, _, total = (folder / CHANGES).read_bytes().partition(b" ")
        if zlib.crc32(number) != int(total):
            raise ValueError(total)
        return int(number)
    except FileNotFoundError:
        return 0
    except ValueError:
        raise UnusableLibrary(f"the index in {folder} is damaged ({CHANGES}): {rebuild(folder)}") from None


def report_changes(folder: Path, made: int) -> None:
    """Keep how many changes were made, all of them safely stored."""
    number = str(made).encode()
    durable.write(folder / CHANGES, number + b" %d" % zlib.crc32(number))


@contextmanager
def readable(folder: Path) -> Iterator[None]:
    """Turn what SQLite says of a damaged, locked or unwritable file into one line with its cure."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise LibraryError(f"another process changed the index in {folder} meanwhile: try again") from error
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in OUTSIDE:
            raise LibraryError(
                f"the index in {folder} cannot be used ({error}): free the disk or the file and try again"
            ) from error
        raise UnusableLibrary(f"the index in {folder} is damaged: {rebuild(folder)}") from error
    except UnicodeDecodeError as error:
        # SQLite repeats bytes of a damaged file that are no text any more.
        raise UnusableLibrary(f"the index in {folder} is damaged: {rebuild(folder)}") from error


def rebuild(folder: Path, model: str = "") -> str:
    """Return what to do about an index that cannot be used."""
    with_model = f" --model {shlex.quote(model)}" if model else ""
    return f"make it again with `polycite index PATH... --to {folder} --from-scratch{with_model}`"
