"""Windows: runs of whole sentences of a text, as the product reads them, with or without the answer."""

import random
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from index.chunk import sentences

# A piece found in more texts than this says nothing of what a text is about.
_COMMON = 60


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a text, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text, what stands above its windows, its sentences, their lengths in tokens, and its pieces."""

    text: str
    head: str
    sentences: tuple[Span, ...]
    lengths: tuple[int, ...]
    pieces: frozenset[int]

    def touched(self, span: Span) -> range:
        """Return the places of the sentences that share characters with a span; empty if none does."""
        return range(
            sum(sentence.end <= span.start for sentence in self.sentences),
            sum(sentence.start < span.end for sentence in self.sentences),
        )


def read_text(text: str, head: str, tokenizer: Tokenizer) -> Text:
    """Return a text with its sentences; `head` may be empty."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    begins = [start for start, _ in encoding.offsets]
    found = [Span(sentence.start, sentence.end) for sentence in sentences(text, 0, len(text))]
    lengths = [bisect_left(begins, span.end) - bisect_left(begins, span.start) for span in found]
    return Text(text, head, tuple(found), tuple(lengths), frozenset(encoding.ids))


def find(text: str, words: str, evidence: str) -> Span | None:
    """Return where `words` stand inside the evidence, or first anywhere; None if they do not."""
    base = text.find(evidence)
    inside = evidence.find(words) if base >= 0 else -1
    start = base + inside if inside >= 0 else text.find(words)
    return Span(start, start + len(words)) if start >= 0 else None


def run_around(text: Text, middle: range, size: int, generator: random.Random) -> range:
    """Return a run of sentences that holds those of `middle`, grown to either side up to `size` tokens."""
    low, high = middle.start, middle.stop
    length = sum(text.lengths[low:high])
    lean = generator.random()
    while True:
        before = low > 0 and length + text.lengths[low - 1] <= size
        after = high < len(text.lengths) and length + text.lengths[high] <= size
        if not before and not after:
            return range(low, high)
        if before and (not after or generator.random() < lean):
            low -= 1
            length += text.lengths[low]
        else:
            length += text.lengths[high]
            high += 1


def window_with(text: Text, span: Span, size: int, generator: random.Random) -> Span | None:
    """Return a window of about `size` tokens that holds the span whole; None if it stands in no sentence."""
    middle = text.touched(span)
    if not middle:
        return None
    run = run_around(text, middle, size, generator)
    start, end = text.sentences[run.start].start, text.sentences[run.stop - 1].end
    return Span(min(start, span.start), max(end, span.end))


def any_window(text: Text, size: int, generator: random.Random) -> str:
    """Return the words of a window of about `size` tokens anywhere; empty for a text without sentences."""
    if not text.sentences:
        return ""
    place = generator.randrange(len(text.sentences))
    run = run_around(text, range(place, place + 1), size, generator)
    return text.text[text.sentences[run.start].start : text.sentences[run.stop - 1].end]


def window_without(
    text: Text, gone: Span, answers: Sequence[str], size: int, generator: random.Random
) -> str:
    """Return a window, near what is gone or anywhere, without the sentences that share characters with it.

    It is empty where nothing is left, or where what is left holds one of the answers all the same.
    """
    missing = text.touched(gone)
    if not missing:
        return ""
    place = generator.randrange(len(text.sentences))
    middle = missing if generator.random() < 0.5 else range(place, place + 1)
    run = run_around(text, middle, size, generator)
    parts = [
        text.text[text.sentences[part.start].start : text.sentences[part.stop - 1].end]
        for part in (
            range(run.start, min(run.stop, missing.start)),
            range(max(run.start, missing.stop), run.stop),
        )
        if part
    ]
    left = "\n".join(parts)
    return "" if any(answer in left for answer in answers) else left


def neighbours(texts: Sequence[Text], languages: Sequence[str], most: int = 4) -> list[list[int]]:
    """Return for each text the places of those of its language that share most of its rare pieces."""
    counts = Counter(piece for text in texts for piece in text.pieces)
    holders: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for place, (text, language) in enumerate(zip(texts, languages, strict=True)):
        for piece in text.pieces:
            if 1 < counts[piece] <= _COMMON:
                holders[language, piece].append(place)
    near = []
    for text, language in zip(texts, languages, strict=True):
        shared: defaultdict[int, float] = defaultdict(float)
        for piece in sorted(text.pieces):
            for other in holders.get((language, piece), ()):
                if texts[other].text != text.text:
                    shared[other] += 1 / counts[piece]
        near.append(sorted(shared, key=lambda other: -shared[other])[:most])
    return near
