"""The chat: a question box, the conversation, and beside it the words that it rests on."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from index.article import UNKNOWN_LANGUAGE
from page.conversation import (
    Wish,
    answered,
    before,
    memory_of,
    note_html,
    now_html,
    past_html,
    question_of,
    remembered,
    replaced_turn,
    saved_file,
    short,
    step_html,
    waiting_html,
)
from page.desk import Desk
from page.memory import Turn
from page.options import options_fold, scope_of
from page.part import AT_ONCE, PLAIN, QUEUED, Part, spoken
from page.phrases import Phrases
from page.translation import translators_html
from rag.question import language_of
from rag.records import Draft

TALK: dict[str, Any] = PLAIN | {"js_on_load": "Polycite.talk(element, trigger, watch)"}
PANE: dict[str, Any] = PLAIN | {"js_on_load": "Polycite.pane(element, watch)"}
BOX: dict[str, Any] = {
    "elem_id": "question", "visible": False, "show_label": False, "container": False, "autofocus": True,
    "max_lines": 6,
}  # fmt: skip
KEEP = "(kept) => { Polycite.keep(kept); }"
SAVE = "(file) => { if (file) Polycite.save(file); }"


def chat_tab(desk: Desk, tongue: gr.BrowserState, kept: gr.JSON) -> Part:
    """Put the chat into the page.

    A conversation is `kept` in the visitor's browser and nowhere else: it comes with each question.
    """
    with gr.Row(elem_id="panes"):
        with gr.Column(elem_id="talk"):
            with gr.Column(elem_id="chat"):
                # Not gr.Chatbot: it reads Markdown into quotes, or else their HTML to a screen reader.
                past = gr.HTML(elem_id="past", **PLAIN)
                now = gr.HTML(elem_id="now", **TALK)
            note = gr.HTML(elem_id="note", **PLAIN)
            box = gr.Textbox(**BOX)
        with gr.Column(elem_id="beside"):
            fold, options = options_fold(desk, tongue)
            pane = gr.HTML(elem_id="evidence", **PANE)
    file = gr.JSON(visible=False)
    talk = [box, kept, past, now, note]

    def shown(phrases: Phrases, memory: object) -> list[object]:
        turns = remembered(memory, desk)
        talked = [past_html(turns[:-1], phrases), now_html(turns, desk, phrases)]
        return [pane_html(desk, phrases), *talked, note_html(memory, phrases), idle_box(phrases)]

    def asked(
        event: gr.EventData, request: gr.Request, typed: str, chosen: str, memory: object, *fold: object
    ) -> Iterator[list[object]]:
        pressed = event._data or {}
        if turn := int(pressed.get("turn", 0)):
            question, replaced = question_of(remembered(memory, desk), turn), turn
        elif "question" in pressed:
            question, replaced = str(pressed["question"]), 0
        else:
            question, replaced = typed, replaced_turn(memory)
        *options, everywhere = fold
        phrases = spoken(chosen, request)
        yield from converse(
            question, replaced, memory, tuple(options), desk, phrases, everywhere=bool(everywhere)
        )

    def idle(request: gr.Request, chosen: str) -> object:
        return idle_box(spoken(chosen, request))

    def shown_again(request: gr.Request, chosen: str, memory: object) -> list[object]:
        return shown(spoken(chosen, request), memory)

    def emptied(request: gr.Request, chosen: str, memory: object) -> list[object]:
        return shown_again(request, chosen, memory)[:-1]

    def edit(event: gr.EventData, request: gr.Request, chosen: str, memory: object) -> list[object]:
        turns, turn = remembered(memory, desk), int(event.turn)
        edited = memory_of(turns, turn)
        text = str(event.text) or question_of(turns, turn)
        return [text, edited, note_html(edited, spoken(chosen, request))]

    def save(event: gr.EventData, memory: object) -> dict[str, str]:
        return saved_file(remembered(memory, desk), str(event.kind))

    seen = [pane, past, now, note, box]
    given = [box, tongue, kept, *options]
    on_its_way = f"(...values) => Polycite.asking(values.slice(0, {len(given)}))"
    asking = gr.on([box.submit, now.submit], asked, given, talk, **QUEUED, js=on_its_way)
    asking.then(idle, [tongue], [box], **AT_ONCE).then(None, [kept], None, js=KEEP)
    asking.failure(shown_again, [tongue, kept], seen, **AT_ONCE)
    # What was stopped has failed: so the page is there again once Gradio would take the next question.
    box.stop(None, cancels=[asking], api_visibility="private")
    now.edit(edit, [tongue, kept], [box, kept, note], **AT_ONCE).then(None, [kept], None, js=KEEP)
    opened = now.select(None, None, [kept], js="() => Polycite.opened()")
    opened.then(emptied, [tongue, kept], seen[:-1], **AT_ONCE)
    cleared = now.clear(lambda: ("", {}), None, [box, kept], cancels=[asking], **AT_ONCE)
    # The box is left as it is: while an answer grows, it waits for that to have stopped.
    cleared.then(emptied, [tongue, kept], seen[:-1], **AT_ONCE)
    now.download(save, [kept], [file], **AT_ONCE).then(None, [file], None, js=SAVE)
    return Part(
        [*seen, *fold.shown],
        lambda phrases, memory, *chosen: [*shown(phrases, memory), *fold.say(phrases, *chosen)],
        [kept, *fold.needs],
    )


def converse(
    question: str,
    replaced: int,
    memory: object,
    options: tuple[Any, ...],
    desk: Desk,
    phrases: Phrases,
    *,
    everywhere: bool = False,
) -> Iterator[list[object]]:
    """Yield question box, what the browser keeps, turns before, latest turn and note as an answer grows.

    Spaces alone ask nothing.
    """
    same = gr.skip()
    if not question.strip():
        yield [same] * 5
        return
    language, *where = options
    earlier, asked = before(remembered(memory, desk), replaced), short(question)
    try:
        # A name alone is of no language, another language is not ours: the answer is in that of the page.
        spoken_by_all = not language and language_of(question) == UNKNOWN_LANGUAGE
        answer_in = phrases.spoken if spoken_by_all else language or ""
        wish = Wish(question, answer_in, scope_of(*where), everywhere)
    except ValueError as error:
        turns = (*earlier, Turn(asked, fault="bad_date", detail=str(error)))
        yield [same, memory_of(turns), past_html(earlier, phrases), now_html(turns, desk, phrases), ""]
        return
    while not desk.wait(0.2):
        yield [busy_box(phrases), same, same, waiting_html(wish, 1, desk, phrases), ""]
    if desk.error:
        turns = (*earlier, Turn(asked, fault="not_ready", detail=desk.error))
        yield ["", same, same, now_html(turns, desk, phrases), ""]
        return
    earlier = before(remembered(memory, desk), replaced)
    number = len(earlier) + 1
    # Should the page be closed now, the question is there when it is opened again.
    kept = memory_of((*earlier, Turn(asked, fault="stopped")))
    started = step_html(wish, number, Draft("searching"), phrases)
    yield [busy_box(phrases), kept, past_html(earlier, phrases), started, ""]
    for step in answered(wish, earlier, desk, phrases):
        if isinstance(step, Draft):
            yield [same, same, same, step_html(wish, number, step, phrases), same]
        else:
            turns = (*earlier, step)
            yield [same, memory_of(turns), same, now_html(turns, desk, phrases), same]


def idle_box(phrases: Phrases) -> object:
    """Return the question box as it waits for a question."""
    label, placeholder, ask = phrases("question"), phrases("placeholder"), phrases("ask")
    return gr.update(visible=True, label=label, placeholder=placeholder, submit_btn=ask, stop_btn=False)


def busy_box(phrases: Phrases) -> object:
    """Return the question box, emptied, while an answer grows."""
    return gr.update(value="", submit_btn=False, stop_btn=phrases("stop"))


def pane_html(desk: Desk, phrases: Phrases) -> str:
    """Return the pane beside the conversation; the page puts the evidence of the chosen turn into it."""
    return (
        f'<div class="bar"><button type="button" id="fold" aria-expanded="false" aria-controls="cards">'
        f'{phrases("evidence")} <span id="count"></span></button></div>'
        f'<div id="cards" role="region" aria-label="{phrases("evidence")}" tabindex="0"'
        f" {translators_html(desk, phrases)}>"
        f'<p class="empty">{phrases("nothing_yet")}</p></div>'
    )
