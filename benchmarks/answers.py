"""Compare answers to questions with known evidence: `python benchmarks/answers.py [QUESTIONS.jsonl ...]`.

One run, one retriever, four ways: Polycite's quotes; the first sentence found, copied; llama-index's
CitationQueryEngine; Polycite with a language model. The model is scripted, the same for both: it repeats the
first sentence it is given, with its mark. Each question is put in every language it is asked in, over seeds/.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
from llama_index.core.query_engine import CitationQueryEngine
from rich.console import Console
from rich.progress import track
from rich.table import Table

from command.evaluate import Outcome, compare, summary
from command.gold import Gold, read_questions
from index.article import Passage
from index.build import build
from index.models import open_models
from index.search import PassageIndex
from index.store import create
from rag.ask import Collection, ask, search
from rag.compose import hit_quote
from rag.llama import SentenceRetriever
from rag.records import Answer, Citation, Quote, Statement
from rag.writing.marks import marked_sentences
from rag.writing.writers import Writer

ROOT = Path(__file__).parent.parent
QUESTIONS = (ROOT / "tests" / "seeds.jsonl", ROOT / "tests" / "seeds_more.jsonl")
FIGURES = (
    "answer_hit",
    "first_citation_hit",
    "citation_precision",
    "span_hit",
    "error_rate",
    "hallucination_rate",
    "unreserved_hallucination_rate",
)
SOURCES = 10
# How the first sentence stands in the prompt of the engine, and in Polycite's.
FIRST = re.compile(
    r"Source 1:\n(?P<theirs>.+?)\n\n?(?:Source 2:|-{5})|^\[1\] \(.*?”\) (?P<ours>.+)$",
    re.MULTILINE | re.DOTALL,
)
CONSOLE = Console(stderr=True)


class Parrot(CustomLLM):
    """A model that repeats the first sentence it is given, with its mark."""

    @property
    def metadata(self) -> LLMMetadata:
        """Return what an engine asks of a model."""
        return LLMMetadata(context_window=32_000)

    # `Any`: so llama-index declares them.
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:  # noqa: ANN401
        """Return the last prompt's first sentence."""
        *_, last = FIRST.finditer(prompt)
        return CompletionResponse(text=f"{(last['theirs'] or last['ours']).splitlines()[0]} [1]")

    def stream_complete(  # type: ignore[override]
        self,
        prompt: str,
        formatted: bool = False,
        **kwargs: Any,  # noqa: ANN401
    ) -> Iterator[CompletionResponse]:
        """Yield all of it at once."""
        said = self.complete(prompt).text
        yield CompletionResponse(text=said, delta=said)


def main() -> None:
    """Ask every question in every way and print the figures."""
    parser = argparse.ArgumentParser(description="Compare answers with what else would give them.")
    parser.add_argument("questions", nargs="*", type=Path, default=QUESTIONS, metavar="QUESTIONS.jsonl")
    paths = parser.parse_args().questions
    with tempfile.TemporaryDirectory() as folder:
        collection = indexed(Path(folder))
        articles = collection.index.library.articles()
        questions = [gold for path in paths for gold in read_questions(path, articles)]
        table = Table("", *(name.replace("_", " ") for name in FIGURES))
        for name, way in WAYS.items():
            figures = summary(outcomes(name, way, questions, collection))
            table.add_row(name, *(f"{figures[figure]:.3f}" for figure in FIGURES))
    asked = f"{len(questions)} questions, {sum(gold.answerable for gold in questions)} of them answerable"
    Console(file=sys.stdout, width=140).print(table, asked)


def indexed(folder: Path) -> Collection:
    """Return the articles that ship, indexed with the bundled models."""
    models = open_models("bundled")
    library = create(folder, models.embedder.name)
    for outcome in build(sorted((ROOT / "seeds").glob("*.txt")), library, models):
        if outcome.reason:
            sys.exit(outcome.reason)
    return Collection(PassageIndex(library), models)


Way = Callable[[str, Collection], Answer]


def outcomes(name: str, way: Way, questions: Sequence[Gold], collection: Collection) -> list[Outcome]:
    """Ask every question in one way."""
    asked = track(questions, name, console=CONSOLE, transient=True)
    return [compare(gold, way(gold.text, collection)) for gold in asked]


def quotes(question: str, collection: Collection) -> Answer:
    """Answer as Polycite does."""
    return ask(question, collection)


def first_copied(question: str, collection: Collection) -> Answer:
    """Answer with the first sentence found."""
    return answering(question, [hit_quote(hit) for hit in search(question, collection, k=1)])


def citation_engine(question: str, collection: Collection) -> Answer:
    """Answer as llama-index does; its marks are read back, which it leaves to whoever reads them."""
    engine = CitationQueryEngine(
        retriever=SentenceRetriever(collection, k=SOURCES), llm=Parrot(), citation_chunk_size=4_096
    )
    response = engine.query(question)
    sources = response.source_nodes
    numbers = {number for each in marked_sentences(str(response), len(sources)) for number in each.numbers}
    return answering(
        question, [source_quote(sources[number - 1].node, collection) for number in sorted(numbers)]
    )


def written(question: str, collection: Collection) -> Answer:
    """Answer as Polycite does with the scripted model."""
    return ask(question, replace(collection, writer=Writer("parrot", Parrot(), 30.0, tells_end=False)))


WAYS: dict[str, Way] = {
    "Polycite": quotes,
    "first sentence": first_copied,
    "CitationQueryEngine": citation_engine,
    "Polycite, same model": written,
}


# `Any`: a node of llama-index's.
def source_quote(node: Any, collection: Collection) -> Quote:  # noqa: ANN401
    """Return the words of a source, whose offsets the engine has dropped."""
    article = next(
        each for each in collection.index.library.articles() if each.name == node.metadata["article"]
    )
    words = node.get_content().split("\n", 1)[1].strip()
    start = article.text.index(words)
    return Quote(article, Passage(start, start + len(words), ()), start, start + len(words))


def answering(question: str, cited: Sequence[Quote]) -> Answer:
    """Return an answer that shows and cites quotes."""
    citations = tuple(Citation(number, each) for number, each in enumerate(cited, 1))
    statements = tuple(Statement("", each, (number,)) for number, each in enumerate(cited, 1))
    return Answer(question, "", bool(cited), statements, citations, (), {})


if __name__ == "__main__":
    main()
