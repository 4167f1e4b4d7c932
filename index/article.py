"""The records of the write side, all frozen: an article, what was cleaned from it, its passages."""

from dataclasses import dataclass

UNKNOWN_LANGUAGE = "und"


class ArticleError(ValueError):
    """An input that cannot become an article; the message names it, says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A stretch of `Article.text` that may not be cited, and the rule that took it out."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A text as it was read, and what it says of itself.

    `text` is never changed after reading, and every offset of Polycite counts its characters (code points).
    `language` is an ISO 639-1 code, or "und" when unknown. `date` is ISO 8601 (2024-08-06, or 2024-08 when
    no day is given). An empty `title`, `date`, `publisher` or `url` means that the article does not state it.
    `removed` is sorted and does not overlap.
    """

    name: str
    text: str
    title: str = ""
    language: str = UNKNOWN_LANGUAGE
    date: str = ""
    publisher: str = ""
    url: str = ""
    removed: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, `article.text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences, `article.text[start:end]`: the unit that is embedded and searched."""

    start: int
    end: int
    sentences: tuple[Sentence, ...]
