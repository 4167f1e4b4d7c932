"""An EPUB -> its chapters in reading order, each a place of its own, and what the book states of itself."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from lxml.etree import fromstring  # type: ignore[import-untyped]  # lxml ships no types
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from index.header import stated_date
from index.load.extract import Block, Extract, Unreadable, assemble
from index.load.markup import blocks, parsed
from index.load.opendocument import SAFE

CONTAINER = "META-INF/container.xml"
PAGES = (".xhtml", ".html", ".htm")
LONGEST_NAME = 60


def read(raw: bytes) -> Extract:
    """Return the chapters that the book lists, or all its pages by name when it lists none."""
    try:
        book = ZipFile(BytesIO(raw))
    except BadZipFile:
        raise Unreadable("is not a book, or broken: save it again as .epub") from None
    package, folder = _package(book)
    chapters = _listed(package, folder) if package is not None else []
    present = [name for name in chapters if name in book.namelist()]
    names = present or sorted(name for name in book.namelist() if name.lower().endswith(PAGES))
    found = assemble(block for name in names for block in _chapter(book.read(name)))
    if package is None:
        return found
    return replace(
        found,
        title=_stated(package, "title"),
        date=stated_date(_stated(package, "date")),
        publisher=_stated(package, "publisher"),
    )


def _package(book: ZipFile) -> tuple[HtmlElement | None, str]:
    """Return what lists the contents of the book, None without it, and the folder it lies in."""
    if CONTAINER not in book.namelist():
        return None, ""
    found = fromstring(book.read(CONTAINER), SAFE).xpath("//*[local-name()='rootfile']/@full-path")
    if not found or found[0] not in book.namelist():
        return None, ""
    return fromstring(book.read(found[0]), SAFE), posixpath.dirname(found[0])


def _listed(package: HtmlElement, folder: str) -> list[str]:
    items = {item.get("id"): item.get("href", "") for item in package.xpath("//*[local-name()='item']")}
    order = package.xpath("//*[local-name()='itemref']/@idref")
    return [posixpath.normpath(posixpath.join(folder, unquote(items.get(each, "")))) for each in order]


def _stated(package: HtmlElement, name: str) -> str:
    found = package.xpath(f"string(//*[local-name()='metadata']/*[local-name()='{name}'])")
    return " ".join(str(found).split())


def _chapter(raw: bytes) -> Iterator[Block]:
    said = list(blocks(parsed(raw)))
    heading = next((block.text for block in said if block.heading and block.text), "")
    return iter([replace(said[0], places=((0, heading[:LONGEST_NAME]),)), *said[1:]] if said else [])
