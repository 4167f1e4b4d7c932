"""`python -m benchmarks.sentences [FILE]`: false sentences the check of citations lets pass and true ones
it doubts, by language and by kind, for the half that limits may be fitted on and for the half kept out.

FILE is tests/sentences.jsonl unless told: a line holds cited words, with the headline and the date they stand
under, and two sentences on them, one `true`, one `false`; docs/evaluation.md says what the kinds are.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from index.article import Article, Passage
from index.reader import reading_model
from rag.policy import policy_of
from rag.records import Quote, Verdict
from rag.verify import verify

SENTENCES = Path(__file__).parent.parent / "tests" / "sentences.jsonl"
Judge = Callable[[str, Sequence[Quote]], Verdict]


@dataclass(frozen=True, slots=True)
class Pair:
    """A false sentence and a true one on the same cited words, and what makes the false one false.

    Nothing may be fitted on one that is `held_out`.
    """

    id: str
    kind: str
    language: str
    crosses: bool
    held_out: bool
    quote: Quote
    true: str
    false: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with the verdicts on both of its sentences."""

    pair: Pair
    true: Verdict
    false: Verdict


def main() -> None:
    """Judge every sentence and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sentences", description=main.__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=SENTENCES)
    parser.add_argument("--list", action="store_true", help="print the sentences that were misjudged")
    options = parser.parse_args()
    model = reading_model()
    policy = policy_of(model)
    console = Console(file=sys.stdout, width=110)
    pairs = track(read_pairs(options.file), "judging", console=Console(stderr=True), transient=True)
    judged = list(judge(pairs, lambda text, quotes: verify(text, quotes, model, policy).verdict))
    for held_out in (False, True):
        half = [each for each in judged if each.pair.held_out is held_out]
        console.print(figures(half, "kept out of fitting" if held_out else "may be fitted on"))
    if options.list:
        console.print("\n".join(misjudged(judged)), markup=False)


def read_pairs(file: Path) -> list[Pair]:
    """Read the pairs of a file; the cited words are all of their article."""
    return [_pair(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def _pair(told: Mapping[str, Any]) -> Pair:
    words = told["evidence"]
    article = Article(
        told["id"], words, title=told["title"], language=told["evidence_language"], date=told["date"]
    )
    return Pair(
        told["id"],
        told["kind"],
        told["language"],
        told["language"] != told["evidence_language"],
        told["held_out"],
        Quote(article, Passage(0, len(words), ()), 0, len(words)),
        told["true"],
        told["false"],
    )


def judge(pairs: Iterable[Pair], check: Judge) -> Iterator[Judged]:
    """Yield each pair with the verdicts of `check` on its sentences."""
    for pair in pairs:
        yield Judged(pair, check(pair.true, [pair.quote]), check(pair.false, [pair.quote]))


def figures(judged: Sequence[Judged], caption: str) -> Table:
    """Return how many false sentences are shown as supported, and how many true ones doubted or struck."""
    table = Table("", "false shown", "true doubted", "true struck", title=caption, title_justify="left")
    for name, group in _groups(judged):
        of = len(group)
        shown = sum(each.false is Verdict.SUPPORTED for each in group)
        doubted = sum(each.true is not Verdict.SUPPORTED for each in group)
        struck = sum(each.true is Verdict.NOT_FOUND for each in group)
        table.add_row(name, f"{shown} of {of}", f"{doubted} of {of}", f"{struck} of {of}")
    return table


def _groups(judged: Sequence[Judged]) -> Iterator[tuple[str, Sequence[Judged]]]:
    yield "all", judged
    yield "in one language", [each for each in judged if not each.pair.crosses]
    yield "across two", [each for each in judged if each.pair.crosses]
    for language in dict.fromkeys(each.pair.language for each in judged):
        yield language, [each for each in judged if each.pair.language == language]
    for kind in dict.fromkeys(each.pair.kind for each in judged):
        yield kind, [each for each in judged if each.pair.kind == kind]


def misjudged(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield a line for each sentence that is misjudged, with the cited words."""
    for each in judged:
        if each.false is Verdict.SUPPORTED:
            yield f"{each.pair.id} false, shown: {each.pair.false} | {each.pair.quote.text}"
        if each.true is not Verdict.SUPPORTED:
            yield f"{each.pair.id} true, {each.true}: {each.pair.true} | {each.pair.quote.text}"


if __name__ == "__main__":
    main()
