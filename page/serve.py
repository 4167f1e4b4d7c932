"""The server: an address, what is shown until everything is loaded, headers that keep the page to itself."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from page.login import for_this_machine, protected
from page.shelf import LARGEST

# Bytes of one request, a conversation included, and of one that brings a file.
MOST = 2_000_000
MOST_UPLOADED = LARGEST + 100_000
UPLOAD = "/gradio_api/upload"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)


class PortTaken(OSError):
    """The address cannot be served on; the message names it and says what to do."""


def bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address, or raise PortTaken."""
    try:
        family, *_, bindable = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(bindable[:2], family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PortTaken(
            f"cannot serve on {host}, port {port} ({reason}): stop what runs there or set another PORT"
        ) from error


def address(bound: socket.socket) -> str:
    """Return the web address of a bound socket."""
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def run(
    bound: socket.socket, app: "Handover", logins: Mapping[str, str], announce: Callable[[], None]
) -> None:
    """Serve until the process is told to stop; `announce` is called once the page can be opened.

    Where there are logins, only who gives one is let in.
    """
    # Answers under way get three seconds when it is stopped; an open page would hold it for ever.
    open_to = protected(app, logins) if logins else app
    alone = not logins and for_this_machine(bound.getsockname()[0])
    config = uvicorn.Config(guarded(open_to, alone=alone), log_level="warning", timeout_graceful_shutdown=3)
    server = Server(config, announce)
    # An open page listens for ever: that it is cut off when the server stops is no fault to report.
    logging.getLogger("uvicorn.error").addFilter(lambda record: not stopping(record))
    app.fail = server.stop
    server.run(sockets=[bound])
    if app.failure:
        raise app.failure


def stopping(record: logging.LogRecord) -> bool:
    """Tell whether a line of the log says no more than that the server stops."""
    cut_off = isinstance((record.exc_info or (None, None))[1], asyncio.CancelledError)
    return cut_off or "graceful shutdown" in str(record.msg)


class Server(uvicorn.Server):
    """A server that says when it can be reached."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets)
        self._announce()

    def stop(self) -> None:
        """Stop as soon as what is under way is done."""
        self.should_exit = True


class Handover:
    """A web application that is `waiting` until `make`, run in its own thread, has returned the real one.

    Gradio takes seconds to import: meanwhile a page is there already, and says so.
    """

    def __init__(self, waiting: ASGIApp, make: Callable[[], Starlette]) -> None:
        self._current = waiting
        self._make = make
        self._stop = asyncio.Event()
        self.fail: Callable[[], None] = lambda: None
        self.failure: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with what is there."""
        if scope["type"] != "lifespan":
            await self._current(scope, receive, send)
            return
        await receive()
        holding = asyncio.create_task(self._hold())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._stop.set()
        await asyncio.wait([holding], timeout=3)
        await send({"type": "lifespan.shutdown.complete"})

    async def _hold(self) -> None:
        """Have the real application made, and keep it alive until the server stops."""
        made: Future[Starlette] = Future()
        threading.Thread(target=self._made, args=(made,), daemon=True).start()
        try:
            app = await asyncio.wrap_future(made)
            async with app.router.lifespan_context(app):
                self._current = app
                await self._stop.wait()
        except Exception as error:
            self.failure = error
            self.fail()

    def _made(self, made: "Future[Starlette]") -> None:
        try:
            made.set_result(self._make())
        except Exception as error:
            made.set_exception(error)


def from_elsewhere(request: Request) -> int:
    """Return the status to refuse a request with that asks this machine by another's name (421) or comes from
    a page of another site (403), else 0.
    """
    origin = request.headers.get("origin")
    if not _is_here(f"//{request.headers.get('host', '')}"):
        return 421
    return 403 if origin and not _is_here(origin) else 0


def _is_here(address: str) -> bool:
    try:
        return for_this_machine(urlsplit(address).hostname or "")
    except ValueError:
        return False


def guarded(app: ASGIApp, *, alone: bool) -> ASGIApp:
    """Return the application with headers that keep every page from loading or telling anything elsewhere.

    What is sent to it is limited. Served for this machine `alone`, it answers nobody else: a browser here
    must not be led to it by a site that calls itself 127.0.0.1 (DNS rebinding), or by another site's page.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        request = Request(scope)
        if alone and (foreign := from_elsewhere(request)):
            refusal = "This page is for the machine it runs on: open it as http://127.0.0.1 with its port."
            await PlainTextResponse(refusal, foreign)(scope, receive, send)
            return
        most = MOST_UPLOADED if request.url.path.endswith(UPLOAD) else MOST
        if int(request.headers.get("content-length", 0)) > most:
            await PlainTextResponse("That is too much at once.", 413)(scope, receive, send)
            return
        left = most

        async def receive_limited() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await app(scope, receive_limited, send_guarded)

    return answer
