"""The names of a claim that its evidence does not have, in whatever script."""

import re
from collections.abc import Iterator, Sequence

from rag.checks.faults import Fault, Kind
from rag.checks.figures import around
from rag.records import Quote
from rag.values.numbers import dates
from rag.values.periods import periods
from rag.values.spellings import Name, names, resemblance

# A name that sounds so much like words of the evidence is in it; both figures are those of rag.values.sounds.
SAME_NAME = 0.5


def unknown_names(claim: str, evidence: Sequence[Quote]) -> Iterator[Fault]:
    """Yield the sure names of a claim that neither the cited words nor their passages and headlines have.

    They may stand near the cited words, since a sentence may say "he".
    """
    near = "\n".join(part for quote in evidence for part in (quote.text, quote.article.title, around(quote)))
    when = [(date.start, date.end) for date in dates(claim, "")]
    when += [(period.start, period.end) for period in periods(claim)]
    for name in names(claim):
        dated = any(start < name.end and name.start < end for start, end in when)
        if name.sure and not dated and not _has(name, near):
            yield Fault(Kind.NAME, name.start, name.end, grave=False)


def _has(name: Name, text: str) -> bool:
    """Tell whether a text has a word of a name, as it is written or as it sounds."""
    if len(name.text) <= 3 and name.text.isupper():
        # An abbreviation may be written out.
        return True
    return any(
        part.casefold() in text.casefold()
        or (not re.search(r"\d", part) and resemblance(part, text) >= SAME_NAME)
        for part in name.parts
    )
