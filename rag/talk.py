"""What a question leans on: one that stands alone, or one that goes on with the last.

A model tells how likely each is; a question that may lean on the talk is read alone and together with it, and
what is likelier, meant so and answered, counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.reader import ReadingModel
from rag.policy import Policy
from rag.records import Answer

# A question is written out with what came before it up to so many characters.
LONGEST_BEFORE = 300


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question as it may be meant, and how likely it is meant so, 0 to 1."""

    text: str
    chance: float = 1.0


def before(talk: Sequence[Answer]) -> str:
    """Return what a question may lean on: the last question as it was understood, and the words that answered
    it; empty at the beginning.
    """
    last = next((answer for answer in reversed(talk) if not answer.small_talk), None)
    if last is None:
        return ""
    spans = [statement.span.text for statement in last.statements if statement.span]
    return " ".join([last.understood[-LONGEST_BEFORE:], *spans[:1]])


def meanings_of(
    question: str, talk: Sequence[Answer], model: ReadingModel, policy: Policy
) -> tuple[Meaning, ...]:
    """Return the question as it may be meant: alone, with what came before it, or both."""
    earlier = before(talk)
    if not earlier:
        return (Meaning(question),)
    leans = model.leans(question, earlier)
    alone, together = Meaning(question, 1 - leans), Meaning(f"{earlier} {question}", leans)
    if leans >= policy.leans:
        return (together,)
    return (alone, together) if leans >= policy.may_lean else (alone,)
