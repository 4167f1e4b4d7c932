"""Measure retrieval, citing and refusing on questions whose evidence is known."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Article
from rag.chat import Collection, QuestionError, ask, search
from rag.citation import Quote

CUTS = (1, 5, 10)


class QuestionsError(ValueError):
    """A question file that cannot be used; the message names the line and the fault."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A question in one language and the words that answer it: (article name, start, end); none when nothing
    does.
    """

    id: str
    language: str
    text: str
    answerable: bool
    spans: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    `rank` is the place, from 1, of the first retrieved sentence that overlaps a gold quote, 0 when none of
    the first ten does.
    """

    id: str
    language: str
    question: str
    answerable: bool
    answered: bool
    rank: int
    answer_hit: bool
    first_citation_hit: bool


def read_questions(path: Path, articles: Sequence[Article]) -> list[Gold]:
    """Read a JSONL file of questions, each in several languages, with quotes from articles named by their
    first letters.

    A quote may stand in an article several times; each place counts.
    """
    found = []
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            spans = tuple(span for evidence in entry["evidence"] for span in _spans(evidence, articles))
            found += [
                Gold(entry["id"], language, _words(text), entry["answerable"], spans)
                for language, text in entry["questions"].items()
            ]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise QuestionsError(
                f"{path}, line {number}: not a question with id, questions and evidence"
            ) from error
        if entry["answerable"] and not spans:
            raise QuestionsError(
                f"{path}, line {number}: none of its quotes stands in the articles of this index"
            )
    if not found:
        raise QuestionsError(f"{path} holds no questions: one JSON object a line is expected")
    return found


def _words(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("a question is text")
    return text


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fault = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise QuestionsError(f"{path} cannot be read ({fault}): name a JSONL file of questions") from error


def _spans(evidence: Mapping[str, str], articles: Sequence[Article]) -> Iterator[tuple[str, int, int]]:
    for article in articles:
        if evidence["quote"] and article.name.startswith(evidence["article"]):
            start = article.text.find(evidence["quote"])
            while start >= 0:
                yield article.name, start, start + len(evidence["quote"])
                start = article.text.find(evidence["quote"], start + 1)


def evaluate(questions: Sequence[Gold], collection: Collection) -> Iterator[Outcome]:
    """Ask each question and yield what became of it; one that cannot be asked counts as not answered."""
    for gold in questions:
        try:
            answer, hits = ask(gold.text, collection), search(gold.text, collection, k=max(CUTS))
        except QuestionError:
            answer, hits = None, ()
        places = [_overlaps(gold, hit.article.name, hit.sentence.start, hit.sentence.end) for hit in hits]
        cited = [_cites(gold, citation.quote) for citation in answer.citations] if answer else []
        yield Outcome(
            id=gold.id,
            language=gold.language,
            question=gold.text,
            answerable=gold.answerable,
            answered=answer is not None and answer.answered,
            rank=places.index(True) + 1 if True in places else 0,
            answer_hit=any(cited),
            first_citation_hit=bool(cited) and cited[0],
        )


def _cites(gold: Gold, quote: Quote) -> bool:
    return _overlaps(gold, quote.article.name, quote.start, quote.end)


def _overlaps(gold: Gold, name: str, start: int, end: int) -> bool:
    return any(name == article and start < right and left < end for article, left, right in gold.spans)


def summary(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Return the figures of some outcomes; a rate over no questions is None."""
    answerable = [outcome for outcome in outcomes if outcome.answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.answerable]
    recalls = {f"recall@{cut}": _share([0 < outcome.rank <= cut for outcome in answerable]) for cut in CUTS}
    return {
        **recalls,
        "answer_hit": _share([outcome.answer_hit for outcome in answerable]),
        "first_citation_hit": _share([outcome.first_citation_hit for outcome in answerable]),
        "error_rate": _share([not outcome.answered for outcome in answerable]),
        "hallucination_rate": _share([outcome.answered for outcome in unanswerable]),
        "n_answerable": len(answerable),
        "n_unanswerable": len(unanswerable),
    }


def _share(truths: Sequence[bool]) -> float | None:
    return round(sum(truths) / len(truths), 4) if truths else None
