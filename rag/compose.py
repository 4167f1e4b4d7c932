"""Compose an answer from the sentences that were found, without a language model: choose, group, quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answerable import answers
from rag.citation import Citation, Quote, Statement
from rag.retrieve import Hit, Question
from rag.words import according_to, words_for

STATEMENTS = 3
RELATED = 3
# Sentences of two articles at least this similar say the same: of the pairs found for tests/seeds.jsonl, the
# four above it do, and of those below it a good part does not.
SAME = 0.6
# A sentence further than this below the first is left out; .5 gave no more answers that cite the evidence.
MARGIN = 0.35

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


def compose(question: Question, hits: Sequence[Hit], *, language: str) -> Composed:
    """Return an answer made of quotes, the likeliest first, or the statement that the articles do not say.

    Frame words are in `language`; quotes stay in their own.
    """
    if not answers(question, hits):
        silent = Statement(words_for(language).silent, None, ())
        return Composed(False, (silent,), (), tuple(quote(hit) for hit in hits[:RELATED]))
    close = [hit for hit in hits if hit.score >= hits[0].score - MARGIN]
    citations: list[Citation] = []
    statements = []
    for group in agreeing(close)[:STATEMENTS]:
        ordered = _own_language_first(group, language)
        numbers = tuple(range(len(citations) + 1, len(citations) + len(group) + 1))
        citations += [Citation(number, quote(hit)) for number, hit in zip(numbers, ordered, strict=True)]
        statements.append(_statement(ordered, language, numbers))
    return Composed(True, tuple(statements), tuple(citations), ())


def agreeing(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Group hits that say the same in different articles; groups and their hits keep the order of the
    hits.
    """
    groups: list[list[Hit]] = []
    for hit in hits:
        home = next((group for group in groups if all(_agree(hit, other) for other in group)), None)
        if home is None:
            groups.append([hit])
        else:
            home.append(hit)
    return groups


def _agree(one: Hit, other: Hit) -> bool:
    """Tell whether two articles say the same; whatever the likeness, other numbers are another statement."""
    numbers, others = (set(NUMBER.findall(quote(hit).text)) for hit in (one, other))
    if one.article.name == other.article.name or (numbers and others and not numbers & others):
        return False
    return float(one.vector @ other.vector) >= SAME


def quote(hit: Hit) -> Quote:
    """Return the words a hit found."""
    return Quote(hit.article, hit.passage, hit.sentence.start, hit.sentence.end)


def _own_language_first(group: Sequence[Hit], language: str) -> list[Hit]:
    return sorted(group, key=lambda hit: hit.article.language != language)


def _statement(group: Sequence[Hit], language: str, numbers: tuple[int, ...]) -> Statement:
    if len(group) == 1:
        lead = according_to(group[0].article, language)
    else:
        lead = words_for(language).agree.format(count=len(group))
    return Statement(lead, quote(group[0]), numbers)
