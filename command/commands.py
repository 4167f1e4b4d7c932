"""What each command does; all return the exit code."""

import argparse
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track

from command.place import folder_to_fill
from command.questions import offer
from command.terminal import (
    Indexing,
    print_failed,
    print_figures,
    print_gone,
    print_held,
    print_removed,
    print_waiting,
)
from command.text import answer_text
from command.workers import read_by
from index.archive import QUESTIONS, backup, restore
from index.article import ArticleError
from index.build import Outcome, Status, build, gone, prune
from index.checkup import checkup
from index.connection import UnusableLibrary
from index.engines import create, exists, model_of, open_library, remade
from index.feedback import given
from index.feedback import questions as taught
from index.fetch import Fetcher
from index.load import find
from index.models import BUNDLED, open_models
from index.record import Record
from index.sources import Item, expand
from index.writing import writing
from page.escape import escaped, one_line
from page.export import answer_json
from page.keeping import settle
from page.shelf import uploaded
from rag.ask import Collection, open_collection, search, steps, understand
from rag.evaluate import calibration, evaluate, judge, risk, summary, verdict_summary
from rag.gold import holds_claims, read_claims, read_questions
from rag.languages import shortened
from rag.records import Draft
from rag.verify import verify
from rag.writing.prompt import EVIDENCE, prompt, prompt_text
from rag.writing.writers import Writer, open_writer

T = TypeVar("T")

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
# Where the index of the shipped articles is kept when no other is named.
SEEDS_INDEX = Path(".polycite/seeds")


def run_index(arguments: argparse.Namespace) -> int:
    """Read articles into an index; return 1 when one of them failed."""
    arguments.to = folder_to_fill(arguments.to, arguments.candidates)
    with TemporaryDirectory(prefix="polycite-") as workspace:
        return _index(_expand(arguments, Path(workspace)), arguments)


def _index(items: Sequence[Item], arguments: argparse.Namespace) -> int:
    console = Console(soft_wrap=True, highlight=False, markup=False)
    files = [item for item in items if not item.why_not]
    outcomes = [_passed_over(item) for item in items if item.why_not]
    if not files and not arguments.prune:
        # Nothing to read must not make an index, and still less empty one.
        raise ArticleError("; ".join(item.why_not for item in items if item.failed))
    with writing(arguments.to, waits=lambda: print_waiting(arguments.to)):
        Indexing(0, console).show(each for each in outcomes if each.status is Status.PASSED_OVER)
        outcomes += _indexed(files, arguments, console)
    print_failed(outcomes)
    return int(any(outcome.status is Status.FAILED for outcome in outcomes))


def _indexed(files: Sequence[Item], arguments: argparse.Namespace, console: Console) -> list[Outcome]:
    folder: Path = arguments.to
    begins = arguments.from_scratch or not exists(folder)
    models = open_models(arguments.model or (BUNDLED if begins else model_of(folder)))
    shown = Indexing(len(files), console)
    with _to_fill(folder, models.embedder.name, arguments.from_scratch) as library:
        outcomes = shown.show(read_by(arguments, files, library, models, shown.embedded))
        if arguments.prune:
            taken_out = prune([Path(path) for path in arguments.paths if Path(path).is_dir()], library)
            outcomes += Indexing(0, console).show(taken_out)
        if arguments.report:
            print_removed(library.articles(), console)
        print_held(folder, library, console)
        print_gone(gone(library), console)
    return outcomes


def _to_fill(folder: Path, model: str, from_scratch: bool) -> AbstractContextManager[Record]:
    """Return the library that articles go into: the one there is, or from scratch one to take its place."""
    if not exists(folder):
        return closing(create(folder, model))
    return remade(folder, model) if from_scratch else closing(open_library(folder, model))


def _expand(arguments: argparse.Namespace, workspace: Path) -> list[Item]:
    """Return what the named sources hold, nothing twice."""
    fetcher = Fetcher(most=arguments.max_bytes, private=arguments.private)
    items = (item for source in arguments.paths for item in expand(source, workspace, fetcher))
    return list({item.name: item for item in items}.values())


def _passed_over(item: Item) -> Outcome:
    return Outcome(item.name, Status.FAILED if item.failed else Status.PASSED_OVER, reason=item.why_not)


def run_ask(arguments: argparse.Namespace) -> int:
    """Answer one question."""
    console = Console(stderr=True, highlight=False, markup=False)
    writer = _writer(arguments)
    collection = open_collection(arguments.index or _shipped(console), writer)
    if arguments.show_prompt:
        question = understand(arguments.question, collection)
        hits = search(arguments.question, collection, k=EVIDENCE)
        print(escaped(prompt_text(prompt(question, hits, question.language))))
        return 0
    with console.status("searching the articles") as status:
        for step in steps(arguments.question, collection):
            if isinstance(step, Draft):
                status.update(f"{step.step} {one_line(shortened(step.text, console.width - 20))}")
            else:
                answer = step
    print(escaped(as_json(answer_json(answer)) if arguments.json else answer_text(answer)))
    return 0


def as_json(thing: object) -> str:
    """Return JSON for people and programs to read."""
    return json.dumps(thing, ensure_ascii=False, indent=2)


def _writer(arguments: argparse.Namespace) -> Writer | None:
    if not arguments.llm:
        return None
    return open_writer(arguments.llm, limit_s=arguments.llm_timeout, keys=os.environ)


def _shipped(console: Console) -> Path:
    """Return the index of the articles that ship, brought up to date first."""
    stale = (outcome for outcome in _refreshed() if outcome.status is not Status.UNCHANGED)
    Indexing(len(find(SEEDS)), console).show(stale)
    return SEEDS_INDEX


def _refreshed() -> Iterator[Outcome]:
    """Bring the index of the articles that ship up to date; an old or damaged one is made again."""
    models = open_models()
    with writing(SEEDS_INDEX, waits=lambda: print_waiting(SEEDS_INDEX)):
        try:
            library = (open_library if exists(SEEDS_INDEX) else create)(SEEDS_INDEX, models.embedder.name)
        except UnusableLibrary:
            library = create(SEEDS_INDEX, models.embedder.name)
        with closing(library):
            settle(SEEDS_INDEX, library)
            offer((SEEDS / QUESTIONS).read_bytes(), SEEDS_INDEX)
            yield from build([*find(SEEDS), *uploaded(SEEDS_INDEX)], library, models)
            yield from prune([SEEDS], library)


def run_chat(arguments: argparse.Namespace) -> int:
    """Serve the page until it is stopped."""
    # What the page is made of takes a second to import, and no other command needs it.
    import ui
    from page.login import read_logins

    prepare, files = (None, 0) if arguments.index else (_refreshed, len(find(SEEDS) + uploaded(SEEDS_INDEX)))
    ui.serve(
        *(arguments.index or [SEEDS_INDEX]),
        host=arguments.host,
        port=arguments.port,
        prepare=prepare,
        files=files,
        writer=_writer(arguments),
        read_only=arguments.read_only,
        mcp=arguments.mcp,
        logins=read_logins(arguments.auth) if arguments.auth else {},
        no_login=arguments.no_login,
        names=arguments.allowed_host,
        root=arguments.root_path,
        proxies=arguments.proxy,
        metrics=arguments.metrics,
    )
    return 0


def run_eval(arguments: argparse.Namespace) -> int:
    """Measure an index on questions or claims whose truth is known."""
    console = Console(stderr=True)
    collection = open_collection(arguments.index or _shipped(console))
    report = (_checked if holds_claims(arguments.questions) else _asked)(
        arguments.questions, collection, console
    )
    if arguments.keep and "questions" in report:
        # What makes the page's answers takes a moment to import.
        from page.quality import keep

        keep(report, collection.index.library, arguments.questions)
    if arguments.json:
        print(escaped(as_json(report)))
    else:
        print_figures({"all": report["overall"], **report["languages"]})
        if "kinds" in report:
            print_figures(report["kinds"])
            print_figures(report["calibration"])
            print_figures(report["risk"])
    return 0


def run_feedback(arguments: argparse.Namespace) -> int:
    """Print what readers found right, as questions for `polycite eval`, or all that they said."""
    folder = arguments.index or _shipped(Console(stderr=True, highlight=False, markup=False))
    library = open_collection(folder).index.library
    for entry in map(asdict, given(library)) if arguments.all else taught(library):
        print(escaped(json.dumps(entry, ensure_ascii=False)))
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Print a line for each fault of an index; return 1 when there are any."""
    faults = list(checkup(arguments.index))
    print("\n".join(map(one_line, faults)) or f"{arguments.index} is sound")
    return int(bool(faults))


def run_backup(arguments: argparse.Namespace) -> int:
    """Write an index into one file."""
    backup(arguments.index, arguments.file)
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Make an index of what `backup` wrote."""
    restore(arguments.file, arguments.to)
    return 0


def _asked(file: Path, collection: Collection, console: Console) -> dict[str, Any]:
    """Ask every question of a file and return the figures and all outcomes."""
    questions = read_questions(file, collection.index.library.articles())
    done = evaluate(questions, collection)
    outcomes = list(track(done, "asking", len(questions), console=console, transient=True))
    return {
        "overall": summary(outcomes),
        "languages": _by(outcomes, lambda outcome: outcome.language, summary),
        "kinds": _by(outcomes, lambda outcome: outcome.kind or "other", summary),
        "calibration": calibration(outcomes),
        "risk": risk(outcomes),
        "questions": [asdict(outcome) for outcome in outcomes],
    }


def _checked(file: Path, collection: Collection, console: Console) -> dict[str, Any]:
    """Check every claim of a file and return the figures and all verdicts."""
    claims = read_claims(file, collection.index.library.articles())
    done = judge(
        claims, lambda claim, quotes: verify(claim, quotes, collection.reader, collection.policy).verdict
    )
    verdicts = list(track(done, "checking", len(claims), console=console, transient=True))
    return {
        "overall": verdict_summary(verdicts),
        "languages": _by(verdicts, lambda verdict: verdict.language, verdict_summary),
        "claims": [asdict(verdict) for verdict in verdicts],
    }


def _by(
    things: Sequence[T], group: Callable[[T], str], figures: Callable[[Sequence[T]], dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the figures of each group, in the order of first appearance."""
    return {
        name: figures([thing for thing in things if group(thing) == name])
        for name in dict.fromkeys(map(group, things))
    }
