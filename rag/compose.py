"""Compose an answer from the sentences that were found, without a language model: choose, group, quote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.embed import TokenVectors
from rag.answerable import answers
from rag.citation import Citation, Quote, Statement
from rag.copies import independent
from rag.retrieve import Hit, Question
from rag.spans import SAME_NAME, Span, parts_of, spans
from rag.spellings import resemblance
from rag.values import dates
from rag.wanted import asks_for_events
from rag.words import according_to, event_in, words_for

STATEMENTS = 3
EVENTS = 6
RELATED = 3
# Sentences of two articles at least this similar say the same: of the pairs found for tests/seeds.jsonl, the
# four above it do, and of those below it a good part does not.
SAME = 0.6
# Sentences at least this similar that hold the same answer say the same.
ALIKE = 0.45
# So alike are at least sentences about one number; a contradicting answer scores at most so much less.
OF_ONE_THING = 0.3
BEHIND = 2.2
# A sentence further than this below the first is left out; .5 gave no more answers that cite the evidence.
MARGIN = 0.35
# Beside words that answer less is needed: it costs .004 of the answers that cite the evidence, and .03 more
# of what is cited is evidence.
MARGIN_BESIDE_SPAN = 0.25

YEAR = re.compile(r"\d{4}(?:-|$)")
# Every word of a name must sound at least so much like one of the other's: "Jan" and ヤン barely do.
HALF = 0.5
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Composed:
    """What an answer says and rests on; without statements that cite anything, `related` holds what came
    nearest.
    """

    answered: bool
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    related: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Hits that say the same, the one to show first, with the frame words before it."""

    lead: str
    hits: tuple[Hit, ...]
    span: Span | None = None


def compose(question: Question, hits: Sequence[Hit], tokens: TokenVectors, *, language: str) -> Composed:
    """Return an answer made of quotes, the likeliest first, or the statement that the articles do not say.

    Frame words are in `language`; quotes stay in their own.
    """
    if not answers(question, hits):
        silent = Statement(words_for(language).silent, None, ())
        return Composed(False, (silent,), (), tuple(quote(hit) for hit in hits[:RELATED]))
    lines = timeline(hits, language) if asks_for_events(question.text) else []
    if len(lines) < 2:
        lines = answering(question, hits, tokens, language)
    citations: list[Citation] = []
    statements = []
    for line in lines:
        numbers = tuple(range(len(citations) + 1, len(citations) + len(line.hits) + 1))
        citations += [Citation(number, quote(hit)) for number, hit in zip(numbers, line.hits, strict=True)]
        span, resolved = (line.span.quote, line.span.resolved) if line.span else (None, "")
        statements.append(Statement(line.lead, quote(line.hits[0]), numbers, span, resolved))
    return Composed(True, tuple(statements), tuple(citations), ())


def answering(question: Question, hits: Sequence[Hit], tokens: TokenVectors, language: str) -> list[Line]:
    """Return up to three lines: the hit with the likeliest span first, what contradicts it beside it."""
    found = spans(question, hits, tokens)
    best = {id(hits[span.place]): span for span in reversed(found)}
    close = [hit for hit in hits if hit.score >= hits[0].score - MARGIN]
    if not found:
        return [_line(group, best, tokens, language) for group in agreeing(close, best)[:STATEMENTS]]
    first = hits[found[0].place]
    against = [hit for hit in hits if contradicts(first, hit, best)][:1]
    least = hits[0].score - MARGIN_BESIDE_SPAN
    beside = (hit for hit in close if hit.score >= least and hit not in (first, *against))
    close = [first, *against, *beside]
    lines = [_line(group, best, tokens, language) for group in agreeing(close, best)[:STATEMENTS]]
    if against:
        differ = words_for(language).differ + according_to(lines[0].hits[0].article, language)
        lines[0] = Line(differ, lines[0].hits, lines[0].span)
    return lines


def _line(group: Sequence[Hit], best: Mapping[int, Span], tokens: TokenVectors, language: str) -> Line:
    """Return a group with the quote to show first: one that answers, in the reader's language."""
    ordered = sorted(group, key=lambda hit: (id(hit) not in best, hit.article.language != language))
    words = words_for(language)
    if len(group) == 1:
        lead = according_to(group[0].article, language)
    else:
        reports = independent([hit.article for hit in ordered], tokens)
        lead = words.agree.format(count=reports) if reports > 1 else words.one_report.format(count=len(group))
    return Line(lead, tuple(ordered), best.get(id(ordered[0])))


def timeline(hits: Sequence[Hit], language: str) -> list[Line]:
    """Return what happened in the order in which it did, of the hits that say when; one line for a date."""
    told: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.score < hits[0].score - MARGIN:
            continue
        days = [day.iso for day in dates(quote(hit).text, hit.article.date) if day.iso[:1].isdigit()]
        if days and len(told) < EVENTS:
            told.setdefault(days[0], []).append(hit)
    return [
        Line(event_in(hit.article, day, language), (hit,))
        for day, told_then in sorted(told.items())
        for hit in told_then[:1]
    ]


def agreeing(hits: Sequence[Hit], best: Mapping[int, Span]) -> list[list[Hit]]:
    """Group hits that say the same in different articles; groups and their hits keep the order of the
    hits.
    """
    groups: list[list[Hit]] = []
    for hit in hits:
        home = next((group for group in groups if all(_agree(hit, other, best) for other in group)), None)
        if home is None:
            groups.append([hit])
        else:
            home.append(hit)
    return groups


def _agree(one: Hit, other: Hit, best: Mapping[int, Span]) -> bool:
    """Tell whether two articles say the same; whatever the likeness, other numbers are another statement."""
    if one.article.name == other.article.name:
        return False
    likeness = float(one.vector @ other.vector)
    mine, others = best.get(id(one)), best.get(id(other))
    if mine and others:
        return likeness >= ALIKE and same_value(mine.value, others.value)
    numbers, other_numbers = (set(NUMBER.findall(quote(hit).text)) for hit in (one, other))
    return likeness >= SAME and not (numbers and other_numbers and not numbers & other_numbers)


def contradicts(first: Hit, other: Hit, best: Mapping[int, Span]) -> bool:
    """Tell whether another article answers the same with another number of the same unit, or another date.

    A number ten times as large measures something else.
    """
    mine, theirs = best.get(id(first)), best.get(id(other))
    if not mine or not theirs or first.article.name == other.article.name:
        return False
    likeness = float(first.vector @ other.vector)
    if mine.score - theirs.score > BEHIND or same_value(mine.value, theirs.value):
        return False
    if YEAR.match(mine.value) and YEAR.match(theirs.value):
        return likeness >= SAME
    if mine.unit != theirs.unit or mine.number is None or theirs.number is None:
        return False
    small, large = sorted((mine.number, theirs.number))
    return likeness >= OF_ONE_THING and large <= 10 * small


def same_value(one: str, other: str) -> bool:
    """Tell whether two answers mean the same: dates as far as both go, numbers exactly, names by sound."""
    if one[:1].isdigit() and other[:1].isdigit():
        short, long = sorted((one, other), key=len)
        return long.startswith(short) if "-" in long else one == other
    fewer, more = sorted((parts_of(one), parts_of(other)), key=len)
    heard = [resemblance(part, " ".join(more)) for part in fewer]
    return one.casefold() == other.casefold() or (max(heard, default=0.0) > SAME_NAME and min(heard) >= HALF)


def quote(hit: Hit) -> Quote:
    """Return the words a hit found."""
    return Quote(hit.article, hit.passage, hit.sentence.start, hit.sentence.end)
