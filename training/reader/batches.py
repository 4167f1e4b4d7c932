"""Batches of groups of like length, drawn from the sources by their shares."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.reader.examples import Group

# What fills a batch up, by the tokenizer.
FILLS = 1
TOKENS = 4_096
# So many groups are sorted by length at a time, not quite strictly, so that batches differ.
_DRAWN, _NOISE = 400, 12


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Pairs as ids, shape (pairs, tokens), and what is known of each, shape (pairs,), as in `Example`.

    `spans` has -1 where no answer is marked, `leads` the place of the first pair of each one's group.
    """

    ids: Tensor
    lengths: Tensor
    firsts: Tensor
    tasks: Tensor
    labels: Tensor
    spans: Tensor
    leads: Tensor

    def to(self, device: torch.device) -> "Batch":
        """Return the batch on a device."""
        parts = (self.ids, self.lengths, self.firsts, self.tasks, self.labels, self.spans, self.leads)
        return Batch(*(part.to(device) for part in parts))


def batch_of(groups: Sequence[Group]) -> Batch:
    """Return groups as one batch."""
    examples = [example for group in groups for example in group]
    ids = np.full((len(examples), max(len(example.ids) for example in examples)), FILLS)
    for row, example in zip(ids, examples, strict=True):
        row[: len(example.ids)] = example.ids
    begins = np.cumsum([0, *(len(group) for group in groups)])
    return Batch(
        ids=torch.from_numpy(ids),
        lengths=torch.tensor([len(example.ids) for example in examples]),
        firsts=torch.tensor([example.first for example in examples]),
        tasks=torch.tensor([int(example.task) for example in examples]),
        labels=torch.tensor([example.label for example in examples]),
        spans=torch.tensor([example.span or (-1, -1) for example in examples]),
        leads=torch.from_numpy(np.repeat(begins[:-1], np.diff(begins))),
    )


def draw_batches(
    groups: Mapping[str, Sequence[Group]], shares: Mapping[str, float], tokens: int, seed: int
) -> Iterator[Batch]:
    """Yield batches of at most `tokens` tokens without end.

    Every group of a source comes before one comes again. A source that has no groups is left out.
    """
    generator = random.Random(seed)
    decks = {name: _deck(held, generator) for name, held in groups.items() if held}
    weights = [shares[name] * len(groups[name]) / sum(map(len, groups[name])) for name in decks]
    while True:
        drawn = [next(deck) for deck in generator.choices([*decks.values()], weights, k=_DRAWN)]
        batches = list(
            _filled(sorted(drawn, key=lambda group: _longest(group) + _NOISE * generator.random()), tokens)
        )
        generator.shuffle(batches)
        yield from map(batch_of, batches)


def _deck(groups: Sequence[Group], generator: random.Random) -> Iterator[Group]:
    while True:
        yield from generator.sample(groups, len(groups))


def _filled(groups: Sequence[Group], tokens: int) -> Iterator[list[Group]]:
    batch: list[Group] = []
    for group in groups:
        grown = [*batch, group]
        if batch and max(map(_longest, grown)) * sum(map(len, grown)) > tokens:
            yield batch
            grown = [group]
        batch = grown
    yield batch


def _longest(group: Group) -> int:
    return max(len(example.ids) for example in group)
