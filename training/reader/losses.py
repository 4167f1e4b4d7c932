"""What the reader is taught, from one reading of each pair."""

import torch
from torch import Tensor
from torch.nn import functional

from training.reader.batches import FILLS, Batch
from training.reader.examples import Task
from training.reader.model import Reader

_NEVER = -1e4


def losses_of(reader: Reader, batch: Batch) -> dict[str, Tensor]:
    """Return the mean loss of each kind, weighed by the share of the batch's pairs that have it."""
    states = reader(batch.ids, batch.ids != FILLS)
    opening = states[:, 0]
    parts = {
        "span": _span_losses(reader, states, batch),
        **_answer_losses(reader, opening, batch),
        **_claim_losses(reader, opening, batch),
        "leans": _lean_losses(reader, opening, batch),
    }
    return {name: losses.mean() * share for name, (losses, share) in parts.items() if len(losses)}


_Part = tuple[Tensor, float]


def _span_losses(reader: Reader, states: Tensor, batch: Batch) -> _Part:
    """Cross-entropy of the first and of the last token, over those of the second text."""
    marked = batch.spans[:, 0] >= 0
    scores = reader.span(states[marked]).float()
    places = torch.arange(states.shape[1], device=states.device)
    outside = (places < batch.firsts[marked, None]) | (places >= batch.lengths[marked, None] - 1)
    logs = functional.log_softmax(scores.masked_fill(outside[:, :, None], _NEVER), dim=1)
    right = logs.gather(1, batch.spans[marked, None, :])
    return -right.mean(dim=(1, 2)), _share(marked)


def _answer_losses(reader: Reader, opening: Tensor, batch: Batch) -> dict[str, _Part]:
    """Whether the second text answers: each pair alone, and above the others of its group."""
    asked = batch.tasks == Task.ANSWER
    scores = reader.answered(opening).float()[:, 0]
    alone = functional.binary_cross_entropy_with_logits(
        scores[asked], batch.labels[asked].float(), reduction="none"
    )
    others = asked & _follows(batch) & (batch.labels[batch.leads] == 1)
    above = functional.softplus(scores[others] - scores[batch.leads[others]])
    return {"answered": (alone, _share(asked)), "answered above": (above, _share(asked))}


def _claim_losses(reader: Reader, opening: Tensor, batch: Batch) -> dict[str, _Part]:
    """What a claim is to its evidence: each alone, and the supported one above the others of its group."""
    claims = batch.tasks == Task.CLAIM
    logs = functional.log_softmax(reader.entailment(opening).float(), dim=1)
    logs = torch.cat([logs, logs[:, 1:].logsumexp(dim=1, keepdim=True)], dim=1)
    alone = functional.nll_loss(logs[claims], batch.labels[claims], reduction="none")
    odds = logs[:, 0] - logs[:, 3]
    others = claims & _follows(batch)
    above = functional.softplus(odds[others] - odds[batch.leads[others]])
    return {"claim": (alone, _share(claims)), "claim above": (above, _share(claims))}


def _lean_losses(reader: Reader, opening: Tensor, batch: Batch) -> _Part:
    """Whether a question leans on what was said before it."""
    leaning = batch.tasks == Task.LEAN
    scores = reader.leans(opening).float()[leaning, 0]
    lost = functional.binary_cross_entropy_with_logits(
        scores, batch.labels[leaning].float(), reduction="none"
    )
    return lost, _share(leaning)


def _follows(batch: Batch) -> Tensor:
    """Return which pairs are not the first of their group."""
    return batch.leads != torch.arange(len(batch.leads), device=batch.leads.device)


def _share(chosen: Tensor) -> float:
    return float(chosen.float().mean())
