"""What to ask: to begin with, and to go on with. Nothing is offered that is not answered surely."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from index.archive import QUESTIONS
from index.scope import Scope
from rag.ask import Collection, QuestionError, ask
from rag.evaluate import compare
from rag.gold import Gold, QuestionsError, answerable_questions
from rag.languages import ask_about
from rag.records import Answer
from rag.talk import meanings_of

log = logging.getLogger(__name__)

# Questions to begin with, and to go on with.
BEGIN, GO_ON = 4, 3
# Candidates asked in one language (.7 CPU-s each), and where there are none, headlines of the latest.
TRIED, HEADLINES, LISTED = 24, 6, 100


@dataclass(frozen=True, slots=True)
class Starter:
    """A question that is answered without a reserve, and the article that its first quote stands in."""

    question: str
    article: str


def starters(
    language: str, collection: Collection, written: Callable[[str], str] = str
) -> tuple[Starter, ...]:
    """Return questions in a language of the page that articles surely answer, those of different ones first.

    They are those kept beside the index that are answered rightly; where none is, what some articles are
    about, asked by their headlines. Each has been asked, as it is `written` where it is shown, when this
    returns.
    """
    quoting = replace(collection, writer=None)
    found = list(islice(_answered(language, quoting, written), BEGIN))
    return tuple(found or islice(_headlines(language, quoting, written), BEGIN - 1))


def follow_ups(
    answer: Answer, talk: Sequence[Answer], known: Sequence[Starter], collection: Collection
) -> tuple[str, ...]:
    """Return up to three of the `known` questions that an answer leads on to, of what was read for it first.

    None that was asked, and none that would lean on the talk and be another question there.
    """
    if answer.small_talk or not answer.answered:
        return ()
    said = (*talk, answer)
    asked = {earlier.question for earlier in said}
    read = list(dict.fromkeys(found.quote.article.name for found in answer.found))
    near = sorted(
        (one for one in known if one.article in read and one.question not in asked),
        key=lambda one: read.index(one.article),
    )
    alone = (one.question for one in near if _stands_alone(one.question, said, collection))
    return tuple(islice(alone, GO_ON))


def _stands_alone(question: str, talk: Sequence[Answer], collection: Collection) -> bool:
    meant = meanings_of(question, talk, collection.reader, collection.policy)
    return [meaning.text for meaning in meant] == [question]


def _answered(language: str, collection: Collection, written: Callable[[str], str]) -> Iterator[Starter]:
    """Yield the questions kept beside the index that are answered rightly, first one an article."""
    later: list[Starter] = []
    held: set[str] = set()
    for gold in islice(_candidates(language, collection), TRIED):
        starter = right(replace(gold, text=written(gold.text)), collection)
        if starter is None:
            continue
        if starter.article in held:
            later.append(starter)
        else:
            held.add(starter.article)
            yield starter
    yield from later


def right(gold: Gold, collection: Collection) -> Starter | None:
    """Return a question that is answered without a reserve and with the words that it is known to want, None
    for any other.
    """
    answer = _sure(gold.text, collection)
    outcome = answer and compare(gold, answer)
    if not answer or not outcome or not outcome.first_citation_hit or outcome.span_hit is False:
        return None
    return Starter(gold.text, answer.citations[0].quote.article.name)


def _candidates(language: str, collection: Collection) -> Sequence[Gold]:
    library = collection.index.library
    file = library.folder / QUESTIONS
    if not file.exists():
        return ()
    try:
        listed = answerable_questions(file, library.articles())
    except QuestionsError as error:
        log.warning("There are no questions to begin with: %s", error)
        return ()
    return [gold for gold in listed if gold.language == language]


def _headlines(language: str, collection: Collection, written: Callable[[str], str]) -> Iterator[Starter]:
    """Yield what articles are about as a question, those in the language first, each answered from the
    article itself.
    """
    library = collection.index.library
    spoken = library.entries(Scope(languages=frozenset({language})), k=LISTED)
    others = (entry for entry in library.entries(k=LISTED) if entry.language != language)
    titled = islice((entry for entry in chain(spoken, others) if entry.title), HEADLINES)
    articles = library.by_id(chosen := [entry.id for entry in titled])
    for article in (articles[number] for number in chosen):
        question = written(ask_about(article, language))
        answer = _sure(question, collection)
        if answer and answer.citations[0].quote.article.name == article.name:
            yield Starter(question, article.name)


def _sure(question: str, collection: Collection) -> Answer | None:
    """Return the answer to a question, None where it is refused or given with a reserve."""
    try:
        answer = ask(question, collection)
    except QuestionError:
        return None
    return answer if answer.answered and answer.certain and answer.citations else None
