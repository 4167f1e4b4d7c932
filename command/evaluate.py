"""Measure retrieval, citing, answering and refusing on questions whose evidence is known, and checking on
claims known to be true or false.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from command.gold import Claim, Gold
from rag.ask import Collection, QuestionError, ask
from rag.records import Answer, Quote, Verdict

CUTS = (1, 5, 10)
CORRUPTIONS = ("number", "date", "name", "negation", "citation", "detail")
CJK = "[぀-ヿ㐀-鿿]"
NUMERAL = "[0-9〇一二三四五六七八九十百千万億亿兆]"
LATIN = "[0-9A-Za-zÀ-ɏ]"


@dataclass(frozen=True, slots=True)
class Reached:
    """How far the evidence in one language was found: the `rank` of an outcome, and whether it was cited."""

    rank: int
    cited: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    `rank` is the place, from 1, of the first retrieved sentence that overlaps a gold quote, 0 when none of
    the first ten does. `cited` counts the quotes that were cited, `cited_right` those that overlap a gold
    quote, `gold` the gold quotes, `gold_cited` those that a citation overlaps. `span` holds the words
    answered first; `span_hit` says whether they are right, None when the question has no such words.
    `evidence` says how far that in each language was found.
    """

    id: str
    language: str
    kind: str
    question: str
    answerable: bool
    answered: bool
    certain: bool
    likely: float
    rank: int
    answer_hit: bool
    first_citation_hit: bool
    cited: int
    cited_right: int
    gold: int
    gold_cited: int
    span: str
    span_hit: bool | None
    evidence: Mapping[str, Reached] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A claim and the verdict it was given."""

    id: str
    language: str
    claim: str
    true: bool
    corruption: str
    verdict: Verdict


def evaluate(questions: Sequence[Gold], collection: Collection) -> Iterator[Outcome]:
    """Ask each question and yield what became of it; one that cannot be asked counts as not answered."""
    for gold in questions:
        try:
            answer = ask(gold.text, collection)
        except QuestionError:
            answer = Answer(gold.text, gold.language, False, (), (), (), {})
        yield compare(gold, answer)


def compare(gold: Gold, answer: Answer) -> Outcome:
    """Return how an answer compares with what is known of its question."""
    quotes = [citation.quote for citation in answer.citations]
    cited = [_is_gold(gold, quote) for quote in quotes]
    first = next((statement for statement in answer.statements if statement.shown), None)
    span = first.span if first else None
    return Outcome(
        id=gold.id,
        language=gold.language,
        kind=gold.kind,
        question=gold.text,
        answerable=gold.answerable,
        answered=answer.answered,
        certain=answer.certain,
        likely=answer.likely,
        rank=_rank(gold, answer),
        answer_hit=any(cited),
        first_citation_hit=bool(cited) and cited[0],
        cited=len(cited),
        cited_right=sum(cited),
        gold=len(gold.spans),
        gold_cited=sum(any(_overlaps(place, quote) for quote in quotes) for place in gold.spans),
        span=span.text if span else "",
        span_hit=_answers(gold, span, first.shown if first else None) if gold.answers else None,
        evidence={
            language: _reached(gold, language, answer) for language in sorted(set(gold.languages.values()))
        },
    )


def _rank(gold: Gold, answer: Answer) -> int:
    places = [_is_gold(gold, found.quote) for found in answer.found[: max(CUTS)]]
    return places.index(True) + 1 if True in places else 0


def _reached(gold: Gold, language: str, answer: Answer) -> Reached:
    part = replace(gold, spans=tuple(span for span in gold.spans if gold.languages[span[0]] == language))
    return Reached(_rank(part, answer), any(_is_gold(part, citation.quote) for citation in answer.citations))


def _answers(gold: Gold, span: Quote | None, shown: Quote | None) -> bool:
    if span is None or shown is None or not _is_gold(gold, shown):
        return False
    return any(same_words(span.text, answer) for answer in gold.answers)


def same_words(found: str, wanted: str) -> bool:
    """Tell whether one of two short texts holds the other and is at most twice as long.

    Compared in NFKC, case folded, without the spaces around Chinese and Japanese characters. Neither words
    nor numbers are cut: "3 人" is in "残り3人", not in "13人"; "tre" is not in "Trento".
    """
    short, long = sorted((_folded(found), _folded(wanted)), key=len)
    return 0 < len(long) <= 2 * len(short) and re.search(_whole(short), long) is not None


def _folded(text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return re.sub(rf"(?<={CJK}) | (?={CJK})", "", plain)


def _whole(words: str) -> str:
    before = rf"(?<!{NUMERAL})(?<!\d[.,])" if re.match(NUMERAL, words) else ""
    after = rf"(?!{NUMERAL})(?![.,]\d)" if re.search(f"{NUMERAL}$", words) else ""
    left = rf"(?<!{LATIN})" if re.match(LATIN, words) else ""
    right = rf"(?!{LATIN})" if re.search(f"{LATIN}$", words) else ""
    return before + left + re.escape(words) + right + after


def _is_gold(gold: Gold, quote: Quote) -> bool:
    return any(_overlaps(place, quote) for place in gold.spans)


def _overlaps(place: tuple[str, int, int], quote: Quote) -> bool:
    name, start, end = place
    return name == quote.article.name and start < quote.end and quote.start < end


def judge(claims: Sequence[Claim], check: Callable[[str, Sequence[Quote]], Verdict]) -> Iterator[Judgement]:
    """Yield the verdict of `check` on each claim, given the claim's words and evidence."""
    for claim in claims:
        verdict = check(claim.text, claim.evidence)
        yield Judgement(claim.id, claim.language, claim.text, claim.true, claim.corruption, verdict)


def summary(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Return the figures of some outcomes; a rate over no questions is None."""
    answerable = [outcome for outcome in outcomes if outcome.answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.answerable]
    spans = [outcome.span_hit for outcome in answerable if outcome.span_hit is not None]
    recalls = {f"recall@{cut}": _share([0 < outcome.rank <= cut for outcome in answerable]) for cut in CUTS}
    return {
        **recalls,
        "answer_hit": _share([outcome.answer_hit for outcome in answerable]),
        "first_citation_hit": _share([outcome.first_citation_hit for outcome in answerable]),
        "span_hit": _share(spans),
        "citation_precision": _ratio([(outcome.cited_right, outcome.cited) for outcome in answerable]),
        "citation_recall": _ratio([(outcome.gold_cited, outcome.gold) for outcome in answerable]),
        "error_rate": _share([not outcome.answered for outcome in answerable]),
        "hallucination_rate": _share([outcome.answered for outcome in unanswerable]),
        "unreserved_hallucination_rate": _share(
            [outcome.answered and outcome.certain for outcome in unanswerable]
        ),
        "reserve_rate": _share([outcome.answered and not outcome.certain for outcome in answerable]),
        "n_answerable": len(answerable),
        "n_unanswerable": len(unanswerable),
        "n_spans": len(spans),
    }


def calibration(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float | int | None]]:
    """Return, for each tenth of the probability that the articles answer, how many questions lie there and
    which share of them they do answer.
    """
    bins: dict[int, list[bool]] = {}
    for outcome in outcomes:
        bins.setdefault(min(int(10 * outcome.likely), 9), []).append(outcome.answerable)
    return {
        f"{place / 10:.1f} to {(place + 1) / 10:.1f}": {"questions": len(held), "answerable": _share(held)}
        for place, held in sorted(bins.items())
    }


def risk(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float | int | None]]:
    """Return which share of the first citations is wrong among the surest quarter, half, three quarters and
    all of the questions (risk at coverage, https://arxiv.org/abs/1705.08500); whatever is cited for a
    question that the articles do not answer is wrong.
    """
    ordered = sorted(outcomes, key=lambda outcome: -outcome.likely)
    wrong = [not (outcome.answerable and outcome.first_citation_hit) for outcome in ordered]
    parts = {share: wrong[: round(share * len(wrong))] for share in (0.25, 0.5, 0.75, 1.0)}
    return {
        f"surest {share:.0%}": {"questions": len(held), "wrong": _share(held)}
        for share, held in parts.items()
    }


def verdict_summary(judgements: Sequence[Judgement]) -> dict[str, float | int | None]:
    """Return the figures of some verdicts; a rate over no claims is None.

    A corrupted claim is caught when it is not called supported, whatever else it is called.
    """
    true = [judgement.verdict for judgement in judgements if judgement.true]
    caught = [
        (judgement.corruption, judgement.verdict != Verdict.SUPPORTED)
        for judgement in judgements
        if not judgement.true
    ]
    return {
        "caught": _share([truth for _, truth in caught]),
        **{
            f"caught: {kind}": _share([truth for corruption, truth in caught if corruption == kind])
            for kind in CORRUPTIONS
        },
        "true_supported": _share([verdict == Verdict.SUPPORTED for verdict in true]),
        "true_unsupported": _share([verdict == Verdict.NOT_FOUND for verdict in true]),
        "n_true": len(true),
        "n_corrupted": len(caught),
    }


def _share(truths: Sequence[bool]) -> float | None:
    return _ratio([(truth, 1) for truth in truths])


def _ratio(parts: Sequence[tuple[int, int]]) -> float | None:
    """Return the sum of the firsts over that of the seconds, None when there are none."""
    whole = sum(second for _, second in parts)
    return round(sum(first for first, _ in parts) / whole, 4) if whole else None
