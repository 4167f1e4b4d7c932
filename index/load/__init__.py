"""Files and folders -> articles as they were read, each with what it states of itself."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from index.article import Article, ArticleError, Place, Sentence
from index.header import read_header
from index.load.extract import Unreadable
from index.load.kinds import PACKED, READABLE, USUAL
from index.load.worker import extract

__all__ = ["MAX_BYTES", "READABLE", "STDIN", "find", "passed_over", "read", "read_bytes"]

STDIN = Path("-")
MAX_BYTES = 20_000_000
PACKED_WEIGHT = 10
PDF_START = b"%PDF-"
PDF_START_WITHIN = 1024


def find(path: Path) -> list[Path]:
    """Return the article files that a path names: itself, or the readable ones below a folder, sorted.

    Below a folder, hidden files, files of other kinds and links that lead out of it are passed over, as
    `passed_over` tells. The path `-` is standard input and names itself.

    :raises ArticleError: there is no such path, the folder holds no article, or the file is of another kind.
    """
    if path == STDIN:
        return [path]
    try:
        if not path.is_dir():
            _check_kind(path)
            return [path]
        found = sorted(file for file, why_not in _below(path) if not why_not)
    except PermissionError:
        raise ArticleError(f"{path}: you may not read it; change its permissions") from None
    if not found:
        raise ArticleError(f"{path}: this folder holds no article; put {USUAL} files into it")
    return found


def passed_over(path: Path) -> list[tuple[Path, str]]:
    """Return what `find` leaves out below a folder, sorted, each with the reason; nothing for a file."""
    return sorted((file, why_not) for file, why_not in _below(path) if why_not) if path.is_dir() else []


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> Article:
    """Return one file as an article named after it, in the language "und" and with nothing removed.

    Offsets count from the text as decoded, with universal newlines; of HTML, PDF and the like, from the text
    extracted. `max_bytes` bounds a text file; of a file whose pictures weigh more than its words, the text.

    :raises ArticleError: no article can be made of it; the message is one sentence for the reader.
    """
    if path == STDIN:
        return read_bytes(sys.stdin.buffer.read(max_bytes + 1), "stdin", max_bytes=max_bytes)
    kind = path.suffix.lower()
    try:
        _check_kind(path)
        with path.open("rb") as file:
            raw = file.read(max_bytes * (PACKED_WEIGHT if kind in PACKED else 1) + 1)
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    is_pdf = _is_pdf(raw)
    if raw and is_pdf != (kind == ".pdf"):
        fault = (
            "a PDF under another name; rename it to .pdf"
            if is_pdf
            else "not a PDF; check what it is and rename it"
        )
        raise ArticleError(f"{path}: is {fault}")
    return replace(_read(raw, str(path), kind, max_bytes), name=path.stem)


def read_bytes(raw: bytes, name: str, *, max_bytes: int = MAX_BYTES) -> Article:
    """Return the text, web page or PDF that the bytes hold as an article; what it is, is read from its start.

    :raises ArticleError: no article can be made of it; the message is one sentence for the reader.
    """
    return _read(raw, name, ".pdf" if _is_pdf(raw) else ".txt", max_bytes)


def _read(raw: bytes, name: str, kind: str, max_bytes: int) -> Article:
    if not raw.strip():
        raise ArticleError(f"{name}: is empty; put the article's text into it")
    if kind not in PACKED and len(raw) > max_bytes:
        raise ArticleError(f"{name}: is larger than {max_bytes:,} bytes of text; split it or raise the limit")
    try:
        found = extract(raw, kind, characters=max_bytes)
    except Unreadable as fault:
        raise ArticleError(f"{name}: {fault}") from None
    header = read_header(found.text)
    return Article(
        name=name,
        text=found.text,
        title=found.title or header.title,
        date=found.date or header.date,
        publisher=found.publisher or header.publisher,
        url=found.url or header.url,
        places=tuple(Place(start, called) for start, called in found.places),
        units=tuple(Sentence(start, end) for start, end in found.units),
        headings=tuple(Sentence(start, end) for start, end in found.headings),
        notes=found.notes,
    )


def _is_pdf(raw: bytes) -> bool:
    return raw[:PDF_START_WITHIN].lstrip().startswith(PDF_START)


def _check_kind(path: Path) -> None:
    """:raises ArticleError: the path is not a readable article file."""
    if not path.exists():
        raise ArticleError(f"{path}: there is no such file or folder; check the spelling")
    if path.is_dir():
        raise ArticleError(f"{path}: is a folder; name the files in it")
    if path.suffix.lower() not in READABLE:
        raise ArticleError(f"{path}: files of this kind cannot be read; use {USUAL}")
    if not path.is_file():
        raise ArticleError(f"{path}: is not a regular file; save its contents to one")


def _below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield all files below a folder, each with why it is passed over, empty when it is not.

    A hidden folder is yielded itself, and nothing in it.
    """
    root = folder.resolve()
    for place, folders, files in os.walk(folder):
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = [name for name in folders if name not in hidden]
        yield from ((Path(place, name), "is a hidden folder") for name in hidden)
        links = (Path(place, name) for name in folders)
        yield from ((path, "is a link to a folder") for path in links if path.is_symlink())
        for path in (Path(place, name) for name in files):
            yield path, _why_not(path, root)


def _why_not(path: Path, root: Path) -> str:
    if path.name.startswith("."):
        return "is hidden"
    if path.suffix.lower() not in READABLE:
        return f"files ending in {path.suffix} are not read" if path.suffix else "its name has no ending"
    if not path.is_file():
        return "is not a regular file"
    return "" if path.resolve().is_relative_to(root) else "is a link that leads out of the folder"
