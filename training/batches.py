"""Pairs as token ids, and the batches that training draws from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rich.progress import track
from tokenizers import Tokenizer

from training.corpus import Corpus

Integers = npt.NDArray[np.int64]
_LONGEST_GROUP = 4
_SHORTEST_CROPPED = 8


@dataclass(frozen=True, slots=True)
class TokenBags:
    """Texts as token ids end to end: text i is `ids[starts[i]:starts[i + 1]]`; texts alike share a key."""

    ids: Integers
    starts: Integers
    keys: Integers

    def lengths(self, rows: Integers) -> Integers:
        """Return how many tokens each text in `rows` has."""
        return self.starts[rows + 1] - self.starts[rows]

    def gather(self, rows: Integers) -> tuple[Integers, Integers]:
        """Return the ids of the texts in `rows`, end to end, and where each begins."""
        return self._slices(self.starts[rows], self.lengths(rows))

    def crop(
        self, rows: Integers, low: float, high: float, generator: np.random.Generator
    ) -> tuple[Integers, Integers]:
        """Return a run of each text, a share between `low` and `high` of its tokens, as `gather` does."""
        whole = self.lengths(rows)
        kept = np.ceil(whole * generator.uniform(low, high, len(rows))).astype(np.int64)
        skipped = generator.integers(0, whole - kept, endpoint=True)
        return self._slices(self.starts[rows] + skipped, kept)

    def _slices(self, begins: Integers, lengths: Integers) -> tuple[Integers, Integers]:
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        return self.ids[np.repeat(begins - offsets, lengths) + np.arange(lengths.sum())], offsets


@dataclass(frozen=True, slots=True)
class Pairs:
    """All corpora as one: text i of `left` translates text i of `right`.

    Corpus c holds the texts from firsts[c] to firsts[c + 1] and is drawn with probability weights[c].
    """

    left: TokenBags
    right: TokenBags
    firsts: Integers
    weights: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Left and right texts that belong together, as token ids end to end and the place where each begins."""

    left_ids: Integers
    left_offsets: Integers
    right_ids: Integers
    right_offsets: Integers


def encode_corpora(corpora: Sequence[Corpus], tokenizer: Tokenizer, *, longest: int) -> Pairs:
    """Return the corpora's texts as ids, each cut to its first `longest` tokens."""
    sides = [
        encode_texts([pair[side] for corpus in corpora for pair in corpus.pairs], tokenizer, longest=longest)
        for side in (0, 1)
    ]
    firsts = np.cumsum([0, *(len(corpus.pairs) for corpus in corpora)])
    weights = np.array([corpus.weight for corpus in corpora])
    return Pairs(sides[0], sides[1], firsts, weights / weights.sum())


def encode_texts(texts: Sequence[str], tokenizer: Tokenizer, *, longest: int) -> TokenBags:
    """Return texts as ids, each cut to its first `longest` tokens."""
    parts: list[Integers] = []
    for begin in track(range(0, len(texts), 4096), "Encoding texts"):
        encodings = tokenizer.encode_batch_fast(list(texts[begin : begin + 4096]), add_special_tokens=False)
        parts.extend(np.array(encoding.ids[:longest], np.int64) for encoding in encodings)
    starts = np.cumsum([0, *(len(part) for part in parts)])
    numbers: dict[str, int] = {}
    keys = np.array([numbers.setdefault(text, len(numbers)) for text in texts])
    return TokenBags(np.concatenate(parts), starts, keys)


def draw_batches(pairs: Pairs, *, size: int, seed: int) -> Iterator[Batch]:
    """Yield batches of at most `size` pairs without end.

    Of four batches two hold translations, one a text and a passage that contains its translation
    (questions are short, passages long), and one two crops of a text in its own language (Izacard 2021,
    https://arxiv.org/abs/2112.09118). Every third batch of translations or so comes from a single corpus,
    so that the wrong answers are of the same kind as the right one.
    """
    generator = np.random.default_rng(seed)
    number = 0
    while True:
        crops = number % 4 == 3
        draws = 1 if number % 3 == 2 and not crops else size
        corpora = np.resize(generator.choice(len(pairs.weights), draws, p=pairs.weights), size)
        length = int(generator.integers(2, _LONGEST_GROUP + 1)) if number % 2 else 1
        groups = _draw_groups(pairs, corpora, length, generator)
        side = (pairs.left, pairs.right)[number // 4 % 2]
        long = groups[side.lengths(groups[:, 0]) >= _SHORTEST_CROPPED]
        if crops and len(long) > 0:
            yield _crops(side, long, generator)
        else:
            yield _translations(pairs, groups)
        number += 1


def _draw_groups(pairs: Pairs, corpora: Integers, length: int, generator: np.random.Generator) -> Integers:
    """Return rows of shape (groups, length), those of a group from its corpus, no first text drawn twice."""
    low, high = pairs.firsts[corpora], pairs.firsts[corpora + 1]
    rows = generator.integers(low[:, None], high[:, None], (len(corpora), length))
    for side in (pairs.left, pairs.right):
        _, kept = np.unique(side.keys[rows[:, 0]], return_index=True)
        rows = rows[np.sort(kept)]
    return rows


def _translations(pairs: Pairs, groups: Integers) -> Batch:
    left_ids, left_offsets = pairs.left.gather(groups[:, 0])
    right_ids, right_offsets = pairs.right.gather(groups.ravel())
    return Batch(left_ids, left_offsets, right_ids, right_offsets[:: groups.shape[1]])


def _crops(side: TokenBags, groups: Integers, generator: np.random.Generator) -> Batch:
    """Return short crops of each group's first text against longer crops of all its texts."""
    left_ids, left_offsets = side.crop(groups[:, 0], 0.2, 0.5, generator)
    right_ids, right_offsets = side.crop(groups.ravel(), 0.4, 1.0, generator)
    return Batch(left_ids, left_offsets, right_ids, right_offsets[:: groups.shape[1]])
