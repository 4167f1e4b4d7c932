"""An answer as JSON for programs and as text for a terminal."""

from textwrap import indent
from typing import Any

from rag.languages import date_in_words, words_for
from rag.records import Answer, Quote, Statement


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


def answer_text(answer: Answer) -> str:
    """Return the answer for a terminal: the words asked for, the statements, each quote with its place."""
    listed = [(f"[{citation.number}]", citation.quote) for citation in answer.citations]
    listed += [("-", quote) for quote in answer.related]
    heading = [words_for(answer.language).related] if answer.related else []
    return "\n".join(
        [
            *_short(answer),
            answer.text,
            "",
            *heading,
            *(_quote_text(mark, quote, answer.language) for mark, quote in listed),
        ]
    )


def _short(answer: Answer) -> list[str]:
    """Return a line with all words that were asked for, each with the date it means; none without any."""
    asked_for = [statement for statement in answer.statements if statement.large]
    words = ((asked_for_text(one, answer.language), one.citations) for one in asked_for)
    line = " · ".join(f"{text} " + "".join(f"[{number}]" for number in numbers) for text, numbers in words)
    return [line, ""] if line else []


def asked_for_text(statement: Statement, language: str) -> str:
    """Return the words of a large statement that were asked for, and what they mean in a language."""
    assert statement.span
    meaning = statement.meaning or (date_in_words(statement.resolved, language) if statement.resolved else "")
    return f"{statement.span.text} ({meaning})" if meaning else statement.span.text


def _quote_text(mark: str, quote: Quote, language: str) -> str:
    words = words_for(language)
    about = [
        words.language_name(quote.article.language),
        quote.article.date,
        quote.article.title,
        quote.place,
    ]
    where = " · ".join(" ".join(part.split()) for part in (quote.article.name, *about) if part)
    # Indented throughout: no line of an article passes for one of ours.
    return f"{mark} {where}\n" + indent(f"“{quote.text}”", "    ")
