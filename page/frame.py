"""What stands around the tabs: the name, how far the articles are, the language, the reader."""

from typing import Any

import gradio as gr

from page.desk import Desk
from page.markup import safe
from page.part import AT_ONCE, PLAIN, Part
from page.phrases import INTERFACES, Phrases

THEMES = ("system", "light", "dark")
# The keys of the page (page/keys.js), and what each does.
KEYS = {
    "/": "key_box", "↑": "key_edit", "[ ]": "key_walk", "Esc": "key_close", "Enter": "key_send",
    "Shift Enter": "key_line", "?": "key_help",
}  # fmt: skip


def frame(desk: Desk, tongue: gr.BrowserState) -> tuple[Part, list[Any]]:
    """Put the top of the page there; return it, and the events upon which every part says itself anew."""
    top = gr.HTML(elem_id="top", **PLAIN | {"js_on_load": "Polycite.top(element, trigger, watch)"})

    def choose(event: gr.EventData) -> str:
        language = str(event.language)
        return language if language in INTERFACES else ""

    chosen = top.select(choose, None, [tongue], **AT_ONCE)
    part = Part([top], lambda phrases: [top_html(desk, phrases)])
    return part, [chosen.then, top.change]


def top_html(desk: Desk, phrases: Phrases) -> str:
    """Return the top of the page."""
    options = "".join(
        f'<option value="{code}" lang="{code}"{" selected" * (code == phrases.language)}>{name}</option>'
        for code, name in INTERFACES.items()
    )
    others = f'<a href="../" id="others">{safe(desk.name)}</a>' if desk.name else ""
    return (
        f'<header lang="{phrases.language}"><h1>Polycite</h1>{others}<p>{phrases("tagline")}</p></header>'
        f'<p id="status" role="status" data-settled="{int(desk.settled)}" data-busy="{phrases("busy")}"'
        f' data-lost="{phrases("lost")}">{safe(desk.notice(phrases))}</p>'
        f'<nav><button type="button" data-do="clear" aria-label="{phrases("clear")}">'
        f"＋ <span>{phrases('clear')}</span></button>"
        f'<button type="button" popovertarget="talks" aria-label="{phrases("talks")}">'
        f"☰ <span>{phrases('talks')}</span></button>"
        f'<button type="button" popovertarget="help" aria-label="{phrases("help")}">?</button>'
        f'<label><span class="unseen">{phrases("interface")}</span>'
        f'<select id="tongue">{options}</select></label></nav>'
        f"{talks_html(phrases)}{help_html(phrases)}{reader_html(phrases)}"
    )


def talks_html(phrases: Phrases) -> str:
    """Return what holds the list of conversations, which the browser keeps and fills in."""
    search = safe(phrases("talks_search"))
    return (
        f'<section popover id="talks" aria-label="{phrases("talks")}">'
        f'<input type="search" placeholder="{search}" aria-label="{search}">'
        '<ul><li hidden><button type="button" data-talk="open"></button>'
        f'<button type="button" data-talk="rename" aria-label="{phrases("rename")}">✎</button>'
        f'<button type="button" data-talk="remove" aria-label="{phrases("delete")}">✕</button></li></ul>'
        f'<p class="deleted about" role="status" hidden>{phrases("deleted")} '
        f'<button type="button" data-talk="undo">{phrases("undo")}</button></p>'
        f'<p class="saves"><button type="button" data-do="download" data-kind="markdown">'
        f'{phrases("save_markdown")}</button><button type="button" data-do="download" data-kind="json">'
        f"{phrases('save_json')}</button></p></section>"
    )


def help_html(phrases: Phrases) -> str:
    """Return the sheet with the keys and the choice of a theme."""
    themes = "".join(f'<option value="{name}">{phrases(name)}</option>' for name in THEMES)
    keys = "".join(f"<dt><kbd>{key}</kbd></dt><dd>{phrases(name)}</dd>" for key, name in KEYS.items())
    return (
        f'<section popover id="help" aria-label="{phrases("help")}"><label>{phrases("theme")} '
        f'<select id="theme">{themes}</select></label><dl>{keys}</dl></section>'
    )


def reader_html(phrases: Phrases) -> str:
    """Return the place for a whole article: which of its citations is shown, the ways to others, its text."""
    says, seek = safe(phrases("place", at="{at}", n="{n}")), safe(phrases("seek"))
    none = safe(phrases("unfound"))
    steps = "".join(
        f'<button type="button" data-step="{by}" title="{phrases(name)}" aria-label="{phrases(name)}">{arrow}'
        "</button>"
        for by, name, arrow in ((-1, "cited_before", "↑"), (1, "cited_next", "↓"))
    )
    return (
        f'<dialog id="reader" aria-label="{phrases("whole")}" closedby="any"><form method="dialog">'
        f'<span id="place" role="status" data-says="{says}"></span>{steps}'
        f'<input type="search" id="seek" placeholder="{seek}" aria-label="{seek}" data-none="{none}">'
        f'<button class="close">{phrases("close")}</button></form>'
        f'<iframe title="{phrases("whole")}"></iframe></dialog>'
    )
