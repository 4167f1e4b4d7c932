"""A sum for every row of a database, so that what a disk has changed is never taken for what was stored.

Triggers write the sums of ordinary tables, whatever columns they have. The tables below a full-text index
change in place and allow no triggers: `seal` sums each such index as a whole.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator

TABLE = (
    "CREATE TABLE sums (of TEXT NOT NULL, row INTEGER NOT NULL, sum INTEGER NOT NULL,"
    " PRIMARY KEY (of, row)) WITHOUT ROWID"
)
SCHEMA = "sqlite_master"


def row_sum(*values: bytes | None) -> int:
    """Return the CRC-32 of the values in their order, each with its length."""
    total = 0
    for value in values:
        length = -1 if value is None else len(value)
        total = zlib.crc32(value or b"", zlib.crc32(length.to_bytes(8, "big", signed=True), total))
    return total


class _TableSum:
    """The sum of many rows, in whatever order they come."""

    def __init__(self) -> None:
        self.total = 0

    def step(self, *values: bytes | None) -> None:
        self.total += row_sum(*values)

    def finalize(self) -> int:
        return self.total & 0x7FFFFFFFFFFFFFFF


def prepare(connection: sqlite3.Connection) -> None:
    """Teach a connection to compute sums; without this a table that has them cannot be written."""
    connection.create_function("row_sum", -1, row_sum, deterministic=True)
    connection.create_aggregate("table_sum", -1, _TableSum)  # type: ignore[arg-type]  # typeshed: ints alone


def install(connection: sqlite3.Connection) -> None:
    """Sum every row of every table from now on; call it once, when the tables are new and empty."""
    tables = _ordinary(connection)
    connection.execute(TABLE)
    for table in tables:
        new = _blobs(connection, table, "NEW")
        for event in ("INSERT", "UPDATE"):
            connection.execute(
                f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON {table} BEGIN"
                f" INSERT OR REPLACE INTO sums VALUES ('{table}', NEW.rowid, row_sum({new})); END"
            )
        connection.execute(
            f"CREATE TRIGGER {table}_delete AFTER DELETE ON {table} BEGIN"
            f" DELETE FROM sums WHERE of = '{table}' AND row = OLD.rowid; END"
        )
    _set(connection, SCHEMA, _schema_sum(connection))
    seal(connection)


def unseal(connection: sqlite3.Connection) -> None:
    """Say that the full-text indexes are changed from now on: they have no sum until they are sealed."""
    for index in _full_text(connection):
        connection.execute("DELETE FROM sums WHERE of = ? AND row = 0", [index])


def sealed(connection: sqlite3.Connection) -> bool:
    """Tell whether all full-text indexes have a sum."""
    query = "SELECT 1 FROM sums WHERE of = ? AND row = 0"
    return all(connection.execute(query, [index]).fetchone() for index in _full_text(connection))


def agree(connection: sqlite3.Connection) -> bool:
    """Tell whether the full-text indexes hold the words of their tables; this needs the right to write."""
    try:
        for index in _full_text(connection):
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    return True


def seal(connection: sqlite3.Connection) -> None:
    """Sum the full-text indexes as they are now: the last thing to do in a transaction."""
    # A savepoint has full-text indexes write down what they hold back until the end of a transaction.
    connection.execute("SAVEPOINT sealed")
    connection.execute("RELEASE sealed")
    for index in _full_text(connection):
        _set(connection, index, _index_sum(connection, index))


def faults(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yield table and rowid of each row that is not as it was stored, came from nowhere or is gone.

    The schema and a full-text index count as one row, 0, of the table of their name. An index that is not
    sealed is passed over: see `agree`.
    """
    yield from _whole(connection, SCHEMA, _schema_sum(connection))
    tables, indexes = _ordinary(connection), _full_text(connection)
    if sealed(connection):
        for index in indexes:
            yield from _whole(connection, index, _index_sum(connection, index))
    for table in tables:
        yield from _changed(connection, table, f"SELECT rowid FROM {table}")
        gone = f"SELECT row FROM sums WHERE of = ? AND row NOT IN (SELECT rowid FROM {table})"
        yield from ((table, row) for (row,) in connection.execute(gone, [table]))
    known = ", ".join(f"'{name}'" for name in (SCHEMA, *tables, *indexes))
    yield from connection.execute(f"SELECT of, row FROM sums WHERE of NOT IN ({known})")


def whole(connection: sqlite3.Connection) -> bool:
    """Tell whether a database is one, and all in it is as it was stored."""
    return not any(broken(connection)) and not any(faults(connection))


def broken(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what SQLite finds wrong with the tables, one by one: asked of the whole file, versions from 3.44
    on lock it against writing to look into its full-text indexes.
    """
    for table in ("sums", *_tables(connection)):
        said = connection.execute(f"PRAGMA integrity_check({table})").fetchall()
        yield from (line for (line,) in said if line != "ok")


def sound(connection: sqlite3.Connection, table: str, rows: str, *values: object) -> bool:
    """Tell whether the rows of a table, by a SELECT of their rowids, are as they were stored."""
    return not any(_changed(connection, table, rows, *values))


def _changed(
    connection: sqlite3.Connection, table: str, rows: str, *values: object
) -> Iterator[tuple[str, int]]:
    query = (
        f"SELECT t.rowid FROM {table} t LEFT JOIN sums s ON s.of = '{table}' AND s.row = t.rowid"
        f" WHERE t.rowid IN ({rows}) AND s.sum IS NOT row_sum({_blobs(connection, table, 't')})"
    )
    yield from ((table, row) for (row,) in connection.execute(query, values))


def _whole(connection: sqlite3.Connection, name: str, now: int) -> Iterable[tuple[str, int]]:
    stored = connection.execute("SELECT sum FROM sums WHERE of = ? AND row = 0", [name]).fetchone()
    return () if stored == (now,) else ((name, 0),)


def _set(connection: sqlite3.Connection, name: str, total: int) -> None:
    connection.execute("INSERT OR REPLACE INTO sums VALUES (?, 0, ?)", (name, total))


def _schema_sum(connection: sqlite3.Connection) -> int:
    held = (
        "SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(sql AS BLOB) FROM sqlite_master ORDER BY rowid"
    )
    return row_sum(*(value for row in connection.execute(held) for value in row))


def _index_sum(connection: sqlite3.Connection, index: str) -> int:
    total = 0
    for table in _tables(connection):
        if table.startswith(f"{index}_"):
            columns = _blobs(connection, table, table)
            total ^= connection.execute(f"SELECT coalesce(table_sum({columns}), 0) FROM {table}").fetchone()[
                0
            ]
    return total


def _tables(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sums' AND rootpage > 0"
    return [name for (name,) in connection.execute(query)]


def _full_text(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE replace(sql, ' ', '') LIKE 'CREATEVIRTUALTABLE%USINGfts5(%'"
    return [name for (name,) in connection.execute(query)]


def _ordinary(connection: sqlite3.Connection) -> list[str]:
    below = tuple(f"{index}_" for index in _full_text(connection))
    return [table for table in _tables(connection) if not table.startswith(below or "\0")]


def _blobs(connection: sqlite3.Connection, table: str, of: str) -> str:
    """Return the columns of a table as bytes: what is no text any more cannot be handed over as text."""
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    return ", ".join(f"CAST({of}.{name} AS BLOB)" for name in names)
