"""The first seam: what is kept of articles, whichever engine keeps it, and what every engine must hold to."""

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.article import Article, Passage, Sentence
from index.candidates import Candidates
from index.embed import TokenIds, Vectors
from index.scope import EVERYTHING, Scope

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article was read, and the SHA-256 of the bytes that were there."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be stored: what was cut from it, and what the models made of that.

    Vectors are float32 rows, one for each passage and each of `sentences`, which holds every sentence once.
    """

    article: Article
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    passage_vectors: Vectors
    sentence_vectors: Vectors
    sentence_tokens: Sequence[TokenIds]
    title_tokens: TokenIds


@dataclass(frozen=True, slots=True)
class Entry:
    """An article without its text: its passages are the `passages` ones from the id `first` on."""

    id: int
    name: str
    title: str
    language: str
    date: str
    publisher: str
    url: str
    first: int
    passages: int


@dataclass(frozen=True, slots=True)
class Census:
    """How many articles there are by month (2024-08, 2024 or empty) and language, and how many passages; the
    first and the last date, empty where no article states one.
    """

    articles: Mapping[tuple[str, str], int]
    passages: int
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many characters the articles have, and of each rule how many stretches and characters it took out,
    the most first.
    """

    characters: int
    rules: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A stored passage: its sentences are those with the ids `first` to `last`."""

    id: int
    article: int
    language: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class SentenceRows:
    """Stored sentences in reading order; the ids of neighbours in an article differ by one.

    `vectors` are float32 of unit length. The tokens of all follow one another; those of a row end before
    `token_ends`.
    """

    ids: Integers
    articles: Integers
    starts: Integers
    ends: Integers
    vectors: Vectors
    tokens: TokenIds
    token_ends: Integers


class Record(Protocol):
    """The articles of one index, their passages and sentences: the truth, which candidates are made from.

    - A change is made whole or not at all, and is safe when the call returns. Made again, it changes nothing.
    - A record sees to its candidates: none without an article is ever found. Where they are kept elsewhere,
      the article is stored first and shown last, and goes in the opposite order.
    - The ids of the passages of an article follow one another in reading order, and so do those of its
      sentences. Ids that do not exist are left out of what is asked for by ids.
    - Several threads ask at once. What is not as it was stored is never handed over: LibraryError is raised
      with the cure, UnusableLibrary when only making it again helps.
    """

    folder: Path
    """Where what belongs to the index and is no article lies."""
    model: str
    """The embedder whose vectors are held, by name."""

    def candidates(self) -> Candidates:
        """Return what finds its passages; nothing is read before the first `refresh`."""

    def close(self) -> None:
        """Let go of it; it cannot be used afterwards."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Hold it as it is now for this thread: all that is read inside fits together, whoever writes."""

    def version(self) -> Hashable:
        """Return what is another whenever an article was put in or taken out; raise UnusableLibrary when it
        holds the vectors of another model by now.
        """

    def census(self) -> Census:
        """Return how much there is."""

    def counts(self) -> dict[str, int]:
        """Return how many articles each language has, by language."""

    def cleaned(self) -> Cleaned:
        """Return what was left out of the articles."""

    def holding(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Return how many passages there are, and how many hold each term; one that none holds may lack."""

    def reach(self, scope: Scope) -> tuple[int, int]:
        """Return how many articles are in scope, and how many are left out for having no date."""

    def entries(self, scope: Scope = EVERYTHING, *, k: int, skip: int = 0) -> list[Entry]:
        """Return up to `k` articles in scope after the first `skip`, the latest first, then by name; those
        without a date are last.
        """

    def articles(self) -> list[Article]:
        """Return all articles, by name."""

    def by_id(self, ids: Iterable[int]) -> dict[int, Article]:
        """Return articles with their removals and places."""

    def named(self, name: str) -> Article | None:
        """Return the article of that name, None when there is none."""

    def titles(self, ids: Iterable[int]) -> dict[int, TokenIds]:
        """Return the tokens of the titles of articles."""

    def passages(self, ids: Iterable[int]) -> list[PassageRow]:
        """Return passages, in the order of their ids."""

    def sentences(self, ids: Iterable[int]) -> SentenceRows:
        """Return sentences, in the order of their ids."""

    def names(self) -> dict[str, str]:
        """Return the name of every article, by the digest of its text."""

    def name_of(self, digest: str) -> str | None:
        """Return the name of the article whose text has that digest, None when there is none."""

    def is_taken(self, name: str) -> bool:
        """Tell whether an article has that name."""

    def sources(self) -> dict[str, str]:
        """Return the digest of the bytes of every source, by path."""

    def source(self, path: str) -> tuple[str, str] | None:
        """Return the digest of the bytes of a source and the name of its article, None when it is unknown."""

    def sources_of(self, name: str) -> list[Source]:
        """Return where the article of that name was read."""

    def together(self) -> AbstractContextManager[None]:
        """Make changes of this thread at the cost of one, where the engine can: they are safe when the block
        ends.
        """

    def put(self, source: Source, prepared: Prepared) -> None:
        """Store an article as what `source` now holds; what it held before goes, unless another source holds
        it too.
        """

    def link(self, source: Source, digest: str) -> None:
        """Say that `source` holds the article whose text has that digest, which is stored already."""

    def rename(self, digest: str, name: str) -> None:
        """Give the article whose text has that digest a name, which no other may have."""

    def forget(self, path: str) -> None:
        """Take out a source, and its article where it was the only one."""


def text_digest(text: str) -> str:
    """Return what tells texts apart: the SHA-256 of the UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(record: Record) -> str:
    """Return what tells the articles that are held from any others, whatever their order."""
    return hashlib.sha256("".join(sorted(record.names())).encode()).hexdigest()[:16]
