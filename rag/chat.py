"""The one way to ask: the page, the command line and programs all call `ask`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from index.article import UNKNOWN_LANGUAGE
from index.contextual import bundled_models
from index.embed import Models
from index.language import SUPPORTED, question_language
from index.search import EVERYTHING, PassageIndex, Scope
from index.store import open_library
from rag.citation import Answer, Draft, Found
from rag.compose import compose, quote
from rag.retrieve import Hit, Question, read_question, retrieve

LONGEST_QUESTION = 2_000
# Sentences handed to the composer.
HITS = 20
# A letter, not merely a sign that lengthens or repeats one.
WORD = re.compile(r"[^\W\d_ー々〻ゝゞヽヾ]")
# What is left of bytes that were not UTF-8.
SURROGATES = re.compile("[\ud800-\udfff]")
SPOKEN = "ask in English, Japanese, Chinese or Italian"


class QuestionError(ValueError):
    """A question that cannot be asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Collection:
    """An index opened for questions, with the models that read it."""

    index: PassageIndex
    models: Models


def open_collection(folder: Path) -> Collection:
    """Open the index in `folder`; raise LibraryError when it is missing, damaged or made with another
    model.
    """
    models = bundled_models()
    return Collection(PassageIndex(open_library(folder, models.embedder.name)), models)


def ask(
    question: str,
    collection: Collection,
    *,
    talk: Sequence[Answer] = (),
    language: str = "",
    scope: Scope = EVERYTHING,
) -> Answer:
    """Answer a question from the articles of a collection; raise QuestionError when there is nothing to look
    for.

    `talk` holds the answers given before, the latest last: a question may lean on them. `language` is that of
    the answer, the question's own when empty. Only articles in `scope` may answer.
    """
    *_, answer = steps(question, collection, talk=talk, language=language, scope=scope)
    assert isinstance(answer, Answer)
    return answer


def steps(
    question: str,
    collection: Collection,
    *,
    talk: Sequence[Answer] = (),
    language: str = "",
    scope: Scope = EVERYTHING,
) -> Iterator[Draft | Answer]:
    """Yield each step on the way to an answer as it begins, then the answer; see `ask`."""
    started = perf_counter()
    understood = understand(question, collection)
    yield Draft("searching")
    hits = retrieve(understood, collection.index, collection.models.tokens, k=HITS, scope=scope)
    found = perf_counter()
    composed = compose(understood, hits, language=language or understood.language)
    timings = {"search": 1000 * (found - started), "compose": 1000 * (perf_counter() - found)}
    yield Answer(
        understood.text,
        language or understood.language,
        composed.answered,
        composed.statements,
        composed.citations,
        composed.related,
        timings,
        understood=understood.text,
        found=tuple(Found(quote(hit), hit.score, hit.evidence) for hit in hits),
    )


def search(question: str, collection: Collection, *, k: int) -> tuple[Hit, ...]:
    """Return the `k` sentences likeliest to answer, best first; raise QuestionError as `ask` does."""
    return retrieve(understand(question, collection), collection.index, collection.models.tokens, k=k)


def understand(question: str, collection: Collection) -> Question:
    """Return a question as the retriever sees it, or raise QuestionError."""
    asked = " ".join(SURROGATES.sub(" ", question).split())
    return read_question(asked, _language(asked), collection.models)


def _language(question: str) -> str:
    if not WORD.search(question):
        raise QuestionError(f"the question holds no words: {SPOKEN}")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(question):,} characters: ask in at most {LONGEST_QUESTION:,}"
        )
    language = question_language(question)
    if language not in (*SUPPORTED, UNKNOWN_LANGUAGE):
        raise QuestionError(f"the question seems to be in another language ({language}): {SPOKEN}")
    return language
