"""Compose an answer from what was read, without a language model: order, agreement, difference, refusal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from index.article import Article
from index.embed import TokenVectors
from rag.copies import independent
from rag.languages import according_to, event_in, words_for
from rag.policy import Policy
from rag.read import Reading
from rag.records import Citation, Quote, Statement
from rag.retrieve import Hit
from rag.values.compare import Value, rivals, same, value_of
from rag.values.numbers import dates
from rag.values.speak import said_in, spelled
from rag.values.widen import widen

# Quotes of an answer, of a text about somebody, of each side of a comparison, events of a time line, quotes
# beside a refusal.
SHOWN, ABOUT, COMPARED, EVENTS, RELATED = 3, 5, 2, 8, 3
# Words longer than this are read in their sentence, not in large type.
LARGE = 80


class Standing(StrEnum):
    """How surely the articles answer."""

    SURE = "sure"
    UNSURE = "unsure"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Composed:
    """What an answer says and rests on; without statements that cite anything, `related` holds what came
    nearest.
    """

    standing: Standing
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...] = ()
    related: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Words that answer, whole, in the quote they stand in, and what they mean."""

    reading: Reading
    quote: Quote
    words: Quote
    value: Value


@dataclass(frozen=True, slots=True)
class Line:
    """Frame words, the quotes that bear them out, the words of the first that answer, and what they mean."""

    lead: str
    quotes: Sequence[Quote]
    words: Quote | None = None
    resolved: str = ""
    meaning: str = ""
    large: bool = False


def standing(readings: Sequence[Reading], policy: Policy) -> tuple[Standing, float]:
    """Return how surely the articles answer, and the probability that they do."""
    if not readings:
        return Standing.SILENT, 0.0
    likely = policy.answered.of(grounds(readings))
    if likely < policy.refuse:
        return Standing.SILENT, likely
    return (Standing.SURE if likely >= policy.reserve else Standing.UNSURE), likely


def grounds(readings: Sequence[Reading]) -> Mapping[str, float]:
    """Return what tells whether a question is answered: the evidence of the first window, how surely it was
    chosen, and how far behind the second is.
    """
    first = readings[0]
    second = readings[1].likely if len(readings) > 1 else 0.0
    return {**first.evidence, "likely": first.likely, "ahead": first.likely - second}


def compose(readings: Sequence[Reading], policy: Policy, tokens: TokenVectors, *, language: str) -> Composed:
    """Return an answer made of quotes, the likeliest first, or the statement that the articles do not say.

    Frame words are in `language`; quotes stay in their own. An answer that may be none says so first.
    """
    found, _ = standing(readings, policy)
    if found is Standing.SILENT:
        return silent([sentence_quote(reading) for reading in readings], language)
    first, *others = (_found(reading) for reading in readings)
    beside = [other for other in others if other.reading.likely >= policy.beside]
    # The same value told elsewhere is half of the proof: set, not measured.
    bearing = [other for other in others if other.reading.likely >= policy.beside / 2]
    alike = [first, *(one for one in _comparable(first, bearing) if same(first.value, one.value))]
    against = [one for one in _comparable(first, beside) if rivals(first.value, one.value)][:1]
    large = found is Standing.SURE and policy.words.of(grounds(readings)) >= policy.large
    groups = [alike, *([other] for other in against)]
    shown = {id(other) for group in groups for other in group}
    groups += [[other] for other in beside if id(other) not in shown and not _says_again(other, groups)]
    leads = [_lead(group, tokens, language) for group in groups]
    if against:
        leads[0] = words_for(language).differ + according_to(first.quote.article, language)
    texts = [reading.hit.article.text for reading in readings if reading.hit.article.language == language]
    answers = len(against) + 1
    lines = [
        _answer(lead, group, texts, language, large=large)
        for lead, group in zip(leads[:answers], groups[:answers], strict=True)
    ]
    rest = [
        Line(lead, [one.quote for one in group])
        for lead, group in zip(leads[answers:SHOWN], groups[answers:SHOWN], strict=True)
    ]
    return stated(found, [*lines, *rest], language)


def stated(found: Standing, lines: Iterable[Line], language: str) -> Composed:
    """Return an answer of lines, with a reserve before them where they may be no answer."""
    citations: list[Citation] = []
    statements = []
    for line in lines:
        numbers = tuple(range(len(citations) + 1, len(citations) + len(line.quotes) + 1))
        citations += [Citation(number, quote) for number, quote in zip(numbers, line.quotes, strict=True)]
        statements.append(
            Statement(line.lead, line.quotes[0], numbers, line.words, line.resolved, line.meaning, line.large)
        )
    if found is Standing.UNSURE:
        statements.insert(0, Statement(words_for(language).unsure, None, ()))
    return Composed(found, tuple(statements), tuple(citations))


def silent(nearest: Sequence[Quote], language: str) -> Composed:
    """Return the statement that the articles do not say, with what came nearest."""
    said = Statement(words_for(language).silent, None, ())
    return Composed(Standing.SILENT, (said,), related=tuple(dict.fromkeys(nearest))[:RELATED])


def about(hits: Sequence[Hit], *, language: str, found: Standing = Standing.SURE) -> Composed:
    """Return the sentences nearest to a topic, from different passages, with a reserve when unsure."""
    lines = [Line(according_to(hit.article, language), [hit_quote(hit)]) for hit in _apart(hits)[:ABOUT]]
    return stated(found, lines, language)


def comparison(sides: Sequence[Sequence[Hit]], *, language: str, found: Standing) -> Composed:
    """Return the sentences nearest to each of two sides by turns, the nearest of each first."""
    nearest = (side[:COMPARED] for side in sides)
    quotes = dict.fromkeys(hit_quote(hit) for pair in zip_longest(*nearest) for hit in pair if hit)
    return stated(found, [Line(according_to(quote.article, language), [quote]) for quote in quotes], language)


def timeline(hits: Sequence[Hit], *, language: str) -> Composed:
    """Return what happened in the order in which it did, of the hits that say when; one line for a date."""
    told: dict[str, Hit] = {}
    for hit in hits:
        days = [day.iso for day in dates(hit_quote(hit).text, hit.article.date) if day.iso[:1].isdigit()]
        if days and len(told) < EVENTS:
            told.setdefault(days[0], hit)
    lines = [
        Line(event_in(hit.article, day, language), [hit_quote(hit)]) for day, hit in sorted(told.items())
    ]
    return stated(Standing.SURE, lines, language)


def overview(beginnings: Sequence[Quote], *, language: str) -> Composed:
    """Return one line for each article: its headline, and how it begins."""
    lines = [Line(according_to(quote.article, language), [quote]) for quote in beginnings]
    return stated(Standing.SURE, lines, language)


def hit_quote(hit: Hit) -> Quote:
    """Return the words a hit found."""
    return Quote(hit.article, hit.passage, hit.sentence.start, hit.sentence.end)


def sentence_quote(reading: Reading) -> Quote:
    """Return the sentence in which a window answers."""
    return Quote(reading.hit.article, reading.hit.passage, reading.sentence.start, reading.sentence.end)


def _found(reading: Reading) -> Found:
    article, sentence = reading.hit.article, reading.sentence
    start, end = widen(article.text, reading.start, reading.end)
    start, end = max(start, sentence.start), min(end, sentence.end)
    words = Quote(article, reading.hit.passage, start, end)
    return Found(reading, sentence_quote(reading), words, value_of(article.text, start, end, article.date))


def _comparable(first: Found, others: Iterable[Found]) -> list[Found]:
    """Return what answers in other articles than the first, but for those known to be of another year, since
    each yearly report has its own director and its own figures.
    """
    year = first.quote.article.date[:4]
    return [
        other
        for other in others
        if other.quote.article.name != first.quote.article.name
        and (not year or other.quote.article.date[:4] in ("", year))
    ]


def _says_again(other: Found, groups: Iterable[Sequence[Found]]) -> bool:
    """Tell whether an article that is quoted already says the same thing once more."""
    shown = (one for group in groups for one in group)
    return any(
        other.quote == one.quote
        or (other.quote.article.name == one.quote.article.name and same(other.value, one.value))
        for one in shown
    )


def _lead(group: Sequence[Found], tokens: TokenVectors, language: str) -> str:
    """Return the words before a quote: whose it is, or how many say the same."""
    if len(group) == 1:
        return according_to(group[0].quote.article, language)
    words, articles = words_for(language), [one.quote.article for one in group]
    reports = _reports(articles, tokens)
    return words.agree.format(count=reports) if reports > 1 else words.one_report.format(count=len(group))


def _reports(articles: Sequence[Article], tokens: TokenVectors) -> int:
    """Return how many reports articles are; those of different years are never one."""
    by_year: dict[str, list[Article]] = {}
    for article in articles:
        by_year.setdefault(article.date[:4], []).append(article)
    return sum(independent(held, tokens) for held in by_year.values())


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    first: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        first.setdefault((hit.article.name, hit.passage.start), hit)
    return list(first.values())


def _answer(lead: str, group: Sequence[Found], texts: Sequence[str], language: str, *, large: bool) -> Line:
    """Return a line with the words that answer: a value of another language is said by its rules, a name as
    `texts`, articles in the language of the answer, spell it.
    """
    first = group[0]
    words, article = first.words, first.quote.article
    meaning = ""
    if article.language != language:
        said = said_in(article.text, words.start, words.end, language, article.date)
        meaning = said or spelled(words.text, language, texts)
    return Line(
        lead,
        [one.quote for one in group],
        words,
        _resolved(first),
        meaning,
        large=large and len(words.text) <= LARGE,
    )


def _resolved(found: Found) -> str:
    """Return the date that words mean which lean on the day of publication, else nothing."""
    article = found.quote.article
    leaning = [day for day in dates(found.words.text, article.date) if day.relative and day.iso[:1].isdigit()]
    return leaning[0].iso if leaning else ""
