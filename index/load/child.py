"""The child process that reads files: one after another, within limits, each answered with a line of JSON.

A request is a line of JSON (`kind`, `bytes`, `characters`, `seconds`, `memory`) and then the bytes of the
file. The answer is an `Extract`, or `{"fault": ...}`, and whether this process is `spent` and ends. With the
number of a `page` and `words` it is a `Picture`. A file that takes too much ends the process at once, and its
parent starts another.
"""

import json
import logging
import os
import sys
import warnings
from dataclasses import asdict
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

if TYPE_CHECKING:
    from index.load.extract import Extract

# Bytes: a hundred thousand rows of a workbook take about a tenth of it.
UNPACKED = 300_000_000
HEAVY = "takes too much time or memory to read; save its text as .txt"


def limit(seconds: int, memory: int) -> None:
    """Let the system end this process `seconds` of work from now, and refuse it more than `memory` bytes."""
    try:
        import resource  # not on Windows, where the parent's clock is all there is
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, most))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, most))


def answer(raw: bytes, request: dict[str, Any]) -> dict[str, Any]:
    """Return what is asked for of a file, or its fault; no exception leaves here."""
    from index.load.extract import Unreadable

    kind = request["kind"]
    try:
        if "page" in request:
            from index.load.picture import picture  # what renders is asked for by the page alone

            return asdict(picture(raw, request["page"], request["words"]))
        return asdict(_extract(raw, kind, request["characters"]))
    except Unreadable as fault:
        return {"fault": str(fault)}
    except MemoryError:
        return {"fault": HEAVY}
    except Exception as error:
        # A broken file makes its reader fail in any way there is; none of them may go without a sentence.
        return {
            "fault": f"is broken, or not a {kind} file ({type(error).__name__}):"
            " open it in its own program, save it again and add that copy"
        }


def _extract(raw: bytes, kind: str, characters: int) -> "Extract":
    """Return what the reader of that kind makes of the bytes; raise Unreadable, or whatever it raises."""
    from index.load.extract import Unreadable
    from index.load.kinds import KINDS
    from index.load.tidy import tidied

    if raw.startswith(b"PK") and sum(part.file_size for part in ZipFile(BytesIO(raw)).infolist()) > UNPACKED:
        raise Unreadable(HEAVY)
    extract = tidied(import_module(f"index.load.{KINDS[kind]}").read(raw))
    if len(extract.text) > characters:
        raise Unreadable(f"holds more than {characters:,} characters of text: split it or raise the limit")
    if not extract.text.strip():
        raise Unreadable("holds no text; check that it is the article")
    return extract


def main() -> None:
    """Answer requests on standard input until it is closed."""
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = sys.stdin.buffer
    while line := requests.readline():
        request = json.loads(line)
        raw = requests.read(request["bytes"])
        limit(request["seconds"], request["memory"])
        found = answer(raw, request)
        # What it took and cannot give back would count against the next file.
        found["spent"] = found.get("fault") == HEAVY or "rapidocr" in sys.modules
        answers.write(json.dumps(found).encode() + b"\n")
        answers.flush()
        if found["spent"]:
            return


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    main()
