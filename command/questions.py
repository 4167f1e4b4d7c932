"""Questions to begin with for a collection of one's own."""

import argparse
import json
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import track

from index import durable
from index.archive import QUESTIONS
from rag.ask import open_collection
from rag.gold import QuestionsError, read_questions
from rag.suggest import right


def run_questions(arguments: argparse.Namespace) -> int:
    """Ask the questions of a file and keep those beside the index that its articles answer rightly and
    without a reserve; raise QuestionsError when that is none.
    """
    collection = open_collection(arguments.index)
    asked = read_questions(arguments.file, collection.index.library.articles())
    console = Console(stderr=True)
    kept = [
        gold
        for gold in track(asked, "asking", len(asked), console=console, transient=True)
        if right(gold, collection)
    ]
    if not kept:
        raise QuestionsError(
            f"{arguments.file}: the articles surely answer none of its questions; ask plainer ones"
        )
    ids = {gold.id for gold in kept}
    lines = arguments.file.read_text(encoding="utf-8").split("\n")
    offer(
        "".join(f"{line}\n" for line in lines if line.strip() and json.loads(line)["id"] in ids).encode(),
        arguments.index,
    )
    counts = Counter(gold.language for gold in kept)
    held = ", ".join(f"{count} {language}" for language, count in counts.items())
    print(f"kept {len(kept)} of {len(asked)} questions to begin with ({held})")
    return 0


def offer(questions: bytes, folder: Path) -> None:
    """Put questions to begin with beside an index, unless they are there."""
    file = folder / QUESTIONS
    if not file.exists() or file.read_bytes() != questions:
        durable.write(file, questions)
