"""Read the windows that were found: in each, which words answer the question, and how surely they do.

All are read whole; the likeliest are read again in two parts, and what was marked is averaged.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from index.article import Sentence
from index.reader import Marks, ReadingModel
from rag.policy import Policy
from rag.retrieve import Hit
from rag.values.figures import missing

# Windows that are read, and those of them that are read again: of 185 questions of two collections the right
# sentence came first for .708 with ten windows read once, for .719 with eight, for .741 with three again.
WINDOWS, AGAIN = 8, 3
# What is less than so many times as likely as the first is not read again: of 191 questions of two others the
# right sentence came first for .733 as with all three, for 1.7 windows read again instead of 3.
RIVAL = 0.2
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


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of a window or a part of it: the log-odds that it answers, and how likely which words do.

    `spans` are offsets into the article; their probabilities sum to about 1.
    """

    answered: float
    spans: Mapping[tuple[int, int], float]


# A window and looks whose weights sum to 1 -> the reading; None where it was cut before any words.
Telling = Callable[[Hit, Sequence[tuple[float, Look]]], Reading | None]


def read(question: str, hits: Sequence[Hit], model: ReadingModel, policy: Policy) -> tuple[Reading, ...]:
    """Return the windows around the first hits as they were read, the likeliest to answer first."""
    windows = windows_of(hits)
    best = max((hit.score for hit in windows), default=0.0)
    told = partial(_reading, question, best, policy)
    looks = _looks(question, [(hit, hit.passage.sentences) for hit in windows], model)
    seen = [(told(hit, [(1, look)]), look) for hit, look in zip(windows, looks, strict=True)]
    ordered = sorted(((found, look) for found, look in seen if found), key=lambda each: -each[0].likely)
    near = [each for each in ordered[:AGAIN] if each[0].likely >= RIVAL * ordered[0][0].likely]
    closer = [_closer(question, found, look, model, told) for found, look in near]
    readings = [*closer, *(found for found, _ in ordered[len(near) :])]
    return tuple(sorted(readings, key=lambda reading: -reading.likely))


def _closer(question: str, whole: Reading, look: Look, model: ReadingModel, told: Telling) -> Reading:
    """Return a window as it is read whole and in two parts: half counts the whole, half the parts, each as it
    is likely to answer.
    """
    hit = whole.hit
    parts = _looks(question, [(hit, half) for half in _halves(hit.passage.sentences)], model)
    chances = [found.likely if (found := told(hit, [(1, part)])) else 0.0 for part in parts]
    if not sum(chances):
        return whole
    weights = [chance / sum(chances) / 2 for chance in chances]
    return told(hit, [(0.5, look), *zip(weights, parts, strict=True)]) or whole


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


def _halves(sentences: Sequence[Sentence]) -> tuple[Sequence[Sentence], ...]:
    """Return two parts that share, where they are long enough, the sentences about the middle; none of two
    sentences or fewer.
    """
    if len(sentences) <= 2:
        return ()
    middle = (sentences[0].start + sentences[-1].end) / 2
    cut = min(range(1, len(sentences)), key=lambda place: abs(sentences[place].start - middle))
    first = sentences[: cut + 1] if cut + 1 < len(sentences) else sentences[:cut]
    return first, sentences[cut - 1 :] if cut > 1 else sentences[cut:]


def _looks(
    question: str, windows: Sequence[tuple[Hit, Sequence[Sentence]]], model: ReadingModel
) -> list[Look]:
    """Return how each stretch of sentences was read below its article's headline and date."""
    heads = [head(hit) for hit, _ in windows]
    texts = [
        before + hit.article.text[part[0].start : part[-1].end]
        for before, (hit, part) in zip(heads, windows, strict=True)
    ]
    starts = [part[0].start for _, part in windows]
    return [
        Look(marks.answered, dict(_spans(marks, len(before), at)))
        for marks, before, at in zip(model.read(question, texts), heads, starts, strict=True)
    ]


def _reading(
    question: str, best: float, policy: Policy, hit: Hit, looks: Sequence[tuple[float, Look]]
) -> Reading | None:
    """Return the likeliest words of the likeliest sentence."""
    spans: defaultdict[tuple[int, int], float] = defaultdict(float)
    for weight, look in looks:
        for span, share in look.spans.items():
            spans[span] += weight * share
    if not spans:
        return None
    places = _places(hit, [start for start, _ in spans])
    shares = np.bincount(places, weights=[*spans.values()], minlength=len(hit.passage.sentences))
    chosen = int(shares.argmax())
    (start, end), share = max(
        (item for item, place in zip(spans.items(), places, strict=True) if place == chosen),
        key=lambda item: item[1],
    )
    article = hit.article
    evidence = {
        "answered": sum(weight * look.answered for weight, look in looks),
        "share": math.log(max(float(shares[chosen]), 1e-6)),
        "words": math.log(max(share, 1e-6)),
        "retrieved": hit.score - best,
        "missing": float(missing(question, f"{article.title}\n{article.text}", article.date)),
        "missing_near": float(missing(question, f"{head(hit)}{passage_text(hit)}", article.date)),
    }
    sentence = hit.passage.sentences[chosen]
    return Reading(
        hit=hit,
        sentence=sentence,
        start=start,
        end=min(end, sentence.end),
        likely=policy.window.of(evidence),
        evidence=evidence,
        shares=tuple(shares.tolist()),
    )


def _spans(marks: Marks, headed: int, at: int) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the likely stretches of a window as offsets into its article, with their probabilities.

    The window begins at offset `at` of the article, below a headline of `headed` characters.
    """
    inside = np.flatnonzero(marks.offsets[:, 0] >= headed)
    if not inside.size:
        return
    joint = marks.starts[inside, None] + marks.ends[None, inside]
    count = len(inside)
    reach = np.arange(count)[None, :] - np.arange(count)[:, None]
    joint = np.where((reach >= 0) & (reach < LONGEST), joint, -np.inf)
    chances = np.exp(joint - joint.max())
    chances /= chances.sum()
    offsets = marks.offsets[inside] + (at - headed)
    for i, j in np.argwhere(chances > 1e-4).tolist():
        yield (int(offsets[i, 0]), int(offsets[j, 1])), float(chances[i, j])


def _places(hit: Hit, starts: Sequence[int]) -> list[int]:
    """Return which sentences of the passage words begin in, those behind the last in the last."""
    ends = [sentence.end for sentence in hit.passage.sentences]
    return [min(bisect_right(ends, start), len(ends) - 1) for start in starts]


def ranked(readings: Iterable[Reading]) -> list[tuple[Sentence, Reading, float]]:
    """Return the sentences that were read, the likeliest to answer first, none twice."""
    found: dict[tuple[str, int], tuple[Sentence, Reading, float]] = {}
    for reading in readings:
        for sentence, share in zip(reading.hit.passage.sentences, reading.shares, strict=True):
            key, score = (reading.hit.article.name, sentence.start), reading.likely * share
            if key not in found or found[key][2] < score:
                found[key] = (sentence, reading, score)
    return sorted(found.values(), key=lambda item: -item[2])
