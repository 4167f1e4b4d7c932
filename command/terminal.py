"""What the command line prints: files as they are indexed, what was cleaned away, figures."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from index.article import Article
from index.build import Outcome, Status
from index.clean import removal_lines
from index.record import Record
from page.escape import one_line
from rag.languages import shortened


class Indexing:
    """A bar that counts files, and one below it that counts the texts of the file being embedded."""

    def __init__(self, files: int, console: Console) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        self._bars = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._files = self._bars.add_task("files", total=files)
        self._texts = self._bars.add_task("texts", total=None, visible=False)

    def embedded(self, done: int, total: int) -> None:
        """Show how many texts of a file are embedded."""
        self._bars.update(self._texts, completed=done, total=total, visible=done < total)

    def show(self, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """Print each file's line as it is done, and return all, without their articles: there may be many."""
        seen = []
        with self._bars:
            for outcome in outcomes:
                if outcome.status is not Status.FAILED:
                    self._bars.console.print(_line(outcome))
                self._bars.advance(self._files)
                seen.append(replace(outcome, article=None))
        return seen


def _line(outcome: Outcome) -> str:
    if outcome.article is None:
        said = f"{outcome.status}: {one_line(outcome.path)}"
        return f"{said} ({one_line(outcome.reason)})" if outcome.reason else said
    name = one_line(outcome.article.name)
    said = f"{outcome.status}: {name} ({outcome.article.language}, {outcome.passages} passages)"
    if not outcome.passages:
        said = f"{outcome.status}: {one_line(outcome.path)} (held already as {name})"
    return "; ".join([said, *map(one_line, outcome.article.notes)])


def print_held(folder: Path, library: Record, console: Console) -> None:
    """Print what a library holds."""
    counts = library.counts()
    held = ", ".join(f"{count} {language}" for language, count in counts.items()) or "none"
    noun = "article" if sum(counts.values()) == 1 else "articles"
    console.print(f"{one_line(str(folder))} holds {sum(counts.values())} {noun} ({held})")


def print_failed(outcomes: Sequence[Outcome]) -> None:
    """Print to standard error what did not go in and why."""
    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    for outcome in failed:
        print(f"polycite: {one_line(outcome.reason)}", file=sys.stderr)
    if failed:
        print(
            f"polycite: {len(failed)} of {len(outcomes)} did not go in, for the reasons above",
            file=sys.stderr,
        )


def print_waiting(folder: Path) -> None:
    """Say that another process has to be done first."""
    print(
        f"polycite: another process is changing the index in {one_line(str(folder))}: waiting for it",
        file=sys.stderr,
    )


def print_gone(paths: Sequence[str], console: Console) -> None:
    """Print which files of the index are no longer there, and how to take out what they held."""
    if paths:
        files = "1 file is" if len(paths) == 1 else f"{len(paths)} files are"
        console.print(f"{files} gone but still answer: index their folder with --prune to take them out")
        for path in paths:
            console.print(f"  {one_line(path)}")


def print_removed(articles: Sequence[Article], console: Console) -> None:
    """Print what was cleaned away from each article, where, and by which rule."""
    for article in articles:
        console.print(f"{one_line(article.name)}: {len(article.removed)} stretches cleaned away")
        for removal in article.removed:
            first, last = removal_lines(article, removal)
            words = " ".join(article.text[removal.start : removal.end].split())
            console.print(f"  lines {first}-{last}  {removal.rule}: {one_line(shortened(words, 80))}")


def print_figures(columns: Mapping[str, Mapping[str, Any]]) -> None:
    """Print a table of figures, a column for each group of questions or claims."""
    table = Table("", *columns)
    for figure in next(iter(columns.values())):
        values = (column[figure] for column in columns.values())
        table.add_row(one_line(figure), *("-" if value is None else f"{value:.4g}" for value in values))
    Console().print(table)
