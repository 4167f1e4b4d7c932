"""Static token vectors: a text's vector is the mean of its tokens' vectors, and translations lie close.

Contrastive learning with in-batch negatives (van den Oord 2018, https://arxiv.org/abs/1807.03748), summed
over prefixes of the vectors (Matryoshka, Kusupati 2022, https://arxiv.org/abs/2205.13147).
"""

from collections.abc import Sequence
from itertools import islice

import torch
from rich.progress import track
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Batch, Pairs, draw_batches

_BATCH = 2048
_LEARNING_RATE = 4e-3
_SCALE = 20.0


def contrastive_loss(left: Tensor, right: Tensor, *, scale: float) -> Tensor:
    """Return the mean loss of finding row i of `right` from row i of `left` among all rows, and back.

    The scores are cosines times `scale`.
    """
    cosines = functional.normalize(left, dim=1) @ functional.normalize(right, dim=1).T
    logits = cosines * scale
    labels = torch.arange(len(logits))
    return (functional.cross_entropy(logits, labels) + functional.cross_entropy(logits.T, labels)) / 2


def nested_loss(left: Tensor, right: Tensor, *, dimensions: Sequence[int]) -> Tensor:
    """Return the sum of the contrastive losses of the first `dimensions[0]`, `dimensions[1]`, ... columns."""
    losses = [contrastive_loss(left[:, :size], right[:, :size], scale=_SCALE) for size in dimensions]
    return torch.stack(losses).sum()


def train_vectors(
    pairs: Pairs, vocabulary_size: int, *, dimensions: Sequence[int], steps: int, seed: int
) -> Tensor:
    """Return token vectors of shape (vocabulary_size, dimensions[-1]), float32, after `steps` batches.

    Training makes the vectors of tokens that tell texts apart long, and those of function words short.
    """
    torch.manual_seed(seed)
    table = nn.EmbeddingBag(vocabulary_size, dimensions[-1], mode="mean")
    nn.init.normal_(table.weight, std=0.05)
    optimizer = torch.optim.Adam(table.parameters(), lr=_LEARNING_RATE, fused=True)
    batches = islice(draw_batches(pairs, size=_BATCH, seed=seed), steps)
    for step, batch in enumerate(track(batches, "Training", total=steps)):
        optimizer.param_groups[0]["lr"] = _LEARNING_RATE * (1 - step / steps)
        _step(table, optimizer, batch, dimensions)
    return table.weight.detach()


def _step(
    table: nn.EmbeddingBag, optimizer: torch.optim.Optimizer, batch: Batch, dimensions: Sequence[int]
) -> None:
    left = table(torch.from_numpy(batch.left_ids), torch.from_numpy(batch.left_offsets))
    right = table(torch.from_numpy(batch.right_ids), torch.from_numpy(batch.right_offsets))
    optimizer.zero_grad()
    nested_loss(left, right, dimensions=dimensions).backward()  # type: ignore[no-untyped-call]  # as torch ships it
    optimizer.step()
