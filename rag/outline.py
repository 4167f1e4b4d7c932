"""What a collection is about: its articles, or where they are many the topics they fall into, each by the
sentence that says best what its headline says.
"""

from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt

from index.article import Article, Passage, Sentence
from index.embed import Vectors
from index.search import PassageIndex, vectors
from rag.ask import Collection
from rag.records import Quote

# Lines: an article each, or a topic each where there are more articles.
LINES = 12

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
    with index.library.snapshot():
        index.refresh()
        [(since, until, undated)] = index.library.rows(
            "SELECT min(nullif(date, '')), max(date), count(*) FILTER (WHERE date = '') FROM articles"
        )
        lines = tuple(Line(_best(number, index, collection), more) for number, more in _central(index))
    return Outline(since or "", until or "", undated, lines)


def _central(index: PassageIndex) -> list[tuple[int, int]]:
    """Return the ids of articles and of how many others each is the most central: each of its own, the latest
    first, or the middle of each topic.
    """
    rows = index.library.rows(
        "SELECT p.article, a.language, p.vector FROM passages p JOIN articles a ON a.id = p.article"
        " ORDER BY a.date DESC, a.name, p.id"
    )
    places = {number: place for place, number in enumerate(dict.fromkeys(row[0] for row in rows))}
    ids = list(places)
    if len(ids) <= LINES:
        return [(number, 0) for number in ids]
    languages = {number: language for number, language, _ in rows}
    means = _means(vectors([row[2] for row in rows]), np.array([places[row[0]] for row in rows]))
    topics, nearness = _topics(_centred(means, [languages[number] for number in ids]))
    held = [np.flatnonzero(topics == topic) for topic in range(LINES)]
    middles = [(ids[int(among[np.argmax(nearness[among])])], len(among) - 1) for among in held if among.size]
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


def _best(number: int, index: PassageIndex, collection: Collection) -> Quote:
    """Return the sentence of an article that is nearest to its headline, or without one to the whole."""
    article: Article = index.library.article(number)
    [(first, last)] = index.library.rows(
        "SELECT min(first), max(last) FROM passages WHERE article = ?", number
    )
    rows = index.sentences(range(first, last + 1))
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
