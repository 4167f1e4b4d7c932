"""Files and folders -> articles as they were read, each with what it states of itself."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from index.article import Article, ArticleError
from index.decode import NotText, decode
from index.header import Header, read_header

READABLE = (".txt", ".md", ".html", ".htm", ".pdf")
STDIN = Path("-")
MAX_BYTES = 20_000_000
PDF_SECONDS = 60
PDF_MEMORY = 1_500_000_000
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
PDF_START = b"%PDF-"
PDF_START_WITHIN = 1024
PDF_WEIGHT = 10
SURROGATES = re.compile("[\ud800-\udfff]")
KINDS = ", ".join(READABLE)


def find(path: Path) -> list[Path]:
    """Return the article files that a path names: itself, or the readable ones below a folder, sorted.

    Below a folder, hidden files, files of other kinds and links that lead out of it are passed over. The path
    `-` is standard input and names itself.

    :raises ArticleError: there is no such path, the folder holds no article, or the file is of another kind.
    """
    if path == STDIN:
        return [path]
    try:
        if not path.is_dir():
            _check_kind(path)
            return [path]
        found = sorted(_below(path))
    except PermissionError:
        raise ArticleError(f"{path}: you may not read it; change its permissions") from None
    if not found:
        raise ArticleError(f"{path}: this folder holds no article; put {KINDS} files into it")
    return found


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> Article:
    """Return one file as an article named after it, in the language "und" and with nothing removed.

    Offsets count from the text as decoded, with universal newlines; of HTML and PDF, from the text extracted.
    `max_bytes` bounds a text file; of a PDF, whose pictures weigh more than its words, it bounds the text.

    :raises ArticleError: no article can be made of it; the message is one sentence for the reader.
    """
    if path == STDIN:
        return read_bytes(sys.stdin.buffer.read(max_bytes + 1), "stdin", max_bytes=max_bytes)
    try:
        _check_kind(path)
        with path.open("rb") as file:
            raw = file.read(max_bytes * (PDF_WEIGHT if path.suffix.lower() == ".pdf" else 1) + 1)
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    is_pdf = raw[:PDF_START_WITHIN].lstrip().startswith(PDF_START)
    if raw and is_pdf != (path.suffix.lower() == ".pdf"):
        kind = (
            "a PDF under another name; rename it to .pdf"
            if is_pdf
            else "not a PDF; check what it is and rename it"
        )
        raise ArticleError(f"{path}: is {kind}")
    article = read_bytes(raw, str(path), max_bytes=max_bytes)
    return replace(article, name=path.stem)


def read_bytes(raw: bytes, name: str, *, max_bytes: int = MAX_BYTES) -> Article:
    """Return the text, web page or PDF that the bytes hold as an article; what it is, is read from its start.

    :raises ArticleError: no article can be made of it; the message is one sentence for the reader.
    """
    if not raw.strip():
        raise ArticleError(f"{name}: is empty; put the article's text into it")
    if raw[:PDF_START_WITHIN].lstrip().startswith(PDF_START):
        text, stated = _read_pdf(raw, name, max_bytes)
    else:
        text, stated = _read_text(raw, name, max_bytes)
    if not text.strip():
        raise ArticleError(f"{name}: holds no text; check that it is the article")
    header = read_header(text)
    return Article(
        name=name,
        text=text,
        title=stated.title or header.title,
        date=stated.date or header.date,
        publisher=stated.publisher or header.publisher,
        url=stated.url or header.url,
    )


def _check_kind(path: Path) -> None:
    """:raises ArticleError: the path is not a readable article file."""
    if not path.exists():
        raise ArticleError(f"{path}: there is no such file or folder; check the spelling")
    if path.is_dir():
        raise ArticleError(f"{path}: is a folder; name the files in it")
    if path.suffix.lower() not in READABLE:
        raise ArticleError(f"{path}: files of this kind cannot be read; use {KINDS}")
    if not path.is_file():
        raise ArticleError(f"{path}: is not a regular file; save its contents to one")


def _below(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(place, name) for name in files if not name.startswith(".")):
            if path.suffix.lower() in READABLE and path.is_file() and path.resolve().is_relative_to(root):
                yield path


def _read_text(raw: bytes, name: str, max_bytes: int) -> tuple[str, Header]:
    if len(raw) > max_bytes:
        raise ArticleError(f"{name}: is larger than {max_bytes:,} bytes of text; split it or raise the limit")
    try:
        text = decode(raw)
    except NotText:
        raise ArticleError(f"{name}: is not text, or in an unknown encoding; save it as UTF-8 text") from None
    if not HTML_START.match(text):
        return text, Header()
    from index.webpage import (
        read_webpage,
    )  # trafilatura takes 0.3 CPU-s to import, and only web pages need it

    main_text, stated = read_webpage(text)
    if not main_text:
        raise ArticleError(f"{name}: no article found in this web page; save its text as .txt")
    return main_text, stated


def _read_pdf(raw: bytes, name: str, max_characters: int) -> tuple[str, Header]:
    limits = map(str, (PDF_SECONDS, PDF_MEMORY, max_characters))
    reader = [sys.executable, "-I", str(Path(__file__).with_name("pdf.py")), *limits]
    try:
        child = subprocess.run(reader, input=raw, capture_output=True, timeout=2 * PDF_SECONDS, check=True)
        found = json.loads(child.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError):
        raise ArticleError(f"{name}: takes too much time or memory to read; save its text as .txt") from None
    if fault := found.get("fault"):
        raise ArticleError(f"{name}: {fault}")
    # Half a surrogate pair, as broken fonts give it, is no character and cannot be stored.
    text, title = (SURROGATES.sub("\ufffd", found[part]) for part in ("text", "title"))
    return text, Header(title=title)
