"""A conversation as the browser keeps it: data alone, read back against the articles as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from index.article import Article, Passage
from index.store import Library
from rag.records import Answer, Citation, Found, Quote, Statement, Verdict

TURNS = 30
# Characters of any one text that is read back.
LONGEST = 20_000
# What reading anything else than what `pack` wrote may raise.
MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError)

Packed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, or the name of the phrase that says why there is none, with its detail.

    `follow_ups` are questions to go on with.
    """

    question: str
    answer: Answer | None = None
    fault: str = ""
    detail: str = ""
    follow_ups: tuple[str, ...] = ()


class ArticlesChanged(ValueError):
    """A quote does not stand where it stood."""


def pack(turns: Sequence[Turn]) -> list[Packed]:
    """Return the latest turns as JSON; a quote is where it stands and a checksum of its words."""
    return [
        {
            "question": turn.question,
            "answer": turn.answer and _pack_answer(turn.answer),
            "fault": turn.fault,
            "detail": turn.detail,
            "follow_ups": list(turn.follow_ups),
        }
        for turn in turns[-TURNS:]
    ]


def unpack(kept: object, library: Library) -> tuple[Turn, ...]:
    """Return the turns that `pack` packed.

    What was not packed by it is left out. A turn whose quotes are no longer in the articles says so.
    """
    reader = _Reader(library)
    turns = (reader.turn(packed) for packed in kept[-TURNS:]) if isinstance(kept, list) else ()
    return tuple(turn for turn in turns if turn)


def _pack_answer(answer: Answer) -> Packed:
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "statements": [_pack_statement(statement) for statement in answer.statements],
        "citations": [[citation.number, _pack_quote(citation.quote)] for citation in answer.citations],
        "related": [_pack_quote(quote) for quote in answer.related],
        "understood": answer.understood,
        "found": [[_pack_quote(found.quote), found.score, dict(found.evidence)] for found in answer.found],
        "small_talk": answer.small_talk,
        "written_by": answer.written_by,
        "notice": answer.notice,
        "struck": list(answer.struck),
        "certain": answer.certain,
    }


def _pack_statement(statement: Statement) -> Packed:
    return {
        "lead": statement.lead,
        "shown": statement.shown and _pack_quote(statement.shown),
        "citations": list(statement.citations),
        "span": statement.span and _pack_quote(statement.span),
        "resolved": statement.resolved,
        "meaning": statement.meaning,
        "large": statement.large,
        "verdict": statement.verdict.value,
    }


def _pack_quote(quote: Quote) -> list[str | int]:
    return [
        quote.article.name, quote.start, quote.end, quote.passage.start, quote.passage.end,
        crc32(quote.text.encode("utf-8", "surrogatepass")),
    ]  # fmt: skip


class _Reader:
    """Reads turns back; each article is fetched once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._articles: dict[str, Article | None] = {}

    def turn(self, packed: Mapping[str, Any]) -> Turn | None:
        try:
            question = _text(packed["question"])
            try:
                answer = self.answer(packed["answer"]) if packed["answer"] else None
            except ArticlesChanged:
                return Turn(question, fault="changed")
            follow_ups = tuple(map(_text, packed["follow_ups"]))[:3]
            return Turn(question, answer, _text(packed["fault"]), _text(packed["detail"]), follow_ups)
        except MALFORMED:
            return None

    def answer(self, packed: Mapping[str, Any]) -> Answer:
        citations = tuple(Citation(int(number), self.quote(quote)) for number, quote in packed["citations"])
        numbers = {citation.number for citation in citations}
        statements = tuple(map(self.statement, packed["statements"]))
        if any(number not in numbers for statement in statements for number in statement.citations):
            raise ValueError("a statement cites what is not there")
        return Answer(
            question=_text(packed["question"]),
            language=_text(packed["language"]),
            answered=bool(packed["answered"]),
            statements=statements,
            citations=citations,
            related=tuple(map(self.quote, packed["related"])),
            timings_ms={},
            understood=_text(packed["understood"]),
            found=tuple(
                Found(self.quote(quote), float(score), {_text(k): float(v) for k, v in evidence.items()})
                for quote, score, evidence in packed["found"]
            ),
            small_talk=bool(packed["small_talk"]),
            written_by=_text(packed["written_by"]),
            notice=_text(packed["notice"]),
            struck=tuple(map(_text, packed["struck"])),
            certain=bool(packed.get("certain", True)),
        )

    def statement(self, packed: Mapping[str, Any]) -> Statement:
        return Statement(
            lead=_text(packed["lead"]),
            shown=self.quote(packed["shown"]) if packed["shown"] else None,
            citations=tuple(map(int, packed["citations"])),
            span=self.quote(packed["span"]) if packed["span"] else None,
            resolved=_text(packed["resolved"]),
            meaning=_text(packed.get("meaning", "")),
            large=bool(packed.get("large", False)),
            verdict=Verdict(packed["verdict"]),
        )

    def quote(self, packed: Sequence[Any]) -> Quote:
        name, *places, checksum = packed
        start, end, first, last = map(int, places)
        if name not in self._articles:
            self._articles[name] = self._library.named(_text(name))
        article = self._articles[name]
        if article is None or crc32(article.text[start:end].encode("utf-8", "surrogatepass")) != checksum:
            raise ArticlesChanged(name)
        return Quote(article, Passage(first, last, ()), start, end)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError("not a text of this page")
    return value
