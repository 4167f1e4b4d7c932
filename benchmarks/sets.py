"""Development sets, each a collection of passages and questions, and the indexes made of them.

A folder holds files NAME.QL-PL.json (QL the language of the questions, PL of the passages), each
`{"passages": [text, ...], "questions": [{"question": text, "passage": index of the right passage, "answers":
[text, ...]}, ...]}`.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from rich.console import Console
from rich.progress import track

from index.article import Article
from index.build import prepare
from index.embed import Models, Vectors
from index.search import PassageIndex
from index.store import LibraryError, Source, create, open_library

T = TypeVar("T")

CONSOLE = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the names of the passages that answer it, and the words that do."""

    text: str
    language: str
    right: frozenset[str]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages, each an article by its name, and the questions asked of them."""

    name: str
    passages: tuple[Article, ...]
    questions: tuple[Asked, ...]

    @property
    def running(self) -> bool:
        """Tell whether its passages are running text with questions to it, not pairs of translations."""
        return any(asked.answers for asked in self.questions)


def read_collections(folder: Path) -> list[Collection]:
    """Return the sets of a folder, by name; exit when there are none."""
    files = sorted(folder.glob("*.*-*.json"))
    if not files:
        sys.exit(f"{folder} holds no file named NAME.QL-PL.json")
    return [_collection(file) for file in files]


def _collection(file: Path) -> Collection:
    content = json.loads(file.read_text(encoding="utf-8"))
    name, _, languages = file.stem.rpartition(".")
    # Of zhtw the first two letters: traditional Chinese is Chinese.
    asked, held = (part[:2] for part in languages.split("-"))
    passages = [
        Article(f"{name}.{held}:{n}", text, language=held) for n, text in enumerate(content["passages"])
    ]
    questions = [
        Asked(
            entry["question"],
            asked,
            frozenset({passages[entry["passage"]].name}),
            tuple(entry.get("answers") or ()),
        )
        for entry in content["questions"]
    ]
    return Collection(file.stem, tuple(passages), tuple(questions))


def mixed(collections: Sequence[Collection], questions_each: int = sys.maxsize) -> Collection:
    """Return all collections in one, with at most so many questions of each, chosen by chance.

    The passages of a set in two languages are translations of each other, number by number: a question has a
    right passage in each.
    """
    passages = {article.name: article for each in collections for article in each.passages}
    questions = [
        replace(asked, right=_translations(asked.right, passages))
        for each in collections
        for asked in some(each.questions, questions_each)
    ]
    return Collection("mixed", tuple(passages.values()), tuple(questions))


def some(questions: Sequence[Asked], count: int) -> Sequence[Asked]:
    """Return at most `count` questions, always the same ones."""
    return questions if len(questions) <= count else random.Random(0).sample(questions, count)


def turned(pairs: Collection) -> Collection:
    """Return pairs of translations asked the other way round."""
    name, _, languages = pairs.name.rpartition(".")
    held, _, asked = languages.partition("-")
    answered = {article.name: article for article in pairs.passages}
    passages = [
        Article(f"{name}.{held}:{n}", each.text, language=held) for n, each in enumerate(pairs.questions)
    ]
    questions = [
        Asked(answered[min(each.right)].text, asked, frozenset({passage.name}))
        for passage, each in zip(passages, pairs.questions, strict=True)
    ]
    return Collection(f"{name}.{asked}-{held}", tuple(passages), tuple(questions))


def _translations(right: Iterable[str], passages: Iterable[str]) -> frozenset[str]:
    """Return the names NAME.LANGUAGE:NUMBER that differ from one of `right` in the language alone."""
    wanted = {_untold(name) for name in right}
    return frozenset(name for name in passages if _untold(name) in wanted)


def _untold(name: str) -> tuple[str, str]:
    place, _, number = name.partition(":")
    return place.rpartition(".")[0], number


class Remembering:
    """An embedder that reads a text once, however many indexes hold it."""

    def __init__(self, models: Models) -> None:
        embedder = models.embedder
        self.name, self.longest = embedder.name, embedder.longest
        self.count_tokens, self.embed_question = embedder.count_tokens, embedder.embed_question
        self._embed = embedder.embed
        self._known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= zip(new, self._embed(new), strict=True)
        return np.stack([self._known[text] for text in texts])


def remembering(models: Models) -> Models:
    """Return models that read as these do, each text once."""
    once = Remembering(models)
    return Models(once, models.tokens)


def indexed(collection: Collection, folder: Path, models: Models) -> PassageIndex:
    """Return an index of a collection, the one in `folder` where the same models made it."""
    place = folder / collection.name
    try:
        library = open_library(place, models.embedder.name)
        if sum(library.counts().values()) == len(collection.passages):
            return PassageIndex(library)
    except LibraryError:
        pass
    library = create(place, models.embedder.name)
    for article in shown(collection.passages, f"{collection.name}: indexing"):
        library.put(Source(article.name, ""), prepare(article, models))
    return PassageIndex(library)


def names_of(index: PassageIndex) -> dict[int, str]:
    """Return the name of every article, by its id."""
    library = index.library
    return {entry.id: entry.name for entry in library.entries(k=sum(library.counts().values()))}


def shown(things: Sequence[T], what: str) -> Iterator[T]:
    """Yield things under a bar that counts them."""
    yield from track(things, what, console=CONSOLE, transient=True)
