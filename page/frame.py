"""What stands around the tabs: the name, how far the articles are, the language, the reader."""

from typing import Any

import gradio as gr

from page.desk import Desk
from page.markup import safe
from page.part import AT_ONCE, PLAIN, Part
from page.phrases import LANGUAGES, Phrases


def frame(desk: Desk, tongue: gr.BrowserState) -> tuple[Part, list[Any]]:
    """Put the top of the page there; return it, and the events upon which every part says itself anew."""
    top = gr.HTML(elem_id="top", **PLAIN | {"js_on_load": "Polycite.top(element, trigger, watch)"})

    def choose(event: gr.EventData) -> str:
        language = str(event.language)
        return language if language in LANGUAGES else ""

    chosen = top.select(choose, None, [tongue], **AT_ONCE)
    part = Part([top], lambda phrases: [top_html(desk, phrases)])
    return part, [chosen.then, top.change]


def top_html(desk: Desk, phrases: Phrases) -> str:
    """Return the top of the page."""
    options = "".join(
        f'<option value="{code}" lang="{code}"{" selected" * (code == phrases.language)}>{name}</option>'
        for code, name in LANGUAGES.items()
    )
    return (
        f'<header lang="{phrases.language}"><h1>Polycite</h1><p>{phrases("tagline")}</p></header>'
        f'<p id="status" role="status" data-settled="{int(desk.settled)}" data-busy="{phrases("busy")}"'
        f' data-lost="{phrases("lost")}">{safe(desk.notice(phrases))}</p>'
        f'<label><span class="unseen">{phrases("interface")}</span>'
        f'<select id="tongue">{options}</select></label>'
        f'<dialog id="reader" aria-label="{phrases("whole")}" closedby="any"><form method="dialog">'
        f'<button>{phrases("close")}</button></form><iframe title="{phrases("whole")}"></iframe></dialog>'
    )
