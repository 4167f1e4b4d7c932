"""The figures that were fitted, in one file: what the reader's marks are worth, and when an answer is sure.

`python -m training.policy` writes it; nothing else decides.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from index.embed import BUNDLED, ModelError
from index.reader import ReadingModel

POLICY = BUNDLED / "policy.json"


@dataclass(frozen=True, slots=True)
class Odds:
    """A logistic regression: named evidence to a probability."""

    weights: Mapping[str, float]
    bias: float

    def of(self, evidence: Mapping[str, float]) -> float:
        """Return the probability, 0 to 1; evidence without a weight counts nothing."""
        total = self.bias + sum(weight * evidence[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(min(total, 60.0), -60.0)))


@dataclass(frozen=True, slots=True)
class Policy:
    """What was fitted, on which questions docs/answers.md says.

    `window` gives the probability that a window answers with the words marked in it, `answered` that the
    articles answer at all, `words` that the words marked first are right. Below `refuse` nothing is answered,
    below `reserve` with a reserve; from `large` on the words may stand large. From `beside` on, which is set
    and not fitted, another window may stand beside the first. A claim is supported from `supported` on. A
    question leans on what was asked before it from `leans` on, and is read both ways from `may_lean` on.
    """

    window: Odds
    answered: Odds
    words: Odds
    refuse: float
    reserve: float
    large: float
    beside: float
    supported: float
    contradicted: float
    leans: float
    may_lean: float


@cache
def bundled_policy(reader_checksum: str) -> Policy:
    """Return the policy that ships with Polycite; raise ModelError when it was fitted for another model."""
    fitted = json.loads(POLICY.read_text(encoding="utf-8"))
    if fitted.pop("reader") != reader_checksum:
        raise ModelError(f"{POLICY} was fitted for another reader: run `python -m training.policy`")
    return read_policy(fitted)


def policy_of(model: ReadingModel) -> Policy:
    """Return the policy that was fitted for a model."""
    return bundled_policy(model.checksum)


def read_policy(fitted: Mapping[str, object]) -> Policy:
    """Return a policy from what its file holds."""
    odds = {name: Odds(**value) for name, value in fitted.items() if isinstance(value, dict)}
    return Policy(**{**fitted, **odds})  # type: ignore[arg-type]
