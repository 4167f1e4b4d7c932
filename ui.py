"""The chat page: where it starts, and the map of what it is made of.

    ui.py                 `serve`, the tabs               page/addresses.py all that is served beside them
    page/frame.py         what stands around the tabs: name, state of the articles, language, reader
    page/chat.py          the chat: its components and events     page/options.py   where to search
    page/conversation.py  a turn as it grows, a conversation      page/memory.py    as the browser keeps it
    page/exchange.py      a turn as HTML                          page/searched.py  what was searched for it
    page/answer.py        its answer as HTML              page/welcome.py   before the first: what there is
    page/starting.py      questions to begin with, asked before they are shown
    page/evidence.py      its evidence as HTML                    page/reader.py    a whole article
    page/picture.py       a page of a PDF as it is printed        page/original.py  the PDF itself
    page/markup.py        text of others is never markup          page/phrases.py   all words, each language:
    page/phrases_frame.py, page/phrases_chat.py, page/phrases_shelf.py (articles), page/phrases_quality.py,
    page/phrases_files.py (page/faults.py), page/phrases_status.py, page/phrases_hant.py (traditional Chinese)
    page/translation.py   quotes in the language of the page: page/translate.js
    page/desk.py          the articles, and how far they are      page/part.py      how a tab is put together
    page/serve.py         server and headers                      page/login.py     who is let in
    page/visits.py        what is refused: size, host, origin     page/connections.py  what takes too long
    page/proxy.py         what a proxy before it says             page/tally.py     figures, page/status.py
    page/policy.py        what a page may load and run            page/bodies.py    what is no JSON
    page/logs.py          errors once a minute, who changed what
    page/several.py       several collections, a page each
    page/waiting.py       what is there while the rest is loaded
    page/articles.py      the tab that adds articles: page/drop.py   page/shelf.py  how they go in and out
    page/keeping.py       how their files are kept                page/fetching.py  pages of the web
    page/following.py     work that tells how far it is
    page/collection.py    what the collection holds               page/quality.py   how well it answers
    page/feedback.py      what readers say of answers             page/api.py       programs; page/mcp.py
    page/export.py        answers to take along                   page/escape.py    text of others in a log
    page/looks.css, page/answers.css, page/common.js, page/page.js (chat), page/talks.js (conversations),
    page/keys.js, page/frame.js; of articles, figures, feedback page/beside.css, .js;
    page/html-to-image.js is from npm

Nothing is searched or composed here: `rag.ask` answers. A new tab goes into `blocks`, a new address into
`page.addresses`.
"""

import os
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from index.build import Outcome
from index.connection import LibraryError
from index.engines import model_of
from page import logs
from page.desk import Desk
from page.fetching import offered
from page.login import check_open, for_this_machine
from page.markup import LOOKS
from page.mcp import add_tools, check_tools
from page.policy import SCRIPT
from page.serve import Handover, address, bind, run
from page.several import named, together
from page.shelf import tidy
from page.waiting import waiting
from rag.writing.writers import Writer

if TYPE_CHECKING:
    import gradio as gr

# Gradio reads these when it is imported: nothing is reported to anyone, and its own tally of requests, which
# slows every question down once it is long, stays short.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "100"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"

SESSIONS = 1_000
AT_ONCE = 20
QUEUED = 200

NOBODY: Mapping[str, str] = {}

# Whatever waits for the line at the other end of a pipe gets it at once.
say = partial(print, flush=True)


def serve(
    folder: Path,
    *more: Path,
    host: str,
    port: int,
    prepare: Callable[[], Iterator[Outcome]] | None = None,
    files: int = 0,
    writer: Writer | None = None,
    read_only: bool = False,
    mcp: bool = False,
    logins: Mapping[str, str] = NOBODY,
    no_login: bool = False,
    names: Collection[str] = (),
    root: str = "",
    proxies: Collection[str] = (),
    metrics: bool = False,
    announce: Callable[[str], None] = say,
) -> None:
    """Serve the page for the index in `folder` until the process is told to stop; where there are `more`, a
    page for each below the name of its folder, and a list of them.

    The page is up at once; the index is opened, and Gradio loaded, behind it. `prepare` brings the index up
    to date first; `files` is how many outcomes it will yield, 0 when that is not known. `writer` is a
    language model that writes the answers. Port 0 takes any free one; `announce` is given one line with the
    address once questions are answered, and before it one where others could change the articles, and one
    where there is something to `prepare`. A
    `read_only` page adds and removes no articles; `mcp` offers tools of the Model Context Protocol to
    programs on this machine. With `logins`, passwords by user, nothing is served to others; without, others
    are served only with `no_login`. `names` are what the page may be called beside its address; `root` is
    the path and `proxies` are the addresses of a proxy before it (`page.proxy`). `metrics` offers figures to
    Prometheus.
    Raise LibraryError when there is no index to open, PortTaken, NoTools, or Unprotected when others could
    use what they must not, before anything is prepared.
    """
    known = check_open(host, login=bool(logins), told=no_login, read_only=read_only)
    if mcp:
        check_tools(host, login=bool(logins))
    folders = named([folder, *more])
    if not prepare:
        for each in folders.values():
            model_of(each)
    bound = bind(host, port)
    if known:
        announce(known)
    if prepare:
        announce(f"The articles are being made ready: {address(bound)} says how far they are")
    logs.start()
    desks = [Desk(each, writer, name if more else "") for name, each in folders.items()]
    for desk in desks:
        begin = prepare or (no_files if read_only else partial(tidy, desk.folder))
        threading.Thread(target=desk.get_ready, args=(begin, files), daemon=True).start()
    made = partial(
        applications,
        desks,
        read_only=read_only,
        mcp=mcp,
        login=bool(logins),
        fetches=offered(host, login=bool(logins), read_only=read_only),
        root=root,
        status=bool(logins) or for_this_machine(host),
        metrics=metrics,
    )
    ready = partial(say_ready, desks, address(bound), announce)
    run(
        bound,
        Handover(waiting(desks[0]), made),
        logins,
        lambda: threading.Thread(target=ready, daemon=True).start(),
        names=names,
        root=root,
        proxies=proxies,
        ready=lambda: all(desk.settled and not desk.error for desk in desks),
    )


def say_ready(desks: Sequence[Desk], where: str, announce: Callable[[str], None]) -> None:
    """Wait until questions are answered and say so, or why they are not."""
    while not all(desk.wait(1) for desk in desks):
        pass
    error = next((desk.error for desk in desks if desk.error), "")
    announce(f"Polycite cannot be asked: {error}" if error else f"Polycite is ready at {where}")


def no_files() -> Iterator[Outcome]:
    """Bring nothing up to date."""
    return iter(())


def applications(desks: Sequence[Desk], *, root: str = "", **options: bool) -> Starlette:
    """Return the page of the one collection there is, or those of several together; see `application`."""
    if len(desks) == 1:
        return application(desks[0], root=root, **options)
    for desk in desks:
        desk.beside = {other.name: other for other in desks}
    roots = [f"{root}/{desk.name}" if root else "" for desk in desks]
    pages = {
        desk.name: application(desk, root=below, **options) for desk, below in zip(desks, roots, strict=True)
    }
    return together(pages, desks)


def application(
    desk: Desk,
    *,
    read_only: bool = False,
    mcp: bool = False,
    login: bool = False,
    fetches: bool = False,
    root: str = "",
    status: bool = True,
    metrics: bool = False,
) -> Starlette:
    """Return the page and its other addresses as one web application; see `serve` and `page.fetching`.

    `status` shows its operator how it does.
    """
    # Gradio takes seconds to import: `serve` has a page up already that waits for it.
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError

    from page.addresses import add_figures, add_pages, add_requests
    from page.bodies import unfit, unusable
    from page.shelf import LARGEST

    logs.hear_gradio()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(RequestValidationError, unfit)
    app.add_exception_handler(LibraryError, unusable)
    add_pages(app, desk)
    add_requests(app, desk)
    add_figures(app, desk, status=status, metrics=metrics)
    if mcp:
        add_tools(app, desk, login=login)
    page = blocks(desk, read_only=read_only, fetches=fetches)
    page.queue(max_size=QUEUED, default_concurrency_limit=AT_ONCE)
    page.state_session_capacity = SESSIONS
    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"])
    theme.set(body_background_fill="#fff", body_background_fill_dark="#17191d")
    gr.mount_gradio_app(
        app, page, path="/", theme=theme, css=LOOKS, head=f"<script>{SCRIPT}</script>", footer_links=[],
        root_path=root or None, run_history=False, show_error=False, ssr_mode=False,
        max_file_size=1 if read_only else LARGEST, enable_monitoring=False, pwa=False, mcp_server=False,
    )  # fmt: skip
    return app


def blocks(desk: Desk, *, read_only: bool, fetches: bool) -> "gr.Blocks":
    """Return the page: its frame, and its tabs, each in a file of its own that returns what it shows."""
    import gradio as gr

    from page.api import endpoints
    from page.articles import articles_tab
    from page.chat import chat_tab
    from page.frame import frame
    from page.part import Part, say_all

    # What was uploaded is copied at once; what Gradio keeps of it goes within two hours.
    page = gr.Blocks(title="Polycite", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600))
    with page:
        # The language of the page, empty until one is chosen.
        tongue = gr.BrowserState("", storage_key="polycite-language", secret="polycite")
        top, changes = frame(desk, tongue)
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("", id="ask") as ask:
                kept = gr.JSON({}, visible=False)
                chat = chat_tab(desk, tongue, kept)
            with gr.Tab("", id="articles") as shelf:
                articles, more_changes = articles_tab(desk, tongue, read_only=read_only, fetches=fetches)
        names = {"ask_tab": ask, "articles_tab": shelf}
        labels = Part([*names.values()], lambda phrases: [gr.update(label=phrases(name)) for name in names])
        endpoints(desk)
        say_all([chat, top, labels, articles], tongue, [*changes, *more_changes])
        # One event, not two in a row: of two, Gradio may lose the second.
        chat_again = Part([kept, *chat.shown], lambda *says: [says[1], *chat.say(*says)], chat.needs)
        recalled = [chat_again, top, labels, articles]
        given = 1 + sum(len(part.needs) for part in recalled)
        recall = f"(...values) => Polycite.recall(values.slice(0, {given}))"
        say_all(recalled, tongue, [partial(page.load, js=recall)])
    return page


if __name__ == "__main__":
    from command.__main__ import main

    sys.exit(main(["chat", *sys.argv[1:]]))
