"""Connections to the PostgreSQL of a record: pooled, one of its own for a snapshot, one writer at a time."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from index.connection import LibraryError, UnusableLibrary

Connection = psycopg.Connection[tuple[Any, ...]]

# What it has to say of a server that is away we say ourselves, in one line.
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)

MIGRATIONS = Path(__file__).parent / "migrations"
# A question waits no longer for an engine that is away.
PATIENCE_S = 5.0
MOST_CONNECTIONS = 16
# One for each record of a database: records differ by the schema that is searched first.
LOCK = "hashtextextended('polycite ' || current_schema(), 0)"


class Postgres:
    """The database of one record. A thread that holds a snapshot reads all from it."""

    def __init__(self, address: str) -> None:
        """:raises LibraryError: it cannot be reached, or will not have us."""
        self.name = _name(address)
        self._held = threading.local()
        with (
            self.usable(),
            psycopg.connect(address, connect_timeout=int(PATIENCE_S), autocommit=True) as first,
        ):
            _migrate(first)
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            address,
            kwargs={"autocommit": True},
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=PATIENCE_S,
            # One that died with the server is replaced before it is handed out.
            check=ConnectionPool.check_connection,
            open=True,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def rows(self, query: str, values: dict[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Return what one SELECT finds, in the snapshot of this thread where it holds one."""
        held: Connection | None = getattr(self._held, "connection", None)
        with self.usable():
            if held is not None:
                return held.execute(query.encode(), values).fetchall()
            with self._pool.connection() as connection:
                return connection.execute(query.encode(), values).fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold all as it is now for this thread."""
        with self.usable(), self._pool.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            self._held.connection = connection
            try:
                yield
            finally:
                del self._held.connection

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """Hold a connection, and keep every other process from changing the record until it is given back;
        the server lets go when a process dies.
        """
        with self.usable(), self._pool.connection() as connection:
            connection.execute(f"SELECT pg_advisory_lock({LOCK})".encode())
            try:
                yield connection
            finally:
                with suppress(psycopg.Error):
                    connection.execute(f"SELECT pg_advisory_unlock({LOCK})".encode())

    @contextmanager
    def usable(self) -> Iterator[None]:
        """Turn what PostgreSQL says into one line with its cure."""
        try:
            yield
        except psycopg.IntegrityError as error:
            raise LibraryError(
                f"another process changed the index in {self.name} meanwhile: try again"
            ) from error
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise LibraryError(
                f"{self.name} does not answer ({_line(error)}): see that it runs and try again;"
                " nothing that was stored is lost"
            ) from error
        except (psycopg.errors.DataCorrupted, psycopg.errors.IndexCorrupted) as error:
            raise UnusableLibrary(
                f"the index in {self.name} is damaged ({_line(error)}): restore PostgreSQL from a backup"
            ) from error
        except psycopg.Error as error:
            raise LibraryError(
                f"{self.name} refused ({_line(error)}): see its rights and its disk"
            ) from error


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0].strip() or type(error).__name__


def _name(address: str) -> str:
    """Return what a database is called where everybody may read it."""
    parts = conninfo_to_dict(address)
    if parts.get("password"):
        raise LibraryError(
            "a password in the address of PostgreSQL can be read by others: leave it out, and set PGPASSWORD"
            " or name a file with passfile="
        )
    return f"PostgreSQL at {parts.get('host', 'this machine')}"


def _migrate(connection: Connection) -> None:
    """Run the numbered files that were not run yet, each whole or not at all."""
    with connection.transaction():
        connection.execute(f"SELECT pg_advisory_xact_lock({LOCK})".encode())
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (number integer PRIMARY KEY)")
        [(last,)] = connection.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchall()
        for file in sorted(MIGRATIONS.glob("*.sql")):
            number = int(file.name.partition("_")[0])
            if number > last:
                connection.execute(file.read_bytes())
                connection.execute("INSERT INTO migrations VALUES (%s)", (number,))
