"""The command line: index, ask, chat, eval. It stands above the page, the read side and the write side."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn, track
from rich.table import Table

from index.article import Article, ArticleError
from index.build import Outcome, Status, build, prune
from index.clean import removal_lines
from index.contextual import bundled_models
from index.load import MAX_BYTES, find
from index.store import Library, LibraryError, UnusableLibrary, create, exists, open_library
from rag.chat import QuestionError, ask, open_collection
from rag.evaluate import QuestionsError, evaluate, read_questions, summary
from rag.render import answer_json, answer_text
from rag.words import shortened

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
# Where the index of the shipped articles is kept when no other is named.
SEEDS_INDEX = Path(".polycite/seeds")

FAULTS = (ArticleError, LibraryError, QuestionError, QuestionsError, OSError)


def main() -> int:
    """Run one command; return 0 when done, 1 when the input was wrong. argparse exits with 2 on wrong
    usage.
    """
    arguments = parser().parse_args()
    try:
        return int(arguments.run(arguments))
    except BrokenPipeError:
        # Whoever read our output has seen enough, as in `polycite ask ... | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except FAULTS as error:
        print(f"polycite: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="polycite",
        description="Ask articles in several languages a question, and check every sentence of the answer.",
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _index_parser(
        commands.add_parser(
            "index", help="read articles into an index", description="Read articles into an index."
        )
    )
    _ask_parser(commands.add_parser("ask", help="answer one question", description="Answer one question."))
    _chat_parser(commands.add_parser("chat", help="serve the chat page", description="Serve the chat page."))
    _eval_parser(
        commands.add_parser(
            "eval", help="measure on questions whose evidence is known", description="Measure an index."
        )
    )
    return top


def _index_parser(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="files or folders of .txt .md .html .pdf, or - for one article from standard input",
    )
    command.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="folder of the index, made if missing"
    )
    command.add_argument("--from-scratch", action="store_true", help="forget what the index holds first")
    command.add_argument(
        "--prune", action="store_true", help="take out articles whose files are gone from the given folders"
    )
    command.add_argument(
        "--report", action="store_true", help="show what was cleaned away from each article, and why"
    )
    command.add_argument(
        "--max-bytes", type=int, default=MAX_BYTES, metavar="N", help="largest text taken (%(default)s)"
    )
    command.set_defaults(run=_run_index)


def _ask_parser(command: argparse.ArgumentParser) -> None:
    command.add_argument("question")
    _index_option(command)
    command.add_argument("--json", action="store_true", help="print the answer for programs")
    command.set_defaults(run=_run_ask)


def _chat_parser(command: argparse.ArgumentParser) -> None:
    _index_option(command)
    command.add_argument("--host", default="127.0.0.1", help="address to serve at (%(default)s)")
    command.add_argument("--port", type=_port, default=7860, help="port to serve at (%(default)s)")
    command.set_defaults(run=_run_chat)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number


def _eval_parser(command: argparse.ArgumentParser) -> None:
    command.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    _index_option(command)
    command.add_argument("--json", action="store_true", help="print the figures for programs")
    command.set_defaults(run=_run_eval)


def _index_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--index", type=Path, metavar="DIR", help="folder of the index (the five articles that ship)"
    )


def _run_index(arguments: argparse.Namespace) -> int:
    models = bundled_models()
    folder: Path = arguments.to
    console = Console(soft_wrap=True, highlight=False, markup=False)
    files, outcomes = _expand(arguments.paths)
    if not files and not arguments.prune:
        # Nothing to read must not make an index, and still less empty one.
        raise ArticleError("; ".join(outcome.reason for outcome in outcomes))
    begin = create if arguments.from_scratch or not exists(folder) else open_library
    library = begin(folder, models.embedder.name)
    outcomes += _shown(build(files, library, models, max_bytes=arguments.max_bytes), len(files), console)
    if arguments.prune:
        outcomes += _shown(prune([path for path in arguments.paths if path.is_dir()], library), 0, console)
    if arguments.report:
        _print_report(library.articles(), console)
    return _summed_up(outcomes, library, console)


def _expand(paths: Sequence[Path]) -> tuple[list[Path], list[Outcome]]:
    """Return the files that paths name, none twice, and what failed already."""
    files: dict[Path, None] = {}
    failed = []
    for path in paths:
        try:
            files |= dict.fromkeys(find(path))
        except ArticleError as error:
            failed.append(Outcome(str(path), Status.FAILED, reason=str(error)))
    return list(files), failed


def _shown(outcomes: Iterable[Outcome], total: int, console: Console) -> list[Outcome]:
    """Print each file's line as it is done, under a bar that counts them."""
    seen = []
    columns = (TextColumn("indexing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        for outcome in outcomes:
            if outcome.status is not Status.FAILED:
                progress.console.print(_line(outcome))
            progress.advance(task)
            seen.append(outcome)
    return seen


def _line(outcome: Outcome) -> str:
    if outcome.article is None:
        return f"{outcome.status}: {outcome.path}"
    about = f"{outcome.article.language}, {outcome.passages} passages" if outcome.passages else "held already"
    return f"{outcome.status}: {outcome.article.name} ({about})"


def _summed_up(outcomes: Sequence[Outcome], library: Library, console: Console) -> int:
    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    counts = ", ".join(f"{count} {language}" for language, count in library.counts().items())
    console.print(f"{library.folder} holds {sum(library.counts().values())} articles ({counts})")
    for outcome in failed:
        print(f"polycite: {outcome.reason}", file=sys.stderr)
    if failed:
        print(
            f"polycite: {len(failed)} of {len(outcomes)} did not go in, for the reasons above",
            file=sys.stderr,
        )
    return 1 if failed else 0


def _print_report(articles: Sequence[Article], console: Console) -> None:
    for article in articles:
        console.print(f"{article.name}: {len(article.removed)} stretches cleaned away")
        for removal in article.removed:
            first, last = removal_lines(article, removal)
            words = " ".join(article.text[removal.start : removal.end].split())
            console.print(f"  lines {first}-{last}  {removal.rule}: {shortened(words, 80)}")


def _run_ask(arguments: argparse.Namespace) -> int:
    console = Console(stderr=True, highlight=False, markup=False)
    folder = arguments.index or _shipped(console)
    with console.status("searching the articles"):
        answer = ask(arguments.question, open_collection(folder))
    print(
        json.dumps(answer_json(answer), ensure_ascii=False, indent=2)
        if arguments.json
        else answer_text(answer)
    )
    return 0


def _shipped(console: Console) -> Path:
    """Return the index of the articles that ship, brought up to date first."""
    stale = (outcome for outcome in _refreshed() if outcome.status is not Status.UNCHANGED)
    _shown(stale, len(find(SEEDS)), console)
    return SEEDS_INDEX


def _refreshed() -> Iterator[Outcome]:
    """Bring the index of the articles that ship up to date; an old or damaged one is made again."""
    models = bundled_models()
    try:
        library = (open_library if exists(SEEDS_INDEX) else create)(SEEDS_INDEX, models.embedder.name)
    except UnusableLibrary:
        library = create(SEEDS_INDEX, models.embedder.name)
    yield from build(find(SEEDS), library, models)
    yield from prune([SEEDS], library)
    library.close()


def _run_chat(arguments: argparse.Namespace) -> int:
    # Gradio takes four CPU-seconds to import, and no other command needs it.
    import ui

    if arguments.index:
        ui.serve(arguments.index, host=arguments.host, port=arguments.port)
    else:
        files = len(find(SEEDS))
        ui.serve(SEEDS_INDEX, host=arguments.host, port=arguments.port, prepare=_refreshed, files=files)
    return 0


def _run_eval(arguments: argparse.Namespace) -> int:
    console = Console(stderr=True)
    collection = open_collection(arguments.index or _shipped(console))
    questions = read_questions(arguments.questions, collection.index.library.articles())
    outcomes = list(
        track(evaluate(questions, collection), "asking", len(questions), console=console, transient=True)
    )
    report = {
        "overall": summary(outcomes),
        "languages": {
            language: summary([outcome for outcome in outcomes if outcome.language == language])
            for language in dict.fromkeys(outcome.language for outcome in outcomes)
        },
        "questions": [asdict(outcome) for outcome in outcomes],
    }
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print_figures(report)
    return 0


def _print_figures(report: Mapping[str, Any]) -> None:
    cells = {"all": report["overall"], **report["languages"]}
    table = Table("", *cells)
    for figure in report["overall"]:
        table.add_row(
            figure, *("-" if cell[figure] is None else f"{cell[figure]:.4g}" for cell in cells.values())
        )
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
