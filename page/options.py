"""The fold above the question box: which articles are searched, and the language of the answer."""

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

import gradio as gr

from index.search import Scope
from page.desk import Desk
from page.part import AT_ONCE, Part, spoken
from page.phrases import LANGUAGES, Phrases
from rag.languages import shortened

DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
TITLE_COLUMNS = 60
# Articles to choose from: a browser shows no longer list well.
ARTICLES = 2_000


def options_fold(desk: Desk, tongue: gr.BrowserState) -> tuple[Part, list[Any]]:
    """Put the fold there; return it, and its inputs: answer language, languages, articles, since, until."""
    with gr.Accordion("", open=False, elem_id="options") as fold:
        with gr.Row():
            answer_in = gr.Dropdown([("", "")], value="")
            languages = gr.CheckboxGroup([])
        articles = gr.Dropdown([], multiselect=True)
        with gr.Row():
            since = gr.Textbox(placeholder="2024-08", max_length=10)
            until = gr.Textbox(placeholder="2024-08-31", max_length=10)
        reset = gr.Button("", size="sm")
    # `Any`: which events a component has is not in Gradio's types.
    inputs: list[Any] = [answer_in, languages, articles, since, until]

    def say(phrases: Phrases, *chosen: Any) -> list[object]:  # noqa: ANN401 - the values of `inputs`
        same = (phrases("same"), "")
        return [
            gr.update(label=summary(phrases, *chosen)),
            gr.update(label=phrases("answer_in"), choices=[same, *((n, c) for c, n in LANGUAGES.items())]),
            gr.update(label=phrases("only_languages"), choices=language_choices(desk, phrases)),
            gr.update(label=phrases("only_articles"), choices=article_choices(desk)),
            gr.update(label=phrases("since")),
            gr.update(label=phrases("until")),
            phrases("reset"),
        ]

    def summed_up(request: gr.Request, tongue: str, *chosen: Any) -> object:  # noqa: ANN401 - as above
        return gr.update(label=summary(spoken(tongue, request), *chosen))

    changes = [component.change for component in inputs]
    gr.on(changes, summed_up, [tongue, *inputs], [fold], **AT_ONCE, trigger_mode="always_last")
    reset.click(lambda: ("", [], [], "", ""), None, inputs, **AT_ONCE)
    return Part([fold, *inputs, reset], say, inputs), inputs


def summary(
    phrases: Phrases,
    answer_in: str,
    languages: Sequence[str],
    articles: Sequence[str],
    since: str,
    until: str,
) -> str:
    """Return what the fold is set to, in a line."""
    searched = [phrases.language_name(code) for code in languages or ()]
    searched += [phrases("articles", n=len(articles))] if articles else []
    searched += [f"{since} – {until}"] if since or until else []
    answered = LANGUAGES.get(answer_in) or phrases("same")
    where = phrases.joiner.join(searched) or phrases("all_articles")
    return phrases("options", where=where, language=answered)


def scope_of(languages: Sequence[str], articles: Sequence[str], since: str, until: str) -> Scope:
    """Return what is searched; raise ValueError with what was written for a date and is none."""
    dates = [normalize("NFKC", date or "").strip() for date in (since, until)]
    for date in dates:
        if date and not DATE.fullmatch(date):
            raise ValueError(date)
    return Scope(frozenset(languages or ()), frozenset(articles or ()), *dates)


def language_choices(desk: Desk, phrases: Phrases) -> list[tuple[str, str]]:
    """Return the languages that there are articles in, by name."""
    held = desk.collection.index.library.counts() if desk.collection else {}
    return [(phrases.language_name(code), code) for code in held]


def article_choices(desk: Desk) -> list[tuple[str, str]]:
    """Return the titles of the articles, each with its name."""
    if not desk.collection:
        return []
    query = "SELECT name, title FROM articles ORDER BY title, name LIMIT ?"
    held = desk.collection.index.library.rows(query, ARTICLES)
    return [(shortened(title or name, TITLE_COLUMNS), name) for name, title in held]
