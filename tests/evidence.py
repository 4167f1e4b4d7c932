"""Questions and hits by hand, for what comes after retrieval."""

import numpy as np

from index.article import Article, Passage
from index.chunk import sentences
from rag.gather import Question
from rag.question import Kind
from rag.retrieve import Hit

NOTHING = np.zeros(0, dtype=np.float32)


def asks(text, language="en"):
    return Question(text, language, Kind.OTHER, NOTHING, NOTHING, NOTHING, ())


def hits_of(article):
    """Return every sentence of an article, in reading order, as a hit."""
    found = tuple(sentences(article.text, 0, len(article.text)))
    passage = Passage(found[0].start, found[-1].end, found)
    return [Hit(article, passage, sentence, NOTHING, 1.0, {}) for sentence in found]


BRIDGE = Article(
    "bridge",
    "The bridge at Ostrand was closed on 4 May 2024. It will reopen in September, the mayor Ida Lunde said."
    " Repairs cost 12 million crowns.",
    title="Bridge closed for the summer",
    language="en",
    date="2024-05-06",
)
