"""Files that others read, and one process stores: processes of this machine here, other machines in `ray`."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile
from multiprocessing import connection, get_context, parent_process
from threading import Thread

from index.article import ArticleError
from index.build import Incoming, Outcome, Status, check_name, put_in, read_in
from index.embed import ModelError, Models
from index.models import open_models
from index.record import Record
from index.sources import Item
from index.stores import here

# Files on their way for each worker: a long one keeps none of the others waiting.
AHEAD = 16


class WorkersError(OSError):
    """Workers that cannot be had or are lost; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker is told of a library, which knows no more than what it holds of one file."""

    held: tuple[str, str] | None

    def source(self, path: str) -> tuple[str, str] | None:
        """See `Known`."""
        return self.held

    def name_of(self, digest: str) -> str | None:
        """See `Known`."""
        return None


@dataclass(frozen=True, slots=True)
class Errand:
    """A file to read by the model that `open_models` has under the first part of this name."""

    item: Item
    told: Told
    model: str
    max_bytes: int


Read = Future[Incoming | Outcome]


@dataclass(frozen=True, slots=True)
class Pool:
    """Takes errands, as many at once as it has room for."""

    send: Callable[[Errand], Read]
    room: int


def bring_all(items: Iterable[Item], library: Record, pool: Pool, *, max_bytes: int) -> Iterator[Outcome]:
    """Bring the library up to date with files that a pool reads; yield each, in their order, once it is
    safely stored.

    Stored in that order, they make the library that one process makes, names and ids included.
    """
    sent = ((item, pool.send(_errand(item, library, max_bytes))) for item in items)
    waiting = deque(islice(sent, pool.room))
    while waiting:
        read = _first_read(waiting)
        with library.together():
            outcomes = [_stored(item.name, future, library) for item, future in read]
        waiting.extend(islice(sent, len(read)))
        yield from outcomes


def _first_read(waiting: deque[tuple[Item, Read]]) -> list[tuple[Item, Read]]:
    """Take out the first that is waited for, once it is read, and all after it that are read by then."""
    first = waiting.popleft()
    wait([first[1]])
    following = takewhile(lambda sent: sent[1].done(), tuple(waiting))
    return [first, *(waiting.popleft() for _ in following)]


def _errand(item: Item, library: Record, max_bytes: int) -> Errand:
    held = None
    # What has such a name fails where it is read.
    with suppress(ArticleError):
        check_name(item.name)
        held = library.source(item.name)
    return Errand(item, Told(held), library.model, max_bytes)


def _stored(name: str, future: Read, library: Record) -> Outcome:
    try:
        found = future.result()
    except Exception as error:
        # However a worker ends, it costs no other file.
        reason = f"{name}: its worker was lost ({type(error).__name__}); run the same again"
        return Outcome(name, Status.FAILED, reason=reason)
    try:
        return found if isinstance(found, Outcome) else put_in(found, library)
    except (ArticleError, OSError) as error:
        return Outcome(name, Status.FAILED, reason=str(error))


def run(errand: Errand) -> Incoming | Outcome:
    """Read a file where this runs; what comes of it is for a library elsewhere."""
    item = errand.item
    try:
        models = _models(errand.model)
        with here(item.file, item.name, most=errand.max_bytes) as found:
            incoming = read_in(found, item.name, errand.told, models, max_bytes=errand.max_bytes)
        return incoming or Outcome(item.name, Status.UNCHANGED)
    except (ArticleError, ModelError, OSError) as error:
        reason = str(error).replace(str(item.file), item.name)
        return Outcome(item.name, Status.FAILED, reason=reason)


@cache
def _models(name: str) -> Models:
    """Open the models of an index, with one thread: there are as many workers as cores."""
    os.environ |= {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    models = open_models(name.rpartition("@")[0], threads=1)
    if models.embedder.name != name:
        raise ModelError(
            f"the index was made with the model {name}, its worker has {models.embedder.name}:"
            " have the same version of Polycite and of the model on every machine"
        )
    return models


@contextmanager
def processes(number: int) -> Iterator[Pool]:
    """Yield a pool of that many processes of this machine, begun as they are needed."""
    with ProcessPoolExecutor(number, get_context("spawn"), initializer=_begin) as executor:
        try:
            yield Pool(lambda errand: executor.submit(run, errand), AHEAD * number)
        except BrokenProcessPool:
            raise WorkersError(
                "a process that read files was ended from outside, or for want of memory: run the same"
                " again, with fewer --workers; what was stored is not read again"
            ) from None
        finally:
            executor.shutdown(cancel_futures=True)


def _begin() -> None:
    # An interrupt is for the process that stores.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that stores is killed: nobody else would tell it."""
    parent = parent_process()
    assert parent
    connection.wait([parent.sentinel])
    os._exit(1)
