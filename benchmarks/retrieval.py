"""Measure the retriever on sets of passages and questions: `python benchmarks/retrieval.py DIR [--json]`.

DIR holds files NAME.QL-PL.json (QL the language of the questions, PL of the passages), each
`{"passages": [text, ...], "questions": [{"question": text, "passage": index of the right passage}, ...]}`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from index.article import Article
from index.build import prepare
from index.contextual import bundled_models
from index.embed import Models
from index.search import PassageIndex
from index.store import Source, create
from rag.retrieve import Question, read_question, retrieve

FIGURES = ("R@1", "R@5", "R@10", "MRR")
# Enough sentences to rank ten articles.
SENTENCES = 300
CONSOLE = Console(stderr=True)


def main() -> None:
    """Measure every set of a folder and print the figures."""
    parser = argparse.ArgumentParser(description="Measure the retriever.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    files = sorted(arguments.folder.glob("*.*-*.json"))
    if not files:
        sys.exit(f"{arguments.folder} holds no file named NAME.QL-PL.json")
    sets = {file.stem: measure(file, bundled_models()) for file in files}
    if arguments.json:
        print(json.dumps({"sets": sets}, indent=2))
    else:
        print_table(sets)


def measure(file: Path, models: Models) -> dict[str, dict[str, float]]:
    """Return the figures of one set for the full retriever, for vectors alone and for terms alone."""
    content = json.loads(file.read_text(encoding="utf-8"))
    asked, held = (part[:2] for part in file.stem.rsplit(".", 1)[-1].split("-"))
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(content["passages"], held, Path(folder), models, file.stem)
        ranks: dict[str, list[int]] = {"full": [], "dense": [], "lexical": []}
        for entry in track(content["questions"], f"{file.stem}: asking", console=CONSOLE, transient=True):
            question = read_question(entry["question"], asked, models)
            right = str(entry["passage"])
            for name, ranking in RANKINGS.items():
                ranks[name].append(rank(right, ranking(question, index, models)))
        return {name: figures(places) for name, places in ranks.items()}


def indexed(texts: Sequence[str], language: str, folder: Path, models: Models, name: str) -> PassageIndex:
    """Return an index of the texts, each an article named by its number."""
    library = create(folder, models.embedder.name)
    for number, text in enumerate(track(texts, f"{name}: indexing", console=CONSOLE, transient=True)):
        prepared = prepare(Article(str(number), text, language=language), models)
        library.put(Source(str(number), ""), prepared)
    return PassageIndex(library)


def full(question: Question, index: PassageIndex, models: Models) -> list[str]:
    """Rank articles by their best sentence, as the product finds it."""
    return [hit.article.name for hit in retrieve(question, index, models.tokens, k=SENTENCES)]


def dense(question: Question, index: PassageIndex, models: Models) -> list[str]:
    """Rank articles by the vector of their best passage alone."""
    found: dict[int, float] = {}
    for language in index.languages():
        found |= index.nearest(question.vector, language, 50)
    return named(found, index)


def lexical(question: Question, index: PassageIndex, models: Models) -> list[str]:
    """Rank articles by the BM25 of their best passage alone."""
    found: dict[int, float] = {}
    for language in index.languages():
        found |= index.matching(question.terms, language, 50)
    return named(found, index)


def named(found: dict[int, float], index: PassageIndex) -> list[str]:
    """Return the article names of passages, best first."""
    articles = {row.id: row.article for row in index.passages(found)}
    names = dict(index.library.rows("SELECT id, name FROM articles"))
    return [names[articles[passage]] for passage in sorted(found, key=lambda each: -found[each])]


Ranking = Callable[[Question, PassageIndex, Models], list[str]]
RANKINGS: dict[str, Ranking] = {"full": full, "dense": dense, "lexical": lexical}


def rank(right: str, ranking: Iterable[str]) -> int:
    """Return the place of the right article among the different ones, from 1; 0 when it is not there."""
    distinct = list(dict.fromkeys(ranking))
    return distinct.index(right) + 1 if right in distinct else 0


def figures(ranks: Sequence[int]) -> dict[str, float]:
    """Return recall at 1, 5 and 10 and the mean reciprocal rank, 0 for what was not found."""
    recalls = {f"R@{cut}": sum(0 < place <= cut for place in ranks) / len(ranks) for cut in (1, 5, 10)}
    return recalls | {"MRR": sum(1 / place for place in ranks if place) / len(ranks)}


def print_table(sets: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print a row for each set and ranking."""
    table = Table("set", "ranking", *FIGURES)
    for name, rankings in sets.items():
        for ranking, values in rankings.items():
            table.add_row(name, ranking, *(f"{values[figure]:.3f}" for figure in FIGURES))
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
