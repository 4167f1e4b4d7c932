"""The connections that questions read a library with: each question has one of its own."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.connection import connect

# Connections kept for the next questions; each holds 2 MB of pages.
KEPT = 4


class Readers:
    """Connections to one library, as many as there are threads that read at once; the last few are kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._idle: list[tuple[tuple[int, ...], sqlite3.Connection]] = []
        self._lock = threading.Lock()
        self._held = threading.local()

    @contextmanager
    def one(self, file: tuple[int, ...]) -> Iterator[sqlite3.Connection]:
        """Hold a connection to the library as that file: the one that this thread holds already, if any."""
        held = getattr(self._held, "connection", None)
        if held:
            yield held
            return
        connection = self._take(file)
        self._held.connection = connection
        try:
            yield connection
        finally:
            self._held.connection = None
            with self._lock:
                self._idle.append((file, connection))
                while len(self._idle) > KEPT:
                    self._idle.pop(0)[1].close()

    def close(self) -> None:
        """Close what nobody reads with."""
        with self._lock:
            while self._idle:
                self._idle.pop()[1].close()

    def _take(self, file: tuple[int, ...]) -> sqlite3.Connection:
        """Return an idle connection, closing those to another file that was in its place; or a new one."""
        with self._lock:
            while self._idle:
                of, connection = self._idle.pop()
                if of == file:
                    return connection
                connection.close()
        return connect(self._folder)
