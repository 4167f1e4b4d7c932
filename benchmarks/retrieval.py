"""Measure the retriever: `python -m benchmarks.retrieval SETS [--indexes DIR] [--beside MODEL]
[--questions N]`.

SETS is a folder of development sets (`benchmarks/sets.py`); every passage of a set is a candidate. Writes the
tables of `docs/benchmarks.md` and the picture `docs/retrieval.png`. Indexes are kept in DIR and used again by
the same model. MODEL is a sentence-transformers model to measure beside the bundled one.
"""

import argparse
import os
import platform
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import mean

import numpy as np
import numpy.typing as npt

from benchmarks.heatmap import draw
from benchmarks.sets import (
    CONSOLE,
    Asked,
    Collection,
    indexed,
    mixed,
    names_of,
    read_collections,
    shown,
    some,
    turned,
)
from index.embed import Models
from index.models import FAST, open_models
from index.search import PassageIndex, rarities
from rag.gather import DEPTH, Pool, Question, gather
from rag.question import read_question
from rag.retrieve import PASSAGE_WEIGHTS, retrieve, weighted

DOCS = Path(__file__).resolve().parent.parent / "docs"
BEGIN, END = "<!-- written by benchmarks/retrieval.py -->", "<!-- end -->"
# Enough sentences to rank ten articles.
SENTENCES = 300
# Questions of each set that are asked of the mixed pool.
OF_MIXED = 250
# The kinds of evidence in the order in which the stages add them, and what the tables call each stage.
STAGES = {
    "dense": "vector",
    "best_dense": "+ best sentence",
    "best_context": "+ MaxSim",
    "lexical": "+ BM25",
}
FULL, TERMS, QUICK = "full", "BM25 alone", "`--fast`, full"
LANGUAGES = ("en", "ja", "zh", "it")
# Accuracy on Tatoeba to English as their authors publish it, on 1,000 sentences for each language.
TATOEBA = {
    "multilingual-e5-small": {"ja": 0.875, "zh": 0.924, "it": 0.909},
    "static-similarity-mrl-multilingual-v1": {"ja": 0.898, "zh": 0.923, "it": 0.937},
    "LaBSE": {"ja": 0.965, "zh": 0.963, "it": 0.940},
}

# The names of articles, best first.
Ranking = Sequence[str]
Rankings = Mapping[str, Ranking]


def main() -> None:
    """Measure everything and write it down."""
    parser = argparse.ArgumentParser(description="Measure the retriever.")
    parser.add_argument("sets", type=Path, metavar="SETS")
    parser.add_argument("--indexes", type=Path, metavar="DIR")
    parser.add_argument("--beside", metavar="MODEL")
    parser.add_argument("--questions", type=int, default=1000, metavar="N", help="at most so many of a set")
    arguments = parser.parse_args()
    everything = read_collections(arguments.sets)
    collections = [asking(each, arguments.questions) for each in everything]
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.indexes or Path(temporary)
        measured = {each.name: measure(each, folder, arguments.beside) for each in collections}
        pairs = [asking(turned(each), arguments.questions) for each in everything if not each.running]
        back = [measure(each, folder) for each in pairs]
        pooled = measure(mixed([each for each in collections if each.running], OF_MIXED), folder)
    page = DOCS / "benchmarks.md"
    tables = [
        heading(arguments.questions),
        sets_table(measured),
        tatoeba_table(measured),
        mixed_table(pooled),
    ]
    page.write_text(replaced(page.read_text(encoding="utf-8"), "\n\n".join(tables)), encoding="utf-8")
    title = "right passage first, full retriever"
    draw(by_languages([*measured.values(), *back]), LANGUAGES, title, DOCS / "retrieval.png")


def asking(collection: Collection, count: int) -> Collection:
    """Return a collection with at most so many questions."""
    return replace(collection, questions=tuple(some(collection.questions, count)))


class Measured:
    """Ranks of the right passages of each question, by what ranked them."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self._places: dict[str, list[list[int]]] = defaultdict(list)

    def add(self, what: str, ranking: Ranking, right: Iterable[str]) -> None:
        """Note where the right passages stand in a ranking of the next question."""
        distinct = {name: place for place, name in enumerate(dict.fromkeys(ranking), 1)}
        self._places[what].append(sorted(distinct[name] for name in right if name in distinct))

    def what(self) -> list[str]:
        """Return what ranked."""
        return list(self._places)

    def recall(self, what: str, cut: int, language: str = "") -> float:
        """Return how many questions have a right passage among the first `cut`."""
        return mean(bool(places) and places[0] <= cut for places, _ in self._asked(what, language))

    def average_precision(self, what: str, language: str = "") -> float:
        """Return the mean over questions of the precision at each right passage."""
        return mean(
            sum(found / place for found, place in enumerate(places, 1)) / len(asked.right)
            for places, asked in self._asked(what, language)
        )

    def _asked(self, what: str, language: str) -> list[tuple[list[int], Asked]]:
        pairs = zip(self._places[what], self.collection.questions, strict=True)
        return [(places, asked) for places, asked in pairs if language in ("", asked.language)]


def measure(collection: Collection, folder: Path, beside: str = "") -> Measured:
    """Return where each stage, the full retriever and what is beside it put the right passages."""
    measured = Measured(collection)
    bundled, fast = open_models(), open_models(FAST)
    index = indexed(collection, folder, bundled)
    quick = indexed(collection, folder / "fast", fast)
    for asked in shown(collection.questions, f"{collection.name}: asking"):
        for what, ranking in rankings(asked, index, bundled).items():
            measured.add(what, ranking, asked.right)
        measured.add(QUICK, full(asked, quick, fast), asked.right)
    CONSOLE.print(f"{collection.name}: {measured.recall(FULL, 1):.3f} / {measured.recall(FULL, 5):.3f}")
    if beside:
        for asked, ranking in zip(collection.questions, alone(collection, beside), strict=True):
            measured.add(Path(beside).name, ranking, asked.right)
    return measured


def rankings(asked: Asked, index: PassageIndex, models: Models) -> Rankings:
    """Return the articles by each stage of the score of their best passage, and as the product ranks them."""
    question = read_question(asked.text, asked.language, models)
    pool = gather(question, index, models.tokens)
    names = names_of(index)
    ranked = {}
    for count, stage in enumerate(STAGES.values(), 1):
        weights = {evidence: PASSAGE_WEIGHTS[evidence] for evidence in list(STAGES)[:count]}
        same = np.array([row.language == asked.language for row in pool.passages])
        ranked[stage] = _ordered(pool, weighted(pool.passage_evidence, weights, same), names)
    ranked[FULL] = full(asked, index, models)
    ranked[TERMS] = by_terms(question, index, names)
    return ranked


def by_terms(question: Question, index: PassageIndex, names: Mapping[int, str]) -> Ranking:
    """Return the articles by the BM25 of their best passage alone."""
    found = index.candidates.matching(rarities(question.terms, index.library), DEPTH)
    articles = {row.id: row.article for row in index.library.passages(found)}
    return [names[articles[passage]] for passage in sorted(found, key=lambda each: found[each])[::-1]]


def _ordered(pool: Pool, scores: npt.NDArray[np.float32], names: Mapping[int, str]) -> Ranking:
    # Of equals, the last comes first: a tie is no success.
    return [names[pool.passages[place].article] for place in np.argsort(scores, kind="stable")[::-1].tolist()]


def full(asked: Asked, index: PassageIndex, models: Models) -> Ranking:
    """Return articles by their best sentence, as the product finds it."""
    question = read_question(asked.text, asked.language, models)
    return [hit.article.name for hit in retrieve(question, index, models.tokens, k=SENTENCES)]


def alone(collection: Collection, model: str) -> list[Ranking]:
    """Return for each question the passages by one vector each, as far as the model reads them."""
    embedder = open_models(model).embedder
    rows = embedder.embed([article.text for article in collection.passages])
    names = np.array([article.name for article in collection.passages])
    return [
        names[np.argsort(-(rows @ embedder.embed_question(asked.text)))].tolist()
        for asked in shown(collection.questions, f"{collection.name}: {model}")
    ]


def heading(questions: int) -> str:
    """Return where, when and on how much the tables were made."""
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    machine = cpu[1] if cpu else platform.processor()
    return (
        f"{date.today().isoformat()}, Python {platform.python_version()}, {os.cpu_count()} cores, {machine};"
        f" at most {questions:,} questions of each set."
    )


def sets_table(measured: Mapping[str, Measured]) -> str:
    """Return R@1 and R@5 of every set under each ranking."""
    columns = next(iter(measured.values())).what()
    rows = [
        [name, *(f"{each.recall(what, 1):.3f} / {each.recall(what, 5):.3f}" for what in columns)]
        for name, each in measured.items()
    ]
    return "R@1 / R@5 of every set (question-passage):\n\n" + table(["set", *columns], rows)


def tatoeba_table(measured: Mapping[str, Measured]) -> str:
    """Return how often the right translation comes first, beside what others publish."""
    languages = ("ja", "zh", "it")
    ours = {language: measured[f"tatoeba.{language}-en"].recall("vector", 1) for language in languages}
    rows = [
        [name, *(f"{figures[language]:.3f}" for language in languages)]
        for name, figures in {"Polycite, vector alone (500 sentences)": ours, **TATOEBA}.items()
    ]
    caption = "Tatoeba, accuracy to English; others as published, among 1,000 sentences, not the same 500:"
    return f"{caption}\n\n" + table(["model", *languages], rows)


def mixed_table(pooled: Measured) -> str:
    """Return the figures of the pool of all sets, by the language of the question."""
    columns = ("vector", "+ BM25", FULL, TERMS, QUICK)
    rows = [
        [
            language or "all",
            *(
                f"{pooled.recall(what, 1, language):.3f} / {pooled.recall(what, 5, language):.3f}"
                f" / {pooled.average_precision(what, language):.3f}"
                for what in columns
            ),
        ]
        for language in (*LANGUAGES, "")
    ]
    caption = (
        f"R@1 / R@5 / mAP with all {len(pooled.collection.passages):,} passages of the four languages in one"
        f" index, up to {OF_MIXED} questions of each set; both translations of an XQuAD passage are right:"
    )
    return f"{caption}\n\n" + table(["question", *columns], rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def replaced(page: str, tables: str) -> str:
    """Return a page with new tables between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"


def by_languages(measured: Iterable[Measured]) -> dict[tuple[str, str], float]:
    """Return the mean R@1 of the full retriever over the sets of each pair of languages, passages of running
    text before single sentences.
    """
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    ordered = sorted(measured, key=lambda each: not each.collection.running)
    for each in ordered:
        pair = each.collection.questions[0].language, each.collection.passages[0].language
        if each.collection.running or pair not in found:
            found[pair].append(each.recall(FULL, 1))
    return {pair: mean(figures) for pair, figures in found.items()}


if __name__ == "__main__":
    main()
