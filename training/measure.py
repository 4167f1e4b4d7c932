"""How well vectors find the right passage: recall on sets of questions whose passage is known.

`python -m training.measure --model FOLDER --sets FOLDER` prints a table.
"""

import argparse
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.progress import track
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]

_SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Passages, questions and for each question the number of its passage; `name` tells both languages."""

    name: str
    passages: tuple[str, ...]
    questions: tuple[str, ...]
    right: npt.NDArray[np.int64]


def read_question_set(file: Path) -> QuestionSet:
    """Return the set in a file `NAME.QL-PL.json`."""
    content = json.loads(file.read_text(encoding="utf-8"))
    questions = content["questions"]
    return QuestionSet(
        file.stem,
        tuple(content["passages"]),
        tuple(question["question"] for question in questions),
        np.array([question["passage"] for question in questions]),
    )


def recall(scores: Floats, right: npt.NDArray[np.int64], k: int) -> float:
    """Return the share of rows whose right column is among the best `k`; ties count against it."""
    own = scores[np.arange(len(right)), right][:, None]
    return float(((scores >= own).sum(axis=1) <= k).mean())


def passage_scores(questions: QuestionSet, embed: Embed) -> Floats:
    """Return the cosine of each question with each passage."""
    return embed(questions.questions) @ embed(questions.passages).T


def sentence_scores(questions: QuestionSet, embed: Embed) -> Floats:
    """Return the cosine of each question with the best sentence of each passage."""
    sentences = [[s for s in _SENTENCE_END.split(passage) if s.strip()] for passage in questions.passages]
    vectors = embed([sentence for group in sentences for sentence in group])
    starts = np.cumsum([0, *(len(group) for group in sentences[:-1])])
    return np.maximum.reduceat(embed(questions.questions) @ vectors.T, starts, axis=1)


def token_scores(questions: QuestionSet, tokenizer: Tokenizer, vectors: Floats) -> Floats:
    """Return MaxSim: each question token's best cosine in the passage, averaged.

    Khattab & Zaharia 2020, https://arxiv.org/abs/2004.12832, but weighted by the length of its vector.
    """
    lengths = np.linalg.norm(vectors, axis=1)
    units = vectors / np.maximum(lengths, 1e-9)[:, None]
    passages = [np.unique(encoding.ids) for encoding in tokenizer.encode_batch(list(questions.passages))]
    starts = np.cumsum([0, *(len(ids) for ids in passages[:-1])])
    columns = units[np.concatenate(passages)]
    rows = []
    for encoding in tokenizer.encode_batch(list(questions.questions)):
        weights = lengths[encoding.ids]
        best = np.maximum.reduceat(units[encoding.ids] @ columns.T, starts, axis=1)
        rows.append(weights @ best / max(weights.sum(), 1e-9))
    return np.stack(rows)


def standardised(scores: Floats) -> Floats:
    """Return scores with mean 0 and deviation 1 in each row, so that unlike scores can be added."""
    centred = scores - scores.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(scores.std(axis=1, keepdims=True), 1e-9), np.float32)


def static_embed(tokenizer: Tokenizer, vectors: Floats) -> Embed:
    """Return the function from texts to the unit means of their token vectors; zeros for no tokens."""

    def embed(texts: Sequence[str]) -> Floats:
        encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
        sums = np.stack([vectors[encoding.ids].sum(axis=0) for encoding in encodings])
        return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12), np.float32)

    return embed


def main() -> None:
    """Print R@1 and R@5 of each set, by passage vectors alone and with sentences and tokens added."""
    parser = argparse.ArgumentParser(prog="python -m training.measure", description=main.__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder of the model")
    parser.add_argument("--sets", type=Path, required=True, help="folder of NAME.QL-PL.json files")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.model / "tokenizer.json"))
    vectors = load_file(options.model / "model.safetensors")["embedding.weight"].astype(np.float32)
    rows = []
    for file in track(sorted(options.sets.glob("*.??*-??*.json")), "Measuring"):
        questions = read_question_set(file)
        passages = passage_scores(questions, static_embed(tokenizer, vectors))
        sentences = sentence_scores(questions, static_embed(tokenizer, vectors))
        tokens = token_scores(questions, tokenizer, vectors)
        together = standardised(passages) + standardised(sentences) + standardised(tokens)
        figures = [recall(scores, questions.right, k) for scores in (passages, together) for k in (1, 5)]
        rows.append(f"| {questions.name} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")
    print(
        "| set | vector R@1 | R@5 | + sentence + MaxSim R@1 | R@5 |", "|---|---|---|---|---|", *rows, sep="\n"
    )


if __name__ == "__main__":
    main()
