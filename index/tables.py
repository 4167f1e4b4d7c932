"""The tables of a library, and how an article goes into them and out of them."""

import sqlite3

import numpy as np

from index.article import Sentence
from index.embed import Vectors
from index.record import Prepared, Source, text_digest
from index.scope import first_day, last_day
from index.terms import terms

# `began` and `change` number changes: since which one nothing is left of before, which one brought an
# article, and which one took the passages `first` to `last` out. Long texts stand last, in nobody's way.
SCHEMA = """
CREATE TABLE about (model TEXT NOT NULL, began INTEGER NOT NULL, changes INTEGER NOT NULL);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, language TEXT NOT NULL,
    first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, change INTEGER NOT NULL, date TEXT NOT NULL,
    title TEXT NOT NULL, publisher TEXT NOT NULL, url TEXT NOT NULL, title_tokens BLOB NOT NULL,
    text TEXT NOT NULL);
CREATE TABLE sources (
    path TEXT PRIMARY KEY, digest TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE);
CREATE TABLE removals (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    rule TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE TABLE places (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, name TEXT NOT NULL);
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    vector BLOB NOT NULL, tokens BLOB NOT NULL);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    first INTEGER NOT NULL, last INTEGER NOT NULL, vector BLOB NOT NULL, terms TEXT NOT NULL);
CREATE TABLE gone (change INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE INDEX articles_change ON articles (change);
CREATE INDEX gone_change ON gone (change);
CREATE INDEX sources_article ON sources (article);
CREATE INDEX removals_article ON removals (article);
CREATE INDEX places_article ON places (article);
CREATE INDEX sentences_article ON sentences (article);
CREATE INDEX passages_article ON passages (article);
CREATE VIRTUAL TABLE passage_terms USING fts5 (
    terms, tokenize = 'unicode61 remove_diacritics 0', content = 'passages', content_rowid = 'id');
CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab (passage_terms, row);
"""


def insert_article(connection: sqlite3.Connection, prepared: Prepared) -> int:
    """Store an article with all that was made of it, and return its id."""
    article = prepared.article
    article_id = connection.execute(
        "INSERT INTO articles (digest, name, text, title, language, date, first_day, last_day, publisher,"
        " url, title_tokens, change) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT changes FROM about))",
        (
            text_digest(article.text), article.name, article.text, article.title, article.language,
            article.date, first_day(article.date), last_day(article.date), article.publisher, article.url,
            prepared.title_tokens.tobytes(),
        ),
    ).lastrowid  # fmt: skip
    assert article_id is not None
    connection.executemany(
        "INSERT INTO removals VALUES (?, ?, ?, ?)",
        [(article_id, removal.rule, removal.start, removal.end) for removal in article.removed],
    )
    connection.executemany(
        "INSERT INTO places VALUES (?, ?, ?)",
        [(article_id, place.start, place.name) for place in article.places],
    )
    ids = _insert_sentences(connection, article_id, prepared)
    for passage, vector in zip(prepared.passages, prepared.passage_vectors, strict=True):
        first, last = ids[passage.sentences[0]], ids[passage.sentences[-1]]
        found = " ".join(terms(article.text[passage.start : passage.end], article.language))
        passage_id = connection.execute(
            "INSERT INTO passages (article, first, last, vector, terms) VALUES (?, ?, ?, ?, ?)",
            (article_id, first, last, _blob(vector), found),
        ).lastrowid
        connection.execute("INSERT INTO passage_terms (rowid, terms) VALUES (?, ?)", (passage_id, found))
    return article_id


def _insert_sentences(
    connection: sqlite3.Connection, article_id: int, prepared: Prepared
) -> dict[Sentence, int]:
    """Store the sentences in reading order, so that the ids of neighbours differ by one."""
    ids = {}
    read = zip(prepared.sentences, prepared.sentence_vectors, prepared.sentence_tokens, strict=True)
    for sentence, vector, tokens in read:
        sentence_id = connection.execute(
            "INSERT INTO sentences (article, start, end, vector, tokens) VALUES (?, ?, ?, ?, ?)",
            (article_id, sentence.start, sentence.end, _blob(vector), tokens.tobytes()),
        ).lastrowid
        assert sentence_id is not None
        ids[sentence] = sentence_id
    return ids


def _blob(vector: Vectors) -> bytes:
    # Half precision: half the disk, and cosines move by less than 0.001.
    return vector.astype(np.float16).tobytes()


def set_source(connection: sqlite3.Connection, source: Source, article: int) -> None:
    """Say that a source holds an article."""
    # Not as one upsert: its way with conflicts would become that of the triggers that write the sums.
    held = (source.digest, article, source.path)
    if not connection.execute("UPDATE sources SET digest = ?, article = ? WHERE path = ?", held).rowcount:
        connection.execute("INSERT INTO sources (digest, article, path) VALUES (?, ?, ?)", held)


def forget_source(connection: sqlite3.Connection, path: str) -> None:
    """Take out a source, and its article when no other source holds it."""
    held = connection.execute("DELETE FROM sources WHERE path = ? RETURNING article", (path,)).fetchall()
    for (article,) in held:
        if not connection.execute("SELECT 1 FROM sources WHERE article = ?", (article,)).fetchone():
            _drop(connection, article)


def drop_all(connection: sqlite3.Connection) -> None:
    """Take out all sources and articles."""
    connection.execute("DELETE FROM sources")
    for (article,) in connection.execute("SELECT id FROM articles").fetchall():
        _drop(connection, article)
    connection.execute("DELETE FROM gone")
    connection.execute("UPDATE about SET began = changes")


def _drop(connection: sqlite3.Connection, article: int) -> None:
    connection.execute(
        "INSERT INTO passage_terms (passage_terms, rowid, terms)"
        " SELECT 'delete', id, terms FROM passages WHERE article = ?",
        (article,),
    )
    connection.execute(
        "INSERT INTO gone SELECT changes, min(id), max(id) FROM about, passages WHERE article = ?"
        " GROUP BY changes",
        (article,),
    )
    connection.execute("DELETE FROM articles WHERE id = ?", (article,))
