"""A turn of the conversation: the question as asked and understood, its answer, what can be done with it."""

from html import escape

from page.answer import answer_html, struck_html
from page.evidence import evidence_html
from page.export import answer_markdown
from page.feedback import answer_buttons_html, said_html
from page.markup import LONGEST_SHOWN, safe
from page.memory import Turn, share
from page.phrases import PHRASES, Phrases
from page.searched import searched_html
from rag.languages import shortened
from rag.question import LONGEST_QUESTION
from rag.records import Answer

# The phrases that say why a question has no answer.
FAULTS = ("no_words", "too_long", "other_language", "library", "stopped", "changed", "bad_date", "not_ready")


def exchange_html(turn: Turn, number: int, phrases: Phrases) -> str:
    """Return a question with its answer; every id begins with the number of the turn: none is twice.

    The evidence waits in an attribute, from which the page puts it beside the conversation: Gradio rewrites
    attributes when the language changes, and leaves what is inside a template as it was.
    """
    answer = turn.answer
    if answer is None:
        body = (
            notice_html(fault_text(turn, phrases))
            + f'<div class="actions">{again_html(number, phrases)}</div>'
        )
    else:
        body = (
            understood_html(turn.question, answer, number, phrases)
            + (notice_html(phrases("changed_since")) if turn.changed else "")
            + answer_html(answer, number, phrases)
            + struck_html(answer, phrases)
            + actions_html(turn, answer, number, phrases)
            + f'<div hidden data-cards="{escape(evidence_html(answer, number, phrases))}"></div>'
        )
    language = answer.language if answer else ""
    return open_exchange_html(turn.question, language, number, phrases) + f"{body}</section>"


def growing_html(question: str, number: int, notice: str, draft: str, phrases: Phrases) -> str:
    """Return a question whose answer is not there yet: the step taken, and what is written so far."""
    written = f'<p class="draft">{safe(draft)}</p>' if draft else ""
    return (
        f"{open_exchange_html(question, '', number, phrases)}"
        f'<p class="step">{safe(notice)}<span class="dots"></span></p>{written}</section>'
    )


def open_exchange_html(question: str, language: str, number: int, phrases: Phrases) -> str:
    """Return the beginning of a turn, which the caller closes: the question as it was asked."""
    label = safe(phrases("your_question", n=number))
    return (
        f'<section class="exchange" data-turn="{number}" data-spoken="{phrases.language}"'
        f' aria-label="{label}">'
        f'<div class="question" lang="{safe(language)}">{safe(shortened(question, LONGEST_SHOWN))}</div>'
    )


def step_text(step: str, phrases: Phrases) -> str:
    """Return what the page says of a step on the way to an answer."""
    return phrases(step) if step in PHRASES else step


def notice_html(text: str) -> str:
    """Return what the page says itself."""
    return f'<p class="notice">{safe(text)}</p>'


def fault_text(turn: Turn, phrases: Phrases) -> str:
    """Return why a question has no answer."""
    name = turn.fault if turn.fault in FAULTS else "stopped"
    detail = phrases.figure(turn.detail) if name == "too_long" else turn.detail
    return phrases(name, detail=detail, most=phrases.figure(f"{LONGEST_QUESTION:,}"))


def understood_html(question: str, answer: Answer, number: int, phrases: Phrases) -> str:
    """Return the question as it was understood where that differs, and the way to correct it."""
    if not answer.understood or same_question(answer.understood, question):
        return ""
    shown = safe(shortened(answer.understood, LONGEST_SHOWN))
    understood = phrases("understood", question=f'<span lang="{safe(answer.language)}">{shown}</span>')
    return (
        f'<p class="understood">{understood} '
        f'<button type="button" data-do="edit" data-turn="{number}" data-text="{safe(answer.understood)}">'
        f"{phrases('correct')}</button></p>"
    )


def same_question(one: str, other: str) -> bool:
    """Tell whether two questions differ in nothing but spaces."""
    return "".join(one.split()) == "".join(other.split())


def actions_html(turn: Turn, answer: Answer, number: int, phrases: Phrases) -> str:
    """Return what can be done with an answer: rate and copy it; all else, and how it was found, unfolds."""
    copied, markdown = f'data-done="{phrases("copied")}"', safe(answer_markdown(answer))
    link = (
        f'<button type="button" data-link="{safe(turn.question)}" data-answer="{share(turn)}" {copied}>'
        f"{phrases('link')}</button>"
    )
    return (
        f'<div class="actions">{answer_buttons_html(answer, phrases)}'
        f'<button type="button" data-copy="{markdown}" {copied}>{phrases("copy")}</button>'
        f'<button type="button" data-unfolds aria-expanded="false" aria-controls="t{number}-more">'
        f"{phrases('more')}</button></div>{said_html(phrases)}"
        f'<div class="more" id="t{number}-more" hidden>'
        f'<div class="choice">{link}{again_html(number, phrases)}</div>{searched_html(answer, phrases)}</div>'
    )


def again_html(number: int, phrases: Phrases) -> str:
    """Return the buttons that ask a question again, as it was or changed."""
    return (
        f'<button type="button" data-do="ask" data-turn="{number}">{phrases("retry")}</button>'
        f'<button type="button" data-do="edit" data-turn="{number}">{phrases("edit")}</button>'
    )


def follow_ups_html(questions: tuple[str, ...], language: str, phrases: Phrases) -> str:
    """Return questions to go on with."""
    if not questions:
        return ""
    buttons = "".join(
        f'<button type="button" data-do="ask" lang="{safe(language)}">{safe(question)}</button>'
        for question in questions
    )
    return f'<div class="choices"><p>{phrases("next")}</p>{buttons}</div>'
