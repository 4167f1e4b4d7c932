"""Answers to take away: as Markdown with references, and as JSON for programs."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode, urlsplit

from rag.languages import asked_for_text, words_for
from rag.records import Answer, Quote, Statement

# Characters that Markdown would read as more than themselves.
MARKUP = re.compile(r"([\\`*_\[\]<>!#|~$])")
# The page itself, which puts its own address in this place.
PAGE = "polycite:/"
URL_CHARACTERS = ":/?#[]@!$&'()*+,;=%~-._"
# Control and tag characters, lone surrogates, and those that turn the direction of the text around them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)


def conversation_markdown(answers: Sequence[Answer]) -> str:
    """Return a conversation as Markdown: each question a heading, its answer and its references below."""
    return "\n".join(f"## {plain(answer.question)}\n\n{answer_markdown(answer)}" for answer in answers)


def conversation_json(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Return a conversation as the JSON of its answers, in the order they were given."""
    return [answer_json(answer) for answer in answers]


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return the answer as the JSON that `polycite ask --json` prints."""
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "certain": answer.certain,
        "text": answer.text,
        "sentences": [
            {
                "text": statement.text,
                "citations": list(statement.citations),
                "span": _span_json(statement.span) if statement.span else None,
                "resolved": statement.resolved,
                "meaning": statement.meaning,
                "large": statement.large,
            }
            for statement in answer.statements
        ],
        "citations": [
            {"number": citation.number, **_quote_json(citation.quote)} for citation in answer.citations
        ],
        "related": [_quote_json(quote) for quote in answer.related],
        "timings_ms": {step: round(milliseconds, 2) for step, milliseconds in answer.timings_ms.items()},
    }


def _span_json(span: Quote) -> dict[str, Any]:
    return {"article": span.article.name, "start": span.start, "end": span.end, "text": span.text}


def _quote_json(quote: Quote) -> dict[str, Any]:
    return {
        "article": quote.article.name,
        "title": quote.article.title,
        "language": quote.article.language,
        "date": quote.article.date,
        "place": quote.place,
        "start": quote.start,
        "end": quote.end,
        "quote": quote.text,
    }


def answer_markdown(answer: Answer) -> str:
    """Return an answer as Markdown: the words asked for, a paragraph for each statement, and its references
    as a numbered list.

    The numbers of a statement are those of the list, and links to the words: below the address PAGE, which
    stands for that of the page. Nothing in it is markup but what is written here.
    """
    places = {citation.number: place(citation.quote) for citation in answer.citations}

    def numbers(statement: Statement) -> str:
        return "".join(f" [\\[{number}\\]]({places[number]})" for number in statement.citations)

    asked_for = [
        f"**{plain(asked_for_text(statement, answer.language))}**{numbers(statement)}"
        for statement in answer.statements
        if statement.large
    ]
    short = [" · ".join(asked_for)] if asked_for else []
    paragraphs = [plain(statement.text) + numbers(statement) for statement in answer.statements]
    references = [
        f"{citation.number}. {reference(citation.quote, answer.language)}" for citation in answer.citations
    ]
    listed = ["\n".join(references)] if references else []
    return "\n\n".join([*short, *paragraphs, *listed]) + "\n"


def place(quote: Quote) -> str:
    """Return the address at which the page opens an article at a quote."""
    where = {"article": quote.article.name, "at": f"{quote.start}-{quote.end}"}
    return f"{PAGE}?{urlencode(where)}"


def quote_markdown(quote: Quote) -> str:
    """Return a quote card: the original words as a block quote, and below them where they stand."""
    return f"> {plain(quote.text)}\n>\n> — {source(quote, quote.article.language)}\n"


def reference(quote: Quote, language: str) -> str:
    """Return the words of a quote and where they stand."""
    return f"“{plain(quote.text)}” — {source(quote, language)}"


def source(quote: Quote, language: str) -> str:
    """Return title, publisher, language, date, place and address of a quote, as far as they are stated."""
    article = quote.article
    about = [
        f"*{plain(article.title or article.name)}*",
        plain(article.publisher),
        words_for(language).language_name(article.language),
        plain(article.date),
        plain(quote.place),
        web_address(article.url),
    ]
    return words_for(language).joiner.join(filter(None, about))


def web_address(url: str) -> str:
    """Return an address as a link, nothing when it is not one of the web."""
    return f"<{percent_encoded(url, safe=URL_CHARACTERS)}>" if web_site(url) else ""


def web_site(url: str) -> str:
    """Return the host of an address of the web, nothing for any other."""
    try:
        site = urlsplit(url)
    except ValueError:
        return ""
    return (site.hostname or "") if site.scheme in ("http", "https") else ""


def plain(text: str) -> str:
    """Return text on one line that Markdown shows as its characters."""
    return MARKUP.sub(r"\\\1", UNSEEN.sub("", " ".join(text.split())))
