"""The conversation: questions, and answers whose every sentence carries its numbers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from index.article import Article
from page.evidence import evidence_html
from page.feedback import answer_buttons_html
from page.markup import LONGEST_SHOWN, safe
from page.memory import Turn
from page.phrases import PHRASES, Phrases, marks
from page.searched import searched_html
from rag.ask import LONGEST_QUESTION
from rag.export import answer_markdown
from rag.languages import TITLE_COLUMNS, date_in_words, shortened
from rag.records import Answer, Quote, Statement, Verdict

# The phrases that say why a question has no answer.
FAULTS = ("no_words", "too_long", "other_language", "library", "stopped", "changed", "bad_date", "not_ready")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
VERDICTS = {Verdict.PARTLY: "partly", Verdict.NOT_FOUND: "not_found"}


def exchange_html(turn: Turn, number: int, phrases: Phrases) -> str:
    """Return a question with its answer; every id begins with the number of the turn: none is twice.

    The evidence waits in an attribute, from which the page puts it beside the conversation: Gradio rewrites
    attributes when the language changes, and leaves what is inside a template as it was.
    """
    answer = turn.answer
    if answer is None:
        body = notice_html(fault_text(turn, phrases)) + actions_html(turn, number, phrases)
    else:
        body = (
            understood_html(turn.question, answer, number, phrases)
            + answer_html(answer, number, phrases)
            + struck_html(answer, phrases)
            + searched_html(answer, phrases)
            + answer_buttons_html(answer, phrases)
            + actions_html(turn, number, phrases)
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


def answer_html(answer: Answer, turn: int, phrases: Phrases) -> str:
    """Return an answer: the words asked for in large, then its statements."""
    kind = "answer" if answer.answered or answer.small_talk else "answer silent"
    if not answer.certain:
        kind = "answer unsure"
    asked_for = [statement for statement in answer.statements if statement.span and answer.certain]
    short = short_html(asked_for, answer, turn, phrases) if asked_for else ""
    statements = "".join(
        statement_html(replace(one, resolved="") if one in asked_for else one, answer, turn, place, phrases)
        for place, one in enumerate(answer.statements, start=1)
    )
    notice = notice_html(answer.notice) if answer.notice else ""
    writer = ""
    if answer.written_by:
        writer = f'<p class="about">{safe(phrases("written_by", model=answer.written_by))}</p>'
    return f'<div class="{kind}" lang="{safe(answer.language)}">{short}{statements}</div>{notice}{writer}'


def short_html(asked_for: Sequence[Statement], answer: Answer, turn: int, phrases: Phrases) -> str:
    """Return the very words that were asked for, of every statement that has them."""
    words = [
        f'<span lang="{safe(one.span.article.language)}">{safe(one.span.text)}</span>'
        f"{resolved_html(one, answer.language)} {numbers_html(one, answer, turn, phrases)}"
        for one in asked_for
        if one.span
    ]
    return f'<p class="short">{" · ".join(words)}</p>'


def statement_html(statement: Statement, answer: Answer, turn: int, place: int, phrases: Phrases) -> str:
    """Return one statement: frame words, the quote in its own language, a link for each number."""
    words = safe(statement.lead)
    if statement.shown:
        article = statement.shown.article
        opened, closed = marks(statement.shown.text, answer.language)
        words = lead_html(statement.lead, article)
        quote = quote_html(statement.shown, statement.span)
        words += f'{opened}<span class="quote" lang="{safe(article.language)}">{quote}</span>{closed}'
    numbers = numbers_html(statement, answer, turn, phrases)
    flag = ""
    if statement.verdict in VERDICTS:
        flag = f' <span class="tag">{phrases(VERDICTS[statement.verdict])}</span>'
    return (
        f'<p class="statement" id="t{turn}-s{place}" tabindex="-1">'
        f"{words}{resolved_html(statement, answer.language)}{numbers and f' {numbers}'}{flag}</p>"
    )


def quote_html(shown: Quote, span: Quote | None) -> str:
    """Return the words of a quote, those that were asked for in bold."""
    if not span or not shown.start <= span.start < span.end <= shown.end:
        return safe(shown.text)
    text = shown.article.text
    before, after = text[shown.start : span.start], text[span.end : shown.end]
    return f"{safe(before)}<strong>{safe(span.text)}</strong>{safe(after)}"


def resolved_html(statement: Statement, language: str) -> str:
    """Return the date that the words mean, where they do not say it themselves, as a language writes it."""
    if not statement.resolved:
        return ""
    date = safe(statement.resolved)
    says = " – ".join(date_in_words(day, language) for day in statement.resolved.split("/"))
    says = f"（{safe(says)}）" if language in ("ja", "zh") else f" ({safe(says)})"
    return f'<time class="resolved" datetime="{date}">{says}</time>'


def numbers_html(statement: Statement, answer: Answer, turn: int, phrases: Phrases) -> str:
    """Return a link to its card for each number of a statement."""
    titles = {citation.number: citation.quote.article.title for citation in answer.citations}
    return "".join(
        f'<a class="number" href="#t{turn}-{number}" title="{safe(titles[number])}"'
        f' aria-label="{safe(phrases("show_words", n=number))}">{number}</a>'
        for number in statement.citations
    )


def lead_html(lead: str, article: Article) -> str:
    """Return frame words; the headline that they name keeps the language of its article."""
    before, headline, after = lead.partition(shortened(article.title or article.name, TITLE_COLUMNS))
    if not headline:
        return unbroken_html(lead)
    title = f'<span lang="{safe(article.language)}">{safe(headline)}</span>'
    return f"{unbroken_html(before)}{title}{unbroken_html(after)}"


def unbroken_html(words: str) -> str:
    """Return frame words with each date in one piece: a browser breaks lines at a hyphen."""
    return DATE.sub(r'<span class="date">\g<0></span>', safe(words))


def struck_html(answer: Answer, phrases: Phrases) -> str:
    """Return, folded, the sentences of a language model that the articles do not bear out."""
    if not answer.struck:
        return ""
    sentences = "".join(f"<li><s>{safe(sentence)}</s></li>" for sentence in answer.struck)
    return (
        f'<details class="struck"><summary>{phrases("struck", n=len(answer.struck))}</summary>'
        f'<ul lang="{safe(answer.language)}">{sentences}</ul></details>'
    )


def actions_html(turn: Turn, number: int, phrases: Phrases) -> str:
    """Return what can be done with a turn: take it away, ask again, edit."""
    copied = f'data-done="{phrases("copied")}"'
    buttons = [
        f'<button type="button" data-do="ask" data-turn="{number}">{phrases("retry")}</button>',
        f'<button type="button" data-do="edit" data-turn="{number}">{phrases("edit")}</button>',
    ]
    if turn.answer:
        markdown = safe(answer_markdown(turn.answer))
        buttons = [
            f'<button type="button" data-copy="{markdown}" {copied}>{phrases("copy")}</button>',
            f'<button type="button" data-link="{safe(turn.question)}" {copied}>{phrases("link")}</button>',
            *buttons,
        ]
    return f'<div class="actions">{"".join(buttons)}</div>'


def follow_ups_html(questions: tuple[str, ...], language: str, phrases: Phrases) -> str:
    """Return questions to go on with."""
    if not questions:
        return ""
    buttons = "".join(
        f'<button type="button" data-do="ask" lang="{safe(language)}">{safe(question)}</button>'
        for question in questions
    )
    return f'<div class="choices"><p>{phrases("next")}</p>{buttons}</div>'
