"""What a collection is about: its articles, or where they are many the topics they fall into, each by the
sentence that says best what its headline says.
"""

from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt

from index.article import Article, Passage, Sentence
from index.embed import Vectors
from index.record import Entry
from index.search import PassageIndex
from rag.ask import Collection
from rag.records import Quote

# Lines: an article each, or a topic each where there are more articles.
LINES = 12
# Articles that topics are made of: set, so that a large collection shows its page at once.
MOST = 5_000

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Line:
    """The sentence of an article that says best what it is about, and how many more articles are near it."""

    quote: Quote
    more: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """The first and the last date of publication (empty when no article states one), how many articles state
    none, and a line for each article or topic, the largest first.
    """

    since: str
    until: str
    undated: int
    lines: tuple[Line, ...]


def outline(collection: Collection) -> Outline:
    """Return what a collection is about; at most LINES lines, none for articles without a sentence."""
    index = collection.index
    with index.snapshot():
        census = index.library.census()
        lines = tuple(Line(_best(entry, index, collection), more) for entry, more in _central(index))
    undated = sum(count for (month, _), count in census.articles.items() if not month)
    return Outline(census.since, census.until, undated, lines)


def _central(index: PassageIndex) -> list[tuple[Entry, int]]:
    """Return articles and of how many others each is the most central: each of its own, the latest first, or
    the middle of each topic of the latest MOST.
    """
    entries = index.library.entries(k=MOST)
    if len(entries) <= LINES:
        return [(entry, 0) for entry in entries]
    ids = [number for entry in entries for number in range(entry.first, entry.first + entry.passages)]
    places = np.repeat(np.arange(len(entries)), [entry.passages for entry in entries])
    means = _means(index.candidates.vectors(ids), places)
    topics, nearness = _topics(_centred(means, [entry.language for entry in entries]))
    held = [np.flatnonzero(topics == topic) for topic in range(LINES)]
    middles = [
        (entries[int(among[np.argmax(nearness[among])])], len(among) - 1) for among in held if among.size
    ]
    return sorted(middles, key=lambda middle: -middle[1])


def _means(rows: Vectors, places: Integers) -> Vectors:
    """Return the mean of the rows of each place."""
    means = np.zeros((int(places.max()) + 1, rows.shape[1]), dtype=np.float32)
    np.add.at(means, places, rows)
    counted: Vectors = (means / np.bincount(places)[:, None]).astype(np.float32)
    return counted


def _centred(means: Vectors, languages: list[str]) -> Vectors:
    """Return unit rows without what all articles of a language share, so that topics go across languages."""
    centred = means.copy()
    for language in set(languages):
        among = np.array([each == language for each in languages])
        if among.sum() > 1:
            centred[among] -= means[among].mean(axis=0)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    unit: Vectors = (centred / np.maximum(lengths, 1e-6)).astype(np.float32)
    return unit


def _topics(rows: Vectors) -> tuple[Integers, npt.NDArray[np.float32]]:
    """Return the topic of each row, of LINES by spherical k-means, and the cosine to its middle."""
    kmeans = faiss.Kmeans(rows.shape[1], LINES, niter=20, seed=1, spherical=True, min_points_per_centroid=1)
    kmeans.train(rows)
    cosines, topics = kmeans.index.search(rows, 1)
    return topics[:, 0], cosines[:, 0]


def _best(entry: Entry, index: PassageIndex, collection: Collection) -> Quote:
    """Return the sentence of an article that is nearest to its headline, or without one to the whole."""
    article: Article = index.library.by_id([entry.id])[entry.id]
    passages = index.library.passages(range(entry.first, entry.first + entry.passages))
    rows = index.library.sentences(range(passages[0].first, passages[-1].last + 1))
    wanted = (
        collection.models.embedder.embed_question(article.title) if article.title else rows.vectors.mean(0)
    )
    told = [
        article.text[start:end] != article.title for start, end in zip(rows.starts, rows.ends, strict=True)
    ]
    nearness = rows.vectors @ wanted - 2.0 * ~np.array(told)
    at = int(np.argmax(nearness))
    start, end = int(rows.starts[at]), int(rows.ends[at])
    return Quote(article, Passage(start, end, (Sentence(start, end),)), start, end)
