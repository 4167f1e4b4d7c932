"""The one way to ask: the page, the command line and programs all call `ask`.

A question walks through talk, question, retrieve, read and compose; with a language model also through
writing and verify.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from index.article import UNKNOWN_LANGUAGE
from index.scope import EVERYTHING, Scope
from index.search import PassageIndex
from rag.beginnings import beginnings
from rag.collection import Collection, open_collection
from rag.compose import (
    ABOUT,
    Composed,
    Standing,
    about,
    comparison,
    compose,
    hit_quote,
    overview,
    sentence_quote,
    silent,
    standing,
    timeline,
)
from rag.gather import Question
from rag.policy import Policy
from rag.question import QuestionError, check_read, language_of, plain, read_question
from rag.read import Reading, ranked, read
from rag.records import Answer, Draft, Found, Quote, Statement
from rag.replies import reply
from rag.requests import SMALL_TALK, Request, request_of
from rag.retrieve import Hit, retrieve
from rag.sides import sides
from rag.talk import Meaning, meanings_of
from rag.writing.generate import in_full_by_model, write

__all__ = ["Collection", "QuestionError", "ask", "open_collection", "search", "steps", "understand"]

# Sentences that are considered, and sentences shown as considered.
HITS, SHOWN = 60, 20
# Articles of which small talk takes its examples.
TITLES = 50


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A question as it may be meant, with what was found for it and how that was read."""

    question: Question
    hits: tuple[Hit, ...]
    readings: tuple[Reading, ...]


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
    asked = plain(question)
    request = request_of(asked)
    spoken = language or _spoken(asked, talk)
    if request in SMALL_TALK:
        yield _small_talk(asked, request, spoken, collection.index)
        return
    if request is Request.OVERVIEW:
        yield _answer(
            asked, asked, spoken, overview(beginnings(collection.index, scope), language=spoken), started
        )
        return
    yield Draft("searching")
    meanings = _meant(asked, talk, collection)
    found = [_found(meaning.text, spoken, collection, scope) for meaning in meanings]
    searched = perf_counter()
    if collection.reads:
        yield Draft("reading")
        found = [replace(one, readings=_readings(one, collection)) for one in found]
    chosen = _likeliest(meanings, found, collection.policy)
    if request is Request.COMPARISON and collection.reads:
        composed = _compared(chosen, spoken, collection, scope)
    else:
        composed = _composed(request, chosen, collection, spoken)
    _, likely = standing(chosen.readings, collection.policy)
    answer = replace(
        _answer(asked, chosen.question.text, spoken, composed, started),
        found=_shown(chosen),
        likely=likely,
        timings_ms={
            "search": 1000 * (searched - started),
            "read": 1000 * (perf_counter() - searched),
        },
    )
    if not answer.answered:
        check_read(asked)
    if answer.answered and collection.writer:
        yield from _written(answer, chosen, collection)
    else:
        yield answer


def search(question: str, collection: Collection, *, k: int) -> tuple[Hit, ...]:
    """Return the `k` sentences nearest to a question, best first; raise QuestionError as `ask` does."""
    return retrieve(understand(question, collection), collection.index, collection.models.tokens, k=k)


def understand(question: str, collection: Collection) -> Question:
    """Return a question as the retriever sees it, or raise QuestionError."""
    asked = plain(question)
    return read_question(asked, language_of(asked), collection.models)


def _spoken(asked: str, talk: Sequence[Answer]) -> str:
    """Return the language of what was typed; what is too short to tell goes on in that of the talk."""
    language = language_of(asked)
    if language == UNKNOWN_LANGUAGE and talk:
        return talk[-1].language
    return language


def _meant(asked: str, talk: Sequence[Answer], collection: Collection) -> tuple[Meaning, ...]:
    meanings = meanings_of(asked, talk, collection.reader, collection.policy)
    if collection.writer and meanings[-1].text != asked:
        return (Meaning(in_full_by_model(asked, talk, collection.writer)),)
    return meanings


def _likeliest(meanings: Sequence[Meaning], found: Sequence[_Read], policy: Policy) -> _Read:
    """Return what is likeliest meant and answered; where nothing is answered, what is likeliest meant."""

    def order(one: tuple[Meaning, _Read]) -> tuple[bool, float]:
        answered, likely = standing(one[1].readings, policy)
        if answered is Standing.SILENT:
            return False, one[0].chance
        return True, one[0].chance * likely

    return max(zip(meanings, found, strict=True), key=order)[1]


def _found(text: str, language: str, collection: Collection, scope: Scope) -> _Read:
    question = read_question(text, language, collection.models)
    hits = retrieve(question, collection.index, collection.models.tokens, k=HITS, scope=scope)
    return _Read(question, hits, ())


def _readings(found: _Read, collection: Collection) -> tuple[Reading, ...]:
    return read(found.question.text, found.hits, collection.reader, collection.policy)


def _composed(request: Request, chosen: _Read, collection: Collection, language: str) -> Composed:
    tokens, policy = collection.models.tokens, collection.policy
    if not collection.reads:
        return _nearest(chosen.hits, language)
    answered, _ = standing(chosen.readings, policy)
    if answered is Standing.SILENT or request is Request.QUESTION:
        return compose(chosen.readings, policy, tokens, language=language)
    hits = _speaking(chosen, policy)
    if request is Request.TIMELINE:
        return timeline(hits, language=language)
    return about(hits, language=language)


def _speaking(found: _Read, policy: Policy) -> list[Hit]:
    """Return the hits in passages that speak of the subject of a question."""
    # A passage that may answer, be it unlikely, speaks of the subject: set, not measured.
    speaking = [reading for reading in found.readings[:ABOUT] if reading.likely >= policy.beside / 4]
    near = {(reading.hit.article.name, reading.hit.passage) for reading in speaking or found.readings[:1]}
    return [hit for hit in found.hits if (hit.article.name, hit.passage) in near]


def _compared(chosen: _Read, language: str, collection: Collection, scope: Scope) -> Composed:
    """Return what there is on each side of a comparison, silent where there is nothing on one of them."""
    policy = collection.policy
    parts = sides(chosen.question, chosen.hits, collection.models.tokens)
    found = [_found(part, language, collection, scope) for part in parts]
    read_of = [replace(one, readings=_readings(one, collection)) for one in found]
    standings = [standing(one.readings, policy)[0] for one in read_of]
    # No window holds both sides, so none answers the whole: half of what else is refused, set, not measured.
    if Standing.SILENT in standings or standing(chosen.readings, policy)[1] < policy.refuse / 2:
        return silent([sentence_quote(one.readings[0]) for one in read_of if one.readings], language)
    return comparison(
        [_speaking(one, policy) for one in read_of],
        language=language,
        found=Standing.UNSURE if Standing.UNSURE in standings else Standing.SURE,
    )


def _nearest(hits: Sequence[Hit], language: str) -> Composed:
    """Return the nearest sentences with a reserve: nobody read them."""
    if not hits:
        return silent((), language)
    return about(hits[:1], language=language, found=Standing.UNSURE)


def _shown(chosen: _Read) -> tuple[Found, ...]:
    """Return the sentences that were considered, best first: as they were read, or as they were found."""
    if chosen.readings:
        return tuple(
            Found(
                Quote(reading.hit.article, reading.hit.passage, sentence.start, sentence.end),
                score,
                reading.evidence,
            )
            for sentence, reading, score in ranked(chosen.readings)[:SHOWN]
        )
    return tuple(Found(hit_quote(hit), hit.score, hit.evidence) for hit in chosen.hits[:SHOWN])


def _answer(asked: str, understood: str, language: str, composed: Composed, started: float) -> Answer:
    return Answer(
        question=asked,
        language=language,
        answered=composed.standing is not Standing.SILENT,
        statements=composed.statements,
        citations=composed.citations,
        related=composed.related,
        timings_ms={"compose": 1000 * (perf_counter() - started)},
        understood=understood,
        certain=composed.standing is not Standing.UNSURE,
    )


def _small_talk(asked: str, request: Request, language: str, index: PassageIndex) -> Answer:
    """Return what there is to say to a greeting, a thank-you or a question about Polycite itself."""
    titles = [entry.title for entry in index.library.entries(k=TITLES)]
    said = reply(request, language, index.library.counts(), titles)
    statements = (Statement(said, None, ()),)
    return Answer(asked, language, False, statements, (), (), {}, understood=asked, small_talk=True)


def _written(quoted: Answer, chosen: _Read, collection: Collection) -> Iterator[Draft | Answer]:
    """Yield the answer as a language model writes it; where that comes to nothing, the quoted one."""
    assert collection.writer
    started = perf_counter()
    hits = _evidence(chosen)
    writing = write(
        chosen.question,
        hits,
        collection.writer,
        collection.reader,
        collection.policy,
        language=quoted.language,
    )
    for step in writing:
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
                written_by=collection.writer.name,
                timings_ms=timings,
            )


def _evidence(chosen: _Read) -> tuple[Hit, ...]:
    """Return the sentences a language model is shown, the likeliest to answer first."""
    read_first = [
        replace(reading.hit, sentence=sentence, score=score)
        for sentence, reading, score in ranked(chosen.readings)
    ]
    return tuple(read_first) or chosen.hits
