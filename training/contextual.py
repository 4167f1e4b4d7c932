"""`python -m training.contextual ...` trains the contextual student towards the teacher's vectors.

Multilingual distillation: Reimers & Gurevych 2020, https://arxiv.org/abs/2004.09813.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import load_file
from safetensors.torch import load_model, save_model
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.codeswitch import learn_lexicon, switch_english
from training.corpus import Corpus, read_corpora
from training.lessons import batches_by_length, draw_lessons, draw_parallel
from training.measure import Embed, Floats, passage_scores, read_question_set, recall
from training.pivot import join_on_english
from training.static import contrastive_loss
from training.student import Student, padded, student_of
from training.teacher import Teacher

_ROUND = 1536
_PARALLEL_ROUND = 256
_PARALLEL_EVERY = 3
_MOST_TOKENS = 2048
_LONGEST = 128
_LONGEST_READ = 256
_BODY_RATE = 1.5e-4
_TABLE_RATE = 1.2e-3
_SCALE = 20.0
_COSINE_WEIGHT = 2.0


def teaching_loss(given: Tensor, wanted: Tensor, pool: Tensor) -> Tensor:
    """Return how far unit rows `given` lie from `wanted`, and from ranking the rows of `pool` as those do."""
    cosine = 1 - (given * wanted).sum(dim=1).mean()
    ranks = torch.softmax(_SCALE * wanted @ pool.T, dim=1)
    return _COSINE_WEIGHT * cosine + functional.cross_entropy(_SCALE * given @ pool.T, ranks)


def losses(
    student: Student, teacher: Teacher, tokenizer: Tokenizer, corpora: Sequence[Corpus], seed: int
) -> Iterator[Tensor]:
    """Yield the loss of one batch after another without end; every third round of batches has no English."""
    generator = random.Random(seed)
    number = 0
    while True:
        number += 1
        if number % _PARALLEL_EVERY == 0:
            pairs = draw_parallel(corpora, _PARALLEL_ROUND, generator)
            yield from _parallel_round(student, tokenizer, pairs, generator)
            continue
        lessons = draw_lessons(corpora, _ROUND, generator)
        wanted = teacher.vectors([lesson.english for lesson in lessons])
        ids = _encode(tokenizer, [lesson.text for lesson in lessons])
        for batch in _shuffled_batches(ids, generator):
            given = student(*padded([ids[place] for place in batch], student.pieces))
            yield teaching_loss(given, wanted[batch], wanted)


def _parallel_round(
    student: Student, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], generator: random.Random
) -> Iterator[Tensor]:
    left, right = (_encode(tokenizer, [pair[side] for pair in pairs]) for side in (0, 1))
    for batch in _shuffled_batches([a + b for a, b in zip(left, right, strict=True)], generator):
        sides = (student(*padded([side[place] for place in batch], student.pieces)) for side in (left, right))
        yield contrastive_loss(*sides, scale=_SCALE)


def _encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids[:_LONGEST] for encoding in tokenizer.encode_batch_fast(list(texts))]


def _shuffled_batches(ids: Sequence[Sequence[int]], generator: random.Random) -> list[npt.NDArray[np.int64]]:
    batches = batches_by_length(np.array([len(row) + 2 for row in ids]), _MOST_TOKENS)
    generator.shuffle(batches)
    return batches


def train(student: Student, steps: Iterator[Tensor], *, minutes: float) -> Iterator[float]:
    """Take a training step per loss for `minutes`; yield the share of the time that is gone after each step.

    The learning rates rise over the first hundredth of the time and then fall to zero.
    """
    body = [weight for name, weight in student.named_parameters() if not name.startswith("table.")]
    groups = [{"params": body, "lr": _BODY_RATE}, {"params": student.table.parameters(), "lr": _TABLE_RATE}]
    optimizer = torch.optim.Adam(groups, fused=True)
    schedule = [group["lr"] for group in optimizer.param_groups]
    began = time.monotonic()
    done = 0.0
    while done < 1:
        for group, rate in zip(optimizer.param_groups, schedule, strict=True):
            group["lr"] = rate * min(100 * done, 1 - done)
        loss = next(steps)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # as torch ships it
        torch.nn.utils.clip_grad_norm_(body, 1.0)
        optimizer.step()
        done = (time.monotonic() - began) / (60 * minutes)
        yield done


def student_embed(student: Student, tokenizer: Tokenizer) -> Embed:
    """Return the function from texts to the student's unit vectors, texts cut at 256 tokens."""

    def embed(texts: Sequence[str]) -> Floats:
        rows = [encoding.ids[:_LONGEST_READ] for encoding in tokenizer.encode_batch_fast(list(texts))]
        vectors = np.zeros((len(rows), student.positions.shape[1]), np.float32)
        with torch.inference_mode():
            for batch in batches_by_length(np.array([len(row) + 2 for row in rows]), _MOST_TOKENS):
                vectors[batch] = student(*padded([rows[place] for place in batch], student.pieces)).numpy()
        return vectors

    return embed


def scores(embed: Embed, sets: Path) -> str:
    """Return one line: R@1 and R@5 by one vector per passage, of each set of questions."""
    parts = []
    for file in sorted(sets.glob("*.??*-??*.json")):
        questions = read_question_set(file)
        found = passage_scores(questions, embed)
        first, five = (recall(found, questions.right, k) for k in (1, 5))
        parts.append(f"{questions.name} {first:.3f} {five:.3f}")
    return "; ".join(parts)


def main() -> None:
    """Train the contextual student; its weights and scores are saved several times on the way."""
    options = _options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.static / "tokenizer.json"))
    static = load_file(options.static / "model.safetensors")["embedding.weight"]
    student = student_of(options.teacher, tokenizer, torch.from_numpy(static))
    if options.weights:
        load_model(student, str(options.weights))
    teacher = Teacher(options.teacher, options.prepared)
    corpora = read_corpora(options.corpora)
    switched = switch_english(corpora, learn_lexicon(corpora), options.seed)
    everything = [*corpora, *join_on_english(corpora), switched]
    steps = losses(student, teacher, tokenizer, everything, options.seed)
    saved = 0
    for number, done in enumerate(train(student, steps, minutes=options.minutes)):
        if done * options.saves >= saved + 1:
            saved += 1
            save_model(student, str(options.to))
            print(
                f"{done:.0%}, step {number}: {scores(student_embed(student, tokenizer), options.sets)}",
                flush=True,
            )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.contextual", description=main.__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of LEFT-RIGHT.tsv.xz files")
    parser.add_argument("--static", type=Path, required=True, help="folder of the static model")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--prepared", type=Path, required=True, help="folder that training.teacher wrote")
    parser.add_argument("--sets", type=Path, required=True, help="folder of NAME.QL-PL.json files")
    parser.add_argument("--to", type=Path, required=True, help="file to save the weights in")
    parser.add_argument("--weights", type=Path, help="go on from these weights of an earlier student")
    parser.add_argument("--minutes", type=float, default=60, help="time for training (default 60)")
    parser.add_argument("--saves", type=int, default=4, help="how often to save and measure (default 4)")
    parser.add_argument("--threads", type=int, default=2, help="processor threads (default 2)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default 0)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
