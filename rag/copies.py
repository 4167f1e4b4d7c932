"""Which articles are one report: copies, reprints and translations of each other count as one witness."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.article import Article
from index.chunk import sentences
from index.embed import TokenVectors, Vectors

# Two sentences at least this similar by their token vectors are twins; articles that share so many
# are one report.
TWIN = 0.5
SHARE = 0.4
# Sentences read of an article, and the shortest that is read: a caption tells nothing.
READ, SHORTEST = 60, 12
# With fewer sentences than these, articles may say the same without being the same.
FEWEST = 3


def independent(articles: Sequence[Article], tokens: TokenVectors) -> int:
    """Return how many reports the articles are."""
    reports: list[Article] = []
    for article in articles:
        if all(twins(article, other, tokens) < SHARE for other in reports):
            reports.append(article)
    return len(reports)


def twins(one: Article, other: Article, tokens: TokenVectors) -> float:
    """Return the share of the sentences of the shorter article that have a twin in the other, 0 to 1."""
    short, long = sorted((_rows(one.text, tokens), _rows(other.text, tokens)), key=len)
    if len(short) < FEWEST:
        return float(one.text == other.text)
    return float(np.mean((short @ long.T).max(axis=1) >= TWIN))


@lru_cache(maxsize=256)
def _rows(text: str, tokens: TokenVectors) -> Vectors:
    found = [text[each.start : each.end] for each in sentences(text, 0, len(text))]
    return tokens.embed([words for words in found if len(words) >= SHORTEST][:READ])
