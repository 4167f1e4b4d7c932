"""The records of the write side, all frozen: an article, what was cleaned from it, its passages."""

from bisect import bisect_right
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
class Place:
    """Where in its file a stretch of an article stands, from `start` to the next place: "p. 3", "slide 2"."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, `article.text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A text as it was read, and what it says of itself.

    `text` is never changed after reading, and every offset of Polycite counts its characters (code points).
    `language` is an ISO 639-1 code, or "und" when unknown. `date` is ISO 8601 (2024-08-06, or 2024-08 when
    no day is given). An empty `title`, `date`, `publisher` or `url` means that the article does not state it.
    `removed` and `places` are sorted, and `removed` does not overlap. `units` are table rows and the like,
    which are cited whole and never cleaned away; `headings` are those that the file marks as such; `notes`
    say what could not be read. These three an index does not keep.
    """

    name: str
    text: str
    title: str = ""
    language: str = UNKNOWN_LANGUAGE
    date: str = ""
    publisher: str = ""
    url: str = ""
    removed: tuple[Removal, ...] = ()
    places: tuple[Place, ...] = ()
    units: tuple[Sentence, ...] = ()
    headings: tuple[Sentence, ...] = ()
    notes: tuple[str, ...] = ()

    def place(self, offset: int) -> str:
        """Return where in its file the character at `offset` stands, empty when the file has no places."""
        before = bisect_right(self.places, offset, key=lambda place: place.start)
        return self.places[before - 1].name if before else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences, `article.text[start:end]`: the unit that is embedded and searched."""

    start: int
    end: int
    sentences: tuple[Sentence, ...]
