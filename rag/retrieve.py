"""Find the sentences of a library that bear on a question, in every language at once.

Candidates come from each language by vector and by terms; then every sentence of a candidate passage is
weighed by what speaks for it and for its passage. MaxSim over token vectors follows ColBERT
(https://arxiv.org/abs/2004.12832).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.article import Article, Passage, Sentence
from index.embed import Models, TokenIds, TokenVectors, Vectors
from index.search import EVERYTHING, Integers, PassageIndex, PassageRow, Scope, SentenceRows
from index.terms import terms
from rag.facts.concepts import concepts, share_of
from rag.question import Kind, can_answer, is_question, kind_of

# Passages taken from each language by vector, and again by terms, and how many of them get the finer look;
# of the questions of the development sets it lost the right passage in 2 of 1,000.
DEPTH, FINER = 50, 40
# What the terms of a passage count for beside its vector there.
TERMS = 0.5
# Languages differ in how near any question lies to their passages: half the difference in the mean of the ten
# best is made good, so that what stands out in its language comes first (https://arxiv.org/abs/1811.01136).
LIFT, NEIGHBOURS = 0.5, 10
# Sentences whose words are read for the kind of thing the question asks for.
READ = 60
# Weights of tokens are this power of their lengths.
SHARPER = 1.5
# What a token of the question counts when it stands beside a sentence rather than in it.
BEFORE, TWO_BEFORE, IN_PASSAGE, IN_TITLE = 0.8, 0.6, 0.6, 0.5

# What each kind of evidence counts for: when question and passage share a language, and when they do not.
# Fitted on questions with known passages and answers; docs/retrieval.md says how, and what each is worth.
PASSAGE_WEIGHTS = {
    "dense": (0.71, 1.25),
    "best_sentence": (0.95, 1.24),
    "best_context": (1.74, 2.12),
    # Across languages the terms two texts share are names, which the other parts count already.
    "lexical": (0.4, 0.0),
}
SENTENCE_WEIGHTS = {
    "passage": (0.32, 0.32),
    "dense": (0.75, 1.35),
    "context": (1.5, 1.7),
}
KIND_WEIGHT = 0.2
# What a reason counts for beyond that, how far from what happened it is looked for, and what each sentence of
# the way costs.
REASON_WEIGHT, REASON_REACH, REASON_STEP = 0.1, 3, 0.1
# What it counts that a sentence speaks of what the question is about, in whatever words and language.
CONCEPT_WEIGHT = 0.3
# A sentence that asks is like the question and answers nothing.
ASKING_WEIGHT = 0.6

Array = npt.NDArray[np.float32]


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


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the retriever sees it: unit vectors of its tokens, and how much each matters."""

    text: str
    language: str
    kind: Kind
    vector: Vectors
    tokens: Vectors
    weights: Array
    terms: Sequence[str]
    concepts: frozenset[str] = frozenset()


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
    return Question(
        text=text,
        language=language,
        kind=kind_of(text),
        vector=models.embedder.embed_question(text),
        tokens=models.tokens.vectors[ids].astype(np.float32) / np.maximum(lengths, 1e-6)[:, None],
        weights=weights / max(float(weights.sum()), 1e-6),
        terms=terms(text, language),
        concepts=concepts(text, language),
    )


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
    context = question.weights @ around
    return Pool(
        passages,
        sentences,
        bounds,
        passage_evidence={
            "dense": dense,
            "best_sentence": _best_inside(cosines[None], bounds)[0],
            "best_context": _best_inside(context[None], bounds)[0],
            "lexical": lexical,
        },
        sentence_evidence={"dense": cosines, "context": context},
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
