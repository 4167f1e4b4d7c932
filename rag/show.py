"""An answer, its evidence and a whole article as HTML, in which whatever they say is only characters."""

import re
from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from index.article import Article
from rag.citation import Answer, Citation, Quote, Statement
from rag.words import TITLE_COLUMNS, shortened, words_for

LOOKS = Path(__file__).with_name("looks.css").read_text(encoding="utf-8")
# Columns of a question that are shown: it may be as long as a book and stands beside its answer.
LONGEST_SHOWN = 800
# Control and tag characters, lone surrogates, and those that turn the direction of the text around them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)


# An answer: statements with their numbers.


def safe(text: str) -> str:
    """Return text as HTML that shows its characters and nothing else."""
    return escape(UNSEEN.sub("", text))


def answer_html(answer: Answer, turn: int, shown: int) -> str:
    """Return the first `shown` statements of an answer; every id begins with the turn: none is twice."""
    kind = "answer" if answer.answered else "answer silent"
    statements = "".join(
        statement_html(statement, answer, f"t{turn}", place)
        for place, statement in enumerate(answer.statements[:shown], start=1)
    )
    return f'<div class="{kind}" lang="{safe(answer.language)}">{statements}</div>'


def statement_html(statement: Statement, answer: Answer, turn: str, place: int) -> str:
    """Return one statement: frame words, the quote in its own language, a link for each number."""
    titles = {citation.number: citation.quote.article.title for citation in answer.citations}
    numbers = "".join(
        f'<a class="number" href="#{turn}-{number}" title="{safe(titles[number])}">{number}</a>'
        for number in statement.citations
    )
    words = safe(statement.lead)
    if statement.shown:
        article = statement.shown.article
        words = lead_html(statement.lead, article)
        words += f'“<span class="quote" lang="{safe(article.language)}">{safe(statement.shown.text)}</span>”'
    return f'<p class="statement" id="{turn}-s{place}" tabindex="-1">{words}{numbers and f" {numbers}"}</p>'


def lead_html(lead: str, article: Article) -> str:
    """Return frame words; the headline that they name keeps the language of its article."""
    before, headline, after = lead.partition(shortened(article.title or article.name, TITLE_COLUMNS))
    if not headline:
        return safe(lead)
    return f'{safe(before)}<span lang="{safe(article.language)}">{safe(headline)}</span>{safe(after)}'


# The evidence: a card for each number, or what came nearest.


def evidence_html(answer: Answer, turn: int) -> str:
    """Return the cards of a turn, by number; a refusal's are related passages and have none."""
    if answer.answered:
        heading, kind = "Evidence for", "turn"
        cards = "".join(citation_html(citation, answer, turn) for citation in answer.citations)
    else:
        heading, kind = "Related passages, not an answer, to", "turn related"
        cards = "".join(
            card_html(quote, "", f"t{turn}-r{place}") for place, quote in enumerate(answer.related, 1)
        )
        cards = cards or '<p class="empty">No passage comes near this question.</p>'
    question = (
        f'<span lang="{safe(answer.language)}">{safe(shortened(answer.question, LONGEST_SHOWN))}</span>'
    )
    return f'<section class="{kind}"><h2>{heading} “{question}”</h2>{cards}</section>'


def citation_html(citation: Citation, answer: Answer, turn: int) -> str:
    """Return the card of a numbered quote; its number leads back to the first statement that uses it."""
    uses = (at for at, statement in enumerate(answer.statements, 1) if citation.number in statement.citations)
    back = (
        f'<a class="number" href="#t{turn}-s{next(uses, 1)}" title="Back to the answer">{citation.number}</a>'
    )
    return card_html(citation.quote, back, f"t{turn}-{citation.number}")


def card_html(quote: Quote, number: str, anchor: str) -> str:
    """Return a passage with its quote highlighted under the id `anchor`, and the way to the whole article."""
    article, passage = quote.article, quote.passage
    reader = "article?" + urlencode({"name": article.name, "at": f"{quote.start}-{quote.end}"})
    return (
        f'<article class="card"><header>{number}<div>{heading_html(article, "h3")}</div></header>'
        f'<blockquote lang="{safe(article.language)}">'
        f"{marked_html(article, passage.start, passage.end, quote.start, quote.end, anchor)}</blockquote>"
        f'<footer><a class="whole" href="{safe(reader)}#quote" target="_blank">Whole article</a>'
        f"{source_html(article.url)}</footer></article>"
    )


def heading_html(article: Article, level: str) -> str:
    """Return title and what is known of an article: language, date, publisher."""
    about = " · ".join(filter(None, (language_name(article.language), article.date, article.publisher)))
    title = f'<{level} lang="{safe(article.language)}">{safe(article.title or article.name)}</{level}>'
    return f'{title}<p class="about">{safe(about)}</p>'


def marked_html(article: Article, start: int, end: int, quote_start: int, quote_end: int, anchor: str) -> str:
    """Return `article.text[start:end]` with the quote highlighted and what was cleaned away dimmed."""
    quote = f'<mark id="{anchor}" tabindex="-1">{safe(article.text[quote_start:quote_end])}</mark>'
    return (
        dimmed_html(article, start, quote_start)
        + (quote if quote_start < quote_end else "")
        + dimmed_html(article, quote_end, end)
    )


def dimmed_html(article: Article, start: int, end: int) -> str:
    """Return `article.text[start:end]`; what was cleaned away from it is dimmed and says by which rule."""
    pieces, at = [], start
    for removal in article.removed:
        first, last = max(at, removal.start), min(end, removal.end)
        if first < last:
            rule = safe(f"Left out of the index: {removal.rule}")
            removed = f'<span class="removed" title="{rule}">{safe(article.text[first:last])}</span>'
            pieces += [safe(article.text[at:first]), removed]
            at = last
    return "".join(pieces) + safe(article.text[at:end])


def source_html(url: str) -> str:
    """Return a link to where an article was published; only web addresses become links."""
    try:
        site = urlsplit(url)
    except ValueError:
        return ""
    if site.scheme not in ("http", "https") or not site.hostname:
        return ""
    return f'<a href="{safe(url)}" target="_blank" rel="noopener noreferrer">{safe(site.hostname)}</a>'


def language_name(code: str) -> str:
    """Return the English name of a language."""
    return words_for("en").language_name(code)


# A whole article.


def article_html(article: Article, start: int, end: int) -> str:
    """Return a page with the original text, `[start, end)` highlighted unless that is empty."""
    note = "Dimmed lines were left out of the index and are never cited." if article.removed else ""
    text = marked_html(article, 0, len(article.text), start, end, "quote")
    return document_html(
        article.title or article.name,
        f"<header>{heading_html(article, 'h1')}<p>{source_html(article.url)}</p>"
        f'<p class="about">{note}</p></header><main lang="{safe(article.language)}">{text}</main>',
    )


def document_html(title: str, body: str) -> str:
    """Return a page that stands beside the chat and looks like it."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{safe(title)} · Polycite</title>'
        f"<style>:root {{ color-scheme: light dark }} {LOOKS}</style></head>"
        f'<body class="reader">{body}</body></html>'
    )
