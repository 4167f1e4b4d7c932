"""Gather the candidates for a question from every language, and what speaks for each.

Candidates come by vector and by terms. MaxSim over token vectors follows ColBERT
(https://arxiv.org/abs/2004.12832).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embed import TokenIds, TokenVectors, Vectors
from index.record import Integers, PassageRow, SentenceRows
from index.scope import EVERYTHING, Scope
from index.search import PassageIndex, rarities

# Passages taken from each language by vector, and again by terms, and how many of them get the finer look;
# of the questions of the development sets it lost the right passage in 2 of 1,000.
DEPTH, FINER = 50, 40
# What the terms of a passage count for beside its vector there.
TERMS = 0.5
# What a token of the question counts when it stands beside a sentence rather than in it.
BEFORE, TWO_BEFORE, IN_PASSAGE, IN_TITLE = 0.8, 0.6, 0.6, 0.5

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the retriever sees it: its vector, unit vectors of its tokens and what each counts."""

    text: str
    language: str
    vector: Vectors
    tokens: Vectors
    weights: Array
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates in reading order, and what speaks for each: one array for each kind of evidence.

    `bounds` has a row for each passage: the places of its first sentence and of the one after its last.
    """

    passages: Sequence[PassageRow]
    sentences: SentenceRows
    bounds: Integers
    passage_evidence: Mapping[str, Array]
    sentence_evidence: Mapping[str, Array]


def gather(question: Question, index: PassageIndex, tokens: TokenVectors, scope: Scope = EVERYTHING) -> Pool:
    """Return the candidates in scope for a question, from every language, with what speaks for them."""
    passages, dense, lexical = _candidates(question, index, scope)
    sentences = index.library.sentences(
        {number for row in passages for number in range(row.first - 2, row.last + 1)}
    )
    edges = np.array([(row.first, row.last + 1) for row in passages])
    bounds = np.searchsorted(sentences.ids, edges)
    cosines = sentences.vectors @ question.vector
    inside = token_cosines(question, sentences.tokens, sentences.token_ends, tokens)
    whole = _best_inside(inside, bounds)
    around = _around(inside, whole, bounds, sentences, _title_cosines(question, sentences, index, tokens))
    of_sentences = {"dense": cosines, "context": question.weights @ around}
    best = {f"best_{name}": _best_inside(found[None], bounds)[0] for name, found in of_sentences.items()}
    return Pool(
        passages,
        sentences,
        bounds,
        passage_evidence={"dense": dense, **best, "lexical": lexical},
        sentence_evidence=of_sentences,
    )


def _candidates(
    question: Question, index: PassageIndex, scope: Scope
) -> tuple[list[PassageRow], Array, Array]:
    """Return the passages that get the finer look, with their cosines and the share of the question's terms
    that they hold by BM25.
    """
    rare = rarities(question.terms, index.library)
    matching = index.candidates.matching(rare, DEPTH, scope)
    nearest = {
        passage
        for language in index.candidates.languages(scope)
        for passage in index.candidates.nearest(question.vector, language, DEPTH, scope)
    }
    passages = index.library.passages({*nearest, *matching})
    # What only its terms brought up is weighed by its vector as well.
    dense = index.candidates.vectors([row.id for row in passages]) @ question.vector
    lexical = np.array([matching.get(row.id, 0.0) for row in passages], dtype=np.float32)
    lexical /= max(sum(rare.values()), 1e-6)
    taken = Counter[str]()
    kept = []
    for place in np.argsort(-(dense + TERMS * lexical)).tolist():
        taken[passages[place].language] += 1
        if taken[passages[place].language] <= FINER:
            kept.append(place)
    kept.sort()
    return [passages[place] for place in kept], dense[kept], lexical[kept]


def token_cosines(question: Question, texts: TokenIds, ends: Integers, tokens: TokenVectors) -> Array:
    """Return the best cosine, at least 0, of each question token in each text, shape (question tokens,
    texts).

    The tokens of all texts follow one another; those of a text end before its place in `ends`.
    """
    # As np.unique does, without sorting.
    present = np.zeros(len(tokens.lengths), dtype=bool)
    present[texts] = True
    distinct, places = np.flatnonzero(present), (np.cumsum(present) - 1)[texts]
    cosines = question.tokens @ tokens.vectors[distinct].astype(np.float32).T
    cosines = np.maximum(cosines / np.maximum(tokens.lengths[distinct], 1e-6), 0.0)
    return _best_inside(cosines[:, places], np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1))


def _best_inside(values: Array, bounds: Integers) -> Array:
    """Return the largest value of each row inside each stretch of columns, 0 for an empty one."""
    padded = np.concatenate([values, np.zeros((len(values), 1), dtype=np.float32)], axis=1)
    best = np.maximum.reduceat(padded, bounds.ravel(), axis=1)[:, ::2]
    inside: Array = np.where(bounds[:, 0] < bounds[:, 1], best, 0.0).astype(np.float32)
    return inside


def _title_cosines(
    question: Question, sentences: SentenceRows, index: PassageIndex, tokens: TokenVectors
) -> Array:
    """Return the token cosines of the title of each sentence's article, shape (question tokens,
    sentences).
    """
    articles, places = np.unique(sentences.articles, return_inverse=True)
    titles = index.library.titles(articles.tolist())
    ends = np.cumsum([len(titles[article]) for article in articles.tolist()])
    return token_cosines(question, np.concatenate(list(titles.values())), ends, tokens)[:, places]


def _around(inside: Array, whole: Array, bounds: Integers, sentences: SentenceRows, title: Array) -> Array:
    """Return what each question token finds in a sentence, the two before it, its passage and its headline.

    A sentence that says "he" or "my team" rests on what stands around it.
    """
    best: Array = np.maximum(inside, IN_TITLE * title)
    for place, (first, last) in enumerate(bounds):
        best[:, first:last] = np.maximum(best[:, first:last], IN_PASSAGE * whole[:, place, None])
    ids, articles = sentences.ids, sentences.articles
    for back, share in ((1, BEFORE), (2, TWO_BEFORE)):
        beside = (ids[back:] - ids[:-back] == back) & (articles[back:] == articles[:-back])
        best[:, back:] = np.maximum(best[:, back:], np.where(beside, share * inside[:, :-back], 0.0))
    return best
