"""What readers said of answers and citations, kept beside the library; it measures the next version."""

import json
import os
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from index import sums
from index.connection import LibraryError
from index.record import Record, text_digest

# What is kept of one word of feedback, and of how many; the oldest goes first.
LONGEST_QUESTION = 2_000
LONGEST_WORD = 1_000
MOST_QUOTES = 20
MOST_KEPT = 10_000
# A file of its own: it stays when the library is made anew, by another version or with another model.
FILE = "feedback.sqlite"
VERSION = 2
COLUMNS = "key, day, opinion, question, language, quotes"
TABLE = """
CREATE TABLE feedback (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, day TEXT NOT NULL, opinion TEXT NOT NULL,
    question TEXT NOT NULL, language TEXT NOT NULL, quotes TEXT NOT NULL, word TEXT NOT NULL DEFAULT '')
"""


class Opinion(StrEnum):
    """What a reader can say: the last of one citation, the others of a whole answer."""

    HELPFUL = "helpful"
    WRONG = "wrong"
    MISSING = "missing"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Feedback:
    """An opinion on the answer to a question, or on one citation of it.

    `quotes` are the cited words, each with the name of its article; of an answer all of them. `day` is an ISO
    date, `word` what the reader wrote to it, if anything. Nothing says who it was.
    """

    opinion: Opinion
    question: str
    language: str
    quotes: tuple[tuple[str, str], ...]
    day: str = ""
    word: str = ""


def give(library: Record, feedback: Feedback) -> str:
    """Keep feedback, under today's date, and return the key that takes it back."""
    key = secrets.token_urlsafe(16)
    quotes = json.dumps(feedback.quotes[:MOST_QUOTES], ensure_ascii=False)
    question = feedback.question[:LONGEST_QUESTION]
    day = datetime.now(UTC).date().isoformat()
    with _kept(library) as connection:
        connection.execute(
            f"INSERT INTO feedback ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
            (key, day, feedback.opinion, question, feedback.language, quotes),
        )
        connection.execute(
            "DELETE FROM feedback WHERE number <= (SELECT max(number) FROM feedback) - ?", [MOST_KEPT]
        )
    return key


def take_back(library: Record, key: str) -> None:
    """Delete what was given under that key; do nothing when there is none."""
    with _kept(library) as connection:
        connection.execute("DELETE FROM feedback WHERE key = ?", [key])


def rename(library: Record, before: str, now: str) -> None:
    """Say of what was given on an article that it is of the name that the article has now."""
    if before == now or not (library.folder / FILE).exists():
        return
    with _kept(library) as connection:
        for number, quotes in connection.execute("SELECT number, quotes FROM feedback").fetchall():
            named = [[now if name == before else name, words] for name, words in json.loads(quotes)]
            fresh = json.dumps(named, ensure_ascii=False)
            if fresh != quotes:
                connection.execute("UPDATE feedback SET quotes = ? WHERE number = ?", (fresh, number))


def add_word(library: Record, key: str, word: str) -> None:
    """Keep what a reader writes to the opinion of that key, in place of what was written before."""
    with _kept(library) as connection:
        connection.execute("UPDATE feedback SET word = ? WHERE key = ?", (word.strip()[:LONGEST_WORD], key))


def given(library: Record) -> list[Feedback]:
    """Return all feedback, the oldest first."""
    if not (library.folder / FILE).exists():
        return []
    with opened(library.folder) as connection:
        word = "word" if _version(connection) == VERSION else "''"
        columns = f"opinion, question, language, quotes, day, {word}"
        rows = connection.execute(f"SELECT {columns} FROM feedback ORDER BY number").fetchall()
    return [
        Feedback(Opinion(opinion), question, language, tuple(map(tuple, json.loads(quotes))), day, word)
        for opinion, question, language, quotes, day, word in rows
    ]


@contextmanager
def _kept(library: Record) -> Iterator[sqlite3.Connection]:
    """Hold the feedback for one change; raise LibraryError when its file cannot be used."""
    file = library.folder / FILE
    with _usable(file), closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
        sums.prepare(connection)
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if _version(connection) != VERSION:
                _renew(connection)
            _check(connection)
            yield connection


def _renew(connection: sqlite3.Connection) -> None:
    """Make the table of this version, with all that an earlier one kept."""
    rows = []
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        if _version(connection):
            _check(connection)
        rows = connection.execute(f"SELECT {COLUMNS} FROM feedback ORDER BY number").fetchall()
    for table in ("feedback", "sums"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(TABLE)
    sums.install(connection)
    connection.executemany(f"INSERT INTO feedback ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Hold the feedback of an index as it is now, to be read; raise LibraryError when it cannot be used."""
    file = folder / FILE
    # What a killed process left half done is undone first, where that may be written.
    writable = os.access(folder, os.W_OK) and os.access(file, os.W_OK)
    address = f"{file.resolve().as_uri()}?mode={'rw' if writable else 'ro'}"
    with _usable(file), closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:
        sums.prepare(connection)
        if _version(connection):
            _check(connection)
        yield connection


def _version(connection: sqlite3.Connection) -> int:
    # 0 kept no sums, 1 no words.
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check(connection: sqlite3.Connection) -> None:
    if not sums.whole(connection):
        raise sqlite3.DatabaseError("it is damaged")


@contextmanager
def _usable(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise LibraryError(
            f"the feedback in {file} cannot be used ({error}): free the disk, or move that file away"
        ) from error


def questions(library: Record) -> list[dict[str, Any]]:
    """Return what the feedback teaches, one question each, in the form that `polycite eval` reads.

    An answer that more readers found helpful than wrong or incomplete is a question with its quotes as
    evidence, less those that did not support it and those that no article holds any more; when it was
    helpful that the articles do not say, there are none. Nobody said yet what would have been right instead
    of an answer that was wrong or incomplete: such a question is left out.
    """
    asked: dict[str, list[Feedback]] = {}
    for feedback in given(library):
        asked.setdefault(" ".join(feedback.question.split()), []).append(feedback)
    texts = {article.name: article.text for article in library.articles()}
    return [entry for question, opinions in asked.items() for entry in _entry(question, opinions, texts)]


def _entry(question: str, opinions: list[Feedback], texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    counts = Counter(feedback.opinion for feedback in opinions)
    helpful = [feedback for feedback in opinions if feedback.opinion is Opinion.HELPFUL]
    if counts[Opinion.HELPFUL] <= counts[Opinion.WRONG] + counts[Opinion.MISSING]:
        return
    cited = dict.fromkeys(quote for feedback in helpful for quote in feedback.quotes)
    doubted = {
        quote for feedback in opinions if feedback.opinion is Opinion.UNSUPPORTED for quote in feedback.quotes
    }
    right = [quote for quote in cited if quote not in doubted and quote[1] in texts.get(quote[0], "")]
    if right or not cited:
        yield {
            "id": f"feedback-{text_digest(question)[:8]}",
            "answerable": bool(cited),
            "questions": {helpful[-1].language: question},
            "evidence": [{"article": name, "quote": words} for name, words in right],
        }
