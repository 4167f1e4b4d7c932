"""The PDF that an article was read from, where it is still what it was, its pages, and the ways to them."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlencode

from index.article import Article
from index.fetch import is_address
from index.record import Record
from page.markup import safe
from page.phrases import Phrases

PAGE = re.compile(r"p\. ([0-9]+)")
PDF = ".pdf"


def is_pdf(article: Article, library: Record) -> bool:
    """Tell whether an article was read from the pages of a PDF."""
    return any(source.path.lower().endswith(PDF) for source in library.sources_of(article.name))


def original(article: Article, library: Record) -> bytes | None:
    """Return the PDF that an article was read from, None when it is gone or has changed since."""
    for source in library.sources_of(article.name):
        file = Path(source.path)
        if is_address(source.path) or file.suffix.lower() != PDF or not file.is_file():
            continue
        try:
            raw = file.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(raw).hexdigest() == source.digest:
            return raw
    return None


def parts(article: Article, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return `article.text[start:end]` by the pages it stands on: number, start and end."""
    ends = [*(place.start for place in article.places[1:]), len(article.text)]
    return [
        (int(page[1]), max(start, place.start), min(end, until))
        for place, until in zip(article.places, ends, strict=True)
        if (page := PAGE.fullmatch(place.name)) and max(start, place.start) < min(end, until)
    ]


def way_html(
    says: str, to: str, name: str, phrases: Phrases, *, at: str, also: str = "", number: int | None = None
) -> str:
    """Return a link, named by a phrase, to another view of an article at a stretch, or at a page of it."""
    given = {"name": name, "at": at, "also": also, "in": phrases.language, "number": number}
    address = f"{to}?{urlencode({key: value for key, value in given.items() if value})}#quote"
    return f'<a href="{safe(address)}">{phrases(says, place=f"p. {number}")}</a>'
