"""What a person names as a source -> the files to read: a file, a folder, an archive, a feed, a store."""

import codecs
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import urlsplit

from lxml.etree import XMLParser, XMLSyntaxError, fromstring  # type: ignore[import-untyped]  # ships no types

from index.article import ArticleError
from index.fetch import Fetched, Fetcher, is_address
from index.load import STDIN, find, passed_over
from index.load.kinds import ARCHIVES, KINDS, PACKED, READABLE
from index.stores import is_stored, listed

MOST_FILES = 10_000
MOST_ENTRIES = 100
# Bytes of all files of an archive together.
MOST_UNPACKED = 1_000_000_000
TOO_MUCH = "holds too much to unpack here; unpack it and name its folder"
BLOCK = 1_000_000
MEDIA_TYPES = {
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}
FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")
LINKS = (
    "//*[local-name()='item']/*[local-name()='link']/text()"
    " | //*[local-name()='entry']/*[local-name()='link'][not(@rel) or @rel='alternate']/@href"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read and the name that the index knows it by: its path, its place in an archive, its address;
    what lies in a store has no other.

    One that will not be read says `why_not`; it has `failed` when that is a fault and no choice.
    """

    name: str
    file: Path = STDIN
    why_not: str = ""
    failed: bool = False


def expand(source: str, workspace: Path, fetcher: Fetcher) -> Iterator[Item]:
    """Yield what a source holds; what is fetched or unpacked goes into the empty folder `workspace`."""
    try:
        if is_address(source):
            yield from _fetched(source, workspace, fetcher)
        elif is_stored(source):
            yield from _stored(source)
        else:
            yield from _local(Path(source), workspace)
    except ArticleError as error:
        yield Item(source, why_not=str(error), failed=True)


def is_there(name: str) -> bool:
    """Say whether what was read may still be there: an address is, and a file of an archive that is there."""
    if name == str(STDIN) or is_address(name) or is_stored(name):
        return True
    path = Path(name)
    return path.exists() or any(parent.is_file() for parent in path.parents)


def _local(path: Path, workspace: Path) -> Iterator[Item]:
    if _is_archive(path):
        yield from _unpacked(path, workspace)
        return
    left_out = passed_over(path)
    archives = [file for file, _ in left_out if _is_archive(file)]
    yield from (Item(str(file), why_not=why) for file, why in left_out if file not in archives)
    for archive in archives:
        yield from _unpacked(archive, workspace)
    try:
        found = find(path)
    except ArticleError:
        if not archives:
            raise
        return
    yield from (Item(str(file) if file == STDIN else str(file.resolve()), file) for file in found)


def _stored(address: str) -> Iterator[Item]:
    for name, inside in listed(address):
        yield Item(name, Path(name), why_not=_why_not(inside))


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith(ARCHIVES) and path.is_file()


def _unpacked(archive: Path, workspace: Path) -> Iterator[Item]:
    """Yield the files of an archive; what it calls them names nothing on this machine."""
    room = MOST_UNPACKED
    try:
        for number, (name, stream) in enumerate(_members(archive)):
            if number >= MOST_FILES:
                raise ArticleError(f"{archive}: {TOO_MUCH}")
            parts = name.replace("\\", "/").split("/")
            inside = PurePosixPath(*(part for part in parts if part not in ("", "..")))
            shown, kind = str(archive.resolve() / inside), inside.suffix.lower()
            if why_not := _why_not(inside):
                yield Item(shown, why_not=why_not)
                continue
            path = _fresh(kind, workspace)
            # By and by: what is packed may be far larger than this machine's memory.
            with path.open("wb") as file:
                while block := stream.read(BLOCK):
                    room -= len(block)
                    if room < 0:
                        raise ArticleError(f"{archive}: {TOO_MUCH}")
                    file.write(block)
            yield Item(shown, path)
    except ArticleError as error:
        yield Item(str(archive), why_not=str(error), failed=True)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, RuntimeError, zlib.error, ValueError):
        fault = f"{archive}: is broken or needs a password; unpack it and name its folder"
        yield Item(str(archive), why_not=fault, failed=True)


def _why_not(inside: PurePosixPath) -> str:
    if any(part.startswith(".") for part in inside.parts):
        return "is hidden"
    return "" if inside.suffix.lower() in KINDS else f"files ending in {inside.suffix} are not read"


def _members(archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    if archive.suffix.lower() == ".zip":
        with zipfile.ZipFile(archive) as opened:
            for member in opened.infolist():
                if not member.is_dir():
                    with opened.open(member) as packed:
                        yield member.filename, packed
        return
    with tarfile.open(archive) as tape:
        for entry in tape:
            if entry.isfile() and (stream := tape.extractfile(entry)):
                yield entry.name, stream


def _fetched(address: str, workspace: Path, fetcher: Fetcher) -> Iterator[Item]:
    page = fetcher.fetch(address)
    entries = _entries(page)
    if not entries:
        yield Item(address, _kept(_encoded(page), _kind(page), workspace))
    for entry in entries[:MOST_ENTRIES]:
        try:
            page = fetcher.fetch(entry)
            yield Item(entry, _kept(_encoded(page), _kind(page), workspace))
        except ArticleError as error:
            yield Item(entry, why_not=str(error), failed=True)


def _entries(page: Fetched) -> list[str]:
    """Return the addresses that a feed lists, none when it is no feed."""
    if page.media_type not in FEEDS or b"<html" in page.raw[:1000].lower():
        return []
    try:
        found = fromstring(page.raw, XMLParser(resolve_entities=False, no_network=True)).xpath(LINKS)
    except XMLSyntaxError:
        return []
    return [link for link in dict.fromkeys(str(each).strip() for each in found) if is_address(link)]


def _kind(page: Fetched) -> str:
    ending = PurePosixPath(urlsplit(page.address).path).suffix.lower()
    known = MEDIA_TYPES.get(page.media_type)
    return known or (ending if ending in READABLE and page.media_type != "text/html" else ".html")


def _encoded(page: Fetched) -> bytes:
    """Return the bytes of a page, in UTF-8 where only the server says what they are."""
    if _kind(page) in PACKED or not page.charset:
        return page.raw
    try:
        text = page.raw.decode(page.charset)
    except (LookupError, UnicodeError):
        return page.raw
    return codecs.BOM_UTF8 + text.removeprefix("\ufeff").encode("utf-8", "replace")


def _kept(raw: bytes, kind: str, workspace: Path) -> Path:
    path = _fresh(kind, workspace)
    path.write_bytes(raw)
    return path


def _fresh(kind: str, workspace: Path) -> Path:
    return workspace / f"{len(list(workspace.iterdir()))}{kind}"
