"""Find the sentences of a library that bear on a question, in every language at once.

Every sentence of a candidate passage is weighed by what speaks for it and for its passage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.article import Article, Passage, Sentence
from index.embed import TokenVectors
from index.record import Integers
from index.scope import EVERYTHING, Scope
from index.search import PassageIndex
from rag.gather import Array, Pool, Question, gather

# Languages differ in how near any question lies to their passages: half the difference in the mean of the ten
# best is made good, so that what stands out in its language comes first (https://arxiv.org/abs/1811.01136).
LIFT, NEIGHBOURS = 0.5, 10
# What each kind of evidence counts for: when question and passage share a language, and when they do not.
# Fitted on questions with known passages and answers; docs/notebook.md says how.
PASSAGE_WEIGHTS = {
    "dense": (0.71, 1.25),
    "best_dense": (0.95, 1.24),
    "best_context": (1.74, 2.12),
    # Across languages the terms two texts share are names, which the other parts count already.
    "lexical": (0.4, 0.0),
}
SENTENCE_WEIGHTS = {
    "passage": (0.32, 0.32),
    "dense": (0.75, 1.35),
    "context": (1.5, 1.7),
}


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """A sentence found for a question, with the passage around it.

    The higher the score, the nearer it is to the question. `evidence` holds the parts of the score by name,
    each about 0 to 1, and `passage` the score of the passage.
    """

    article: Article
    passage: Passage
    sentence: Sentence
    score: float
    evidence: Mapping[str, float]


def retrieve(
    question: Question, index: PassageIndex, tokens: TokenVectors, *, k: int, scope: Scope = EVERYTHING
) -> tuple[Hit, ...]:
    """Return the `k` sentences likeliest to answer, best first, none twice; empty when nothing is in
    scope.
    """
    with index.snapshot():
        if not index.candidates.languages(scope):
            return ()
        return _ranked(question, gather(question, index, tokens, scope), index, k)


def _ranked(question: Question, pool: Pool, index: PassageIndex, k: int) -> tuple[Hit, ...]:
    sentences = pool.sentences
    home, passages, scores = _scored(question, pool)
    near = [int(at) for at in np.argsort(-scores) if home[at] >= 0][:k]
    articles = index.library.by_id(set(sentences.articles[near].tolist()))
    return tuple(
        _hit(pool, at, int(home[at]), passages, float(scores[at]), articles[int(sentences.articles[at])])
        for at in near
    )


def _scored(question: Question, pool: Pool) -> tuple[Integers, Array, Array]:
    """Return the best passage of each sentence, -1 for a mere neighbour of one; the scores of the passages;
    the scores of the sentences.
    """
    same = np.array([row.language == question.language for row in pool.passages])
    languages = [row.language for row in pool.passages]
    passage_scores = lifted(weighted(pool.passage_evidence, PASSAGE_WEIGHTS, same), languages)
    home = homes(passage_scores, pool.bounds, len(pool.sentences.ids))
    evidence = {**pool.sentence_evidence, "passage": passage_scores[home]}
    return home, passage_scores, weighted(evidence, SENTENCE_WEIGHTS, same[home])


def lifted(scores: Array, languages: Sequence[str]) -> Array:
    """Return the scores of passages, raised in languages whose best lie lower; the highest stay as they
    are.
    """
    places = {language: np.array(languages) == language for language in dict.fromkeys(languages)}
    near = {language: np.sort(scores[held])[-NEIGHBOURS:].mean() for language, held in places.items()}
    raised = scores.copy()
    for language, held in places.items():
        raised[held] += LIFT * (max(near.values()) - near[language])
    return raised


def homes(passage_scores: Array, bounds: Integers, sentences: int) -> Integers:
    """Return the place of the best passage of each of so many sentences, -1 for a mere neighbour of one."""
    home = np.full(sentences, -1)
    for place in np.argsort(passage_scores):
        first, last = bounds[place]
        home[first:last] = place
    return home


def weighted(
    evidence: Mapping[str, Array], weights: Mapping[str, tuple[float, float]], same: npt.NDArray[np.bool_]
) -> Array:
    """Return the sum of what is weighed, with the first weight where `same` holds, else the second."""
    total = np.zeros(len(same), dtype=np.float32)
    for name, pair in weights.items():
        total += np.where(same, *pair) * evidence[name]
    return total


def _hit(pool: Pool, at: int, home: int, passages: Array, score: float, article: Article) -> Hit:
    first, last = pool.bounds[home].tolist()
    stretches = zip(
        pool.sentences.starts[first:last].tolist(), pool.sentences.ends[first:last].tolist(), strict=True
    )
    sentences = tuple(Sentence(start, end) for start, end in stretches)
    of_sentence = {name: float(values[at]) for name, values in pool.sentence_evidence.items()}
    of_passage = {f"passage_{name}": float(values[home]) for name, values in pool.passage_evidence.items()}
    return Hit(
        article=article,
        passage=Passage(sentences[0].start, sentences[-1].end, sentences),
        sentence=sentences[at - first],
        score=score,
        evidence={"passage": float(passages[home])} | of_sentence | of_passage,
    )
