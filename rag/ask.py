"""The one way to ask: the page, the command line and programs all call `ask`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from index.article import UNKNOWN_LANGUAGE
from index.embed import Models
from index.language import SUPPORTED, question_language
from index.models import open_models
from index.search import EVERYTHING, PassageIndex, Scope
from index.store import model_of, open_library
from rag.answerable import Standing
from rag.compose import compose, quote
from rag.dialogue.small_talk import SmallTalk, language_of, small_talk, small_talk_reply
from rag.dialogue.talk import in_full, spoken_in
from rag.gather import Question, read_question
from rag.records import Answer, Draft, Found, Statement
from rag.retrieve import Hit, retrieve
from rag.writing.generate import in_full_by_model, write
from rag.writing.writers import Writer

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
    """An index opened for questions, with the models that read it, and one that writes if there is one."""

    index: PassageIndex
    models: Models
    writer: Writer | None = None


def open_collection(folder: Path, writer: Writer | None = None) -> Collection:
    """Open the index in `folder` with the model it was made with; raise LibraryError when it is missing or
    damaged, ModelError when there is no such model any more.
    """
    models = open_models(model_of(folder))
    return Collection(PassageIndex(open_library(folder, models.embedder.name)), models, writer)


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
    if kind := small_talk(question):
        yield _reply(question, kind, language, collection.index)
        return
    yield Draft("searching")
    full = _in_full(question, talk, collection)
    understood = understand(full, collection)
    leans = bool(talk) and full != _plain(question)
    in_language = language or (spoken_in(question, talk) if leans else understood.language)
    hits = retrieve(understood, collection.index, collection.models.tokens, k=HITS, scope=scope)
    found = perf_counter()
    composed = compose(understood, hits, collection.models.tokens, language=in_language)
    done = perf_counter()
    answer = Answer(
        question=_plain(question),
        language=in_language,
        answered=composed.standing is not Standing.SILENT,
        statements=composed.statements,
        citations=composed.citations,
        related=composed.related,
        timings_ms={"search": 1000 * (found - started), "compose": 1000 * (done - found)},
        understood=understood.text,
        found=tuple(Found(quote(hit), hit.score, hit.evidence) for hit in hits),
        certain=composed.standing is not Standing.UNSURE,
    )
    if answer.answered and collection.writer:
        yield from _written(answer, understood, hits, collection.writer, collection.models)
    else:
        yield answer


def _in_full(question: str, talk: Sequence[Answer], collection: Collection) -> str:
    """Return a question with what it takes from the turns before; raise QuestionError when it has no
    words.
    """
    asked = _plain(question)
    _check(asked)
    full = in_full(asked, talk, collection.models.tokens)
    if full == asked and collection.writer:
        full = in_full_by_model(asked, talk, collection.writer)
    return full


def _reply(question: str, kind: SmallTalk, language: str, index: PassageIndex) -> Answer:
    """Return what there is to say to a greeting, a thank-you or a question about Polycite itself."""
    asked = _plain(question)
    spoken = language or language_of(asked)
    titles = [title for (title,) in index.library.rows("SELECT title FROM articles ORDER BY name")]
    said = small_talk_reply(kind, spoken, index.library.counts(), titles)
    return Answer(
        question=asked,
        language=spoken,
        answered=False,
        statements=(Statement(said, None, ()),),
        citations=(),
        related=(),
        timings_ms={},
        understood=asked,
        small_talk=True,
    )


def _written(
    quoted: Answer, question: Question, hits: Sequence[Hit], writer: Writer, models: Models
) -> Iterator[Draft | Answer]:
    """Yield the answer as a language model writes it; where that comes to nothing, the quoted one."""
    started = perf_counter()
    for step in write(question, hits, writer, models, language=quoted.language):
        if isinstance(step, Draft):
            yield step
            continue
        timings = {**quoted.timings_ms, "write": 1000 * (perf_counter() - started)}
        if step.notice:
            yield replace(quoted, notice=step.notice, struck=step.struck, timings_ms=timings)
        else:
            reserve = () if quoted.certain else quoted.statements[:1]
            yield replace(
                quoted,
                statements=(*reserve, *step.statements),
                citations=step.citations,
                struck=step.struck,
                written_by=writer.name,
                timings_ms=timings,
            )


def search(question: str, collection: Collection, *, k: int) -> tuple[Hit, ...]:
    """Return the `k` sentences likeliest to answer, best first; raise QuestionError as `ask` does."""
    return retrieve(understand(question, collection), collection.index, collection.models.tokens, k=k)


def understand(question: str, collection: Collection) -> Question:
    """Return a question as the retriever sees it, or raise QuestionError."""
    asked = _plain(question)
    return read_question(asked, _language(asked), collection.models)


def _plain(question: str) -> str:
    return " ".join(SURROGATES.sub(" ", question).split())


def _check(question: str) -> None:
    if not WORD.search(question):
        raise QuestionError(f"the question holds no words: {SPOKEN}")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(question):,} characters: ask in at most {LONGEST_QUESTION:,}"
        )


def _language(question: str) -> str:
    _check(question)
    language = question_language(question)
    if language not in (*SUPPORTED, UNKNOWN_LANGUAGE):
        raise QuestionError(f"the question seems to be in another language ({language}): {SPOKEN}")
    return language
