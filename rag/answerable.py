"""Whether what was found answers the question at all."""

from collections.abc import Sequence

from rag.retrieve import Hit, Question

# A best sentence below this score is taken not to answer; docs/retrieval.md shows what each choice costs.
ANSWERED = 1.3


def answers(question: Question, hits: Sequence[Hit]) -> bool:
    """Tell whether the hits, best first, hold an answer."""
    return bool(hits) and hits[0].score >= ANSWERED
