"""The chat page: a question box, the answer, and beside it the words of the articles that it rests on.

Nothing is searched or composed here: `rag.chat.ask` answers and `rag.show` makes HTML of it. From the top:
the conversation, the page, the server.
"""

import os
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

# Gradio reads these when it is imported: nothing is reported to anyone, and its own tally of requests, which
# slows every question down once it is long, stays short.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "100"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"

import gradio as gr  # noqa: E402 - it reads the environment set above
import uvicorn  # noqa: E402
from fastapi import FastAPI  # noqa: E402
from fastapi.responses import HTMLResponse, PlainTextResponse  # noqa: E402
from starlette.datastructures import MutableHeaders  # noqa: E402
from starlette.types import ASGIApp, Message, Receive, Scope, Send  # noqa: E402

from index.article import Article  # noqa: E402
from index.build import Outcome, Status  # noqa: E402
from index.store import LibraryError  # noqa: E402
from rag.chat import Collection, QuestionError, ask, open_collection  # noqa: E402
from rag.show import (  # noqa: E402
    LONGEST_SHOWN,
    LOOKS,
    answer_html,
    article_html,
    document_html,
    evidence_html,
    language_name,
    safe,
)
from rag.words import shortened  # noqa: E402

EXAMPLES = (
    ("en", "Why did Jan Leike leave?"),
    ("ja", "グレッグ・ブロックマンはいつまで休暇を取りますか？"),
    ("zh", "约翰·舒尔曼离开后去了哪家公司？"),
    ("it", "Quanti cofondatori restano in OpenAI?"),
)
SESSIONS = 1_000
AT_ONCE = 20
QUEUED = 200


# The conversation.


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and all that the page shows for it, as HTML."""

    question: str
    reply: str
    evidence: str = ""


class Desk:
    """The collection that is asked, and how far it is while it is being made ready."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.collection: Collection | None = None
        self.notice = "Getting ready"
        self._settled = threading.Event()

    def open(self) -> None:
        """Open the index; raise LibraryError when it cannot be used."""
        self.collection = open_collection(self.folder)
        self.notice = collection_line(self.collection.index.library.counts())
        self._settled.set()

    def get_ready(self, prepare: Callable[[], Iterator[Outcome]], files: int) -> None:
        """Index what is new, keeping count, then open the index; what prevents it becomes the notice."""
        of_all = f" of {files}" if files else ""
        failed = 0
        try:
            for done, outcome in enumerate(prepare(), start=1):
                failed += outcome.status is Status.FAILED
                self.notice = f"Getting ready: {done}{of_all} articles"
            self.open()
            self.notice += f" · {failed} could not be read" if failed else ""
        except (ValueError, OSError) as error:
            self.notice = f"The articles are not ready: {error}"
        finally:
            self._settled.set()

    def notices(self) -> Iterator[str]:
        """Yield the notice again and again for as long as there is something to wait for."""
        while not self._settled.wait(0.2):
            yield self.notice

    @property
    def settled(self) -> bool:
        """Say whether there is nothing left to wait for."""
        return self._settled.is_set()

    def article(self, name: str) -> Article | None:
        """Return an article by name, None when there is none or the index is not open yet."""
        return self.collection.index.library.named(name) if self.collection else None


def collection_line(counts: Mapping[str, int]) -> str:
    """Return "5 articles: 3 Japanese, 1 Chinese, 1 Italian" of the articles in each language, most first."""
    total = sum(counts.values())
    most_first = sorted(counts, key=lambda code: -counts[code])
    languages = ", ".join(f"{counts[code]} {language_name(code)}" for code in most_first)
    return f"{total} article{'' if total == 1 else 's'}" + (f": {languages}" if languages else "")


def reply(question: str, number: int, desk: Desk) -> Iterator[Turn]:
    """Yield the turn as it grows: what it waits for, then statement after statement."""
    asked = question_html(question, "")
    for notice in desk.notices():
        yield Turn(asked, notice_html(f"{notice}. The answer follows by itself."))
    if not desk.collection:
        yield Turn(asked, notice_html(desk.notice))
        return
    yield Turn(asked, notice_html("Searching"))
    try:
        answer = ask(question, desk.collection)
    except (QuestionError, LibraryError) as error:
        yield Turn(asked, notice_html(sentence(str(error))))
        return
    asked, evidence = question_html(question, answer.language), evidence_html(answer, number)
    for shown in range(1, len(answer.statements) + 1):
        yield Turn(asked, answer_html(answer, number, shown), evidence)


def question_html(question: str, language: str) -> str:
    """Return a question as it stands in the conversation."""
    return f'<div class="question" lang="{safe(language)}">{safe(shortened(question, LONGEST_SHOWN))}</div>'


def notice_html(text: str) -> str:
    """Return what the page says itself."""
    return f'<p class="notice">{safe(text)}</p>'


def sentence(message: str) -> str:
    """Return an error message as a sentence."""
    return f"{message[:1].upper()}{message[1:]}."


def conversation_html(turns: tuple[Turn, ...]) -> str:
    """Return all questions and replies, the latest last; before the first, examples to press."""
    talk = "".join(f'<section class="exchange">{turn.question}{turn.reply}</section>' for turn in turns)
    return f'<div role="log" aria-label="Conversation">{talk}</div>' + ("" if turns else EXAMPLES_HTML)


def evidence_pane(turns: tuple[Turn, ...]) -> str:
    """Return the evidence of all turns, the latest first."""
    return "".join(turn.evidence for turn in reversed(turns)) or NOTHING_YET


# The page.

HEADER = """<header><h1>Polycite</h1> <p>Ask the articles in English, Japanese, Chinese or Italian.
Every sentence of the answer shows the words it rests on.</p></header>
<dialog id="reader" aria-label="Whole article" closedby="any">
<form method="dialog"><button>Close</button></form><iframe title="Whole article"></iframe></dialog>"""
EXAMPLES_HTML = "".join(
    f'<button lang="{language}">{escape(question)}</button>' for language, question in EXAMPLES
)
EXAMPLES_HTML = f'<div id="examples"><p>What do you want to know? For example:</p>{EXAMPLES_HTML}</div>'
NOTHING_YET = """<p class="empty">The passages that an answer rests on appear here, with the quoted words
highlighted. Press a number in an answer to see its words.</p>"""

# A number brings its words into view; a whole article opens over the page unless a new tab is asked for.
SCRIPT = """
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.number, a.whole");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const reader = document.querySelector("#reader");
  const target = document.getElementById(link.hash.slice(1));
  if (link.matches(".whole") && reader) {
    event.preventDefault();
    // Shown before it is loaded: what is not shown does not scroll to the quote.
    reader.showModal();
    reader.querySelector("iframe").contentWindow.location.replace(link.href);
  } else if (link.matches(".number") && target) {
    event.preventDefault();
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }
});
"""
TALK_SCRIPT = """
element.addEventListener("click", (event) => {
  const example = event.target.closest("#examples button");
  if (example) trigger("click", { question: example.textContent });
});
watch("value", () => {
  element.querySelector(".exchange:last-child")?.scrollIntoView({ block: "start" });
});
"""
# Not an event of Gradio's: one that ends as the first question is sent loses the answer to it.
STATUS_SCRIPT = """
const look = async () => {
  const reply = await fetch("status");
  element.querySelector("p").textContent = await reply.text();
  if (reply.status === 202) setTimeout(look, 300);
};
look();
"""
# The latest evidence stands on top.
EVIDENCE_SCRIPT = """watch("value", () => { element.closest("#evidence").scrollTop = 0; });"""


def page(desk: Desk) -> gr.Blocks:
    """Return the page. Each visitor has a conversation of their own, kept in their session alone."""
    blocks = gr.Blocks(title="Polycite", analytics_enabled=False, fill_width=True)
    with blocks:
        with gr.Row(elem_id="top"):
            gr.HTML(HEADER, **PLAIN)
            gr.HTML('<p role="status"></p>', elem_id="status", **PLAIN | {"js_on_load": STATUS_SCRIPT})
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="talk"):
                # Not gr.Chatbot: it reads Markdown into quotes, or else their HTML source to a screen reader.
                talk = gr.HTML(conversation_html(()), elem_id="chat", **PLAIN | {"js_on_load": TALK_SCRIPT})
                box = gr.Textbox(**BOX)
            evidence = gr.HTML(NOTHING_YET, elem_id="evidence", **PLAIN | {"js_on_load": EVIDENCE_SCRIPT})
        turns = gr.State(())
        shown = [box, turns, talk, evidence]

        def typed(question: str, turns: tuple[Turn, ...]) -> Iterator[tuple[object, ...]]:
            yield from converse(question, turns, desk)

        def pressed(event: gr.EventData, turns: tuple[Turn, ...]) -> Iterator[tuple[object, ...]]:
            yield from converse(str(event.question), turns, desk)

        box.submit(typed, [box, turns], shown, **QUIET)
        talk.click(pressed, [turns], shown, **QUIET)
    return blocks


# `Any`: Gradio's arguments have a type each, and these are shared by several calls.
PLAIN: dict[str, Any] = {"apply_default_css": False, "js_on_load": None}
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
BOX: dict[str, Any] = {
    "elem_id": "question", "label": "Question", "show_label": False, "container": False, "autofocus": True,
    "placeholder": "Ask a question", "submit_btn": "Ask", "lines": 1, "max_lines": 6,
}  # fmt: skip


def converse(question: str, turns: tuple[Turn, ...], desk: Desk) -> Iterator[tuple[object, ...]]:
    """Yield question box, turns, conversation and evidence as the next turn grows."""
    for step, turn in enumerate(reply(question, len(turns) + 1, desk)):
        grown = (*turns, turn)
        # The box is emptied once: the next question may be under way while this one is answered.
        yield (gr.skip() if step else ""), grown, conversation_html(grown), evidence_pane(grown)


# The server.

PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; frame-ancestors 'self'"
)
ARTICLE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


# Whatever waits for the line at the other end of a pipe gets it at once.
say = partial(print, flush=True)


class PortTaken(OSError):
    """The address cannot be served on; the message names it and says what to do."""


def serve(
    folder: Path,
    *,
    host: str,
    port: int,
    prepare: Callable[[], Iterator[Outcome]] | None = None,
    files: int = 0,
    announce: Callable[[str], None] = say,
) -> None:
    """Serve the page for the index in `folder` until the process is told to stop.

    `prepare` brings the index up to date while the page is up already; `files` is how many outcomes it will
    yield, 0 when that is not known. Without it the index is opened first. Port 0 takes any free one;
    `announce` is given one line with the address once the page can be opened. Raise LibraryError, or
    PortTaken before anything is prepared.
    """
    bound = bind(host, port)
    desk = Desk(folder)
    if prepare:
        threading.Thread(target=desk.get_ready, args=(prepare, files), daemon=True).start()
    else:
        desk.open()
    # Answers under way get three seconds when it is stopped; an open page would hold it for ever.
    config = uvicorn.Config(application(desk), log_level="warning", timeout_graceful_shutdown=3)
    Server(config, lambda: announce(f"Polycite is ready at {address(bound)}")).run(sockets=[bound])


class Server(uvicorn.Server):
    """A server that says when it can be reached."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets)
        self._announce()


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


def application(desk: Desk) -> ASGIApp:
    """Return the page and the articles as one web application."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/status")
    def status() -> PlainTextResponse:
        return PlainTextResponse(desk.notice, status_code=200 if desk.settled else 202)

    @app.get("/article")
    def whole_article(name: str, at: str = "") -> HTMLResponse:
        return article_response(desk.article(name), at)

    blocks = page(desk)
    blocks.queue(max_size=QUEUED, default_concurrency_limit=AT_ONCE)
    blocks.state_session_capacity = SESSIONS
    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"])
    theme.set(body_background_fill="#fff", body_background_fill_dark="#17191d")
    mounted = gr.mount_gradio_app(
        app, blocks, path="/", theme=theme, css=LOOKS, head=f"<script>{SCRIPT}</script>", footer_links=[],
        run_history=False, show_error=False, max_file_size=1, ssr_mode=False, enable_monitoring=False,
        pwa=False, mcp_server=False,
    )  # fmt: skip
    return guarded(mounted)


def article_response(article: Article | None, at: str) -> HTMLResponse:
    """Return the page of an article, highlighted at "120-180" where `at` names such a stretch of it."""
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", at)
    start, end = map(int, found.groups()) if found else (0, 0)
    if not article:
        html = document_html("No such article", "<main>There is no article of that name here.</main>")
    elif start < end <= len(article.text):
        html = article_html(article, start, end)
    else:
        html = article_html(article, 0, 0)
    policy = {"Content-Security-Policy": ARTICLE_POLICY}
    return HTMLResponse(html, status_code=200 if article else 404, headers=policy)


def guarded(app: ASGIApp) -> ASGIApp:
    """Return the application with headers that keep every page from loading or telling anything elsewhere."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", PAGE_POLICY)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await app(scope, receive, send_guarded)

    return answer
