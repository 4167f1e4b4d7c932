"""Read the windows that were found: in each, which words answer the question, and how surely they do."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.article import Sentence
from index.reader import Marks, ReadingModel
from rag.policy import Policy
from rag.retrieve import Hit
from rag.values.figures import missing

# Windows that are read: among the first ten stands the evidence of .94 to 1.00 of the questions.
WINDOWS = 10
# The longest answer in tokens.
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """A window as it was read: the sentence that answers, the words of it that do, and how surely.

    `start` and `end` are offsets into the article. `likely` is the probability that the window answers,
    `evidence` what it was told from. `shares` has for each sentence of the passage the probability that the
    answer stands in it, if it stands in the window.
    """

    hit: Hit
    sentence: Sentence
    start: int
    end: int
    likely: float
    evidence: Mapping[str, float]
    shares: tuple[float, ...]


def read(question: str, hits: Sequence[Hit], model: ReadingModel, policy: Policy) -> tuple[Reading, ...]:
    """Return the windows around the first hits as they were read, the likeliest to answer first."""
    windows = windows_of(hits)
    heads = [head(hit) for hit in windows]
    texts = [before + passage_text(hit) for before, hit in zip(heads, windows, strict=True)]
    marks = model.read(question, texts)
    best = max((hit.score for hit in windows), default=0.0)
    readings = (
        reading
        for hit, before, marked in zip(windows, heads, marks, strict=True)
        if (reading := _reading(question, hit, len(before), marked, best, policy))
    )
    return tuple(sorted(readings, key=lambda reading: -reading.likely))


def windows_of(hits: Sequence[Hit]) -> list[Hit]:
    """Return the first hit of each passage, WINDOWS at most."""
    first: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        first.setdefault((hit.article.name, hit.passage.start), hit)
    return list(first.values())[:WINDOWS]


def head(hit: Hit) -> str:
    """Return what stands above a window: headline and date."""
    return f"{hit.article.title} {hit.article.date}".strip() + "\n"


def passage_text(hit: Hit) -> str:
    """Return the words of a hit's passage."""
    return hit.article.text[hit.passage.start : hit.passage.end]


def _reading(
    question: str, hit: Hit, shift: int, marks: Marks, best: float, policy: Policy
) -> Reading | None:
    """Return the likeliest words of the likeliest sentence; None where the window was cut before any."""
    spans = _spans(marks, shift)
    if not spans:
        return None
    first = hit.passage.start
    places = [_place(hit, first + start) for start, _, _ in spans]
    shares = [0.0] * len(hit.passage.sentences)
    for place, (_, _, share) in zip(places, spans, strict=True):
        shares[place] += share
    chosen = int(np.argmax(shares))
    start, end, share = max(
        (span for place, span in zip(places, spans, strict=True) if place == chosen), key=lambda span: span[2]
    )
    article = hit.article
    evidence = {
        "answered": marks.answered,
        "share": math.log(max(shares[chosen], 1e-6)),
        "words": math.log(max(share, 1e-6)),
        "retrieved": hit.score - best,
        "missing": float(missing(question, f"{article.title}\n{article.text}", article.date)),
        "missing_near": float(missing(question, f"{head(hit)}{passage_text(hit)}", article.date)),
    }
    sentence = hit.passage.sentences[chosen]
    return Reading(
        hit=hit,
        sentence=sentence,
        start=first + start,
        end=min(first + end, sentence.end),
        likely=policy.window.of(evidence),
        evidence=evidence,
        shares=tuple(shares),
    )


def _spans(marks: Marks, shift: int) -> list[tuple[int, int, float]]:
    """Return the likely stretches of a window as offsets into its passage, with their probabilities."""
    inside = np.flatnonzero(marks.offsets[:, 0] >= shift)
    if not inside.size:
        return []
    joint = marks.starts[inside, None] + marks.ends[None, inside]
    count = len(inside)
    reach = np.arange(count)[None, :] - np.arange(count)[:, None]
    joint = np.where((reach >= 0) & (reach < LONGEST), joint, -np.inf)
    chances = np.exp(joint - joint.max())
    chances /= chances.sum()
    found = np.argwhere(chances > 1e-4)
    offsets = marks.offsets[inside] - shift
    return [(int(offsets[i, 0]), int(offsets[j, 1]), float(chances[i, j])) for i, j in found.tolist()]


def _place(hit: Hit, start: int) -> int:
    """Return which sentence of the passage words begin in."""
    sentences = hit.passage.sentences
    return next((place for place, each in enumerate(sentences) if start < each.end), len(sentences) - 1)


def ranked(readings: Iterable[Reading]) -> list[tuple[Sentence, Reading, float]]:
    """Return the sentences that were read, the likeliest to answer first, none twice."""
    found: dict[tuple[str, int], tuple[Sentence, Reading, float]] = {}
    for reading in readings:
        for sentence, share in zip(reading.hit.passage.sentences, reading.shares, strict=True):
            key, score = (reading.hit.article.name, sentence.start), reading.likely * share
            if key not in found or found[key][2] < score:
                found[key] = (sentence, reading, score)
    return sorted(found.values(), key=lambda item: -item[2])
