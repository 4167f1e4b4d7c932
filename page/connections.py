"""Connections that ask for nothing: each has a time to finish its request, each address a number of them."""

import asyncio
from collections import Counter

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# Seconds for the head of a request, between two pieces of its body, and for all of it.
HEAD_S = 10.0
PIECE_S = 20.0
BODY_S = 600.0
# Requests of one address that are under way or begun. A proxy on this machine brings those of everybody.
MOST_OF_ONE = 256
# Descriptors kept for the index, uploads and language models, and how many are asked for in all.
SPARE = 256
DESCRIPTORS = 8_192
# Connections taken at once, so that none is taken that has to be dropped for want of a descriptor.
BACKLOG = 100


def room() -> int:
    """Return how many connections this process may have, once it has asked for as many as it can get."""
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(min(soft, DESCRIPTORS) - SPARE - BACKLOG, BACKLOG)


class Connection(H11Protocol):
    """A connection that is closed when a request is not finished in time, or when there are too many.

    Which one goes is who asks for nothing: of one address, and of all, the one that began its head first.
    """

    most = 1_000
    most_of_one = MOST_OF_ONE
    head_s, piece_s, body_s = HEAD_S, PIECE_S, BODY_S
    # Insertion order is that of age.
    _headless: dict["Connection", str] = {}
    _open: Counter[str] = Counter()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and drop one where there are too many."""
        super().connection_made(transport)
        self._late: asyncio.TimerHandle | None = None
        self._body_ends = 0.0
        self._address = self.client[0] if self.client else ""
        self._open[self._address] += 1
        self._counted = True
        self._headless[self] = self._address
        self._wait(self.head_s)
        if self._open[self._address] > self.most_of_one:
            self._drop_one([idle for idle, address in self._headless.items() if address == self._address])
        elif self._open.total() > self.most:
            self._drop_one(list(self._headless))

    def _drop_one(self, idle: list["Connection"]) -> None:
        # Counted out at once: the loop tells of the loss later, when more may have come.
        idle[0]._leave()
        idle[0].transport.abort()

    def _leave(self) -> None:
        self._wait(None)
        self._headless.pop(self, None)
        if self._counted:
            self._counted = False
            self._open[self._address] -= 1
            if not self._open[self._address]:
                del self._open[self._address]

    def connection_lost(self, exc: Exception | None) -> None:
        """Count one less."""
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what comes, and give time for the rest."""
        begun = self.conn.their_state is h11.SEND_BODY
        super().data_received(data)
        if self.conn.their_state is h11.SEND_BODY:
            self._headless.pop(self, None)
            now = self.loop.time()
            self._body_ends = self._body_ends if begun else now + self.body_s
            self._wait(min(self.piece_s, self._body_ends - now))
        elif self.conn.their_state is not h11.IDLE:
            self._headless.pop(self, None)
            self._wait(None)
        elif self not in self._headless:
            # The next request of a connection that is kept.
            self._headless[self] = self._address
            self._wait(self.head_s)

    def on_response_complete(self) -> None:
        """Go on with the next request, for which there is time from its first byte."""
        self._wait(None)
        super().on_response_complete()

    def _wait(self, seconds: float | None) -> None:
        if self._late:
            self._late.cancel()
        self._late = None if seconds is None else self.loop.call_later(max(seconds, 0), self._give_up)

    def _give_up(self) -> None:
        # A body that the application does not take in is not late.
        if self.flow.read_paused and self.loop.time() < self._body_ends:
            self._wait(self.piece_s)
        else:
            self.transport.abort()


def limited(**limits: float) -> type[Connection]:
    """Return the connections of one server, with counts of its own and these limits."""
    return type("Connection", (Connection,), {"_headless": {}, "_open": Counter(), **limits})
