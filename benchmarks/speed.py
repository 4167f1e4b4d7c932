"""Measure what a person waits for: `python -m benchmarks.speed QUESTIONS.jsonl [LARGE]`, the format of
`polycite eval`.

Prints how fast the bundled models read, the time to index the shipped articles, a cold `polycite ask`, a warm
question, and the memory of the chat. LARGE is an index of many passages to ask as well.
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

from index.models import open_models
from rag.ask import ask, open_collection

ROOT = Path(__file__).resolve().parent.parent
POLYCITE = [sys.executable, "-m", "command"]
PORT = 7893


def main() -> None:
    """Measure everything and print a line for each."""
    questions = [
        text
        for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        for text in json.loads(line)["questions"].values()
    ]
    print_reading()
    if sys.argv[2:]:
        print_warm(questions, Path(sys.argv[2]))
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


def print_reading() -> None:
    """Print how many passages of 150 tokens each bundled model reads in a CPU-second."""
    tokens, embedder = open_models().tokens, open_models().embedder
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))
    # A step of five characters gives passages that differ.
    passages = [words[start : start + 600] for start in range(0, 10_000, 5)]
    fitting = [
        text[: len(text) * 150 // count]
        for text, count in zip(passages, tokens.count_tokens(passages), strict=True)
    ]
    for name, read, texts in (("static", tokens.embed, fitting), ("bundled", embedder.embed, fitting[:120])):
        read(texts[:10])
        started = time.process_time()
        read(texts)
        print(f"{name} embedder: {len(texts) / (time.process_time() - started):,.0f} passages a CPU-second")


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
    cpu = time.process_time()
    for question in questions * 5:
        started = time.perf_counter()
        ask(question, collection)
        taken.append(1000 * (time.perf_counter() - started))
    taken.sort()
    median, high = statistics.median(taken), taken[int(0.95 * len(taken))]
    passages = collection.index.library.census().passages
    print(
        f"warm question over {passages:,} passages: median {median:.1f} ms, 95% under {high:.1f} ms,", end=" "
    )
    print(f"{1000 * (time.process_time() - cpu) / len(taken):.1f} CPU-ms each")


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
