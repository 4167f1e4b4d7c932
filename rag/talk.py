"""What a question leans on: one that stands alone, or one that goes on with the last.

A model tells which; a question that may lean on the talk is read alone and together with it, and the surer
reading counts.
"""

from collections.abc import Sequence

from index.reader import ReadingModel
from rag.policy import Policy
from rag.records import Answer

# A question is written out with what came before it up to so many characters.
LONGEST_BEFORE = 300


def before(talk: Sequence[Answer]) -> str:
    """Return what a question may lean on: the last question as it was understood, and the words that answered
    it; empty at the beginning.
    """
    last = next((answer for answer in reversed(talk) if not answer.small_talk), None)
    if last is None:
        return ""
    spans = [statement.span.text for statement in last.statements if statement.span]
    return " ".join([last.understood[-LONGEST_BEFORE:], *spans[:1]])


def readings_of(
    question: str, talk: Sequence[Answer], model: ReadingModel, policy: Policy
) -> tuple[str, ...]:
    """Return the question as it may be meant, alone or with what came before it, or both."""
    earlier = before(talk)
    if not earlier:
        return (question,)
    together, leans = f"{earlier} {question}", model.leans(question, earlier)
    if leans >= policy.leans:
        return (together,)
    return (question, together) if leans >= policy.may_lean else (question,)
