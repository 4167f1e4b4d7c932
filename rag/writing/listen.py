"""Listening to a language model: one time limit for everything, and a name for every way it can fail."""

import gc
import logging
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING

from tenacity import (
    Retrying,
    retry_if_exception,
    sleep_using_event,
    stop_after_attempt,
    stop_when_event_set,
    wait_exponential_jitter,
)

from rag.writing.prompt import Message, visible
from rag.writing.writers import Writer

if TYPE_CHECKING:
    from llama_index.core.llms import ChatResponse

# An answer of five sentences has a few hundred characters; whoever goes on beyond this does not stop.
LONGEST = 4_000
ATTEMPTS = 4
FINISHED = {"stop", "end_turn", "stop_sequence", "eos"}
WITHHELD = {"content_filter", "refusal", "safety"}

log = logging.getLogger(__name__)


class Fault(StrEnum):
    """Why a model wrote nothing that can be used."""

    DOWN = "down"
    SLOW = "slow"
    BUSY = "busy"
    DENIED = "denied"
    FAILED = "failed"
    CUT = "cut"
    EMPTY = "empty"
    ENDLESS = "endless"
    REFUSED = "refused"
    SILENT = "silent"
    UNSUPPORTED = "unsupported"


class WriterFault(Exception):
    """A model that failed while it was asked; never holds the words of a library, which may hold a key."""

    def __init__(self, fault: Fault, error: Exception | None = None) -> None:
        super().__init__(f"{fault} ({type(error).__name__})" if error else fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a model adds to its reply; `end` is the reason it gives for stopping, most often none."""

    text: str
    end: str


Heard = queue.SimpleQueue[_Piece | Exception | None]


def reply(messages: Sequence[Message], writer: Writer) -> str:
    """Return a model's whole reply without what cannot be seen; raise WriterFault as `listen` does."""
    return visible("".join(listen(messages, writer))).strip()


def listen(messages: Sequence[Message], writer: Writer) -> Iterator[str]:
    """Yield a model's reply as it is written; raise WriterFault when it fails, at the latest after the
    writer's limit.

    Before the first piece a model that is down or busy is asked again, ATTEMPTS times in all.
    """
    deadline = monotonic() + writer.limit_s
    heard: Heard = queue.SimpleQueue()
    stopped = threading.Event()
    # A thread, since a library may wait for as long as it likes.
    threading.Thread(target=_hear, args=(messages, writer, heard, stopped), daemon=True).start()
    try:
        yield from _in_time(heard, writer, deadline)
    except WriterFault as fault:
        log.warning("%s: %s", writer.name, fault)
        raise
    finally:
        stopped.set()


def _in_time(heard: Heard, writer: Writer, deadline: float) -> Iterator[str]:
    written, end = "", ""
    while (piece := _next(heard, deadline)) is not None:
        if isinstance(piece, Exception):
            # `from None`: what a library says may hold the key.
            raise WriterFault(_fault(piece, begun=bool(written)), piece) from None
        end = piece.end or end
        written += piece.text
        if len(written) > LONGEST:
            raise WriterFault(Fault.ENDLESS)
        if piece.text:
            yield piece.text
    if end in WITHHELD:
        raise WriterFault(Fault.REFUSED)
    if not visible(written).strip():
        raise WriterFault(Fault.EMPTY)
    if writer.tells_end and end not in FINISHED:
        raise WriterFault(Fault.CUT)


def _next(heard: Heard, deadline: float) -> _Piece | Exception | None:
    left = deadline - monotonic()
    # Looked at every time: a model may say nothing without ever pausing.
    if left <= 0:
        raise WriterFault(Fault.SLOW)
    try:
        return heard.get(timeout=left)
    except queue.Empty:
        raise WriterFault(Fault.SLOW) from None


def _hear(messages: Sequence[Message], writer: Writer, heard: Heard, stopped: threading.Event) -> None:
    """Put the pieces of a reply into the queue, then None, or the exception that ended it."""
    asking = Retrying(
        retry=retry_if_exception(_may_pass),
        wait=wait_exponential_jitter(multiplier=0.3, jitter=0.2),
        stop=stop_after_attempt(ATTEMPTS) | stop_when_event_set(stopped),
        sleep=sleep_using_event(stopped),
        reraise=True,
    )
    try:
        with writer.turn:
            if stopped.is_set():
                return
            for response in asking(_begun, messages, writer):
                heard.put(_Piece(response.delta or "", _end(response)))
                if stopped.is_set():
                    break
        if stopped.is_set():
            # Of a reply that nobody closes Python disposes at any moment, in any thread: should that be one
            # that holds the lock of the same connections, it waits for itself for ever. So it is done here.
            gc.collect()
        heard.put(None)
    # Every library fails in its own way, and this thread has nobody else to tell.
    except Exception as error:
        heard.put(error)


def _begun(messages: Sequence[Message], writer: Writer) -> Iterator["ChatResponse"]:
    """Return a reply whose first piece has come."""
    from llama_index.core.llms import ChatMessage

    told = [ChatMessage(role=message.role, content=message.text) for message in messages]
    responses = iter(writer.llm.stream_chat(told))
    for first in responses:
        return chain([first], responses)
    return iter(())


def _end(response: "ChatResponse") -> str:
    """Return the reason for stopping that OpenAI and llama.cpp, Ollama or Anthropic give in a piece."""
    choices = _part(response.raw, "choices")
    if isinstance(choices, Sequence) and choices:
        return str(_part(choices[0], "finish_reason") or "")
    end = _part(response.raw, "done_reason")
    return str(end or response.message.additional_kwargs.get("stop_reason") or "")


def _part(thing: object, name: str) -> object:
    """Return a part of what a library heard: each has a type of its own for it."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def _fault(error: BaseException, *, begun: bool) -> Fault:
    for cause in _causes(error):
        status = _status(cause)
        if status:
            return {429: Fault.BUSY, 401: Fault.DENIED, 403: Fault.DENIED}.get(status, Fault.FAILED)
        if isinstance(cause, TimeoutError) or "Timeout" in type(cause).__name__:
            return Fault.SLOW
        if _is_transport(cause):
            return Fault.CUT if begun else Fault.DOWN
    return Fault.FAILED


def _may_pass(error: BaseException) -> bool:
    """Tell whether asking again may help: a model that is busy, broken for a moment, or not up yet."""
    status = next(filter(None, map(_status, _causes(error))), 0)
    refused = any(isinstance(cause, ConnectionRefusedError) for cause in _causes(error))
    return status == 429 or status >= 500 or refused


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _status(error: BaseException) -> int:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status > 0 else 0


def _is_transport(error: BaseException) -> bool:
    return isinstance(error, OSError) or type(error).__module__.split(".")[0] in (
        "httpx",
        "httpx2",
        "httpcore",
    )
