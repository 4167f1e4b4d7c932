"""Gather the candidates for a question from every language, and what speaks for each.

Candidates come by vector and by terms. MaxSim over token vectors follows ColBERT
(https://arxiv.org/abs/2004.12832).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embed import STATE_SCALE, Models, TokenIds, TokenVectors, Vectors
from index.search import Integers, PassageIndex, PassageRow, SentenceRows
from index.terms import terms
from rag.question import Kind, kind_of
from rag.values.concepts import concepts

# Passages taken from each language by vector, and again by terms, and how many of them get the finer look;
# of the questions of the development sets it lost the right passage in 2 of 1,000.
DEPTH, FINER = 50, 40
# What the terms of a passage count for beside its vector there.
TERMS = 0.5
# Weights of tokens are this power of their lengths.
SHARPER = 1.5
# What a token of the question counts when it stands beside a sentence rather than in it.
BEFORE, TWO_BEFORE, IN_PASSAGE, IN_TITLE = 0.8, 0.6, 0.6, 0.5

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the retriever sees it: unit vectors of its tokens, how much each matters, and what each
    means where it stands, None where no model tells.
    """

    text: str
    language: str
    kind: Kind
    vector: Vectors
    tokens: Vectors
    weights: Array
    terms: Sequence[str]
    concepts: frozenset[str] = frozenset()
    states: Vectors | None = None


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


def read_question(text: str, language: str, models: Models) -> Question:
    """Return a question with its vectors; the longer the vector of a token, the more it weighs, and weights
    sum to 1.

    Training makes content words long and function words short.
    """
    ids = models.tokens.tokens([text])[0]
    lengths = models.tokens.lengths[ids]
    weights = lengths**SHARPER
    read = models.reader.read([text])[0] if models.reader else None
    return Question(
        text=text,
        language=language,
        kind=kind_of(text),
        vector=read.vector if read else models.embedder.embed_question(text),
        tokens=models.tokens.vectors[ids].astype(np.float32) / np.maximum(lengths, 1e-6)[:, None],
        weights=weights / max(float(weights.sum()), 1e-6),
        terms=terms(text, language),
        concepts=concepts(text, language),
        states=read.states.astype(np.float32) / STATE_SCALE if read else None,
    )


def gather(
    question: Question, index: PassageIndex, tokens: TokenVectors, among: Integers | None = None
) -> Pool:
    """Return the candidates for a question from every language, with what speaks for them; where ids are
    given, only passages `among` them.
    """
    passages, dense, lexical = _candidates(question, index, among)
    sentences = index.sentences({number for row in passages for number in range(row.first - 2, row.last + 1)})
    edges = np.array([(row.first, row.last + 1) for row in passages])
    bounds = np.searchsorted(sentences.ids, edges)
    cosines = sentences.vectors @ question.vector
    inside = token_cosines(question, sentences.tokens, sentences.token_ends, tokens)
    whole = _best_inside(inside, bounds)
    around = _around(inside, whole, bounds, sentences, _title_cosines(question, sentences, index, tokens))
    states, context = question.states, question.weights @ around
    of_sentences = {
        "dense": cosines,
        "context": context,
        # Where no model tells what tokens mean where they stand, token vectors speak for it.
        "late": context if states is None else late_interaction(states, question.weights, sentences),
    }
    best = {f"best_{name}": _best_inside(found[None], bounds)[0] for name, found in of_sentences.items()}
    return Pool(
        passages,
        sentences,
        bounds,
        passage_evidence={"dense": dense, **best, "lexical": lexical},
        sentence_evidence=of_sentences,
    )


def _candidates(
    question: Question, index: PassageIndex, among: Integers | None
) -> tuple[list[PassageRow], Array, Array]:
    """Return the passages that get the finer look, with their cosines and the share of the question's terms
    that they hold by BM25.
    """
    rarities = index.rarities(question.terms)
    matching = index.matching(rarities, DEPTH, among)
    nearest = {
        passage: cosine
        for language in index.languages()
        for passage, cosine in index.nearest(question.vector, language, DEPTH, among).items()
    }
    passages = index.passages({*nearest, *matching})
    # What only its terms brought up is weighed by its vector as well.
    cosines = [nearest.get(row.id) or index.cosine(question.vector, row) for row in passages]
    dense = np.array(cosines, dtype=np.float32)
    lexical = np.array([matching.get(row.id, 0.0) for row in passages], dtype=np.float32)
    lexical /= max(sum(rarities.values()), 1e-6)
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


def late_interaction(question: Vectors, weights: Array, sentences: SentenceRows) -> Array:
    """Return the sum over a question's tokens of the best cosine of each in each sentence, times its weight,
    all read where they stand (ColBERT, https://arxiv.org/abs/2004.12832), shape (sentences,).
    """
    cosines = question @ (sentences.states.astype(np.float32) / STATE_SCALE).T
    ends = sentences.state_ends
    best = _best_inside(cosines, np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1))
    # Of a long question not all tokens are read.
    found: Array = weights[: len(best)] @ best
    return found


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
    titles = index.titles(articles.tolist())
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
