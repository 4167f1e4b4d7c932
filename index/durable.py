"""Files that are there whole or not at all, whatever is killed and whenever the power goes."""

import os
import shutil
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put bytes where `path` says; who reads it meanwhile has the old file or the new one, never a part."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        move(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def copy(path: Path, to: Path) -> None:
    """Put the content of one file where `to` says, whole or not at all."""
    fresh = to.with_name(f".{to.name}.{os.getpid()}.new")
    try:
        shutil.copyfile(path, fresh)
        sync(fresh)
        move(fresh, to)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def move(path: Path, to: Path) -> None:
    """Give a file another name, in the place of what has it, so that it keeps it when the power goes."""
    path.replace(to)
    sync_folder(to.parent)


def sync(path: Path) -> None:
    """Have the disk keep what a file holds."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder."""
    if os.name != "posix":  # Windows opens no folders, and keeps names by itself.
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
