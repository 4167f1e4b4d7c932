"""How much of a text another text says, token by token and in any language."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embed import TokenIds, TokenVectors, bundled_tokenizer

# A token is read with the three on either side of it, each further one counting less.
NEIGHBOURS, FADING = 3, 0.8
# What is expected of a token that the other text says; added words stay below it.
EXPECTED = 0.25

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its tokens as unit vectors, shape (tokens, dimensions), and how much each token says."""

    text: str
    ids: TokenIds
    vectors: Numbers
    weights: Numbers


def words(text: str, tokens: TokenVectors) -> Words:
    """Return the tokens of a text; a text may have none."""
    ids = tokens.tokens([text])[0]
    weights = tokens.lengths[ids]
    return Words(
        text, ids, tokens.vectors[ids].astype(np.float32) / np.maximum(weights, 1e-6)[:, None], weights
    )


def covered(said: Words, other: Words) -> Numbers:
    """Return the best cosine, at least 0, of each token in the other text."""
    return _best(said.vectors, other.vectors)


def share(said: Words, cover: Numbers) -> float:
    """Return how much of a text is covered, its tokens counted by how much they say."""
    return float(cover @ said.weights / max(float(said.weights.sum()), 1e-6))


def added(said: Words, other: Words) -> tuple[float, int, int]:
    """Return how much a stretch of a text says that the other does not, and where it stands, for the stretch
    that says most.

    Each token is compared among its neighbours, so that a word the other text has elsewhere counts for
    little. What a stretch says is the sum of how far its tokens stay below what is expected, times their
    weights; the stretch is found by Kadane's algorithm. Of 100 sentences and their translations, 96 have 0.8
    or less.
    """
    lack = said.weights * (EXPECTED - _best(_in_context(said), _in_context(other)))
    most, start, end = 0.0, 0, 0
    sum_here, from_here = 0.0, 0
    for place, size in enumerate(lack.tolist()):
        if sum_here <= 0:
            sum_here, from_here = 0.0, place
        sum_here += size
        if sum_here > most:
            most, start, end = sum_here, from_here, place + 1
    if not end:
        return 0.0, 0, 0
    offsets = bundled_tokenizer().encode(said.text, add_special_tokens=False).offsets
    return most, offsets[start][0], offsets[end - 1][1]


def _best(vectors: Numbers, others: Numbers) -> Numbers:
    if not len(vectors) or not len(others):
        return np.zeros(len(vectors), dtype=np.float32)
    best: Numbers = np.maximum((vectors @ others.T).max(axis=1), 0.0)
    return best


def _in_context(text: Words) -> Numbers:
    """Return each token as a unit vector together with its neighbours, shape (tokens, dimensions)."""
    weighed = text.vectors * text.weights[:, None]
    total = weighed.copy()
    for away in range(1, min(NEIGHBOURS + 1, len(weighed))):
        total[away:] += FADING**away * weighed[:-away]
        total[:-away] += FADING**away * weighed[away:]
    unit: Numbers = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-6)
    return unit
