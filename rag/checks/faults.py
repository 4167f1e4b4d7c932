"""What can be wrong with a sentence that cites its evidence."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What of a claim is not borne out."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Fault:
    """Words of a claim, `claim[start:end]`, that the cited words do not bear out.

    A `grave` one refutes the claim or leaves it without support; another leaves a doubt, such as a number
    that stands near the cited words and not in them.
    """

    kind: Kind
    start: int
    end: int
    grave: bool
