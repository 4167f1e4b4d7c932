"""`python -m training.sounds ...` teaches what a name sounds like in Latin letters, katakana and Chinese.

A name finds itself in another script among the others of a batch, as in training/static.py.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import track
from torch import Tensor, nn
from torch.nn import functional

from rag.values.sounds import reading, signs
from training.corpus import Corpus, read_corpora
from training.static import contrastive_loss

_WIDTH, _HIDDEN, _SIZE = 64, 256, 128
_BATCH = 512
_RATE = 5e-3
_SCALE = 20.0
_LONGEST = 18
# A sign seen less often is known by its reading alone.
_LEAST_COUNT = 3
# So often a sign is known by its reading alone, for those never seen to be known so too.
_FORGET = 0.1
# How often a batch is Latin and katakana, Latin and Chinese, Chinese and katakana.
_SHARES = (0.4, 0.4, 0.2)

Pairs = Sequence[tuple[str, str]]


class SoundStudent(nn.Module):
    """`rag.values.sounds.Sounds` as it learns; row 0 of the table stands for nothing."""

    def __init__(self, signs_known: str, readings: Sequence[str]) -> None:
        super().__init__()
        self.signs, self.readings = signs_known, tuple(readings)
        self.sign_rows = {sign: row for row, sign in enumerate(self.signs, 1)}
        self.reading_rows = {read: row for row, read in enumerate(self.readings, 1 + len(self.signs))}
        self.table = nn.Embedding(1 + len(self.signs) + len(self.readings), _WIDTH, padding_idx=0)
        self.beside = nn.Conv1d(_WIDTH, _HIDDEN, 3, padding=1, bias=False)
        self.bias = nn.Parameter(torch.zeros(_HIDDEN))
        self.adds = nn.Linear(_HIDDEN, _SIZE, bias=False)
        self.places = nn.Linear(_HIDDEN, _SIZE, bias=False)

    def rows(self, names: Sequence[str]) -> Tensor:
        """Return the table's rows of each sign and of its reading, shape (names, signs, 2), filled with 0."""
        found = np.zeros((len(names), _LONGEST, 2), dtype=np.int64)
        for row, name in enumerate(names):
            for at, sign in enumerate(signs(name)[:_LONGEST]):
                found[row, at] = self.sign_rows.get(sign, 0), self.reading_rows.get(reading(sign), 0)
        return torch.from_numpy(found)

    def forward(self, rows: Tensor) -> Tensor:
        """Return one vector per name, shape (names, size), of any length."""
        kept = (rows > 0).any(dim=2)
        if self.training:
            forgotten = torch.rand(rows.shape[:2]) < _FORGET
            rows = torch.stack([rows[:, :, 0].masked_fill(forgotten, 0), rows[:, :, 1]], dim=2)
        given = self.beside(self.table(rows).sum(dim=2).transpose(1, 2)).transpose(1, 2)
        hidden = functional.relu(given + self.bias) * kept[:, :, None]
        lengths = kept.sum(dim=1, keepdim=True).clamp_min(1)
        places = (2 * torch.arange(rows.shape[1]) + 1) / lengths - 1
        added = self.adds(hidden.sum(dim=1)) + self.places((hidden * places[:, :, None]).sum(dim=1))
        return torch.as_tensor(added)


def student_for(pairs: Iterable[Pairs]) -> SoundStudent:
    """Return a student that knows the signs of these names."""
    counts = Counter(sign for some in pairs for pair in some for name in pair for sign in signs(name))
    known = "".join(sorted(sign for sign, count in counts.items() if count >= _LEAST_COUNT))
    return SoundStudent(known, sorted({reading(sign) for sign in known} - {""}))


def names_by_scripts(corpora: Sequence[Corpus]) -> tuple[Pairs, Pairs, Pairs]:
    """Return the names in Latin and katakana, Latin and Chinese, and those of one Latin name in both."""
    pairs = {
        corpus.right_language: [pair for pair in corpus.pairs if all(map(signs, pair))]
        for corpus in corpora
        if corpus.source == "names"
    }
    chinese: dict[str, list[str]] = {}
    for latin, name in pairs["zh"]:
        chinese.setdefault(latin, []).append(name)
    joined = [(other, name) for latin, name in pairs["ja"] for other in chinese.get(latin, ())]
    return pairs["ja"], pairs["zh"], joined


def draw_batches(
    student: SoundStudent, pairs: Sequence[Pairs], size: int, seed: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield the rows of both sides of `size` pairs, all of the same scripts, without end."""
    generator = random.Random(seed)
    sides = [tuple(student.rows([pair[side] for pair in some]) for side in (0, 1)) for some in pairs]
    while True:
        left, right = generator.choices(sides, _SHARES)[0]
        chosen = generator.sample(range(len(left)), min(size, len(left)))
        yield left[chosen], right[chosen]


def train_sounds(pairs: Sequence[Pairs], *, steps: int, seed: int) -> SoundStudent:
    """Return a student after `steps` batches; the learning rate rises for a third of them, then falls."""
    torch.manual_seed(seed)
    student = student_for(pairs)
    optimizer = torch.optim.Adam(student.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, steps)
    batches = islice(draw_batches(student, pairs, _BATCH, seed), steps)
    for left, right in track(batches, "Training", total=steps):
        optimizer.zero_grad()
        loss = contrastive_loss(student(left), student(right), scale=_SCALE)
        loss.backward()  # type: ignore[no-untyped-call]  # as torch ships it
        optimizer.step()
        schedule.step()
    return student.eval()


def write_sounds(student: SoundStudent, file: Path) -> None:
    """Write the student as int8, with a scale for each of the table's rows and for each column elsewhere."""
    beside = student.beside.weight.detach().permute(2, 1, 0)
    weights = {
        "table": (student.table.weight.detach(), -1),
        "beside": (beside, 1),
        "adds": (student.adds.weight.detach().T, 0),
        "places": (student.places.weight.detach().T, 0),
    }
    stored: dict[str, Any] = {
        "signs": student.signs,
        "readings": " ".join(student.readings),
        "bias": student.bias.detach().numpy(),
    }
    for name, (weight, axis) in weights.items():
        scales = weight.abs().amax(dim=axis, keepdim=True).clamp_min(1e-9) / 127
        stored[name] = (weight / scales).round().to(torch.int8).numpy()
        stored[f"{name}_scales"] = scales.numpy()
    np.savez_compressed(file, **stored)


def main() -> None:
    """Train on the names of the corpora that are not held out and write the bundled file."""
    parser = argparse.ArgumentParser(prog="python -m training.sounds", description=main.__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of LEFT-RIGHT.tsv.xz files")
    parser.add_argument("--to", type=Path, required=True, help="file to write, rag/values/sounds.npz")
    parser.add_argument("--steps", type=int, default=1800, help="batches")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    pairs = names_by_scripts(read_corpora(options.corpora))
    write_sounds(train_sounds(pairs, steps=options.steps, seed=options.seed), options.to)


if __name__ == "__main__":
    main()
