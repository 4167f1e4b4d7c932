"""The sources beside the chat: which articles are searched, and the language of the answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import gradio as gr

from index.scope import Scope
from page.desk import Desk
from page.part import AT_ONCE, Part, spoken
from page.phrases import LANGUAGES, Phrases
from rag.languages import date_in_words, shortened
from rag.values.dates import NoDate, read_date

TITLE_COLUMNS = 60
# Articles that have a switch each; of more, one is sought by its title.
SWITCHES = 40
# Articles to choose from: a browser shows no longer list well.
ARTICLES = 2_000
LONGEST_DATE = 40


def options_fold(desk: Desk, tongue: gr.BrowserState) -> tuple[Part, list[Any]]:
    """Put the fold there; return it, and its inputs: answer language, languages, articles by switch and by
    title, since, until, whether all collections are asked.
    """
    with gr.Accordion("", open=False, elem_id="options") as fold:
        reach = gr.HTML(elem_id="reach", apply_default_css=False, js_on_load=None)
        everywhere = gr.Checkbox(False, visible=len(desk.beside) > 1)
        languages = gr.CheckboxGroup([])
        listed = gr.CheckboxGroup([], elem_id="sources")
        named = gr.Dropdown([], multiselect=True)
        with gr.Row():
            since = gr.Textbox(max_length=LONGEST_DATE)
            until = gr.Textbox(max_length=LONGEST_DATE)
        answer_in = gr.Dropdown([("", "")], value="")
        reset = gr.Button("", size="sm")
    # `Any`: which events a component has is not in Gradio's types.
    inputs: list[Any] = [answer_in, languages, listed, named, since, until, everywhere]
    told = [fold, since, until, reach]

    def say(phrases: Phrases, *chosen: Any) -> list[object]:  # noqa: ANN401 - the values of `inputs`
        same = (phrases("same"), "")
        choices = article_choices(desk)
        few = len(choices) <= SWITCHES
        label = phrases("only_articles")
        return [
            *tell(phrases, *chosen),
            gr.update(label=phrases("answer_in"), choices=[same, *((n, c) for c, n in LANGUAGES.items())]),
            gr.update(label=phrases("only_languages"), choices=language_choices(desk, phrases)),
            gr.update(label=label, choices=choices if few else [], visible=few),
            gr.update(label=label, choices=[] if few else choices, visible=not few),
            phrases("reset"),
            gr.update(label=phrases("everywhere")),
        ]

    def tell(phrases: Phrases, answer_in: str, *chosen: Any) -> list[object]:  # noqa: ANN401 - as above
        *where, everywhere = chosen
        since, until = where[-2:]
        example = phrases("date_example")
        return [
            gr.update(label=summary(phrases, answer_in, *where, everywhere=everywhere)),
            gr.update(label=phrases("since"), info=date_told(since, phrases), placeholder=example),
            gr.update(label=phrases("until"), info=date_told(until, phrases), placeholder=example),
            "" if everywhere else reach_html(desk, phrases, *where),
        ]

    def told_again(request: gr.Request, tongue: str, *chosen: Any) -> list[object]:  # noqa: ANN401 - as above
        return tell(spoken(tongue, request), *chosen)

    changes = [component.change for component in inputs]
    gr.on(changes, told_again, [tongue, *inputs], told, **AT_ONCE, trigger_mode="always_last")
    reset.click(lambda: ("", [], [], [], "", "", False), None, inputs, **AT_ONCE)
    return Part([*told, answer_in, languages, listed, named, reset, everywhere], say, inputs), inputs


def summary(
    phrases: Phrases,
    answer_in: str,
    languages: Sequence[str],
    listed: Sequence[str],
    named: Sequence[str],
    since: str,
    until: str,
    *,
    everywhere: bool = False,
) -> str:
    """Return what the fold is set to, in a line."""
    searched = [phrases("everywhere")] if everywhere else []
    searched += [phrases.language_name(code) for code in languages or ()]
    if articles := [*(listed or ()), *(named or ())]:
        searched.append(phrases("articles", n=len(articles)))
    searched += [f"{since} – {until}"] if since or until else []
    answered = LANGUAGES.get(answer_in) or phrases("same")
    where = phrases.joiner.join(searched) or phrases("all_articles")
    return phrases("options", where=where, language=answered)


def date_told(written: str, phrases: Phrases) -> str:
    """Return what a date is understood as, that it is none, or nothing where nothing is written."""
    try:
        understood = read_date(written or "", date.today())
    except NoDate:
        return phrases("no_such_date")
    return date_in_words(understood, phrases.spoken)


def reach_html(
    desk: Desk,
    phrases: Phrases,
    languages: Sequence[str],
    listed: Sequence[str],
    named: Sequence[str],
    since: str,
    until: str,
) -> str:
    """Return how many articles are searched, and how many are left out because they have no date."""
    try:
        scope = scope_of(languages, listed, named, since, until)
    except NoDate:
        return ""
    if not desk.collection:
        return ""
    searched, undated = desk.collection.index.library.reach(scope)
    left_out = f" {phrases('undated_left_out', n=undated)}" if undated else ""
    return f'<p class="about" role="status">{phrases("searched_articles", n=searched)}{left_out}</p>'


def scope_of(
    languages: Sequence[str], listed: Sequence[str], named: Sequence[str], since: str, until: str
) -> Scope:
    """Return what is searched; raise NoDate with what was written for a date and is none."""
    today = date.today()
    dates = [read_date(written or "", today) for written in (since, until)]
    return Scope(frozenset(languages or ()), frozenset([*(listed or ()), *(named or ())]), *dates)


def language_choices(desk: Desk, phrases: Phrases) -> list[tuple[str, str]]:
    """Return the languages that there are articles in, by name."""
    held = desk.collection.index.library.counts() if desk.collection else {}
    return [(phrases.language_name(code), code) for code in held]


def article_choices(desk: Desk) -> list[tuple[str, str]]:
    """Return the titles of the articles, each with its name."""
    if not desk.collection:
        return []
    held = sorted((each.title, each.name) for each in desk.collection.index.library.entries(k=ARTICLES))
    return [(shortened(title or name, TITLE_COLUMNS), name) for title, name in held]
