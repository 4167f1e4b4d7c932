"""The evidence: a card for each number, or what came nearest."""

import re

from page.export import quote_markdown
from page.feedback import citation_button_html
from page.markup import (
    LONGEST_SHOWN,
    about_html,
    dimmed_html,
    emphasized_html,
    reader_link,
    safe,
    source_html,
    title_html,
)
from page.phrases import Phrases, marks
from page.translation import translate_button_html, translated_html
from rag.languages import shortened
from rag.records import Answer, Citation, Quote

BLANK_LINES = re.compile(r"\s*\n\s*")


def evidence_html(answer: Answer, turn: int, phrases: Phrases) -> str:
    """Return the cards of a turn, by number; a refusal's are related passages and have none."""
    if answer.small_talk:
        return f'<p class="empty">{phrases("nothing_yet")}</p>'
    asked = safe(shortened(answer.question, LONGEST_SHOWN))
    question = f'<p class="about" lang="{safe(answer.language)}">{asked}</p>'
    if answer.answered:
        cards = "".join(citation_html(citation, answer, turn, phrases) for citation in answer.citations)
        return f'<section class="turn">{question}{cards}</section>'
    cards = "".join(
        card_html(quote, "", f"t{turn}-r{place}", answer, phrases)
        for place, quote in enumerate(answer.related, 1)
    )
    cards = cards or f'<p class="empty">{phrases("nothing_near")}</p>'
    return f'<section class="turn related"><h2>{phrases("related")}</h2>{question}{cards}</section>'


def citation_html(citation: Citation, answer: Answer, turn: int, phrases: Phrases) -> str:
    """Return the card of a numbered quote; its number shows the statements that use it."""
    places = [
        f"t{turn}-s{place}"
        for place, statement in enumerate(answer.statements, 1)
        if citation.number in statement.citations
    ]
    number = (
        f'<button type="button" class="number" aria-pressed="false" data-uses="{" ".join(places)}"'
        f' aria-label="{safe(phrases("show_uses", n=citation.number))}">{citation.number}</button>'
    )
    doubt = citation_button_html(citation.quote, answer, phrases)
    return card_html(citation.quote, number, f"t{turn}-{citation.number}", answer, phrases, doubt)


def card_html(
    quote: Quote, number: str, anchor: str, answer: Answer, phrases: Phrases, doubt: str = ""
) -> str:
    """Return a passage with its quote highlighted under the id `anchor`, and the way to the whole article.

    The words asked for are emphasized in it. The text around the quote is there to unfold, and a translation
    to ask for.
    """
    article, passage = quote.article, quote.passage
    cited = [citation.quote for citation in answer.citations] or answer.related
    words = [one.span for one in answer.statements if one.span]
    before = BLANK_LINES.sub("\n", dimmed_html(article, passage.start, quote.start, phrases))
    after = BLANK_LINES.sub("\n", dimmed_html(article, quote.end, passage.end, phrases))
    unfold = ""
    if before.strip() or after.strip():
        unfold = f'<button type="button" class="unfold" aria-expanded="false">{phrases("passage")}</button>'
    copied = f'data-copy="{safe(quote_markdown(quote))}" data-done="{phrases("copied")}"'
    asked_about = quote.text.join(marks(quote.text, phrases.language))
    more = (
        f'<button type="button" data-do="about" data-text="{safe(asked_about)}">'
        f"{phrases('about_this')}</button>"
        f'<button type="button" {copied}>{phrases("copy_quote")}</button>'
        f'<button type="button" data-picture>{phrases("picture")}</button>{doubt}{source_html(article.url)}'
    )
    return (
        f'<article class="card"><header>{number}{title_html(article, "h3")}</header>'
        f"{translated_html(article.title, article, phrases)}"
        f'<blockquote lang="{safe(article.language)}"><span class="around">{before}</span>'
        f'<mark id="{anchor}" tabindex="-1">{emphasized_html(quote, words)}</mark>'
        f'<span class="around">{after}</span></blockquote>'
        f"{translated_html(quote.text, article, phrases)}{about_html(article, phrases, quote.place)}"
        f"<footer>{unfold}{translate_button_html(quote, phrases)}"
        f'<a class="whole" href="{safe(reader_link(quote, phrases, cited, words))}" target="_blank">'
        f'{phrases("whole")}</a><button type="button" data-unfolds aria-expanded="false"'
        f' aria-controls="{anchor}-more">{phrases("more")}</button>'
        f'<div class="more" id="{anchor}-more" hidden>{more}</div></footer></article>'
    )
