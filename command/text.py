"""An answer as text for a terminal."""

from textwrap import indent

from rag.languages import asked_for_text, words_for
from rag.records import Answer, Quote


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
