"""The parent's side of reading: a child process that a hostile file may take down, and its limits."""

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from index.load.child import HEAVY
from index.load.extract import Extract, Picture, Unreadable
from index.load.recognition import is_installed

CHILD = Path(__file__).with_name("child.py")
SPANS = ("units", "headings", "places")
SECONDS = 10
SECONDS_PER_MEGABYTE = 10
MOST_SECONDS = 120
# A machine that is busy elsewhere gives the child less than all of a core.
PATIENCE = 4
# Seconds for the pictures of text in a PDF, where they are read.
RECOGNITION = 2000
MEMORY = 1_000_000_000
# In JSON a character takes up to twelve bytes, and the bounds of a short row as many again.
BYTES_PER_CHARACTER = 40
MOST_PICTURE = 20_000_000


class Worker:
    """One child process, started when a file comes and again after a file that ended it."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def extract(self, raw: bytes, kind: str, *, characters: int) -> Extract:
        """Return what the file holds, of a kind in `index.load.kinds`.

        :raises Unreadable: it cannot be read, or takes too much time, memory or room.
        """
        extra = RECOGNITION if kind == ".pdf" and is_installed() else 0
        asked = {"kind": kind, "characters": characters}
        found = self._asked(raw, asked, extra, characters * BYTES_PER_CHARACTER)
        spans = {key: tuple((first, second) for first, second in found[key]) for key in SPANS}
        return Extract(**found | spans | {"notes": tuple(found["notes"])})

    def picture(self, raw: bytes, number: int, words: Sequence[tuple[str, str]]) -> Picture:
        """Return a page of a PDF, counted from 1, and where words stand on it; see `index.load.picture`.

        :raises Unreadable: there is no such page, or it takes too much time, memory or room.
        """
        found = self._asked(raw, {"kind": ".pdf", "page": number, "words": words}, 0, MOST_PICTURE)
        marks = (
            tuple((left, top, right, end) for left, top, right, end in boxes) for boxes in found["marks"]
        )
        return Picture(found["image"], tuple(marks))

    def close(self) -> None:
        """End the child; the next file starts another."""
        if self._child is not None:
            self._child.kill()
            # Waits for the child and closes its pipes, one of which may still hold what it never read.
            with suppress(OSError):
                self._child.communicate()
            self._child = None

    def _asked(self, raw: bytes, asked: dict[str, Any], extra: float, most: int) -> dict[str, Any]:
        """Return what the child makes of a file, in at most so many bytes; `extra` seconds are waited.

        :raises Unreadable: nothing; half a line or none comes when the child was ended.
        """
        seconds = min(SECONDS + len(raw) * SECONDS_PER_MEGABYTE // 1_000_000, MOST_SECONDS)
        request = asked | {"bytes": len(raw), "seconds": seconds, "memory": MEMORY}
        line = self._line(json.dumps(request).encode() + b"\n" + raw, seconds * PATIENCE + extra, most)
        try:
            found: dict[str, Any] = json.loads(line)
        except ValueError:
            raise Unreadable(HEAVY) from None
        if found.pop("spent"):
            self.close()
        if fault := found.get("fault"):
            raise Unreadable(fault)
        return found

    def _line(self, message: bytes, patience: float, most: int) -> bytes:
        """Return the child's answer, of which half a line or nothing comes when it was ended."""
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = _started()
        child = self._child
        clock = threading.Timer(patience, child.kill)
        clock.start()
        try:
            assert child.stdin
            assert child.stdout
            child.stdin.write(message)
            child.stdin.flush()
            line = child.stdout.readline(most)
        except OSError:
            line = b""
        finally:
            clock.cancel()
        if not line.endswith(b"\n"):
            self.close()
        return line


def _started() -> "subprocess.Popen[bytes]":
    # -P: the modules of this folder must not stand in for others of their names.
    command = [sys.executable, "-P", str(CHILD)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


_idle: list[Worker] = []


@contextmanager
def _worker() -> Iterator[Worker]:
    """Hold a child that is idle, or another: threads do not wait here."""
    try:
        worker = _idle.pop()
    except IndexError:
        worker = Worker()
    try:
        yield worker
    finally:
        # One is enough to wait for the next file.
        if _idle:
            worker.close()
        else:
            _idle.append(worker)


def extract(raw: bytes, kind: str, *, characters: int) -> Extract:
    """Return what a file holds.

    :raises Unreadable: see `Worker.extract`.
    """
    with _worker() as worker:
        return worker.extract(raw, kind, characters=characters)


def picture(raw: bytes, number: int, words: Sequence[tuple[str, str]]) -> Picture:
    """Return a page of a PDF.

    :raises Unreadable: see `Worker.picture`.
    """
    with _worker() as worker:
        return worker.picture(raw, number, words)


@atexit.register
def close() -> None:
    """End the children that are idle."""
    while _idle:
        _idle.pop().close()
