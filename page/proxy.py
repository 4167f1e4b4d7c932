"""What a proxy in front says of a request, believed from given addresses alone, and the path it serves at."""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

FORWARDED = (b"forwarded", b"x-forwarded-", b"x-real-ip")


def root_of(path: str) -> str:
    """Return "/chat" for any way to write it, "" for the root; raise ValueError for what is no path."""
    root = "/" + path.strip("/")
    if not root.isascii() or any(mark in root for mark in "?#% \\") or ".." in root.split("/"):
        raise ValueError(f"{path!r} is no path: write it as in --root-path /chat")
    return root.rstrip("/")


def behind(app: ASGIApp, *, root: str = "", proxies: Collection[str] = ()) -> ASGIApp:
    """Return the application as it is reached through a proxy that serves it below `root`.

    A proxy may cut `root` off, as nginx does, or leave it, as Caddy does. What it says of the visitor
    (X-Forwarded-For, -Proto, -Host) is believed when its address is one of `proxies`, addresses or networks;
    from anyone else it is dropped.
    """
    inside = ProxyHeadersMiddleware(_named(app), ",".join(proxies))  # type: ignore[arg-type]  # ASGI of its own

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await app(scope, receive, send)
            return
        path = scope["path"]
        if root and path == root:
            await RedirectResponse(f"{root}/")(scope, receive, send)
            return
        if root and path.startswith(f"{root}/"):
            path = path.removeprefix(root)
        known = bool(scope.get("client")) and scope["client"][0] in inside.trusted_hosts
        headers = scope["headers"] if known else _without_forwarded(scope)
        seen = {**scope, "path": path, "raw_path": path.encode(), "headers": headers}
        await inside(seen, receive, send)  # type: ignore[arg-type]  # as above

    return answer


def _named(app: ASGIApp) -> ASGIApp:
    """Return the application with the name that the proxy was asked by, and nothing else of what it said."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("x-forwarded-host", "").partition(",")[0].strip()
        headers = _without_forwarded(scope)
        if host:
            headers = [*(pair for pair in headers if pair[0] != b"host"), (b"host", host.encode("latin-1"))]
        await app({**scope, "headers": headers}, receive, send)

    return answer


def _without_forwarded(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [pair for pair in scope["headers"] if not pair[0].startswith(FORWARDED)]
