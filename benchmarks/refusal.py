"""Fit when to say that the articles do not say.

`python -m benchmarks.refusal SETS FIT.jsonl CHECK.jsonl=ARTICLES...`

SETS is a folder of development sets (`benchmarks/sets.py`): each question is asked of a small collection with
its passage, and of what else was found there. FIT.jsonl, in the format of `polycite eval`, asks of the
shipped articles. Prints the weights of `rag/answerable.py`, fitted by logistic regression on both, and what
each threshold costs on FIT.jsonl and on every CHECK.jsonl, asked of the articles in its folder ARTICLES.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.sets import Collection, indexed, read_collections, shown
from index.build import build
from index.embed import Models
from index.language import question_language
from index.load import find
from index.models import open_models
from index.search import PassageIndex
from index.store import create
from rag.answerable import grounds
from rag.gather import Question, read_question
from rag.gold import read_questions
from rag.retrieve import Hit, retrieve

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
# Like a handful of articles, several times for each set.
PASSAGES, QUESTIONS, TIMES = 40, 30, 4
# Questions of the shipped kind are few, and count three times as much as the others together.
WEIGHT = 16.0
ERRORS = (0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class Case:
    """The grounds for answering a question, and whether it can be answered."""

    grounds: dict[str, float]
    answerable: bool


def main() -> None:
    """Collect cases, fit and print."""
    parser = argparse.ArgumentParser(description="Fit when the articles are silent.")
    parser.add_argument("sets", type=Path, metavar="SETS")
    parser.add_argument("fit", type=Path, metavar="FIT.jsonl")
    parser.add_argument("check", nargs="*", metavar="CHECK.jsonl=ARTICLES")
    arguments = parser.parse_args()
    models = open_models()
    with tempfile.TemporaryDirectory() as folder:
        fitted = list(_asked(arguments.fit, SEEDS, Path(folder) / "fit", models))
        public = [
            case
            for collection in read_collections(arguments.sets)
            if not collection.name.startswith("tatoeba")
            for case in _with_and_without(collection, Path(folder), models)
        ]
        checks = {"fit": fitted}
        for number, check in enumerate(arguments.check):
            questions, articles = map(Path, check.split("="))
            checks[questions.stem] = list(_asked(questions, articles, Path(folder) / str(number), models))
    weights, bias = _fit(public, fitted)
    print(f'FITTED_FOR = "{models.embedder.name}"\nBIAS = {bias:.2f}\nWEIGHTS = {{')
    print("".join(f'    "{name}": {weight:.2f},\n' for name, weight in weights.items()) + "}")
    _print_curve(checks, weights, bias)


def _with_and_without(collection: Collection, folder: Path, models: Models) -> Iterator[Case]:
    """Yield two cases of a question: all that was found, and that without its own passage."""
    generator = random.Random(5)
    for time in range(TIMES):
        first = generator.randrange(max(1, len(collection.passages) - PASSAGES))
        held = collection.passages[first : first + PASSAGES]
        names = {article.name for article in held}
        own = [asked for asked in collection.questions if asked.right <= names]
        index = indexed(Collection(f"{collection.name}-{time}", held, ()), folder, models)
        for asked in shown(generator.sample(own, min(QUESTIONS, len(own))), collection.name):
            question = read_question(asked.text, asked.language, models)
            hits = retrieve(question, index, models.tokens, k=60)
            others = tuple(hit for hit in hits if hit.article.name not in asked.right)
            yield from _cases(question, {True: hits, False: others})


def _cases(question: Question, found: dict[bool, Sequence[Hit]]) -> Iterator[Case]:
    for answerable, hits in found.items():
        if hits:
            yield Case(grounds(question, hits), answerable)


def _asked(questions: Path, articles: Path, folder: Path, models: Models) -> Iterator[Case]:
    library = create(folder, models.embedder.name)
    for _ in build(find(articles), library, models):
        pass
    index = PassageIndex(library)
    for gold in shown(read_questions(questions, library.articles()), questions.stem):
        question = read_question(gold.text, question_language(gold.text), models)
        yield from _cases(question, {gold.answerable: retrieve(question, index, models.tokens, k=20)})


def _fit(public: Sequence[Case], fitted: Sequence[Case]) -> tuple[dict[str, float], float]:
    cases = [*public, *fitted]
    rows = _rows(cases)
    spread = rows.std(axis=0) + 1e-6
    model = LogisticRegression(C=0.2, max_iter=3000).fit(
        rows / spread,
        [case.answerable for case in cases],
        [1.0] * len(public) + [WEIGHT] * len(fitted),
    )
    weights = model.coef_[0] / spread
    return dict(zip(cases[0].grounds, weights.tolist(), strict=True)), float(model.intercept_[0])


def _rows(cases: Sequence[Case]) -> npt.NDArray[np.float64]:
    return np.array([list(case.grounds.values()) for case in cases])


def _print_curve(checks: dict[str, list[Case]], weights: dict[str, float], bias: float) -> None:
    """Print what each threshold costs: answerable refused / not answerable answered."""
    odds = {name: _rows(cases) @ np.array(list(weights.values())) + bias for name, cases in checks.items()}
    truths = {name: np.array([case.answerable for case in cases]) for name, cases in checks.items()}
    print("| odds |" + "".join(f" {name} |" for name in checks))
    for error in ERRORS:
        threshold = float(np.quantile(odds["fit"][truths["fit"]], error))
        costs = []
        for name in checks:
            refused, answered = odds[name] < threshold, odds[name] >= threshold
            costs.append(f" {refused[truths[name]].mean():.2f} / {answered[~truths[name]].mean():.2f} |")
        print(f"| {threshold:.2f} |" + "".join(costs))


if __name__ == "__main__":
    main()
