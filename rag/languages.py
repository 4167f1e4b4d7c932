"""The words Polycite says itself, around the quotes, in each language it answers in."""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from index.article import UNKNOWN_LANGUAGE, Article
from rag.records import Statement
from rag.values.speak import calendar_day

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's frame words; `{...}` are filled in.

    `replies` holds what is said back to who asks for no article, by the kind of request, and `notices` why a
    language model wrote no answer, by its fault.
    """

    code: str
    according: str
    agree: str
    one_report: str
    differ: str
    event: str
    published: str
    ask_about: str
    silent: str
    unsure: str
    related: str
    unknown: str
    joiner: str
    listed: str
    title: str
    replies: Mapping[str, str]
    notices: Mapping[str, str]

    def language_name(self, code: str) -> str:
        """Return what a language is called, its code when nobody knows."""
        name = Locale.parse(self.code).languages.get(code, code)
        return self.unknown if code == UNKNOWN_LANGUAGE else str(name)


WORDS = {
    file.stem: Words(file.stem, **tomllib.loads(file.read_text(encoding="utf-8")))
    for file in sorted(FOLDER.glob("*.toml"))
}
# A headline is a pointer here, not the point: the source stands in full beside its quote.
TITLE_COLUMNS = 48


def words_for(language: str) -> Words:
    """Return the words of a language, English for one that Polycite does not speak."""
    return WORDS.get(language, WORDS["en"])


def according_to(article: Article, language: str) -> str:
    """Return "According to “title” (language, date): " in a language, with what the article states of
    itself.
    """
    words = words_for(language)
    about = [words.language_name(article.language), *([article.date] if article.date else [])]
    return words.according.format(title=_title(article, words), about=words.joiner.join(about))


def event_in(article: Article, day: str, language: str) -> str:
    """Return "15 May 2024, according to “title” (language, published date): ": when something happened, and
    apart from it when it was reported.
    """
    words = words_for(language)
    published = [words.published.format(date=date_in_words(article.date, language))] if article.date else []
    about = words.joiner.join([words.language_name(article.language), *published])
    return words.event.format(date=date_in_words(day, language), title=_title(article, words), about=about)


def ask_about(article: Article, language: str) -> str:
    """Return the question what an article is about, in a language."""
    words = words_for(language)
    return words.ask_about.format(title=_title(article, words))


def _title(article: Article, words: Words) -> str:
    return words.title.format(shortened(article.title or article.name, TITLE_COLUMNS))


def date_in_words(iso: str, language: str) -> str:
    """Return an ISO 8601 date as a language writes it: 2024-05 is "May 2024", 2024年5月, "maggio 2024"."""
    day, _, clock = iso.partition("T")
    return " ".join(filter(None, (calendar_day(day, words_for(language).code), clock)))


def shortened(text: str, columns: int) -> str:
    """Return the beginning of a text that fits into so many columns, "…" after it; a wide character takes
    two.
    """
    taken = 0
    for place, character in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken > columns:
            return f"{text[:place].rstrip()}…"
    return text


def asked_for_text(statement: Statement, language: str) -> str:
    """Return the words of a large statement that were asked for, and what they mean in a language."""
    assert statement.span
    meaning = statement.meaning or (date_in_words(statement.resolved, language) if statement.resolved else "")
    return f"{statement.span.text} ({meaning})" if meaning else statement.span.text
