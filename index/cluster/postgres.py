"""The record of the pair for more than one machine: PostgreSQL, which sees to what Milvus holds.

An article is stored unready, then its candidates, then it is made ready; it goes in the opposite order. What
a process that died left unready is swept out by the next change.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from index.article import ArticleError, Sentence
from index.cluster.bm25 import Frequencies
from index.cluster.connection import Connection, Postgres
from index.cluster.milvus import Candidate, Milvus, MilvusCandidates
from index.cluster.queries import SHIFT, Queries
from index.connection import UnusableLibrary
from index.embed import Vectors
from index.record import Prepared, Source, text_digest
from index.rows import vectors
from index.scope import first_day, last_day
from index.terms import terms


class PostgresRecord(Queries):
    """One index for many processes on many machines; one of them changes it at a time."""

    def __init__(self, folder: Path, postgres: Postgres, milvus: Milvus) -> None:
        super().__init__(postgres)
        self.folder = folder
        self._milvus = milvus
        self.model = str(self.rows("SELECT model FROM about")[0][0])

    def candidates(self) -> MilvusCandidates:
        """See `Record`."""
        return MilvusCandidates(self, self._milvus, self.version)

    def close(self) -> None:
        """Let go of both engines."""
        self._postgres.close()
        self._milvus.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See `Record`."""
        with self._postgres.snapshot():
            yield

    def version(self) -> int:
        """See `Record`."""
        [(changes, model)] = self.rows("SELECT changes, model FROM about")
        if model != self.model:
            raise UnusableLibrary(
                f"the index in {self.folder} was made again with another model, {model}: start this again"
            )
        return int(changes)

    def together(self) -> AbstractContextManager[None]:
        """See `Record`. Milvus is told of each article before it is shown, so each is a change of its own."""
        return nullcontext()

    def put(self, source: Source, prepared: Prepared) -> None:
        """See `Record`."""
        with self._change() as connection:
            article = _stage(connection, prepared)
            self._milvus.put(_candidates(connection, [article]))
            with connection.transaction():
                _point(connection, source, article)
                _show(connection, article)

    def link(self, source: Source, digest: str) -> None:
        """See `Record`."""
        with self._change() as connection, connection.transaction():
            found = connection.execute("SELECT id FROM held WHERE digest = %s", (digest,)).fetchone()
            if found is None:
                raise psycopg.IntegrityError("the article was taken out")
            _point(connection, source, found[0])

    def rename(self, digest: str, name: str) -> None:
        """See `Record`."""
        with self._change() as connection, connection.transaction():
            connection.execute("UPDATE articles SET name = %s WHERE digest = %s", (name, digest))
            connection.execute("UPDATE about SET changes = changes + 1")

    def forget(self, path: str) -> None:
        """See `Record`."""
        with self._change() as connection, connection.transaction():
            gone = connection.execute("DELETE FROM sources WHERE path = %s RETURNING article", (path,))
            for (article,) in gone.fetchall():
                _hide_orphan(connection, article)

    def empty(self, model: str) -> None:
        """Take out everything, and hold the vectors of `model` from now on."""
        with self._postgres.change() as connection:
            with connection.transaction():
                connection.execute("DELETE FROM sources")
                connection.execute("UPDATE articles SET ready = false WHERE ready")
                connection.execute("UPDATE terms SET passages = 0")
                connection.execute(
                    "UPDATE about SET model = %s, changes = changes + 1, passages = 0, words = 0", (model,)
                )
            self._milvus.empty()
            with connection.transaction():
                connection.execute("TRUNCATE passages, sentences")
                connection.execute("DELETE FROM articles")
        self.model = model

    def mend(self) -> None:
        """Make the candidates again where Milvus has lost any."""
        if self._milvus.count() >= self.census().passages:
            return
        with self._change() as connection:
            if self._milvus.count() < self.census().passages:
                for (article,) in connection.execute("SELECT id FROM held ORDER BY id").fetchall():
                    self._milvus.put(_candidates(connection, [article]))

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        """Hold the record for one change, and sweep out afterwards what is not ready: what has just gone, and
        what a process left that died. Nobody else is changing it, so it is nobody's work.
        """
        with self._postgres.change() as connection:
            yield connection
            unready = connection.execute("SELECT id FROM articles WHERE NOT ready").fetchall()
            articles = [article for (article,) in unready]
            if articles:
                self._milvus.drop(articles)
                with connection.transaction():
                    for article in articles:
                        _delete_rows(connection, article)
                    connection.execute("DELETE FROM articles WHERE id = ANY(%s)", (articles,))


def _stage(connection: Connection, prepared: Prepared) -> int:
    """Store an article unready with all that was made of it, over what a try before left; return its id."""
    article = prepared.article
    if "\0" in article.text + article.title + article.publisher + article.url:
        raise ArticleError(
            f"{article.name}: holds a NUL, which PostgreSQL cannot keep; take it out of the file"
        )
    if len(prepared.sentences) >= 1 << SHIFT:
        raise ArticleError(f"{article.name}: has more sentences than an article may; split the file")
    with connection.transaction():
        [(number, ready)] = connection.execute(
            "INSERT INTO articles (digest, name, text, title, language, date, first_day, last_day, publisher,"
            " url, removed, places, title_tokens, passages)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (digest) DO UPDATE SET name = excluded.name RETURNING id, ready",
            (
                text_digest(article.text), article.name, article.text, article.title, article.language,
                article.date, first_day(article.date), last_day(article.date), article.publisher, article.url,
                Jsonb([[removal.rule, removal.start, removal.end] for removal in article.removed]),
                Jsonb([[place.start, place.name] for place in article.places]),
                prepared.title_tokens.tobytes(), len(prepared.passages),
            ),
        ).fetchall()  # fmt: skip
        if not ready:
            _delete_rows(connection, number)
            _copy_passages(connection, number, prepared, _copy_sentences(connection, number, prepared))
    return int(number)


def _delete_rows(connection: Connection, article: int) -> None:
    for table in (b"passages", b"sentences"):
        connection.execute(
            b"DELETE FROM " + table + b" WHERE id BETWEEN %s AND %s",
            (article << SHIFT, ((article + 1) << SHIFT) - 1),
        )


def _copy_sentences(connection: Connection, article: int, prepared: Prepared) -> dict[Sentence, int]:
    """Store the sentences in reading order, and return their ids."""
    ids = {}
    read = zip(prepared.sentences, prepared.sentence_vectors, prepared.sentence_tokens, strict=True)
    with connection.cursor().copy("COPY sentences FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "int4", "int4", "bytea", "bytea"])
        for place, (sentence, vector, tokens) in enumerate(read):
            ids[sentence] = (article << SHIFT) + place
            copy.write_row((ids[sentence], sentence.start, sentence.end, _blob(vector), tokens.tobytes()))
    return ids


def _copy_passages(
    connection: Connection, article: int, prepared: Prepared, sentences: dict[Sentence, int]
) -> None:
    text, language = prepared.article.text, prepared.article.language
    held = [terms(text[passage.start : passage.end], language) for passage in prepared.passages]
    dimensions = _dimensions(connection, sorted({term for found in held for term in found}))
    rows = zip(prepared.passages, prepared.passage_vectors, held, strict=True)
    with connection.cursor().copy("COPY passages FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "int8", "int8", "bytea", "int4[]"])
        for place, (passage, vector, found) in enumerate(rows):
            first, last = sentences[passage.sentences[0]], sentences[passage.sentences[-1]]
            numbers = [dimensions[term] for term in found]
            copy.write_row(((article << SHIFT) + place, first, last, _blob(vector), numbers))


def _dimensions(connection: Connection, found: list[str]) -> dict[str, int]:
    """Return the ids of terms, new ones for those that were never met."""
    connection.execute(
        "INSERT INTO terms (term) SELECT t FROM unnest(%s::text[]) t"
        " WHERE NOT EXISTS (SELECT FROM terms WHERE term = t)",
        (found,),
    )
    return dict(connection.execute("SELECT term, id FROM terms WHERE term = ANY(%s)", (found,)).fetchall())


def _blob(vector: Vectors) -> bytes:
    # Half precision: half the disk, and cosines move by less than 0.001.
    return vector.astype("float16").tobytes()


def _candidates(connection: Connection, articles: list[int]) -> list[Candidate]:
    """Return what finds the passages of stored articles, ready or not."""
    rows = connection.execute(
        "SELECT p.id, a.id, a.language, a.first_day, a.last_day, p.vector, p.terms FROM articles a"
        " JOIN passages p ON p.id BETWEEN a.id << %(shift)s AND ((a.id + 1) << %(shift)s) - 1"
        " WHERE a.id = ANY(%(ids)s) ORDER BY p.id",
        {"shift": SHIFT, "ids": articles},
    ).fetchall()
    [(words, passages)] = connection.execute("SELECT words, passages FROM about").fetchall()
    average = (words + sum(len(row[6]) for row in rows)) / max(passages + len(rows), 1)
    return [
        Candidate(
            passage,
            article,
            language,
            first,
            last,
            vector=vectors([vector])[0],
            weights=Frequencies.of(held, len(held)).weights(max(average, 1)),
        )
        for passage, article, language, first, last, vector, held in rows
    ]


def _point(connection: Connection, source: Source, article: int) -> None:
    """Say that a source holds an article, and hide the one it held before where no other source has it."""
    before = connection.execute("SELECT article FROM sources WHERE path = %s", (source.path,)).fetchone()
    connection.execute(
        "INSERT INTO sources VALUES (%s, %s, %s)"
        " ON CONFLICT (path) DO UPDATE SET digest = excluded.digest, article = excluded.article",
        (source.path, source.digest, article),
    )
    if before and before[0] != article:
        _hide_orphan(connection, before[0])


def _show(connection: Connection, article: int) -> None:
    shown = connection.execute(
        "UPDATE articles SET ready = true WHERE id = %s AND NOT ready RETURNING id", (article,)
    )
    if shown.fetchone():
        _count(connection, article, 1)


def _hide_orphan(connection: Connection, article: int) -> None:
    hidden = connection.execute(
        "UPDATE articles SET ready = false WHERE id = %s AND ready"
        " AND NOT EXISTS (SELECT FROM sources WHERE article = articles.id) RETURNING id",
        (article,),
    )
    if hidden.fetchone():
        _count(connection, article, -1)


def _count(connection: Connection, article: int, sign: int) -> None:
    """Count an article in, or out with the sign -1."""
    values = {"from": article << SHIFT, "to": ((article + 1) << SHIFT) - 1, "sign": sign}
    connection.execute(
        "UPDATE terms SET passages = terms.passages + %(sign)s * found.passages FROM"
        " (SELECT t, count(DISTINCT p.id) AS passages FROM passages p, unnest(p.terms) t"
        " WHERE p.id BETWEEN %(from)s AND %(to)s GROUP BY t) found WHERE terms.id = found.t",
        values,
    )
    connection.execute(
        "UPDATE about SET changes = changes + 1, passages = about.passages + %(sign)s * found.passages,"
        " words = about.words + %(sign)s * found.words FROM"
        " (SELECT count(*) AS passages, coalesce(sum(cardinality(terms)), 0) AS words FROM passages"
        " WHERE id BETWEEN %(from)s AND %(to)s) found",
        values,
    )
