"""The data sets that the reader learns from, and how much of each."""

import json
import lzma
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.progress import track
from tokenizers import Tokenizer

from training.reader.examples import ExampleMaker, Group
from training.reader.pairs import claim_groups, entailment_groups, lean_groups
from training.reader.questions import (
    article_groups,
    follow_up_groups,
    four_language_groups,
    refusal_groups,
    single_language_groups,
)

OWN = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class File:
    """A file of rows. Of every `kept_out` rows the last is kept to calibrate on; 0 keeps none.

    `times` is how often the rest is taken: with other windows and, of articles, other languages each time.
    """

    name: str
    kept_out: int = 0
    times: int = 1
    own: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Files, what is made of their rows, and its share of all pairs that are read in training."""

    share: float
    files: tuple[File, ...]
    groups: Callable[[Sequence[dict[str, Any]], ExampleMaker], Iterator[Group]]


_NEWS = File("news.jsonl.xz", kept_out=10)
_OWN_ARTICLES = File("articles.jsonl.xz", kept_out=12, own=True)
_TALK = File("talk.jsonl.xz", kept_out=12, own=True)
SOURCES = {
    "articles": Source(0.36, (_NEWS, replace(_OWN_ARTICLES, times=2)), article_groups),
    "four languages": Source(0.13, (File("questions_in_four.jsonl.xz"),), four_language_groups),
    "refusals": Source(0.06, (File("squad2_en_it.jsonl.xz"),), refusal_groups),
    "one language": Source(0.09, (File("reader.jsonl.xz"),), single_language_groups),
    "follow-ups": Source(0.05, (_NEWS, _OWN_ARTICLES, _TALK), follow_up_groups),
    "claims": Source(
        0.20,
        (File("claims_in_four.jsonl.xz", kept_out=10), File("claims.jsonl.xz", times=2, own=True)),
        claim_groups,
    ),
    "entailment": Source(0.05, (File("entailment.jsonl.xz"),), entailment_groups),
    "leaning": Source(0.06, (_NEWS, _OWN_ARTICLES, _TALK), lean_groups),
}


def make_groups(data: Path, tokenizer: Tokenizer, seed: int) -> dict[str, list[Group]]:
    """Return the groups of every source by its name; `data` holds the folder `qa`.

    :raises FileNotFoundError: if a file is missing.
    """
    found = {}
    for number, (name, source) in enumerate(SOURCES.items()):
        rows = [row for file in source.files for row in read_rows(data, file)]
        maker = ExampleMaker(tokenizer, random.Random(seed * len(SOURCES) + number))
        groups = track(source.groups(rows, maker), f"Making groups: {name}", total=None)
        found[name] = [group for group in groups if group]
    return found


def read_rows(data: Path, file: File) -> list[dict[str, Any]]:
    """Return the rows to learn from, the whole file as often as it is taken.

    :raises FileNotFoundError: if there is no such file.
    """
    path = OWN / file.name if file.own else data / "qa" / file.name
    if not path.exists():
        raise FileNotFoundError(f"No {path}: training/README.md says what --data has to hold")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    kept = [
        row
        for number, row in enumerate(rows)
        if not file.kept_out or number % file.kept_out != file.kept_out - 1
    ]
    return kept * file.times
