import random
import signal
import subprocess
import sys
import time

import pytest

from index.contextual import bundled_models
from index.store import LibraryError, open_library

ARTICLES = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("articles")
    for number in range(ARTICLES):
        text = " ".join(
            f"Sentence {line} of article {number} says what nobody else says." for line in range(40)
        )
        (folder / f"a{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def printed(output):
    return {line.split()[1] for line in output.splitlines() if line.startswith("added:")}


@pytest.mark.parametrize("attempt", range(20))
def test_a_killed_index_opens_and_holds_every_article_printed_as_done(attempt, folder, tmp_path):
    index = tmp_path / "index"
    command = [sys.executable, "-m", "command", "index", str(folder), "--to", str(index)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        first = process.stdout.readline() if attempt % 4 else ""
        time.sleep(random.Random(attempt).uniform(0, 0.5))
        process.send_signal(signal.SIGKILL)
        done = printed(first + process.stdout.read())
    name = bundled_models().embedder.name
    if not done and not (index / "library.sqlite").exists():
        with pytest.raises(LibraryError, match="holds no index"):
            open_library(index, name)
        return
    held = {article.name for article in open_library(index, name).articles()}
    assert done <= held
    assert len(held) - len(done) <= 1
