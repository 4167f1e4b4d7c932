"""Work that tells how far it is, followed from where it is shown."""

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import TypeVar

Told = TypeVar("Told")


def follow(work: Callable[[Callable[[Told], None]], None]) -> Iterator[Told]:
    """Yield what `work`, done in a thread of its own, tells by the function it is given, until it has ended.

    It goes on where nobody follows it any more.
    """
    told: SimpleQueue[tuple[Told] | None] = SimpleQueue()

    def run() -> None:
        try:
            work(lambda one: told.put((one,)))
        finally:
            # Whatever happens: who follows it waits for it.
            told.put(None)

    threading.Thread(target=run, daemon=True).start()
    while (one := told.get()) is not None:
        yield one[0]
