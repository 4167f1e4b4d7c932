"""Candidates of questions with known answers, as `benchmarks.fit` weighs them, and which are right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from benchmarks.sets import Asked, indexed, mixed, names_of, read_collections, shown, some
from index.build import build
from index.embed import Models
from index.language import question_language
from index.load import find
from index.record import Integers
from index.search import PassageIndex
from index.store import create
from rag.gather import Pool, Question, gather
from rag.gold import Gold, read_questions
from rag.question import read_question

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
# Enough of each set to fit a dozen numbers.
QUESTIONS = 120

Array = npt.NDArray[np.float32]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A question's candidates and which of them are right; `held_out` tells the half that only measures."""

    group: str
    held_out: bool
    passages: Mapping[str, Array]
    sentences: Mapping[str, Array]
    bounds: Integers
    languages: Sequence[str]
    same: Truths
    right_passages: Truths
    right_sentences: Truths


def of_sets(sets: Path, folder: Path, models: Models) -> Iterator[Seen]:
    """Yield questions of the sets, each with the candidates of its own collection and of all in one."""
    collections = [each for each in read_collections(sets) if each.running]
    pool = mixed(collections)
    everything = indexed(pool, folder, models)
    asked_alone = [asked for collection in collections for asked in collection.questions]
    wide = dict(zip(asked_alone, pool.questions, strict=True))
    for collection in collections:
        alone = indexed(collection, folder, models)
        for asked in shown(some(collection.questions, QUESTIONS), collection.name):
            yield see(asked, alone, models, "own", answers=True)
            # In the mixed pool the answer's words are known in one language alone.
            answers = wide[asked].right == asked.right
            yield see(wide[asked], everything, models, "mixed", answers=answers)


def see(asked: Asked, index: PassageIndex, models: Models, group: str, *, answers: bool) -> Seen:
    """Return the candidates of a question of a set."""
    question = read_question(asked.text, asked.language, models)
    pool = gather(question, index, models.tokens)
    names = names_of(index)
    texts = _texts(pool, index)
    holders = np.array([names[article] in asked.right for article in pool.sentences.articles.tolist()])
    holding = np.array([any(answer in text for answer in asked.answers) for text in texts])
    right = np.array([names[row.article] in asked.right for row in pool.passages])
    held_out = int(min(asked.right).rpartition(":")[2]) % 2 == 1
    return _seen(group, held_out, question, pool, right, holders & holding & answers)


def _seen(
    group: str,
    held_out: bool,
    question: Question,
    pool: Pool,
    passages: Truths,
    sentences: Truths,
) -> Seen:
    languages = [row.language for row in pool.passages]
    same = np.array(languages) == question.language
    return Seen(
        group,
        held_out,
        pool.passage_evidence,
        pool.sentence_evidence,
        pool.bounds,
        languages,
        same,
        passages,
        sentences,
    )


def of_seeds(questions: Path, folder: Path, models: Models) -> Iterator[Seen]:
    """Yield the questions to the shipped articles."""
    library = create(folder / "fit-seeds", models.embedder.name)
    for _ in build(find(SEEDS), library, models):
        pass
    index = PassageIndex(library)
    for gold in shown(read_questions(questions, library.articles()), "shipped articles"):
        if gold.answerable:
            yield _see_gold(gold, index, models)


def _see_gold(gold: Gold, index: PassageIndex, models: Models) -> Seen:
    question = read_question(gold.text, question_language(gold.text), models)
    pool = gather(question, index, models.tokens)
    names = names_of(index)
    found = zip(pool.sentences.articles.tolist(), pool.sentences.starts, pool.sentences.ends, strict=True)
    right = np.array(
        [
            any(names[article] == name and start < right and left < end for name, left, right in gold.spans)
            for article, start, end in found
        ]
    )
    passages = np.array([right[first:last].any() for first, last in pool.bounds])
    held_out = crc32(gold.id.encode()) % 2 == 1
    return _seen("seeds", held_out, question, pool, passages, right)


def _texts(pool: Pool, index: PassageIndex) -> list[str]:
    sentences = pool.sentences
    articles = index.library.by_id(set(sentences.articles.tolist()))
    places = np.stack([sentences.articles, sentences.starts, sentences.ends], axis=1).tolist()
    return [articles[article].text[start:end] for article, start, end in places]
