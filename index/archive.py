"""An index as one file to put away, and back: the library, feedback, figures, and what was uploaded."""

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from index import derived, durable, feedback, sums
from index.connection import FILE, LibraryError, connect_checked, readable, report_changes
from index.store import exists
from index.writing import writing

ABOUT = "polycite.json"
# The folder of an index that keeps what was put in from the page.
UPLOADED = "uploaded"
REPORT = "evaluation.json"
# Questions that the page may begin with.
QUESTIONS = "questions.jsonl"


def backup(folder: Path, file: Path) -> None:
    """Write all of an index into a zip file, as it is at one moment, whoever asks or changes it meanwhile.

    Raise LibraryError when it is damaged, or when the file cannot be written.
    """
    fresh = file.with_name(f".{file.name}.{os.getpid()}.new")
    with _writable(file), TemporaryDirectory(dir=file.resolve().parent) as place:
        copy = Path(place) / FILE
        with closing(connect_checked(folder)) as connection, readable(folder):
            _copy(connection, copy)
        try:
            with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(ABOUT, json.dumps({"folder": str(folder.resolve())}))
                archive.write(copy, FILE)
                for path, name in _beside(folder, Path(place)):
                    archive.write(path, name)
            durable.sync(fresh)
            durable.move(fresh, file)
        finally:
            fresh.unlink(missing_ok=True)


def _copy(connection: sqlite3.Connection, to: Path) -> None:
    with closing(sqlite3.connect(to)) as copy:
        connection.backup(copy)


def _beside(folder: Path, place: Path) -> Iterator[tuple[Path, str]]:
    """Yield what is kept beside the library, each with its name in the archive."""
    if (folder / feedback.FILE).exists():
        with feedback.opened(folder) as connection:
            _copy(connection, place / feedback.FILE)
        yield place / feedback.FILE, feedback.FILE
    for name in (REPORT, QUESTIONS):
        if (folder / name).exists():
            yield folder / name, name
    for path in sorted((folder / UPLOADED).glob("[!.]*")):
        yield path, f"{UPLOADED}/{path.name}"


def restore(file: Path, folder: Path) -> None:
    """Make an index of what `backup` wrote; raise LibraryError when there is one, or the file is damaged."""
    with writing(folder), _whole(file) as archive:
        if exists(folder):
            raise LibraryError(f"{folder} holds an index: name another folder, or move that one away")
        before = json.loads(archive.read(ABOUT))["folder"]
        for name in archive.namelist():
            path = PurePosixPath(name)
            uploaded = path.parent == PurePosixPath(UPLOADED) and not path.name.startswith(".")
            if uploaded or name in (feedback.FILE, REPORT, QUESTIONS):
                (folder / name).parent.mkdir(exist_ok=True)
                _extract(archive, name, folder / name)
        # Last, and under its name at once: a restore cut short holds no index, and can be done again.
        fresh = folder / f"{FILE}.{os.getpid()}.new"
        _extract(archive, FILE, fresh)
        (folder / derived.FILE).unlink(missing_ok=True)
        made = _at_home(fresh, f"{before}/{UPLOADED}/", f"{folder.resolve()}/{UPLOADED}/")
        durable.move(fresh, folder / FILE)
        report_changes(folder, made)


def _extract(archive: zipfile.ZipFile, name: str, to: Path) -> None:
    with archive.open(name) as packed, to.open("wb") as file:
        shutil.copyfileobj(packed, file)
    durable.sync(to)


def _at_home(file: Path, before: str, now: str) -> int:
    """Say of uploaded files that they lie where they are now; return how many changes were ever made."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        sums.prepare(connection)
        if not sums.whole(connection):
            raise sqlite3.DatabaseError("a sum is wrong")
        connection.execute(
            "UPDATE sources SET path = ?2 || substr(path, length(?1) + 1)"
            " WHERE substr(path, 1, length(?1)) = ?1",
            (before, now),
        )
        return int(connection.execute("SELECT changes FROM about").fetchone()[0])


@contextmanager
def _writable(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(f"{file} cannot be written ({error.strerror}): name another file") from None


@contextmanager
def _whole(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError:
        raise LibraryError(f"there is no file {file}: check the spelling") from None
    except (LibraryError, OSError):
        raise
    # One turned bit may ask for a password or a way of packing that is not there.
    except Exception as error:
        raise LibraryError(f"{file} is no backup of an index, or is damaged: take another") from error
