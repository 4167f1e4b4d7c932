"""The line to a language model's server: it goes nowhere else, and ends in time and after so many bytes."""

from collections.abc import Iterator
from time import monotonic

import httpx

# A reply of LONGEST characters, each in a piece of its own with all that services wrap around one.
MOST_BYTES = 4_000_000


class Overlong(httpx.TransportError):
    """A reply that does not end."""


class _Bounded(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        left = MOST_BYTES
        for piece in self._stream:
            left -= len(piece)
            if left < 0:
                raise Overlong("more bytes than an answer has")
            # A server may send a little now and then for ever, and no line end.
            if monotonic() > self._deadline:
                raise httpx.ReadTimeout("no end in time")
            yield piece

    def close(self) -> None:
        self._stream.close()


class _Transport(httpx.HTTPTransport):
    def __init__(self, limit_s: float) -> None:
        super().__init__()
        self._limit_s = limit_s

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        deadline = monotonic() + self._limit_s
        response = super().handle_request(request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=_Bounded(response.stream, deadline),
            extensions=response.extensions,
        )


def transport(limit_s: float) -> httpx.BaseTransport:
    """Return what brings replies of at most MOST_BYTES in at most `limit_s` seconds each."""
    return _Transport(limit_s)


def line(limit_s: float) -> httpx.Client:
    """Return a client for one server: the evidence that it is sent follows no redirect to another."""
    return httpx.Client(transport=transport(limit_s), timeout=limit_s, follow_redirects=False)
