"""What a page may load and run: what this server sends, and of scripts those alone that it wrote itself."""

import base64
import hashlib
import re
import secrets
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PARTS = "".join(
    Path(__file__).with_name(name).read_text(encoding="utf-8")
    for name in ("common.js", "page.js", "talks.js", "frame.js", "keys.js", "translate.js", "beside.js")
)
# One function: its parts share what they declare, and leave one name to the page.
SCRIPT = f"const Polycite = {{}};\n(() => {{\n{PARTS}}})();"


def hash_of(script: str) -> str:
    """Return what lets a policy name a script that is written into a page."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


# Gradio's HTML component makes functions of strings, its own and those of `page` ("js_on_load"): without
# 'unsafe-eval' it shows nothing. Styles are set by attributes throughout.
POLICY = (
    f"default-src 'self'; script-src 'self' '{hash_of(SCRIPT)}'{{nonce}} 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# Gradio writes its own idea of its address into its first page. A browser behind a proxy knows a better one.
ROOT = re.compile(rb'("root":|const root = )"[^"]*"(};</script>|;)')
HERE = rb'\1new URL(".",location).href.slice(0,-1)\2'


def confined(app: ASGIApp) -> ASGIApp:
    """Return the application with a policy on each reply, and on each script of its first page the number
    that lets it run: nothing that gets into the page later, as markup or as an attribute, has it.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        page = _Page(send) if scope["path"].endswith("/") else None
        if page:
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            await app({**scope, "headers": headers}, receive, page.send)
            return

        async def send_confined(message: Message) -> None:
            if message["type"] == "http.response.start":
                _confine(MutableHeaders(scope=message), "")
            await send(message)

        await app(scope, receive, send_confined)

    return answer


class _Page:
    """The first page, held back until it is whole."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        """Take a part of the page; send all of it once the last has come."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=self._start)
        # Another policy than this one is the page's own.
        if "Content-Security-Policy" not in headers:
            nonce = secrets.token_urlsafe(16)
            self._body = ROOT.sub(HERE, self._body).replace(b'href="/manifest', b'href="./manifest')
            self._body = self._body.replace(b"<script", f'<script nonce="{nonce}"'.encode())
            headers["Content-Length"] = str(len(self._body))
            _confine(headers, f" 'nonce-{nonce}'")
        else:
            _confine(headers, "")
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})


def _confine(headers: MutableHeaders, nonce: str) -> None:
    headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce))
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
