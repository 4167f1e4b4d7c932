"""One process at a time changes an index; whoever only asks it is never kept waiting."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.connection import FILE, LOCK, LibraryError
from index.store import REMAKING


def unsaid() -> None:
    """Say nothing."""


@contextmanager
def writing(folder: Path, *, patience: float = -1, waits: Callable[[], None] = unsaid) -> Iterator[None]:
    """Hold the index in `folder` for changes; the system lets go of it when the process ends, or is killed.

    `waits` is called when another process has it. Raise LibraryError when that goes on for more than
    `patience` seconds, negative for ever, or when nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waits()
            lock.acquire(timeout=patience)
    except Timeout:
        raise LibraryError(
            f"another process is changing the index in {folder}: try again when it is done"
        ) from None
    except OSError as error:
        raise LibraryError(f"{folder} cannot hold an index ({error.strerror}): name another folder") from None
    try:
        _sweep(folder)
        yield
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    """Take away what killed processes have begun and left: nobody else is writing now."""
    shutil.rmtree(folder / REMAKING, ignore_errors=True)
    for name in (f"{FILE}.*.new*", ".*.new"):
        for left in folder.glob(name):
            left.unlink(missing_ok=True)
