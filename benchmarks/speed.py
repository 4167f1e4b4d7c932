"""Measure what a person waits for: `python benchmarks/speed.py QUESTIONS.jsonl`, the format of `polycite
eval`.

Prints the time to index the shipped articles, a cold `polycite ask`, a warm question, and the memory of the
chat.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from rag.chat import ask, open_collection

ROOT = Path(__file__).resolve().parent.parent
POLYCITE = [sys.executable, "-m", "rag"]
PORT = 7893


def main() -> None:
    """Measure everything and print a line for each."""
    questions = [
        text
        for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        for text in json.loads(line)["questions"].values()
    ]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        wall, cpu = spent([*POLYCITE, "index", str(ROOT / "seeds"), "--to", str(index)])
        print(f"index the shipped articles: {wall:.2f} s, {cpu:.2f} CPU-s")
        cold = [spent([*POLYCITE, "ask", question, "--index", str(index)]) for question in questions[:9]]
        print(
            f"cold `polycite ask`, median of 9: {statistics.median(each[0] for each in cold):.2f} s,", end=" "
        )
        print(f"{statistics.median(each[1] for each in cold):.2f} CPU-s")
        print_warm(questions, index)
        print(f"chat process with its page served: {chat_memory(index):.0f} MB")


def spent(command: list[str]) -> tuple[float, float]:
    """Run a command and return the seconds and the CPU-seconds it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def print_warm(questions: list[str], index: Path) -> None:
    """Ask every question once unmeasured, then five times, and print the median and the 95th percentile."""
    collection = open_collection(index)
    for question in questions:
        ask(question, collection)
    taken = []
    for question in questions * 5:
        started = time.perf_counter()
        ask(question, collection)
        taken.append(1000 * (time.perf_counter() - started))
    taken.sort()
    median, high = statistics.median(taken), taken[int(0.95 * len(taken))]
    print(f"warm question: median {median:.1f} ms, 95% under {high:.1f} ms")


def chat_memory(index: Path) -> float:
    """Return the peak resident megabytes of a chat that has served its page."""
    command = [*POLYCITE, "chat", "--index", str(index), "--port", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as chat:
        assert chat.stdout
        chat.stdout.readline()
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/").read()
        status = Path(f"/proc/{chat.pid}/status").read_text(encoding="utf-8")
        chat.terminate()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    main()
