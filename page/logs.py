"""What the server says of itself: errors of one kind once a minute, and who changed which article."""

import logging
import sys
import time
from collections.abc import Callable, Mapping

from index.build import Status
from page.escape import one_line
from page.login import user_of
from page.shelf import Change

EVERY_S = 60.0
KINDS = 1_000

log = logging.getLogger(__name__)


class OncePerMinute(logging.Filter):
    """Lets a line through when none of its kind went through in the last minute; the next says how many were
    held back. A kind is a first line and the sort of exception.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._seen: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line is written."""
        first, _, _ = record.getMessage().partition("\n")
        kind = (record.name, first, (record.exc_info or (None,))[0])
        since, held = self._seen.get(kind, (-EVERY_S, 0))
        if self._now() - since < EVERY_S:
            self._seen[kind] = since, held + 1
            return False
        if len(self._seen) >= KINDS:
            self._seen.clear()
        self._seen[kind] = self._now(), 0
        if held:
            record.msg, record.args = f"{record.getMessage()} ({held} more like this before)", ()
        return True


class _OneLine(logging.Formatter):
    """The message on one line that no terminal obeys; a traceback below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = one_line(record.message)
        return super().formatMessage(record)


def start() -> None:
    """Write to standard error, with the time."""
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(message)s"))
    handler.addFilter(OncePerMinute())
    logging.getLogger().addHandler(handler)
    log.setLevel(logging.INFO)


class _Traces:
    """What Gradio prints faults with, which go to the log instead and are written once a minute too."""

    @staticmethod
    def print_exc() -> None:
        """Write down what has just failed."""
        fault = sys.exc_info()[0]
        log.error("an event of the page failed: %s", fault.__name__ if fault else "", exc_info=True)


def hear_gradio() -> None:
    """Have Gradio tell its faults to the log."""
    from gradio import queueing, routes

    for module in (queueing, routes):
        vars(module)["traceback"] = _Traces


def note(change: Change, headers: Mapping[str, str], address: str, how: str = "") -> None:
    """Write down who changed which article, and how, the status of the change unless told; never what was
    asked.
    """
    if change.status not in (Status.FAILED, Status.UNCHANGED):
        who = user_of(headers) or "somebody"
        log.info("%s at %s: %s %s", who, address, how or change.status, change.name)
