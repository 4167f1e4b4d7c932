"""The page that is there while Gradio is loaded: it says so, and makes way by itself."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from page.desk import Desk
from page.markup import LOOKS, safe
from page.phrases import Phrases, preferred
from page.policy import hash_of

# It looks for the real page at the same address, and gives way to it.
SCRIPT = """
const look = async () => {
  const reply = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!reply?.ok) return setTimeout(look, 300);
  if (!reply.headers.has("X-Waiting")) return location.reload();
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  document.querySelector("p").textContent = page.querySelector("p").textContent;
  return setTimeout(look, 300);
};
setTimeout(look, 300);
"""
POLICY = f"default-src 'none'; style-src 'unsafe-inline'; script-src '{hash_of(SCRIPT)}'; connect-src 'self'"


def waiting(desk: Desk) -> ASGIApp:
    """Return the application that says how far the articles are; programs are told to come again."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        phrases = Phrases(preferred(request.headers.get("accept-language", "")))
        # Whoever waits here waits for the page; the articles may be there already.
        notice = phrases("loading") if desk.settled else desk.notice(phrases)
        await response(request.url.path, notice, phrases)(scope, receive, send)

    return answer


def response(path: str, notice: str, phrases: Phrases) -> Response:
    """Return the waiting page, or for any other address that it is too early."""
    if not path.endswith("/"):
        return PlainTextResponse(notice, status_code=503, headers={"Retry-After": "1"})
    html = (
        f'<!doctype html><html lang="{phrases.language}"><head><meta charset="utf-8"><title>Polycite</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>:root {{ color-scheme: light dark }} {LOOKS}</style></head>"
        '<body class="waiting"><main><h1>Polycite</h1>'
        f'<p role="status" class="step">{safe(notice)}</p></main>'
        f"<script>{SCRIPT}</script></body></html>"
    )
    headers = {"X-Waiting": "1", "Cache-Control": "no-store", "Content-Security-Policy": POLICY}
    return HTMLResponse(html, headers=headers)
