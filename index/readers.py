"""The connections that questions read a library with: each question has one of its own."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from index.connection import connect

# Connections kept for the next questions; each holds 2 MB of pages.
KEPT = 4


class Reader(NamedTuple):
    """A connection, and how often the file of the library was another before it."""

    opened: int
    connection: sqlite3.Connection


class Readers:
    """Connections to one library, as many as there are threads that read at once; the last few are kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._idle: list[Reader] = []
        self._lock = threading.Lock()
        self._held = threading.local()

    def held(self) -> Reader | None:
        """Return what this thread reads with now, None when it does not read."""
        return getattr(self._held, "reader", None)

    @contextmanager
    def one(self, opened: int) -> Iterator[Reader]:
        """Hold what no other thread reads with, of the file that was opened after so many others."""
        reader = self._held.reader = self._taken(opened)
        try:
            yield reader
        finally:
            self._held.reader = None
            with self._lock:
                self._idle.append(reader)
                while len(self._idle) > KEPT:
                    self._idle.pop(0).connection.close()

    @contextmanager
    def by(self, reader: Reader) -> Iterator[None]:
        """Let this thread read with a connection that is not one of these."""
        before, self._held.reader = self.held(), reader
        try:
            yield
        finally:
            self._held.reader = before

    def close(self) -> None:
        """Close what nobody reads with."""
        with self._lock:
            while self._idle:
                self._idle.pop().connection.close()

    def _taken(self, opened: int) -> Reader:
        with self._lock:
            while self._idle:
                reader = self._idle.pop()
                if reader.opened == opened:
                    return reader
                reader.connection.close()
        return Reader(opened, connect(self._folder))
