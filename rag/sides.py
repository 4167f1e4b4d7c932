"""What is compared: a request to compare is cut into its two sides, each a request of its own."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from index.embed import TokenVectors
from rag.gather import Array, Question, token_cosines
from rag.retrieve import Hit


def sides(question: Question, hits: Sequence[Hit], tokens: TokenVectors) -> tuple[str, ...]:
    """Return the two parts of a question between which what its words speak of changes most.

    The two hits that together hold most of its words stand for the sides. It stays whole where there are no
    two hits or words.
    """
    places = tokens.places(question.text)
    if len(hits) < 2 or len(places) < 2:
        return (question.text,)
    held = _held(question, hits, tokens)
    pairs = np.array(list(combinations(range(len(hits)), 2))).T
    first, second = held[:, pairs[:, np.argmax(question.weights @ held[:, pairs].max(axis=1))]].T
    # How far the words up to each speak of the first rather than of the second.
    leans = np.cumsum(question.weights * (first - second))
    last = int(np.argmax(np.abs(2 * leans[:-1] - leans[-1])))
    cut = places[last + 1][0]
    return question.text[:cut].strip(), question.text[cut:].strip()


def _held(question: Question, hits: Sequence[Hit], tokens: TokenVectors) -> Array:
    """Return how far each sentence below its headline holds each token of a question, shape (question tokens,
    hits).
    """
    texts = [f"{hit.article.title} {hit.article.text[hit.sentence.start : hit.sentence.end]}" for hit in hits]
    ids = tokens.tokens(texts)
    return token_cosines(question, np.concatenate(ids), np.cumsum([len(each) for each in ids]), tokens)
