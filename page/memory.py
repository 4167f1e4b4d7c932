"""A conversation as the browser keeps it: data alone, read back against the articles as they are now."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from index.article import Article, Passage
from rag.records import Answer, Citation, Found, Quote, Statement, Verdict

TURNS = 200
# Characters of any one text that is read back.
LONGEST = 20_000
# Bytes of a turn in an address, unpacked.
MOST_SHARED = 200_000
# What reading anything else than what `pack` wrote may raise.
MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError)

Packed = dict[str, Any]


class Named(Protocol):
    """What finds an article by its name."""

    def named(self, name: str) -> Article | None:
        """Return the article, None where there is none of that name."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, or the name of the phrase that says why there is none, with its detail.

    `follow_ups` are questions to go on with. `changed` says that an article is no longer as it was: its
    quotes are as the browser kept them.
    """

    question: str
    answer: Answer | None = None
    fault: str = ""
    detail: str = ""
    follow_ups: tuple[str, ...] = ()
    changed: bool = False


class ArticlesChanged(ValueError):
    """A quote does not stand where it stood."""


def pack(turns: Sequence[Turn]) -> list[Packed]:
    """Return the latest turns as JSON; a quote is where it stands, a checksum of its words, and where it is
    cited the words themselves.
    """
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


def unpack(kept: object, library: Named) -> tuple[Turn, ...]:
    """Return the turns that `pack` packed.

    What was not packed by it is left out. A turn whose quotes are no longer in the articles keeps the words
    and is marked as `changed`.
    """
    reader = _Reader(library)
    turns = (reader.turn(packed) for packed in kept[-TURNS:]) if isinstance(kept, list) else ()
    return tuple(turn for turn in turns if turn)


def share(turn: Turn) -> str:
    """Return a turn as part of an address: where its quotes stand, and none of their words."""
    answer = turn.answer and _pack_answer(replace(turn.answer, found=()), words=False)
    packed: Packed = {
        "question": turn.question,
        "answer": answer,
        "fault": "",
        "detail": "",
        "follow_ups": [],
    }
    raw = json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode()
    return urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


def shared(address: str, library: Named) -> tuple[Turn, ...]:
    """Return the turn that `share` made an address of; none for anything else.

    Every quote is read from the articles: an address cannot put words into them.
    """
    try:
        raw = urlsafe_b64decode(address[:LONGEST] + "=" * (-len(address) % 4))
        packed = json.loads(zlib.decompressobj().decompress(raw, MOST_SHARED))
    except (ValueError, zlib.error):
        return ()
    turn = _Reader(library, believes=False).turn(packed)
    return (turn,) if turn else ()


def _pack_answer(answer: Answer, *, words: bool = True) -> Packed:
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "statements": [_pack_statement(statement, words) for statement in answer.statements],
        "citations": [[one.number, _pack_quote(one.quote, words)] for one in answer.citations],
        "related": [_pack_quote(quote) for quote in answer.related],
        "understood": answer.understood,
        "found": [[_pack_quote(found.quote), found.score, dict(found.evidence)] for found in answer.found],
        "small_talk": answer.small_talk,
        "written_by": answer.written_by,
        "notice": answer.notice,
        "struck": list(answer.struck),
        "certain": answer.certain,
    }


def _pack_statement(statement: Statement, words: bool) -> Packed:
    return {
        "lead": statement.lead,
        "shown": statement.shown and _pack_quote(statement.shown, words),
        "citations": list(statement.citations),
        "span": statement.span and _pack_quote(statement.span),
        "resolved": statement.resolved,
        "meaning": statement.meaning,
        "large": statement.large,
        "verdict": statement.verdict.value,
    }


def _pack_quote(quote: Quote, words: bool = False) -> list[str | int]:
    article = quote.article
    kept = [quote.text, article.title, article.language, article.date, article.publisher] if words else []
    return [
        article.name, quote.start, quote.end, quote.passage.start, quote.passage.end,
        _sum(quote.text), *kept,
    ]  # fmt: skip


class _Reader:
    """Reads turns back; each article is fetched once. Where it `believes`, old words are kept."""

    def __init__(self, library: Named, *, believes: bool = True) -> None:
        self._library = library
        self._believes = believes
        self._articles: dict[str, Article | None] = {}
        self._changed = False

    def turn(self, packed: Mapping[str, Any]) -> Turn | None:
        try:
            question, self._changed = _text(packed["question"]), False
            try:
                answer = self.answer(packed["answer"]) if packed["answer"] else None
            except ArticlesChanged:
                return Turn(question, fault="changed")
            follow_ups = tuple(map(_text, packed["follow_ups"]))[:3]
            fault, detail = _text(packed["fault"]), _text(packed["detail"])
            return Turn(question, answer, fault, detail, follow_ups, self._changed)
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
            related=tuple(self.there(packed["related"])),
            timings_ms={},
            understood=_text(packed["understood"]),
            found=tuple(
                Found(quote, float(score), {_text(k): float(v) for k, v in evidence.items()})
                for place, score, evidence in packed["found"]
                for quote in self.there([place])
            ),
            small_talk=bool(packed["small_talk"]),
            written_by=_text(packed["written_by"]),
            notice=_text(packed["notice"]),
            struck=tuple(map(_text, packed["struck"])),
            certain=bool(packed.get("certain", True)),
        )

    def statement(self, packed: Mapping[str, Any]) -> Statement:
        shown = self.quote(packed["shown"]) if packed["shown"] else None
        return Statement(
            lead=_text(packed["lead"]),
            shown=shown,
            citations=tuple(map(int, packed["citations"])),
            span=self.span(packed["span"], shown, packed["shown"]) if packed["span"] else None,
            resolved=_text(packed["resolved"]),
            meaning=_text(packed.get("meaning", "")),
            large=bool(packed.get("large", False)),
            verdict=Verdict(packed["verdict"]),
        )

    def span(self, packed: Sequence[Any], shown: Quote | None, around: Sequence[Any]) -> Quote:
        if shown is None or shown.article is self._articles[shown.article.name]:
            return self.quote(packed)
        # The words shown are those that were kept, and begin at 0.
        return Quote(shown.article, shown.passage, packed[1] - around[1], packed[2] - around[1])

    def there(self, places: Iterable[Sequence[Any]]) -> Iterator[Quote]:
        """Yield those quotes that still stand where they stood."""
        for packed in places:
            try:
                yield self.quote(packed)
            except ArticlesChanged:
                self._changed = True

    def quote(self, packed: Sequence[Any]) -> Quote:
        name, *places, checksum = packed[:6]
        start, end, first, last = map(int, places)
        if name not in self._articles:
            self._articles[name] = self._library.named(_text(name))
        article = self._articles[name]
        if article and _sum(article.text[start:end]) == checksum:
            return Quote(article, Passage(first, last, ()), start, end)
        if not (self._believes and packed[6:]):
            raise ArticlesChanged(name)
        self._changed = True
        text, title, language, date, publisher = map(_text, packed[6:])
        if (len(text), _sum(text)) != (end - start, checksum):
            raise ValueError("other words than were packed")
        then = Article(_text(name), text, title, language, date, publisher)
        return Quote(then, Passage(0, len(text), ()), 0, len(text))


def _sum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError("not a text of this page")
    return value
