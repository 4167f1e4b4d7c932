"""Who reads the files of `polycite index`: this process, or others that it stores for."""

import argparse
from collections.abc import Iterator, Sequence

from index.article import ArticleError
from index.build import Outcome, Progress, bring
from index.embed import Models
from index.load import MAX_BYTES, STDIN
from index.ray import on_ray
from index.record import Record
from index.sources import Item
from index.workers import bring_all, processes


def reading_options(command: argparse.ArgumentParser) -> None:
    """Add what says how much of a file is read, and by whom."""
    command.add_argument(
        "--max-bytes", type=int, default=MAX_BYTES, metavar="N", help="largest text taken (%(default)s)"
    )
    workers = command.add_mutually_exclusive_group()
    workers.add_argument(
        "--workers", type=_number, default=1, metavar="N", help="read with N processes, one core each (1)"
    )
    workers.add_argument(
        "--ray",
        nargs="?",
        const="",
        metavar="HOST:PORT",
        help="read on a Ray cluster: files of this machine, or of a disk that all its machines have",
    )


def _number(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("one process is the least")
    return number


def read_by(
    arguments: argparse.Namespace,
    items: Sequence[Item],
    library: Record,
    models: Models,
    progress: Progress,
) -> Iterator[Outcome]:
    """Bring the library up to date with files as the options say; yield each once it is safely stored.

    `progress` is told how far a file is where this process reads it.
    """
    if arguments.workers == 1 and arguments.ray is None:
        limits = {"max_bytes": arguments.max_bytes, "progress": progress}
        yield from (bring(item.file, item.name, library, models, **limits) for item in items)
        return
    if any(item.file == STDIN for item in items):
        raise ArticleError("standard input is read by one process: leave out --workers or --ray")
    with processes(arguments.workers) if arguments.ray is None else on_ray(arguments.ray) as pool:
        yield from bring_all(items, library, pool, max_bytes=arguments.max_bytes)
