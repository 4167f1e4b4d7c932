"""A visitor's conversation: it comes from the browser with each question, and goes back there."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from index.scope import EVERYTHING, Scope
from index.store import LibraryError
from page.desk import Desk
from page.exchange import exchange_html, follow_ups_html, growing_html, step_text
from page.export import conversation_json, conversation_markdown
from page.markup import LONGEST_SHOWN
from page.memory import TURNS, Turn, pack, shared, unpack
from page.phrases import Phrases
from page.welcome import welcome_html
from rag.ask import QuestionError, steps
from rag.everywhere import steps_everywhere
from rag.languages import shortened
from rag.question import LONGEST_QUESTION, WORD
from rag.records import Draft
from rag.suggest import follow_ups

# Answers before the question that it may lean on.
TALK = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """A question, the language its answer is to be in (the question's own when empty), and where to look: in
    this collection or `everywhere`.
    """

    question: str
    language: str
    scope: Scope
    everywhere: bool = False


def remembered(memory: object, desk: Desk) -> tuple[Turn, ...]:
    """Return the turns that a browser kept, or that of a link; none before the articles are ready."""
    if not desk.collection or not isinstance(memory, dict):
        return ()
    if address := memory.get("shared"):
        return shared(str(address), desk)
    return unpack(memory.get("turns"), desk)


def memory_of(turns: Sequence[Turn], editing: int = 0) -> dict[str, Any]:
    """Return what the browser is to keep; the next question replaces turn `editing` and those after it."""
    return {"turns": pack(turns), "editing": editing}


def replaced_turn(memory: object) -> int:
    """Return the turn that the next question replaces, 0 when it is a further one."""
    editing = memory.get("editing") if isinstance(memory, dict) else 0
    return editing if isinstance(editing, int) else 0


def question_of(turns: Sequence[Turn], number: int) -> str:
    """Return the question of a turn, nothing when there is no such turn."""
    return turns[number - 1].question if 0 < number <= len(turns) else ""


def short(question: str) -> str:
    """Return a question as it is kept: whole when it can be asked."""
    return question if len(question) <= LONGEST_QUESTION else shortened(question, LONGEST_SHOWN)


def before(turns: tuple[Turn, ...], replaced: int) -> tuple[Turn, ...]:
    """Return the turns that stay before a question that replaces one, or none when that is 0."""
    return turns[: replaced - 1] if 0 < replaced <= len(turns) else turns[-TURNS + 1 :]


def answered(wish: Wish, earlier: Sequence[Turn], desk: Desk, phrases: Phrases) -> Iterator[Draft | Turn]:
    """Yield the steps on the way to an answer, the turn with it, and that turn with questions to go on."""
    collection = desk.collection
    assert collection
    talk = [turn.answer for turn in earlier if turn.answer][-TALK:]
    try:
        if wish.everywhere:
            told = partial(steps_everywhere, wish.question, desk.collections())
        else:
            told = partial(steps, wish.question, collection)
        asked = told(talk=talk, language=wish.language, scope=wish.scope)
        for step in desk.tally.counted(asked):
            if isinstance(step, Draft):
                yield step
                continue
            turn = Turn(short(wish.question), step)
            yield turn
            if wish.scope == EVERYTHING and not wish.everywhere:
                known = desk.starters(phrases.of(step.language)) or ()
                yield replace(turn, follow_ups=follow_ups(step, talk, known, collection))
    except (QuestionError, LibraryError) as error:
        yield failed(wish.question, error)


def failed(question: str, error: ValueError) -> Turn:
    """Return a turn that says why there is no answer."""
    shown = short(question)
    if isinstance(error, LibraryError):
        return Turn(shown, fault="library", detail=str(error))
    if not WORD.search(question):
        return Turn(shown, fault="no_words")
    if len(question) > LONGEST_QUESTION:
        return Turn(shown, fault="too_long", detail=f"{len(question):,}")
    return Turn(shown, fault="other_language")


def past_html(turns: Sequence[Turn], phrases: Phrases) -> str:
    """Return the turns before the latest."""
    return "".join(exchange_html(turn, number, phrases) for number, turn in enumerate(turns, 1))


def now_html(turns: Sequence[Turn], desk: Desk, phrases: Phrases) -> str:
    """Return the latest turn with questions to go on with; before the first, questions to begin with."""
    if not turns:
        return welcome_html(desk, phrases)
    turn = turns[-1]
    language = turn.answer.language if turn.answer else ""
    go_on = follow_ups_html(turn.follow_ups, language, phrases)
    return exchange_html(turn, len(turns), phrases) + go_on


def waiting_html(wish: Wish, number: int, desk: Desk, phrases: Phrases) -> str:
    """Return a question asked before the articles are ready."""
    notice = phrases("waits", notice=desk.notice(phrases))
    return growing_html(wish.question, number, notice, "", phrases)


def step_html(wish: Wish, number: int, draft: Draft, phrases: Phrases) -> str:
    """Return a question, the step taken to answer it, and what is written so far."""
    return growing_html(wish.question, number, step_text(draft.step, phrases), draft.text, phrases)


def note_html(memory: object, phrases: Phrases) -> str:
    """Return what the next question does when it is not simply the next one."""
    editing = replaced_turn(memory)
    if not editing:
        return ""
    return (
        f'<p class="about">{phrases("editing", n=editing)} '
        f'<button type="button" data-do="keep">{phrases("cancel")}</button></p>'
    )


def saved_file(turns: Sequence[Turn], kind: str) -> dict[str, str]:
    """Return name, type and text of the file that a conversation is saved as, "markdown" or "json"."""
    answers = [turn.answer for turn in turns if turn.answer]
    if kind == "markdown":
        return {"name": "polycite.md", "type": "text/markdown", "text": conversation_markdown(answers)}
    text = json.dumps(conversation_json(answers), ensure_ascii=False, indent=2)
    return {"name": "polycite.json", "type": "application/json", "text": text}
