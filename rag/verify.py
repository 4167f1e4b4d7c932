"""Does a sentence follow from the words it cites? One judge for quotes and for what a language model wrote.

A model tells whether the words entail it (natural language inference, https://arxiv.org/abs/1508.05326);
numbers, dates and names are compared exactly, since a small model misses digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.reader import Entailment, ReadingModel
from rag.checks.faults import Fault, Kind
from rag.checks.figures import wrong_dates, wrong_numbers, wrong_periods
from rag.checks.spelled import unknown_names
from rag.policy import Policy
from rag.records import Quote, Verdict


@dataclass(frozen=True, slots=True)
class Check:
    """How far the cited words bear a claim out, and what they do not bear out, in the order of the claim."""

    verdict: Verdict
    faults: tuple[Fault, ...]


def verify(claim: str, evidence: Sequence[Quote], model: ReadingModel, policy: Policy) -> Check:
    """Return how far the cited words bear a claim out; nothing is borne out without evidence, nor is what
    claims nothing: a question, or "1.".
    """
    if not evidence or not any(map(str.isalpha, claim)) or claim.rstrip().endswith(("?", "？")):
        return Check(Verdict.NOT_FOUND, (_whole(claim, grave=True),))
    exact = (
        *wrong_numbers(claim, evidence),
        *wrong_dates(claim, evidence),
        *wrong_periods(claim, evidence),
        *unknown_names(claim, evidence),
    )
    entailed = model.entail([claim], [_cited(evidence)])[0]
    faults = sorted((*exact, *_unsaid(claim, entailed, policy)), key=lambda fault: fault.start)
    if any(fault.grave for fault in faults):
        return Check(Verdict.NOT_FOUND, tuple(faults))
    return Check(Verdict.PARTLY if faults else Verdict.SUPPORTED, tuple(faults))


def _cited(evidence: Sequence[Quote]) -> str:
    """Return the cited words under the headlines and dates of their articles, each behind the sentence before
    it, which tells who "he" is and what "the company" is.
    """
    heads = dict.fromkeys(f"{quote.article.title} {quote.article.date}".strip() for quote in evidence)
    return "\n".join([*filter(None, heads), *map(_behind_the_sentence_before, evidence)])


def _behind_the_sentence_before(quote: Quote) -> str:
    starts = [sentence.start for sentence in quote.passage.sentences if sentence.end <= quote.start]
    return quote.article.text[max(starts, default=quote.start) : quote.end]


def _unsaid(claim: str, entailed: Entailment, policy: Policy) -> Sequence[Fault]:
    if entailed.supported >= policy.supported:
        return ()
    return (_whole(claim, grave=entailed.supported < policy.contradicted),)


def _whole(claim: str, *, grave: bool) -> Fault:
    return Fault(Kind.MEANING, 0, len(claim), grave=grave)
