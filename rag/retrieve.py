"""Find the sentences of a library that bear on a question, in every language at once.

Candidates come from each language by vector and by terms; then every sentence of a candidate passage is
weighed by what speaks for it and for its passage. MaxSim over token vectors follows ColBERT
(https://arxiv.org/abs/2004.12832).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.article import Article, Passage, Sentence
from index.embed import Models, TokenIds, TokenVectors, Vectors
from index.search import EVERYTHING, Integers, PassageIndex, PassageRow, Scope, SentenceRows
from index.terms import terms
from rag.question import Kind, can_answer, is_question, kind_of

# Passages taken from each language by vector, and again by terms, before the finer look.
DEPTH = 50
# Sentences whose words are read for the kind of thing the question asks for.
READ = 60
# What a token of the question counts when it stands beside a sentence rather than in it.
BEFORE, TWO_BEFORE, IN_PASSAGE, IN_TITLE = 0.8, 0.6, 0.6, 0.5

# What each kind of evidence counts for: when question and passage share a language, and when they do not.
# Fitted on questions with known passages and answers; docs/retrieval.md says how, and what each is worth.
PASSAGE_WEIGHTS = {
    "dense": (0.55, 1.15),
    "best_sentence": (1.2, 1.45),
    "coverage": (1.5, 1.65),
    "lexical": (0.2, 0.1),
}
SENTENCE_WEIGHTS = {
    "passage": (0.32, 0.32),
    "dense": (0.75, 1.35),
    "context": (1.5, 1.7),
    # Across languages the terms two texts share are names, which the other parts count already.
    "lexical": (0.0, -0.5),
}
KIND_WEIGHT = 0.2
# A sentence that asks is like the question and answers nothing.
ASKING_WEIGHT = 0.3

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
    """Return a question with its vectors; the length of a token's vector becomes its weight, and weights sum
    to 1.

    Training makes content words long and function words short.
    """
    ids = models.tokens.tokens([text])[0]
    lengths = models.tokens.lengths[ids]
    return Question(
        text=text,
        language=language,
        kind=kind_of(text),
        vector=models.embedder.embed_question(text),
        tokens=models.tokens.vectors[ids].astype(np.float32) / np.maximum(lengths, 1e-6)[:, None],
        weights=lengths / max(float(lengths.sum()), 1e-6),
        terms=terms(text),
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
    home, scores = _scored(question, pool)
    near = [int(at) for at in np.argsort(-scores)[: max(k, READ)] if home[at] >= 0]
    articles = {
        number: index.library.article(number) for number in set(pool.sentences.articles[near].tolist())
    }
    for at in near:
        article = articles[int(pool.sentences.articles[at])]
        words = article.text[pool.sentences.starts[at] : pool.sentences.ends[at]]
        scores[at] += KIND_WEIGHT * can_answer(question.kind, words) - ASKING_WEIGHT * is_question(words)
    best = sorted(near, key=lambda at: -scores[at])[:k]
    return tuple(
        _hit(pool, at, int(home[at]), float(scores[at]), articles[int(pool.sentences.articles[at])])
        for at in best
    )


def gather(
    question: Question, index: PassageIndex, tokens: TokenVectors, among: Integers | None = None
) -> Pool:
    """Return the candidates for a question from every language, with what speaks for them; where ids are
    given, only passages `among` them.
    """
    dense: dict[int, float] = {}
    lexical: dict[int, float] = {}
    for language in index.languages():
        dense |= index.nearest(question.vector, language, DEPTH, among)
        lexical |= index.matching(question.terms, language, DEPTH, among)
    passages = index.passages({*dense, *lexical})
    # What only its terms brought up is weighed by its vector as well.
    dense |= {row.id: index.cosine(question.vector, row) for row in passages if row.id not in dense}
    sentences = index.sentences({number for row in passages for number in range(row.first - 2, row.last + 1)})
    edges = np.array([(row.first, row.last + 1) for row in passages])
    bounds = np.searchsorted(sentences.ids, edges)
    weight = max(index.weight(question.terms), 1e-6)
    cosines = sentences.vectors @ question.vector
    inside = token_cosines(question, sentences.tokens, sentences.token_ends, tokens)
    whole = _best_inside(inside, bounds)
    around = _around(inside, whole, bounds, sentences, _title_cosines(question, sentences, index, tokens))
    matching = index.matching_sentences(question.terms, 20 * DEPTH)
    passage_ids = [row.id for row in passages]
    return Pool(
        passages,
        sentences,
        bounds,
        passage_evidence={
            "dense": _values(dense, passage_ids),
            "best_sentence": _best_inside(cosines[None], bounds)[0],
            "coverage": question.weights @ whole,
            "lexical": _values(lexical, passage_ids) / weight,
        },
        sentence_evidence={
            "dense": cosines,
            "context": question.weights @ around,
            "lexical": _values(matching, sentences.ids.tolist()) / weight,
        },
    )


def token_cosines(question: Question, texts: TokenIds, ends: Integers, tokens: TokenVectors) -> Array:
    """Return the best cosine, at least 0, of each question token in each text, shape (question tokens,
    texts).

    The tokens of all texts follow one another; those of a text end before its place in `ends`.
    """
    distinct, places = np.unique(texts, return_inverse=True)
    cosines = question.tokens @ tokens.vectors[distinct].astype(np.float32).T
    cosines = np.maximum(cosines / np.maximum(tokens.lengths[distinct], 1e-6), 0.0)
    return _best_inside(cosines[:, places], np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1))


def _best_inside(values: Array, bounds: Integers) -> Array:
    """Return the largest value of each row inside each stretch of columns, 0 for an empty one."""
    padded = np.concatenate([values, np.zeros((len(values), 1), dtype=np.float32)], axis=1)
    best = np.maximum.reduceat(padded, bounds.ravel(), axis=1)[:, ::2]
    inside: Array = np.where(bounds[:, 0] < bounds[:, 1], best, 0.0).astype(np.float32)
    return inside


def _values(found: Mapping[int, float], ids: Sequence[int]) -> Array:
    return np.array([found.get(number, 0.0) for number in ids], dtype=np.float32)


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
    passage_scores = _weighted(pool.passage_evidence, PASSAGE_WEIGHTS, same)
    home = np.full(len(pool.sentences.ids), -1)
    for place in np.argsort(passage_scores):
        first, last = pool.bounds[place]
        home[first:last] = place
    evidence = {**pool.sentence_evidence, "passage": passage_scores[home]}
    return home, _weighted(evidence, SENTENCE_WEIGHTS, same[home])


def _weighted(
    evidence: Mapping[str, Array], weights: Mapping[str, tuple[float, float]], same: npt.NDArray[np.bool_]
) -> Array:
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
