"""What the attacks share: how often, small articles, a process to kill, what is said at the end."""

import multiprocessing
import os
import random
import time

from index.models import FAST, open_models
from index.store import open_library

# 1 for the long form, less for that part of it.
SHARE = float(os.environ.get("POLYCITE_ATTACK", "0"))
FIGURES = []
# Children have all imported, and none of this process's threads.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["command.commands", "page.shelf", "index.archive"])


def times(short, long):
    """How often an attack is made."""
    return max(short, round(long * SHARE))


def tell(line):
    """Keep a line for the end of the run."""
    FIGURES.append(line)


def write_articles(folder, number, lines=12, about="lighthouse"):
    """Write so many short articles, no sentence of which is in two of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(number):
        text = " ".join(f"The {about} {at} got its lamp {line} in {1800 + line}." for line in range(lines))
        (folder / f"{about}{at:03}.txt").write_text(text, encoding="utf-8")
    return folder


def fast_name():
    """The name under which the fast model's vectors are kept."""
    return open_models(FAST).embedder.name


def texts(folder):
    """All articles that an index holds, by name; everything in it is checked on the way."""
    library = open_library(folder, fast_name())
    try:
        return {article.name: article.text for article in library.articles()}
    finally:
        library.close()


def killed(work, seed, longest, *arguments):
    """Run a function in another process and kill it at some moment; return what it had said."""
    ours, theirs = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=work, args=(theirs, *arguments))
    process.start()
    theirs.close()
    assert ours.recv() == "ready"
    time.sleep(random.Random(seed).uniform(0, longest))
    process.kill()
    process.join()
    said = []
    try:
        while True:
            said.append(ours.recv())
    except (EOFError, OSError):
        return said
    finally:
        ours.close()
        process.close()
