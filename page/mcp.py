"""The functions for programs as tools of the Model Context Protocol, at the address `/mcp`."""

import functools
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, ParamSpec, TypeVar

from anyio.to_thread import run_sync
from starlette.applications import Starlette

from page.desk import Desk
from page.login import Unprotected, for_this_machine

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class NoTools(OSError):
    """Tools that cannot be offered; the message says what to do."""


def check_tools(host: str, *, login: bool) -> None:
    """Raise Unprotected when other machines could use the tools without a login, NoTools when they are not
    installed.
    """
    if not login and not for_this_machine(host):
        raise Unprotected(
            f"--mcp at {host} would let anyone there use the articles: add --auth, or serve at 127.0.0.1"
        )
    try:
        import mcp  # noqa: F401
    except ImportError:
        raise NoTools("--mcp needs the package mcp: `pip install 'polycite[mcp]'`") from None


def add_tools(app: Starlette, desk: Desk, *, login: bool) -> None:
    """Offer the tools at `/mcp`; without a `login`, which the server asks for, on this machine alone."""
    # An extra that most readers do not install; and Gradio takes seconds to import.
    from mcp.server.fastmcp import FastMCP
    from mcp.server.transport_security import TransportSecuritySettings

    from page.api import Programs

    # A browser on this machine must not be led to the tools by a site that calls itself 127.0.0.1.
    here = ["127.0.0.1:*", "localhost:*", "[::1]:*"]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=not login,
        allowed_hosts=here,
        allowed_origins=[f"http://{host}" for host in here],
    )
    server = FastMCP(
        "Polycite", stateless_http=True, json_response=True, transport_security=security, log_level="WARNING"
    )
    for function in Programs(desk).offered():
        server.add_tool(_in_thread(function), description=inspect.getdoc(function), structured_output=True)
    app.router.routes.extend(server.streamable_http_app().routes)
    before = app.router.lifespan_context

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[Mapping[str, Any]]:
        async with before(app) as state, server.session_manager.run():
            yield state or {}

    app.router.lifespan_context = running


def _in_thread(function: Callable[Arguments, Result]) -> Callable[Arguments, Awaitable[Result]]:
    """Return the function so that others are served while it runs."""

    @functools.wraps(function)
    async def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        return await run_sync(functools.partial(function, *args, **kwargs))

    return call
