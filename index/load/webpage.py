"""HTML -> its main text and what its metadata states, by trafilatura."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

import trafilatura
from lxml.html import HtmlElement, fromstring  # type: ignore[import-untyped]  # lxml ships no types
from trafilatura.metadata import extract_metadata
from trafilatura.settings import use_config

from index.header import stated_date
from index.load.extract import Block, Extract, Unreadable, assemble
from index.load.markup import RUBY, UNSEEN, blocks, mend, prune, simplify

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
NO_ARTICLE = "no article found in this web page; save its text as .txt"
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


# Trafilatura takes fewer characters than 250 for no article, which is a long one in Chinese.
SETTINGS = use_config()
SETTINGS.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")
SETTINGS.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
AROUND = "//nav | //body/footer | //footer[not(ancestor::article)]"


def read_webpage(markup: str) -> Extract:
    """Return the main text of a page and what its metadata states.

    :raises Unreadable: there is no text in it.
    """
    tree = trafilatura.load_html(XML_DECLARATION.sub("", markup))
    if tree is None:
        raise Unreadable(NO_ARTICLE)
    # Both reorder the tree they are given; a date found by guessing is thrown away.
    date = next(filter(None, map(stated_date, _stated_dates(tree))), "")
    prune(tree, RUBY)
    page = extract_metadata(tree, date_config={"extensive_search": False})
    prune(tree, UNSEEN, AROUND)
    mend(tree)
    found = assemble(_main(tree))
    if not found.text:
        raise Unreadable(NO_ARTICLE)
    return replace(
        found, title=page.title or "", date=date, publisher=page.sitename or "", url=page.url or ""
    )


def _main(tree: HtmlElement) -> Iterator[Block]:
    """Yield the blocks of the main text, or of the whole page where none stands out."""
    plain = deepcopy(tree)
    for element in plain.xpath("//table | //dl | //pre"):
        simplify(element)
    main = trafilatura.extract(
        plain, output_format="html", include_comments=False, include_formatting=True, config=SETTINGS
    )
    if main:
        return blocks(fromstring(main))
    prune(tree, "//aside")
    return blocks(tree.find("body") if tree.find("body") is not None else tree)


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
