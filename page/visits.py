"""What a request is refused for before anything looks into it: its size, and where it comes from."""

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from page.login import for_this_machine
from page.shelf import LARGEST

# Bytes of one request, a conversation included, and of one that brings a file.
MOST = 2_000_000
MOST_UPLOADED = LARGEST + 100_000
UPLOAD = "/gradio_api/upload"
PORTS = {"http": 80, "https": 443}


def refused(request: Request, *, alone: bool, names: Collection[str]) -> PlainTextResponse | None:
    """Return why a request is refused, None when it is not."""
    host = request.headers.get("host", "")
    if not _is_ours(_parts(f"//{host}").hostname or "", alone=alone, names=names):
        told = (
            "This page is for the machine it runs on: open it as http://127.0.0.1 with its port."
            if alone
            else "This page has another name here: start it with --allowed-host and the name."
        )
        return PlainTextResponse(told, 421)
    if _from_another_page(request, host):
        return PlainTextResponse("Only this page itself may ask here.", 403)
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most_of(request):
        return PlainTextResponse("That is too much at once.", 413)
    return None


def most_of(request: Request) -> int:
    """Return how many bytes a request may bring."""
    return MOST_UPLOADED if request.url.path.endswith(UPLOAD) else MOST


def _is_ours(name: str, *, alone: bool, names: Collection[str]) -> bool:
    if name in {given.lower() for given in names}:
        return True
    if alone:
        return for_this_machine(name)
    machine = socket.gethostname().lower()
    return name in ("localhost", machine, f"{machine}.local") or _is_address(name)


def _is_address(name: str) -> bool:
    """Tell whether a name is an address: no other site's page can have that as its own name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _from_another_page(request: Request, host: str) -> bool:
    """Tell whether another page asks: one with another name or port, or on this machine without either."""
    # What a browser says itself holds behind a proxy that gives the page another name, too.
    site = request.headers.get("sec-fetch-site")
    if site == "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is not None:
        asks, here = _parts(origin), _parts(f"{_parts(origin).scheme}://{host}")
        return not asks.hostname or _place(asks) != _place(here)
    return site in ("cross-site", "same-site") and request.headers.get("sec-fetch-mode") != "navigate"


def _place(address: SplitResult) -> tuple[str | None, int | None]:
    try:
        return address.hostname, address.port or PORTS.get(address.scheme)
    except ValueError:
        return None, None


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
