"""Fit the weights of `rag/retrieve.py`: `python -m benchmarks.fit SETS QUESTIONS.jsonl [--indexes DIR]`.

SETS is a folder of development sets (`benchmarks/sets.py`); QUESTIONS.jsonl asks of the shipped articles, in
the format of `polycite eval`. Indexes are kept in DIR, and `benchmarks.retrieval` uses the same. Weights are
chosen so that what is right comes first among the candidates of its question (softmax over candidates), first
for passages, then for sentences. Prints what half of the questions show of weights fitted on the other half,
then the weights fitted on all.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch

from benchmarks.candidates import Array, Seen, Truths, of_seeds, of_sets
from benchmarks.sets import remembering
from index.models import open_models
from rag.retrieve import LIFT, NEIGHBOURS, homes, lifted, weighted

# Sentences of a question that take part: the right ones and those of the best passages.
SENTENCES = 200
# A weight of 1 moves a score by about 1, and the softmax wants differences of several.
SHARPNESS = 10.0
SMALL = 1e-3
CUTS = (1, 5)
GROUPS = ("own", "mixed", "seeds")

Weights = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Candidates of one question as rows of evidence, own language and other language side by side; the
    scores of passages are lifted by their `languages`, of which sentences have none.
    """

    group: str
    evidence: Array
    right: Truths
    languages: Sequence[str] = ()


def main() -> None:
    """Look at all questions, fit, measure and print."""
    parser = argparse.ArgumentParser(description="Fit the weights of the retriever.")
    parser.add_argument("sets", type=Path, metavar="SETS")
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("--model", default="bundled")
    parser.add_argument("--indexes", type=Path, metavar="DIR")
    arguments = parser.parse_args()
    models = remembering(open_models(arguments.model))
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.indexes or Path(temporary)
        seen = [*of_sets(arguments.sets, folder, models), *of_seeds(arguments.questions, folder, models)]
    report(seen)


def report(seen: Sequence[Seen]) -> None:
    """Fit on one half and print what the other shows, then print weights fitted on all."""
    learnt, held_out = ([each for each in seen if each.held_out is half] for half in (False, True))
    passages, sentences = fitted(learnt)
    print("held-out questions, R@1 / R@5 (own collection, mixed, shipped articles)")
    print_held_out("passages", held_out, partial(_passage_recalls, passages))
    print_held_out("sentences", held_out, partial(_sentence_recalls, passages, sentences))
    for without in passages:
        fewer = fit(passage_choices(learnt), list(passages), without=without)
        print_held_out(f"passages without {without}", held_out, partial(_passage_recalls, fewer))
    for without in sentences:
        fewer = fit(sentence_choices(learnt, passages), list(sentences), without=without)
        print_held_out(f"sentences without {without}", held_out, partial(_sentence_recalls, passages, fewer))
    for name, weights in zip(("PASSAGE_WEIGHTS", "SENTENCE_WEIGHTS"), fitted(seen), strict=True):
        print(f"{name} = {{  # own language, other language; fitted on all questions")
        for evidence, (own, other) in weights.items():
            print(f'    "{evidence}": ({own:.2f}, {other:.2f}),')
        print("}")


def print_held_out(what: str, held_out: Sequence[Seen], figures: Callable[[Sequence[Seen]], str]) -> None:
    """Print the figures of each group of questions."""
    shares = (figures([each for each in held_out if each.group == group]) for group in GROUPS)
    print(f"  {what:32}", "   ".join(shares))


def fitted(seen: Sequence[Seen]) -> tuple[Weights, Weights]:
    """Return the weights of passages, and of sentences on top of them."""
    passages = fit(passage_choices(seen), list(seen[0].passages))
    return passages, fit(sentence_choices(seen, passages), ["passage", *seen[0].sentences])


def passage_choices(seen: Sequence[Seen]) -> list[Choice]:
    """Return the passages of each question, with their evidence."""
    return [
        Choice(each.group, _rows(each.passages, each.same), each.right_passages, each.languages)
        for each in seen
    ]


def sentence_choices(seen: Sequence[Seen], weights: Weights) -> list[Choice]:
    """Return the sentences of each question's best passages, where some sentence is known to be right."""
    choices = []
    for each in seen:
        scores = lifted(weighted(each.passages, weights, each.same), each.languages)
        home = homes(scores, each.bounds, len(each.right_sentences))
        evidence = {"passage": scores[home], **each.sentences}
        # A mere neighbour of a passage comes last.
        best = np.argsort(-np.where(home < 0, -np.inf, scores[home]))[:SENTENCES]
        best = best[home[best] >= 0]
        if each.right_sentences.any():
            rows = _rows(evidence, each.same[home])
            choices.append(Choice(each.group, rows[best], each.right_sentences[best]))
    return choices


def _rows(evidence: Mapping[str, Array], same: Truths) -> Array:
    columns = [np.where(same == own, values, 0.0) for values in evidence.values() for own in (True, False)]
    return np.stack(columns, axis=1).astype(np.float32)


def fit(choices: Sequence[Choice], names: Sequence[str], *, without: str = "") -> Weights:
    """Return the weights under which right candidates are likeliest, 0 for the evidence left `without`."""
    known = [choice for choice in choices if choice.right.any()]
    most = max(len(choice.right) for choice in known)
    evidence = torch.zeros(len(known), most, 2 * len(names))
    absent, wrong = torch.full((len(known), most), -torch.inf), torch.full((len(known), most), -torch.inf)
    for place, choice in enumerate(known):
        count = len(choice.right)
        evidence[place, :count] = torch.from_numpy(choice.evidence)
        absent[place, :count] = 0.0
        wrong[place, :count][torch.from_numpy(choice.right)] = 0.0
    held = _languages(known, most)
    # Every group counts the same, however many questions it has.
    sizes = Counter(choice.group for choice in known)
    shares = torch.tensor([1 / len(sizes) / sizes[choice.group] for choice in known])
    used = torch.tensor([float(name != without) for name in names for _ in range(2)])
    weights = torch.zeros(2 * len(names), requires_grad=True)
    descent = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        descent.zero_grad()
        scores = SHARPNESS * _lift(evidence @ (weights * used), held)
        missed = torch.logsumexp(scores + absent, 1) - torch.logsumexp(scores + wrong, 1)
        total = (missed * shares).sum() + SMALL * (weights**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    # torch gives no types here.
    descent.step(loss)  # type: ignore[no-untyped-call]
    own, other = (weights * used).detach().numpy().reshape(-1, 2).T.tolist()
    return dict(zip(names, zip(own, other, strict=True), strict=True))


def _languages(choices: Sequence[Choice], most: int) -> list[torch.Tensor]:
    """Return for each language which candidates are in it, shape (choices, most)."""
    held = []
    for language in sorted({language for choice in choices for language in choice.languages}):
        inside = torch.zeros(len(choices), most, dtype=torch.bool)
        for place, choice in enumerate(choices):
            inside[place, : len(choice.right)] = torch.tensor([each == language for each in choice.languages])
        held.append(inside)
    return held


def _lift(scores: torch.Tensor, held: Sequence[torch.Tensor]) -> torch.Tensor:
    """Do what `rag.retrieve.lifted` does, but for what is the same for all candidates of a question."""
    lowered = scores
    for inside in held:
        best = torch.where(inside, scores, -torch.inf).topk(NEIGHBOURS, dim=1).values
        count = inside.sum(1).clamp(1, NEIGHBOURS)
        near = torch.where(best.isfinite(), best, 0.0).sum(1) / count
        lowered = lowered - LIFT * inside * near[:, None]
    return lowered


def recalls(choices: Sequence[Choice], weights: Weights) -> str:
    """Return how often a right candidate comes first, and among the first five; never for none."""
    flat = np.array(list(weights.values()), dtype=np.float32).ravel()
    places = [first_right(_scores(choice, flat), choice.right) for choice in choices]
    return " / ".join(f"{np.mean([place < cut for place in places]):.3f}" for cut in CUTS)


def _scores(choice: Choice, weights: Array) -> Array:
    scores = choice.evidence @ weights
    return lifted(scores, choice.languages) if choice.languages else scores


def first_right(scores: Array, right: Truths) -> int:
    """Return how many candidates come before the first right one, all of them when none is right."""
    ordered = right[np.argsort(-scores)]
    return int(ordered.argmax()) if ordered.any() else len(ordered)


def _passage_recalls(weights: Weights, seen: Sequence[Seen]) -> str:
    return recalls(passage_choices(seen), weights)


def _sentence_recalls(passages: Weights, weights: Weights, seen: Sequence[Seen]) -> str:
    return recalls(sentence_choices(seen, passages), weights)


if __name__ == "__main__":
    main()
