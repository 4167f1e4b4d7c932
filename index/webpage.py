"""HTML -> its main text and what its metadata states, by trafilatura."""

import re
from collections.abc import Iterator

import trafilatura
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types
from trafilatura.metadata import extract_metadata

from index.header import Header, stated_date

# htmldate takes a year in the footer for the date of publication: only these, where pages state it, are read.
DATE_PROPERTIES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
)
JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_webpage(markup: str) -> tuple[str, Header]:
    """Return the main text of a page, empty when it has none, and what its metadata states."""
    tree = trafilatura.load_html(XML_DECLARATION.sub("", markup))
    if tree is None:
        return "", Header()
    # Both reorder the tree they are given; a date found by guessing is thrown away.
    date = next(filter(None, map(stated_date, _stated_dates(tree))), "")
    page = extract_metadata(tree, date_config={"extensive_search": False})
    text = trafilatura.extract(tree, include_comments=False) or ""
    return text, Header(page.title or "", date, page.sitename or "", page.url or "")


def _stated_dates(tree: HtmlElement) -> Iterator[str]:
    for meta in tree.iterfind(".//meta"):
        names = {(meta.get(key) or "").lower() for key in ("property", "name", "itemprop")}
        if names & set(DATE_PROPERTIES):
            yield meta.get("content") or ""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        yield from JSON_LD_DATE.findall(script.text or "")
    for element in tree.xpath(
        "//*[@itemprop='datePublished'] | //article//time[@datetime] | //main//time[@datetime]"
    ):
        yield element.get("datetime") or element.get("content") or element.text_content()
