"""A part of the page: what it shows in each language of the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import gradio as gr
from gradio.components import Component

from page.phrases import Phrases, preferred


@dataclass(frozen=True, slots=True)
class Part:
    """Components of the page, and what they show.

    `say(phrases, *values)` returns the new value or update of each of `shown`; `values` are those of `needs`.
    It is called when the page is opened, when its language is changed and when the articles are ready.
    """

    shown: Sequence[Any]
    say: Callable[..., Sequence[object]]
    needs: Sequence[Component] = ()


# `Any`: Gradio's arguments have a type each, and these are shared by several calls.
PLAIN: dict[str, Any] = {"apply_default_css": False, "js_on_load": None}
# An event of an instant goes around Gradio's queue: one that ends there as another begins loses that one.
AT_ONCE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
QUEUED: dict[str, Any] = AT_ONCE | {"queue": True}


def spoken(tongue: str, request: gr.Request) -> Phrases:
    """Return the phrases of the language that was chosen, else of the one that the browser asks for."""
    return Phrases(tongue or preferred(request.headers.get("accept-language", "")))


def say_all(parts: Sequence[Part], tongue: Component, events: Sequence[Any]) -> None:
    """Have all parts say themselves in the chosen language upon each of the events."""

    def say(request: gr.Request, chosen: str, *values: object) -> list[object]:
        phrases, given = spoken(chosen, request), iter(values)
        return [shown for part in parts for shown in part.say(phrases, *islice(given, len(part.needs)))]

    needs = [tongue, *(needed for part in parts for needed in part.needs)]
    shown = [component for part in parts for component in part.shown]
    for event in events:
        event(say, needs, shown, **AT_ONCE)
