"""Uploaded files under their names, at every moment a whole one, whenever the process is killed.

A file comes in as a copy in the hidden folder COMING. It is in once the index holds it; then it takes its
place, and what had its name before waits in PREVIOUS.
"""

import hashlib
import logging
from pathlib import Path

from index import durable
from index.archive import UPLOADED
from index.record import Record

COMING = ".coming"
PREVIOUS = ".previous"

log = logging.getLogger(__name__)


def settle(folder: Path, library: Record) -> None:
    """Finish what a killed process had begun with an uploaded file and the index holds, take back the rest.

    Whoever calls it is the one writer.
    """
    held = library.sources()
    root = (folder / UPLOADED).resolve()
    for coming in _files(root / COMING):
        path = root / coming.name
        if finish := digest(coming) == held.get(str(path)) != digest(path):
            take_place(path)
        coming.unlink(missing_ok=True)
        log.warning("%s was cut short as it came: %s", path.name, "finished" if finish else "taken back")
    for previous in _files(root / PREVIOUS):
        path = root / previous.name
        if digest(previous) == held.get(str(path)) != digest(path):
            durable.move(previous, path)
            log.warning("%s was cut short as it was brought back: finished", path.name)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def take_place(path: Path) -> None:
    """Put a file that has come in under its name, and keep what had that name before."""
    waiting = aside(path, PREVIOUS)
    if path.exists():
        # A copy: at no moment is there nothing under the name.
        durable.copy(path, waiting)
    else:
        waiting.unlink(missing_ok=True)
    durable.move(aside(path, COMING), path)


def aside(path: Path, where: str) -> Path:
    """Return where a file of that name waits, in a hidden folder that is there."""
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    return folder / path.name


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, empty when there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
