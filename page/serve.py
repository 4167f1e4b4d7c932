"""The server: an address, what is shown until everything is loaded, headers that keep the page to itself."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from page.bodies import checked
from page.connections import BACKLOG, limited, room
from page.login import for_this_machine, protected
from page.policy import confined
from page.proxy import behind
from page.visits import most_of, refused


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
    bound: socket.socket,
    app: "Handover",
    logins: Mapping[str, str],
    announce: Callable[[], None],
    *,
    names: Collection[str] = (),
    root: str = "",
    proxies: Collection[str] = (),
    ready: Callable[[], bool] = lambda: True,
) -> None:
    """Serve until the process is told to stop; `announce` is called once the page answers.

    Where there are logins, only who gives one is let in. `names` are what the page may be called beside its
    address, `root` the path and `proxies` the addresses of a proxy before it (`page.proxy`); `ready` tells
    whether it can be asked.
    """
    # Answers under way get three seconds when it is stopped; an open page would hold it for ever.
    open_to = protected(app, logins) if logins else app
    alone = for_this_machine(bound.getsockname()[0])
    served = probed(
        guarded(open_to, alone=alone, names=names), alive=lambda: True, ready=lambda: app.made and ready()
    )
    app.announce = announce
    config = uvicorn.Config(
        behind(served, root=root, proxies=proxies),
        proxy_headers=False,
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=3,
        http=limited(most=room()),
        backlog=BACKLOG,
    )
    server = Server(config)
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
    """A server that can be told to stop."""

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
        self.announce: Callable[[], None] = lambda: None
        self.failure: Exception | None = None
        self.made = False

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
                self._current, self.made = app, True
                self.announce()
                await self._stop.wait()
        except Exception as error:
            self.failure = error
            self.fail()

    def _made(self, made: "Future[Starlette]") -> None:
        try:
            made.set_result(self._make())
        except Exception as error:
            made.set_exception(error)


def probed(app: ASGIApp, *, alive: Callable[[], bool], ready: Callable[[], bool]) -> ASGIApp:
    """Return the application with two addresses for machines, which need no login and say no more than yes
    or no: /health, whether it runs, and /ready, whether it can be asked.
    """
    probes = {"/health": alive, "/ready": ready}

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in probes:
            await app(scope, receive, send)
            return
        well = probes[scope["path"]]()
        await PlainTextResponse("yes" if well else "no", 200 if well else 503)(scope, receive, send)

    return answer


def guarded(app: ASGIApp, *, alone: bool, names: Collection[str] = ()) -> ASGIApp:
    """Return the application with headers that keep every page from loading or telling anything elsewhere.

    What is sent to it is limited. It answers to its address, to the name of the machine and to `names`, so
    that a browser is not led to it by a site that takes its address (DNS rebinding), and to no other site's
    page. `alone`, its address is that of this machine for itself.
    """
    inside = confined(checked(app))

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        request = Request(scope)
        if refusal := refused(request, alone=alone, names=names):
            await refusal(scope, receive, send)
            return
        most = most_of(request)
        left = most

        async def receive_limited() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        await inside(scope, receive_limited, send)

    return answer
