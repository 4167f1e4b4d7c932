"""The command line: index, ask, chat, eval, feedback, questions, translate, check, backup, restore.

It stands above the page, the reading and the writing side.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path

from command.commands import (
    run_ask,
    run_backup,
    run_chat,
    run_check,
    run_eval,
    run_feedback,
    run_index,
    run_restore,
)
from command.place import folder_held, index_folder
from command.questions import run_questions
from command.translate import run_translate
from command.workers import reading_options
from index.article import ArticleError
from index.embed import ModelError
from index.models import FAST
from index.store import LibraryError
from page.escape import one_line
from rag.ask import QuestionError
from rag.gold import QuestionsError
from rag.translate import TranslationError
from rag.writing.writers import WriterError

FAULTS = (
    ArticleError, LibraryError, ModelError, QuestionError, QuestionsError, TranslationError, WriterError,
    OSError,
)  # fmt: skip


def main(words: Sequence[str] | None = None) -> int:
    """Run one command, that of the command line when no words are given; return 0 when done, 1 when the input
    was wrong. argparse exits with 2 on wrong usage.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What the terminal has no characters for is written as an escape.
            stream.reconfigure(errors="backslashreplace")
    arguments = parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except BrokenPipeError:
        # Whoever read our output has seen enough, as in `polycite ask ... | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except FAULTS as error:
        print(f"polycite: {one_line(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="polycite",
        description="Ask articles in several languages a question, and check every sentence of the answer.",
    )
    top.add_argument("--version", action="version", version=f"polycite {version('polycite')}")
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
    _feedback_parser(
        commands.add_parser(
            "feedback",
            help="print what readers found right, as questions for eval",
            description="Print what readers found right, as questions for eval.",
        )
    )
    _questions_parser(
        commands.add_parser(
            "questions",
            help="choose the questions that the page of an index begins with",
            description="Ask known questions, and let the page begin with those that are answered rightly.",
        )
    )
    _translate_parser(
        commands.add_parser(
            "translate",
            help="get the models that translate quotes on this machine",
            description="Get models that translate on this machine, and print which there are.",
        )
    )
    _upkeep_parsers(commands)
    return top


def _upkeep_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, run, does in (
        ("check", run_check, "look whether all an index holds is as it was stored"),
        ("backup", run_backup, "write an index into one file, while it is used or not"),
        ("restore", run_restore, "make an index of what backup wrote"),
    ):
        command = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
        if name != "check":
            command.add_argument("file", type=Path, metavar="FILE.zip")
        if name == "restore":
            command.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder of the index")
        else:
            command.add_argument(
                "--index", type=folder_held, required=True, metavar="DIR", help="folder of the index"
            )
        command.set_defaults(run=run)


def _index_parser(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths",
        nargs="+",
        metavar="SOURCE",
        help="files, folders, .zip and .tar archives, addresses (page, feed, s3://), or - for standard input",
    )
    command.add_argument(
        "--to",
        required=True,
        metavar="DIR",
        help="folder of the index, made if missing; or postgresql://... (see docs/scale.md)",
    )
    command.add_argument(
        "--candidates", metavar="ADDRESS", help="the Milvus of an index on PostgreSQL, http://HOST:19530"
    )
    command.add_argument("--from-scratch", action="store_true", help="forget what the index holds first")
    command.add_argument(
        "--prune", action="store_true", help="take out articles whose files are gone from the given folders"
    )
    command.add_argument("--private", action="store_true", help="read addresses of your own network too")
    command.add_argument(
        "--report", action="store_true", help="show what was cleaned away from each article, and why"
    )
    model = command.add_mutually_exclusive_group()
    model.add_argument(
        "--model",
        metavar="NAME",
        help="a sentence-transformers model: a folder or a name on the Hugging Face hub (the bundled one)",
    )
    model.add_argument(
        "--fast",
        action="store_const",
        const=FAST,
        dest="model",
        help="index a hundred times as fast, find less",
    )
    reading_options(command)
    command.set_defaults(run=run_index)


def _ask_parser(command: argparse.ArgumentParser) -> None:
    command.add_argument("question")
    _index_option(command)
    _llm_options(command)
    command.add_argument(
        "--show-prompt", action="store_true", help="print what a language model would be told, and stop"
    )
    command.add_argument("--json", action="store_true", help="print the answer for programs")
    command.set_defaults(run=run_ask)


def _chat_parser(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--index",
        type=index_folder,
        action="append",
        metavar="DIR",
        help="folder of an index; given several times, each has a page below its name (the shipped articles)",
    )
    command.add_argument("--host", default="127.0.0.1", help="address to serve at (%(default)s)")
    command.add_argument("--port", type=_port, default=7860, help="port to serve at (%(default)s)")
    command.add_argument(
        "--auth",
        type=Path,
        metavar="FILE",
        help="ask for a login; FILE has a line USER:PASSWORD for each user",
    )
    command.add_argument(
        "--no-login", action="store_true", help="serve others without a login (refused without this option)"
    )
    command.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name of the page beside its address, as behind a proxy; may be given several times",
    )
    command.add_argument(
        "--root-path", type=_root, default="", metavar="/PATH", help="path of the page behind a proxy"
    )
    command.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="believe what this proxy says of visitors (X-Forwarded-For, -Proto, -Host); may be given several"
        " times, networks too",
    )
    command.add_argument(
        "--metrics", action="store_true", help="offer figures to Prometheus at /metrics, behind the login"
    )
    command.add_argument("--read-only", action="store_true", help="let nobody add or remove articles")
    command.add_argument(
        "--mcp", action="store_true", help="offer tools for programs by the Model Context Protocol"
    )
    _llm_options(command)
    command.set_defaults(run=run_chat)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number


def _root(text: str) -> str:
    # What the page is made of takes a second to import, and no other command needs it.
    from page.proxy import root_of

    try:
        return root_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _eval_parser(command: argparse.ArgumentParser) -> None:
    command.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    _index_option(command)
    command.add_argument("--json", action="store_true", help="print the figures for programs")
    command.add_argument("--keep", action="store_true", help="keep the figures for the page to show")
    command.set_defaults(run=run_eval)


def _feedback_parser(command: argparse.ArgumentParser) -> None:
    _index_option(command)
    command.add_argument(
        "--all", action="store_true", help="print every opinion with what was written to it, wrong ones too"
    )
    command.set_defaults(run=run_feedback)


def _questions_parser(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="QUESTIONS.jsonl", help="in the form that eval reads")
    command.add_argument(
        "--index", type=index_folder, required=True, metavar="DIR", help="folder of the index"
    )
    command.set_defaults(run=run_questions)


def _translate_parser(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--get",
        nargs="+",
        metavar="PAIR",
        help="fetch pairs such as ja-en en-it from where Firefox keeps them",
    )
    command.add_argument(
        "--from",
        type=Path,
        dest="source",
        metavar="DIR",
        help="take them from a folder that holds folders such as ja-en",
    )
    command.set_defaults(run=run_translate)


def _index_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--index", type=index_folder, metavar="DIR", help="folder of the index (the five articles that ship)"
    )


def _llm_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--llm",
        metavar="NAME",
        help="let a language model write, held to the same proof: ollama:NAME, openai:NAME, anthropic:NAME,"
        " openai-like:URL#NAME or llamacpp:PATH.gguf (none)",
    )
    command.add_argument(
        "--llm-timeout", type=float, default=60.0, metavar="S", help="seconds it may take (%(default)s)"
    )


if __name__ == "__main__":
    sys.exit(main())
