"""Questions whose evidence is known, and claims known to be true or false, read from JSONL files."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.article import Article, Passage
from index.chunk import sentences
from rag.records import Quote


class QuestionsError(ValueError):
    """A file of questions or claims that cannot be used; the message names the line and the fault."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A question in one language and the words that answer it: (article name, start, end); none when nothing
    does.

    `kind` is who, when, where, how many, which, why or what. `answers` are the shortest exact words that
    answer, any of which will do; a question for a reason or an explanation has none. `languages` names that
    of each article in `spans`.
    """

    id: str
    language: str
    text: str
    answerable: bool
    spans: tuple[tuple[str, int, int], ...]
    kind: str = ""
    answers: tuple[str, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence someone might write with its evidence, and whether the evidence bears it out.

    `corruption` is one of CORRUPTIONS, what was made wrong in it; empty in a true claim.
    """

    id: str
    language: str
    text: str
    true: bool
    corruption: str
    evidence: tuple[Quote, ...]


def read_questions(path: Path, articles: Sequence[Article]) -> list[Gold]:
    """Read a JSONL file of questions, each in several languages, with quotes from articles named by their
    first letters.

    A quote may stand in an article several times; each place counts.
    """
    found = []
    languages = {article.name: article.language for article in articles}
    for number, entry in _entries(path, "questions"):
        try:
            spans = tuple(span for evidence in entry["evidence"] for span in _spans(evidence, articles))
            answers = tuple(_words(answer) for answer in entry.get("answers", ()))
            kind = _words(entry.get("kind", ""))
            among = {name: languages[name] for name, _, _ in spans}
            found += [
                Gold(entry["id"], language, _words(text), entry["answerable"], spans, kind, answers, among)
                for language, text in entry["questions"].items()
            ]
        except (KeyError, TypeError, AttributeError) as error:
            raise QuestionsError(
                f"{path}, line {number}: not a question with id, questions and evidence"
            ) from error
        if entry["answerable"] and not spans:
            raise QuestionsError(
                f"{path}, line {number}: none of its quotes stands in the articles of this index"
            )
    return found


def read_claims(path: Path, articles: Sequence[Article]) -> list[Claim]:
    """Read a JSONL file of claims with quotes from articles named by their first letters.

    The passage of a quote is the sentences that it stands in and the one before.
    """
    found = []
    for number, entry in _entries(path, "claims"):
        try:
            quotes = tuple(_quoted(evidence, articles) for evidence in entry["evidence"])
            found.append(
                Claim(
                    id=entry["id"],
                    language=entry["language"],
                    text=_words(entry["claim"]),
                    true=entry["true"],
                    corruption=entry["corruption"],
                    evidence=quotes,
                )
            )
        except QuestionsError as error:
            raise QuestionsError(f"{path}, line {number}: {error}") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise QuestionsError(f"{path}, line {number}: not a claim with id, claim and evidence") from error
    return found


def holds_claims(path: Path) -> bool:
    """Tell a file of claims from one of questions by its first line."""
    return "claim" in next(_entries(path, "questions"))[1]


def _entries(path: Path, things: str) -> Iterator[tuple[int, dict[str, Any]]]:
    empty = True
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise QuestionsError(f"{path}, line {number}: not a JSON object") from error
        if not isinstance(entry, dict):
            raise QuestionsError(f"{path}, line {number}: not a JSON object")
        empty = False
        yield number, entry
    if empty:
        raise QuestionsError(f"{path} holds no {things}: one JSON object a line is expected")


def _words(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("words are text")
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


def _quoted(evidence: Mapping[str, str], articles: Sequence[Article]) -> Quote:
    for article in articles:
        for _, start, end in _spans(evidence, [article]):
            return Quote(article, _passage(article, start, end), start, end)
    raise QuestionsError("a quote of it does not stand in the articles of this index")


def _passage(article: Article, start: int, end: int) -> Passage:
    every = sentences(article.text, 0, len(article.text))
    first = next((place for place, sentence in enumerate(every) if sentence.end > start), len(every) - 1)
    held = [sentence for sentence in every[max(first - 1, 0) :] if sentence.start < end]
    return Passage(held[0].start, max(held[-1].end, end), tuple(held))
