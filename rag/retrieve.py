"""Find the sentences of a library that bear on a question, in every language at once.

Every sentence of a candidate passage is weighed by what speaks for it and for its passage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.article import Article, Passage, Sentence
from index.embed import TokenVectors, Vectors
from index.search import EVERYTHING, Integers, PassageIndex, Scope, SentenceRows
from rag.gather import Array, Pool, Question, gather
from rag.question import Kind, can_answer, defines, is_question
from rag.values.concepts import share_of

# Languages differ in how near any question lies to their passages: half the difference in the mean of the ten
# best is made good, so that what stands out in its language comes first (https://arxiv.org/abs/1811.01136).
LIFT, NEIGHBOURS = 0.5, 10
# Sentences whose words are read for the kind of thing the question asks for.
READ = 60
# What each kind of evidence counts for: when question and passage share a language, and when they do not.
# Fitted on questions with known passages and answers; docs/retrieval.md says how, and what each is worth.
PASSAGE_WEIGHTS = {
    "dense": (0.71, 1.25),
    "best_dense": (0.95, 1.24),
    "best_context": (1.74, 2.12),
    "best_late": (1.0, 1.0),
    # Across languages the terms two texts share are names, which the other parts count already.
    "lexical": (0.4, 0.0),
}
SENTENCE_WEIGHTS = {
    "passage": (0.32, 0.32),
    "dense": (0.75, 1.35),
    "context": (1.5, 1.7),
    "late": (1.0, 1.0),
}
KIND_WEIGHT = 0.2
# What it counts beyond that when a sentence says in so many words what something means.
MEANING_WEIGHT = 0.2
# What a reason counts for beyond that, how far from what happened it is looked for, and what each sentence of
# the way costs.
REASON_WEIGHT, REASON_REACH, REASON_STEP = 0.1, 3, 0.1
# What it counts that a sentence speaks of what the question is about, in whatever words and language.
CONCEPT_WEIGHT = 0.3
# A sentence that asks is like the question and answers nothing.
ASKING_WEIGHT = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """A sentence found for a question, with the passage around it; `vector` is the sentence's own.

    The higher the score, the likelier it answers. `evidence` holds the parts of the score by name, each
    about 0 to 1.
    """

    article: Article
    passage: Passage
    sentence: Sentence
    vector: Vectors
    score: float
    evidence: Mapping[str, float]


def retrieve(
    question: Question, index: PassageIndex, tokens: TokenVectors, *, k: int, scope: Scope = EVERYTHING
) -> tuple[Hit, ...]:
    """Return the `k` sentences likeliest to answer, best first, none twice; empty when nothing is in
    scope.
    """
    with index.library.snapshot():
        index.refresh()
        among = index.within(scope)
        if not index.languages() or (among is not None and not among.size):
            return ()
        return _ranked(question, gather(question, index, tokens, among), index, k)


def _ranked(question: Question, pool: Pool, index: PassageIndex, k: int) -> tuple[Hit, ...]:
    sentences = pool.sentences
    home, scores = _scored(question, pool)
    near = [int(at) for at in np.argsort(-scores)[: max(k, READ)] if home[at] >= 0]
    articles = {number: index.library.article(number) for number in set(sentences.articles[near].tolist())}
    texts = {
        at: articles[int(sentences.articles[at])].text[sentences.starts[at] : sentences.ends[at]]
        for at in near
    }
    for at, words in texts.items():
        scores[at] += CONCEPT_WEIGHT * share_of(question.concepts, words) - ASKING_WEIGHT * is_question(words)
    stated = scores.copy()
    for at, words in texts.items():
        if can_answer(question.kind, words):
            scores[at] += KIND_WEIGHT
            if question.kind is Kind.MEANING and defines(words):
                scores[at] += MEANING_WEIGHT
            if question.kind is Kind.REASON and not is_question(words):
                scores[at] = max(scores[at], _beside(stated, at, sentences) + KIND_WEIGHT) + REASON_WEIGHT
    best = sorted(near, key=lambda at: -scores[at])[:k]
    return tuple(
        _hit(pool, at, int(home[at]), float(scores[at]), articles[int(sentences.articles[at])]) for at in best
    )


def _beside(stated: Array, at: int, sentences: SentenceRows) -> float:
    """Return the best score of the few sentences before one and the one after it, less a step for each that
    lies between.

    What happened and why stand in two sentences more often than in one.
    """
    first, last = max(at - REASON_REACH, 0), at + 2
    ids, articles = sentences.ids[first:last], sentences.articles[first:last]
    distances = np.abs(ids - sentences.ids[at])
    near = (articles == sentences.articles[at]) & (distances <= REASON_REACH)
    return float(np.where(near, stated[first:last] - REASON_STEP * distances, -np.inf).max())


def _scored(question: Question, pool: Pool) -> tuple[Integers, Array]:
    """Return the best passage of each sentence, -1 for a mere neighbour of one, and its score."""
    same = np.array([row.language == question.language for row in pool.passages])
    languages = [row.language for row in pool.passages]
    passage_scores = lifted(weighted(pool.passage_evidence, PASSAGE_WEIGHTS, same), languages)
    home = homes(passage_scores, pool.bounds, len(pool.sentences.ids))
    evidence = {**pool.sentence_evidence, "passage": passage_scores[home]}
    return home, weighted(evidence, SENTENCE_WEIGHTS, same[home])


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


def _hit(pool: Pool, at: int, home: int, score: float, article: Article) -> Hit:
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
        vector=pool.sentences.vectors[at],
        score=score,
        evidence=of_sentence | of_passage,
    )
