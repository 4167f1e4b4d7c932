"""Where a claim says no and its evidence does not, or the other way round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.embed import TokenVectors
from rag.checks.covering import Words, covered, share, words
from rag.checks.faults import Fault, Kind
from rag.checks.negation import denials, hints
from rag.checks.opposites import CLAUSE, opposed

# A clause lighter than this says too little to be looked up by itself.
SHORT = 5.0
# A clause heavier than this must say no where so much of it is in a clause of the evidence that does.
LONG, SAID = 8.0, 0.3
# Clauses of the evidence that say nearly as much as the best one: one of them may say no, or hint at it.
NEARLY, HINTING, NEAREST = 0.65, 0.8, 0.85


@dataclass(frozen=True, slots=True)
class _Clause:
    words: Words
    start: int
    end: int
    denied: bool


def turned_round(said: Words, cited: Words, tokens: TokenVectors) -> Iterator[Fault]:
    """Yield the clauses of a claim that say no where the cited words do not, or do not where they do, and
    words whose opposite is cited.
    """
    evidence = _clauses(cited.text, tokens)
    no = any(clause.denied for clause in evidence)
    for clause in _clauses(said.text, tokens):
        whole = said if clause.words.weights.sum() < SHORT else clause.words
        if _denies_alone(clause, whole, evidence) if clause.denied else no and _lost_a_no(clause, evidence):
            yield Fault(Kind.NEGATION, clause.start, clause.end, grave=False)
    if no and not denials(said.text) and not hints(said.text) and _nearest(said, evidence, 1.0)[0].denied:
        yield Fault(Kind.NEGATION, 0, len(said.text), grave=False)
    for start, end in opposed(said.text, cited.text):
        yield Fault(Kind.NEGATION, start, end, grave=False)


def _clauses(text: str, tokens: TokenVectors) -> list[_Clause]:
    said_no = [start for start, _ in denials(text)]
    return [
        _Clause(
            words(match[0], tokens),
            *match.span(),
            denied=any(match.start() <= start < match.end() for start in said_no),
        )
        for match in CLAUSE.finditer(text)
    ]


def _denies_alone(clause: _Clause, whole: Words, evidence: Sequence[_Clause]) -> bool:
    """Tell whether a clause says no, and none of the evidence that says the same does."""
    if any(part.denied for part in _nearest(whole, evidence, NEARLY)):
        return False
    hinting = sum(hints(part.words.text) for part in _nearest(whole, evidence, HINTING))
    return hinting <= hints(clause.words.text)


def _lost_a_no(clause: _Clause, evidence: Sequence[_Clause]) -> bool:
    """Tell whether a clause does not say no, and the evidence that says the same does."""
    if clause.words.weights.sum() < LONG or hints(clause.words.text):
        return False
    nearest = _nearest(clause.words, evidence, NEAREST)
    best = nearest[0].words
    return all(part.denied for part in nearest) and share(clause.words, covered(clause.words, best)) >= SAID


def _nearest(said: Words, evidence: Sequence[_Clause], nearly: float) -> list[_Clause]:
    """Return the clauses that say most of the words, or nearly as much, first the one that says most."""
    shares = [share(said, covered(said, part.words)) for part in evidence]
    order = sorted(range(len(evidence)), key=lambda place: -shares[place])
    return [evidence[place] for place in order if shares[place] >= nearly * shares[order[0]]]
