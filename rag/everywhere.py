"""Several collections asked at once: each answers from its own articles, the surest evidence first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.scope import EVERYTHING, Scope
from rag.ask import Collection, QuestionError, steps
from rag.compose import RELATED
from rag.records import Answer, Citation, Draft, Quote, Statement

# Between the name of a collection and that of an article of it.
IN = "::"


def steps_everywhere(
    question: str,
    collections: Mapping[str, Collection],
    *,
    talk: Sequence[Answer] = (),
    language: str = "",
    scope: Scope = EVERYTHING,
) -> Iterator[Draft | Answer]:
    """Yield each step on the way to an answer as it begins, then the answer, as `rag.ask.steps` does for one.

    Every article is named with its collection, by name: "town::bridge". Raise QuestionError where all do.
    """
    answers: list[Answer] = []
    fault: QuestionError | None = None
    for name, collection in collections.items():
        try:
            for step in steps(question, collection, talk=talk, language=language, scope=scope):
                if isinstance(step, Draft):
                    yield step
                else:
                    answers.append(_named(step, name))
        except QuestionError as error:
            fault = error
    if fault and not answers:
        raise fault
    yield together(answers)


def together(answers: Sequence[Answer]) -> Answer:
    """Return one answer of several: what those say that are as sure as the surest, the surest first."""
    first, *others = sorted(answers, key=lambda one: (one.answered, one.certain, one.likely), reverse=True)
    if first.small_talk:
        return first
    statements, citations = list(first.statements), list(first.citations)
    for other in others:
        if other.answered and other.certain == first.certain:
            statements += [_renumbered(one, len(citations)) for one in other.statements if one.citations]
            citations += [Citation(len(citations) + one.number, one.quote) for one in other.citations]
    found = [one for answer in (first, *others) for one in answer.found]
    return replace(
        first,
        statements=tuple(statements),
        citations=tuple(citations),
        related=tuple(quote for answer in (first, *others) for quote in answer.related)[:RELATED],
        found=tuple(sorted(found, key=lambda one: -one.score)),
        struck=tuple(sentence for answer in (first, *others) for sentence in answer.struck),
    )


def _renumbered(statement: Statement, before: int) -> Statement:
    return replace(statement, citations=tuple(before + number for number in statement.citations))


def _named(answer: Answer, collection: str) -> Answer:
    """Return an answer whose articles are named with their collection."""

    def of(quote: Quote) -> Quote:
        return replace(quote, article=replace(quote.article, name=f"{collection}{IN}{quote.article.name}"))

    return replace(
        answer,
        statements=tuple(
            replace(one, shown=one.shown and of(one.shown), span=one.span and of(one.span))
            for one in answer.statements
        ),
        citations=tuple(replace(one, quote=of(one.quote)) for one in answer.citations),
        related=tuple(map(of, answer.related)),
        found=tuple(replace(one, quote=of(one.quote)) for one in answer.found),
    )
