"""A whole article, to be read at the words that are cited."""

import re
from collections.abc import Sequence

from starlette.responses import HTMLResponse

from index.article import Article, Passage
from page.desk import Desk
from page.markup import LOOKS, emphasized_html, heading_html, rule_name, safe, source_html
from page.original import is_pdf, way_html
from page.phrases import Phrases
from rag.records import Quote

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
# Stretches of an article that are marked beside the one it is opened at.
ALSO = 50

Stretch = tuple[int, int]


def article_response(
    desk: Desk, name: str, at: str, also: str, phrases: Phrases, *, words: str = ""
) -> HTMLResponse:
    """Return the page of an article, opened at "120-180" where `at` names such a stretch of it.

    `also` names more stretches that are cited, with commas between, `words` those that were asked for.
    """
    headers = {"Content-Security-Policy": POLICY}
    if not desk.settled:
        html = document_html("Polycite", f"<main>{safe(desk.notice(phrases))}</main>", phrases)
        return HTMLResponse(html, status_code=202, headers=headers | {"Refresh": "1"})
    article = desk.named(name)
    if not article:
        html = document_html("Polycite", f"<main>{phrases('no_article')}</main>", phrases)
        return HTMLResponse(html, status_code=404, headers=headers)
    opened = stretches(article, at)[:1]
    marked = [*opened, *stretches(article, also)]
    pdf = desk.collection is not None and is_pdf(article, desk.collection.index.library)
    printed = way_html("as_printed", "picture", name, phrases, at=at, also=also) if pdf else ""
    html = article_html(article, opened, marked, phrases, words=stretches(article, words), printed=printed)
    return HTMLResponse(html, headers=headers)


def stretches(article: Article, places: str) -> list[Stretch]:
    """Return what "120-180,300-330" names, as far as it lies in the article."""
    found = (re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", place) for place in places.split(",")[:ALSO])
    named = [(int(place[1]), int(place[2])) for place in found if place]
    return [(start, end) for start, end in named if start < end <= len(article.text)]


def article_html(
    article: Article,
    opened: list[Stretch],
    marked: list[Stretch],
    phrases: Phrases,
    *,
    words: Sequence[Stretch] = (),
    printed: str = "",
) -> str:
    """Return a page with the original text; what is marked is highlighted, and it opens at `opened`.

    `words` are emphasized in what is marked; `printed` is the way to the page that the text was printed on.
    """
    note = f'<p class="about">{phrases("removed_note")}</p>' if article.removed else ""
    apart = disjoint(marked)
    ids = {place: "quote" if place in opened else f"cited{at}" for at, place in enumerate(apart, 1)}
    jumps = " ".join(f'<a class="number" href="#{ids[place]}">{at}</a>' for at, place in enumerate(apart, 1))
    jumps = f'<p class="about">{phrases("cited_here")} {jumps}</p>' if len(apart) > 1 else ""
    heading = f"{heading_html(article, 'h1', phrases)}<p>{source_html(article.url)}</p>{printed}"
    return document_html(
        article.title or article.name,
        f"<header>{heading}</header>{jumps}{note}"
        f'<main lang="{safe(article.language)}">{text_html(article, ids, phrases, words=words)}</main>',
        phrases,
    )


def disjoint(places: list[Stretch]) -> list[Stretch]:
    """Return stretches in the order of the text; of two that overlap the one named first stays."""
    kept: list[Stretch] = []
    for start, end in places:
        if all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    return sorted(kept)


def text_html(
    article: Article, ids: dict[Stretch, str], phrases: Phrases, *, words: Sequence[Stretch] = ()
) -> str:
    """Return the text of an article, marked at the stretches that have an id; `words` stand out there."""
    whole = Passage(0, len(article.text), ())
    asked_for = [Quote(article, whole, start, end) for start, end in words]
    pieces, at = [], 0
    for start, end in sorted(ids):
        pieces.append(folded_html(article, at, start, phrases))
        kind = "" if ids[start, end] == "quote" else ' class="also"'
        text = emphasized_html(Quote(article, whole, start, end), asked_for)
        pieces.append(f'<mark id="{ids[start, end]}"{kind} tabindex="-1">{text}</mark>')
        at = end
    return "".join(pieces) + folded_html(article, at, len(article.text), phrases)


def folded_html(article: Article, start: int, end: int, phrases: Phrases) -> str:
    """Return `article.text[start:end]`; whole lines that were cleaned away are folded, words are dimmed."""
    pieces, at = [], start
    for removal in article.removed:
        first, last = max(at, removal.start), min(end, removal.end)
        if first >= last:
            continue
        pieces.append(safe(article.text[at:first]))
        rule, words = phrases("removed", rule=rule_name(removal.rule, phrases)), article.text[first:last]
        if "\n" in words.strip("\n") or whole_line(article.text, first, last):
            text = safe(words.strip("\n"))
            pieces.append(f'<details class="left-out"><summary>{rule}</summary>{text}</details>')
        else:
            pieces.append(f'<span class="removed" title="{rule}">{safe(words)}</span>')
        at = last
    return "".join(pieces) + safe(article.text[at:end])


def whole_line(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch of a text begins and ends with a line."""
    begins = not text[:start].rpartition("\n")[2].strip()
    ends = text[start:end].endswith("\n") or not text[end:].partition("\n")[0].strip()
    return begins and ends


def back_html(phrases: Phrases) -> str:
    """Return the way from a page beside the chat back to it."""
    return f'<nav class="back"><a href="./">← {phrases("back")}</a></nav>'


def document_html(title: str, body: str, phrases: Phrases) -> str:
    """Return a page that stands beside the chat and looks like it."""
    return (
        f'<!doctype html><html lang="{phrases.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{safe(title)} · Polycite</title>'
        f"<style>:root {{ color-scheme: light dark }} {LOOKS}</style></head>"
        f'<body class="reader">{body}</body></html>'
    )
