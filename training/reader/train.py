"""Training that can be stopped and goes on, alone or beside a second process.

AdamW on float32 weights, the reading in bfloat16; what is kept in the end is a running mean of the weights.
Two processes that train on different draws may take over a share of each other's weights now and then (local
SGD, https://arxiv.org/abs/1805.09767): two cores give more so than as two threads of one process.
"""

import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.average import averaged
from training.reader.batches import Batch
from training.reader.losses import losses_of
from training.reader.model import Reader, is_head

RATE = 1.2e-4
# Heads begin at nothing and learn so many times as fast.
_HEAD_RATE = 3.0
_DECAY = 0.01
_WARM_STEPS, _LEAST_RATE = 40, 0.02
_LONGEST_MEAN = 0.998
# How often the state is saved and the other process looked at, in steps, and how much of it is taken.
_SAVED_EVERY, _SHARE_OF_OTHER = 60, 0.45


@dataclass(frozen=True, slots=True)
class Limit:
    """When training ends: after so many minutes or so many steps, whichever comes first."""

    minutes: float = float("inf")
    steps: float = float("inf")

    def done(self, seconds: float, steps: int) -> float:
        """Return how much of the way is behind, from 0 to 1."""
        return min(1.0, max(seconds / 60 / self.minutes, steps / self.steps))


class Training:
    """A reader in training: its weights, their running mean and the optimiser, kept in `file`."""

    def __init__(self, reader: Reader, file: Path, device: torch.device | None = None) -> None:
        self.device = device or torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.file = file
        self.steps, self.seconds = 0, 0.0
        self.weights = {
            name: value.detach().clone().to(self.device) for name, value in reader.trained().items()
        }
        self.mean = {name: value.clone() for name, value in self.weights.items()}
        self._reading = deepcopy(reader).to(self.device, torch.bfloat16)
        self._read_with = self._reading.trained()
        self._optimizer = torch.optim.AdamW(self._parts(), lr=RATE, betas=(0.9, 0.98), fused=True)
        if file.exists():
            self._restore(torch.load(file, map_location=self.device))

    def run(self, batches: Iterator[Batch], limit: Limit, other: Path | None = None) -> None:
        """Train until the limit, beside the training that keeps its state in `other`; saves on the way."""
        met = _saved_at(other)
        while (done := limit.done(self.seconds, self.steps)) < 1:
            began = time.monotonic()
            losses = self._step(next(batches), done)
            self.seconds += time.monotonic() - began
            if self.steps % _SAVED_EVERY == 0:
                if other and _saved_at(other) > met:
                    met = _saved_at(other)
                    self._take_over(torch.load(other, map_location=self.device))
                self.save()
                parts = " ".join(f"{name} {float(loss):.3f}" for name, loss in losses.items())
                print(f"{done:.0%}, step {self.steps}, {self.seconds / 60:.1f} minutes: {parts}", flush=True)
        self.save()

    def save(self) -> None:
        """Write the whole state; what was there is replaced in one step."""
        state = {
            "steps": self.steps,
            "seconds": self.seconds,
            "weights": self.weights,
            "mean": self.mean,
            "optimizer": self._optimizer.state_dict(),
        }
        fresh = self.file.with_suffix(".fresh")
        torch.save(state, fresh)
        fresh.replace(self.file)

    def _step(self, batch: Batch, done: float) -> dict[str, Tensor]:
        for group in self._optimizer.param_groups:
            warm = min(1.0, (self.steps + 1) / _WARM_STEPS)
            group["lr"] = RATE * group["speed"] * warm * max(_LEAST_RATE, 1 - done)
        losses = losses_of(self._reading, batch.to(self.device))
        torch.stack([*losses.values()]).sum().backward()  # type: ignore[no-untyped-call]  # as torch ships it
        for name, weight in self.weights.items():
            gradient, self._read_with[name].grad = self._read_with[name].grad, None
            weight.grad = torch.zeros_like(weight) if gradient is None else gradient.float()
        torch.nn.utils.clip_grad_norm_([*self.weights.values()], 1.0)
        self._optimizer.step()
        self.steps += 1
        share = 1 - min(_LONGEST_MEAN, (self.steps + 1) / (self.steps + 10))
        torch._foreach_lerp_([*self.mean.values()], [*self.weights.values()], share)
        self._push()
        return {name: loss.detach() for name, loss in losses.items()}

    @torch.no_grad()
    def _push(self) -> None:
        """Read with the weights as they are now."""
        for name, weight in self.weights.items():
            self._read_with[name].copy_(weight)

    @torch.no_grad()
    def _take_over(self, state: dict[str, Any]) -> None:
        for ours, theirs in ((self.weights, state["weights"]), (self.mean, state["mean"])):
            for name, value in averaged(ours, theirs, share=_SHARE_OF_OTHER).items():
                ours[name].copy_(value)
        self._push()

    @torch.no_grad()
    def _restore(self, state: dict[str, Any]) -> None:
        self.steps, self.seconds = state["steps"], state["seconds"]
        for ours, theirs in ((self.weights, state["weights"]), (self.mean, state["mean"])):
            for name, value in ours.items():
                value.copy_(theirs[name])
        self._optimizer.load_state_dict(state["optimizer"])
        self._push()

    def _parts(self) -> list[dict[str, Any]]:
        """Return the weights by how they are trained: matrices of the body are drawn to nothing, a little."""
        body = {name: weight for name, weight in self.weights.items() if not is_head(name)}
        heads = [weight for name, weight in self.weights.items() if is_head(name)]
        matrices = [weight for weight in body.values() if weight.ndim > 1]
        others = [weight for weight in body.values() if weight.ndim == 1]
        return [
            {"params": matrices, "weight_decay": _DECAY, "speed": 1.0},
            {"params": others, "weight_decay": 0.0, "speed": 1.0},
            {"params": heads, "weight_decay": 0.0, "speed": _HEAD_RATE},
        ]


def trained_reader(reader: Reader, file: Path) -> Reader:
    """Return the reader with the running mean of the weights that a training keeps in `file`."""
    mean = torch.load(file, map_location="cpu")["mean"]
    finished = deepcopy(reader).eval()
    finished.load_state_dict(reader.state_dict() | mean)
    return finished


def _saved_at(file: Path | None) -> float:
    return file.stat().st_mtime if file and file.exists() else 0.0
