"""Compose an answer from the sentences that were found, without a language model: choose, group, quote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.embed import TokenVectors
from rag.answerable import Standing, around, likenesses, standing
from rag.candidates import candidates
from rag.copies import independent
from rag.gather import Question
from rag.languages import according_to, event_in, words_for
from rag.named import names_already
from rag.records import Citation, Quote, Statement
from rag.retrieve import Hit
from rag.spans import Span, same_value, settled, spans
from rag.values.concepts import share_of
from rag.values.numbers import dates, names
from rag.wanted import Wanted, asks_for_events, asks_for_several, wanted

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
# A sentence further than this below the first is left out.
MARGIN = 0.42
# Beside words that may answer less is needed, beside words that surely do still less.
MARGIN_BESIDE_SPAN, MARGIN_BESIDE_ANSWER = 0.3, 0.18
# The third and the fourth quote are right once in seven times: they must lie nearer, and with the sentences
# around them name all that the question names, as alike as this at least.
LATER_MARGINS, NAMED = (0.3, 0.18), 0.6

# How far behind the first a hit and a span may lie to name one of several, and how many others make it plain
# that several are asked for.
AS_NEAR, TOGETHER, MANY = 0.3, 2.5, 3

# Where one of these is asked for and no words stand out that could be it, the first quote is wrong more often
# than not: .10 to .52 of them were right, of those with such words .68 to .89.
SHORT = frozenset((Wanted.DATE, Wanted.NUMBER, Wanted.PERSON))

YEAR = re.compile(r"\d{4}(?:-|$)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Composed:
    """What an answer says and rests on; without statements that cite anything, `related` holds what came
    nearest.
    """

    standing: Standing
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    related: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Hits that say the same, the one to show first, with the frame words before it.

    `span` are the words that answer there; `settled` unless others are about as likely.
    """

    lead: str
    hits: tuple[Hit, ...]
    span: Span | None = None
    settled: bool = True


def compose(question: Question, hits: Sequence[Hit], tokens: TokenVectors, *, language: str) -> Composed:
    """Return an answer made of quotes, the likeliest first, or the statement that the articles do not say.

    Frame words are in `language`; quotes stay in their own. An answer that may be none says so first.
    """
    found = standing(question, hits)
    if found is Standing.SILENT:
        silent = Statement(words_for(language).silent, None, ())
        return Composed(found, (silent,), (), tuple(quote(hit) for hit in hits[:RELATED]))
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
    if wanted(question.text)[0] in SHORT and not any(line.span and line.settled for line in lines):
        found = Standing.UNSURE
    if found is Standing.UNSURE:
        statements.insert(0, Statement(words_for(language).unsure, None, ()))
    return Composed(found, tuple(statements), tuple(citations), ())


def answering(question: Question, hits: Sequence[Hit], tokens: TokenVectors, language: str) -> list[Line]:
    """Return the lines of an answer, the hit with the likeliest span first: what contradicts it beside it, or
    all that answer where several are asked for.

    Only the first line and what contradicts it show the words that answer: beside them others are no answer.
    """
    found = spans(question, hits, tokens)
    best = {id(hits[span.place]): span for span in reversed(found)}
    several = told_apart(question, hits, found)
    if several:
        named = [hits[span.place] for span in several]
        return [_line(group, best, tokens, language) for group in agreeing(named, best)]
    # Only what is said of those who are asked about can agree or differ.
    told = {id(hit): best[id(hit)] for hit in hits if id(hit) in best and tells_of(question, hit)}
    close = [hit for hit in hits if hit.score >= hits[0].score - MARGIN]
    if not found:
        groups = _to_the_point(question, hits[0].score, agreeing(close, best))
        return [_line(group, best, tokens, language) for group in groups]
    first = hits[found[0].place]
    against = [hit for hit in hits if contradicts(first, hit, told)][:1]
    plain = bool(against) or settled(question, found)
    least = hits[0].score - (MARGIN_BESIDE_ANSWER if plain else MARGIN_BESIDE_SPAN)
    bears_out = {id(hit) for hit in close if _answers_alike(told, first, hit)}
    kept = (hit for hit in close if hit.score >= least or id(hit) in bears_out)
    beside = (hit for hit in kept if hit not in (first, *against))
    close = [first, *against, *beside]
    groups = _to_the_point(question, hits[0].score, agreeing(close, told))
    lines = [_line(group, best, tokens, language) for group in groups]
    answer = [replace(line, settled=plain) for line in lines]
    if not plain and wanted(question.text)[0] not in (Wanted.DATE, Wanted.NUMBER):
        answer = [replace(line, span=None) for line in lines]
    if against:
        differ = words_for(language).differ + according_to(lines[0].hits[0].article, language)
        return [
            replace(answer[0], lead=differ),
            answer[1],
            *(replace(line, span=None) for line in answer[2:]),
        ]
    return [answer[0], *(replace(line, span=None) for line in answer[1:])]


def _to_the_point(question: Question, highest: float, groups: Sequence[list[Hit]]) -> list[list[Hit]]:
    """Return the groups of hits to show: the first two, and of the next two those that do not stray."""
    later = zip(groups[2:], LATER_MARGINS, strict=False)
    return [*groups[:2], *(group for group, margin in later if _near(question, group[0], highest - margin))]


def _near(question: Question, hit: Hit, least: float) -> bool:
    """Tell whether a hit scores enough, and names what the question names."""
    return hit.score >= least and _names_all(question, f"{hit.article.title}\n{around(hit)}")


def _names_all(question: Question, text: str) -> bool:
    return min(likenesses(question, text), default=1.0) >= NAMED


def tells_of(question: Question, hit: Hit) -> bool:
    """Tell whether a sentence names what the question names or, naming nobody else, stands by it."""
    if _names_all(question, quote(hit).text):
        return True
    people = candidates(Wanted.PERSON, (), (), hit, question.text)
    others = any("person" in each.signs and "asked" not in each.signs for each in people)
    return not others and _names_all(question, f"{hit.article.title}\n{around(hit)}")


def _answers_alike(best: Mapping[int, Span], one: Hit, other: Hit) -> bool:
    mine, others = best.get(id(one)), best.get(id(other))
    return mine is not None and others is not None and same_value(mine.value, others.value)


def told_apart(question: Question, hits: Sequence[Hit], found: Sequence[Span]) -> list[Span]:
    """Return the likeliest span of each hit that names somebody new, where several are asked for or where so
    many hits say the same of others that one alone would not be the answer; else none.
    """
    several, kind = asks_for_several(question.text), wanted(question.text)[0]
    if kind is not Wanted.PERSON and not (several and kind is Wanted.NAME):
        return []
    if "office" in question.concepts and not several:
        # One person holds it.
        return []
    told: list[Span] = []
    for span in found:
        hit = hits[span.place]
        near = hit.score >= hits[0].score - AS_NEAR and span.score >= found[0].score - TOGETHER
        new = not any(span.place == other.place or same_value(span.value, other.value) for other in told)
        if near and new and (span.sure or kind is Wanted.PERSON) and _says_all(question, quote(hit).text):
            told.append(span)
    return told[:EVENTS] if len(told) >= (2 if several else MANY) else []


def _says_all(question: Question, sentence: str) -> bool:
    """Tell whether a sentence speaks of all that a question is about and names, and no date picks one out."""
    whom = names(question.text, question.language)
    spoken = bool(question.concepts) and share_of(question.concepts, sentence) == 1
    return (
        spoken and not dates(question.text, "") and all(names_already(name.text, sentence) for name in whom)
    )


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


def quote(hit: Hit) -> Quote:
    """Return the words a hit found."""
    return Quote(hit.article, hit.passage, hit.sentence.start, hit.sentence.end)
