"""Measure many people asking at once: `python benchmarks/load.py QUESTIONS.jsonl`, the format of `polycite
eval`.

Serves the shipped articles with the real command, asks every question alone, then has 20 users ask 10
questions each at the same time, through the real queue. Prints how long an answer took, how many calls failed
and how many answers differ from the one given alone; the exit code is 1 when any does.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from gradio_client import Client  # type: ignore[import-untyped]  # it ships no types

ROOT = Path(__file__).resolve().parent.parent
POLYCITE = [sys.executable, "-m", "command"]
READY = re.compile(r"Polycite is ready at (\S+)\n")
USERS, EACH = 20, 10

# Seconds that a call took, and its answer or what went wrong.
Call = tuple[float, Any]


def main() -> int:
    """Measure and print; return 0 when every answer under load is the one given alone."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    questions = [text for line in lines for text in json.loads(line)["questions"].values()]
    with served() as address:
        alone = {question: call for question, call in zip(questions, asked(address, questions), strict=True)}
        start = threading.Barrier(USERS)
        # Each user begins somewhere else in the questions.
        shares = [list(islice(cycle(questions), 7 * user, 7 * user + EACH)) for user in range(USERS)]
        with ThreadPoolExecutor(USERS) as users:
            crowd = list(users.map(lambda share: asked(address, share, start), shares))
    calls = [
        pair
        for share, answers in zip(shares, crowd, strict=True)
        for pair in zip(share, answers, strict=True)
    ]
    failed = [answer for _, (_, answer) in calls if isinstance(answer, Exception)]
    different = [question for question, (_, answer) in calls if answer != alone[question][1]]
    print_times("alone", [seconds for seconds, _ in alone.values()])
    print_times(f"{USERS} users at once", [seconds for _, (seconds, _) in calls])
    print(f"{len(calls)} questions: {len(failed)} failed, {len(different)} answered otherwise")
    for fault in dict.fromkeys(map(repr, failed)):
        print(fault)
    return 1 if failed or different else 0


@contextmanager
def served() -> Iterator[str]:
    """Serve the shipped articles with the real command; give the address once they are ready."""
    with tempfile.TemporaryDirectory() as folder:
        index = str(Path(folder) / "index")
        subprocess.run(
            [*POLYCITE, "index", str(ROOT / "seeds"), "--to", index], check=True, capture_output=True
        )
        command = [*POLYCITE, "chat", "--index", index, "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as chat:
            try:
                assert chat.stdout
                said = READY.fullmatch(chat.stdout.readline())
                assert said
                yield said[1]
            finally:
                chat.terminate()


def asked(address: str, questions: Sequence[str], start: threading.Barrier | None = None) -> list[Call]:
    """Ask questions one after another as one user; with others, when all of them are there."""
    with closing(Client(address, verbose=False, analytics_enabled=False)) as client:
        if start:
            start.wait()
        return [timed(client, question) for question in questions]


def timed(client: Client, question: str) -> Call:
    """Ask one question; its answer is without the server's own timings, which differ each time."""
    started = time.perf_counter()
    try:
        answer = client.predict(question, api_name="/ask")
    except Exception as fault:
        return time.perf_counter() - started, fault
    return time.perf_counter() - started, {name: answer[name] for name in answer if name != "timings_ms"}


def print_times(who: str, seconds: Sequence[float]) -> None:
    """Print median, 95th percentile and the longest."""
    cuts = statistics.quantiles(seconds, n=20)
    median, high = 1000 * statistics.median(seconds), 1000 * cuts[-1]
    print(f"{who}: median {median:.0f} ms, 95% under {high:.0f} ms, longest {1000 * max(seconds):.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
