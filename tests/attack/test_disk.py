"""A disk that fails, and the order in which things are put on it."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attack import tell, texts, times, write_articles

from index.store import LibraryError, exists

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not shutil.which("cc"), reason="needs Linux and a C compiler"
)


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    """What stands between a process and its files."""
    built = tmp_path_factory.mktemp("shim") / "shim.so"
    source = Path(__file__).with_name("shim.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", built, source, "-ldl"], check=True)
    return built


def indexed(shim, place, articles, fails=0):
    """Index with the shim; return what was said, and what was done to the files of the index."""
    place.mkdir(exist_ok=True)
    told = {"LD_PRELOAD": str(shim), "SHIM_BELOW": str(place / "index"), "SHIM_LOG": str(place / "log")}
    command = ["index", str(articles), "--to", str(place / "index"), "--fast"]
    run = subprocess.run(
        [sys.executable, "-m", "command", *command],
        env=os.environ | told | {"SHIM_FAILS": str(fails), "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (place / "log").read_text(encoding="utf-8").splitlines()
    return run, [tuple(line.split("\t")) for line in lines]


def test_what_is_renamed_or_reported_was_put_on_the_disk_before(shim, tmp_path):
    run, calls = indexed(shim, tmp_path, write_articles(tmp_path / "articles", 5))
    assert run.returncode == 0, run.stderr
    written, renamed, reported = set(), 0, 0
    for what, path, to in calls:
        if what == "write":
            written.add(path)
        elif what == "sync":
            written.discard(path)
        elif what == "rename":
            renamed += 1
            assert path not in written
            # The name itself is on the disk once the folder is.
            written.add(str(Path(to).parent))
        elif to == "added":
            reported += 1
            # Nothing of the index is on its way, but for the shared memory, which a crash makes again.
            assert {path for path in written if not path.endswith(("-shm", ".lock"))} == set()
    assert renamed >= reported == 5
    tell(f"order: {renamed} renames and {reported} reports, each after what it stands for was on the disk")


def test_a_disk_that_fails_at_any_moment_is_one_line_and_loses_nothing(shim, tmp_path):
    articles = write_articles(tmp_path / "articles", 5)
    _, calls = indexed(shim, tmp_path / "whole", articles)
    steps = sum(what in ("write", "sync", "rename") for what, _, _ in calls)
    failed = 0
    for seed in range(attempts := times(3, 200)):
        place = tmp_path / f"{seed}"
        run, _ = indexed(shim, place, articles, fails=random.Random(seed).randrange(1, steps))
        failed += run.returncode != 0
        assert "Traceback" not in run.stderr
        said = {line.split()[1] for line in run.stdout.splitlines() if line.startswith("added:")}
        try:
            held = texts(place / "index") if exists(place / "index") else {}
        except LibraryError as error:
            pytest.fail(f"{error} after {run.stderr}")
        assert said <= set(held)
        run, _ = indexed(shim, place, articles)
        assert run.returncode == 0
        assert len(texts(place / "index")) == 5
    tell(f"EIO: {attempts} of {steps} steps failed, {failed} commands ended in one line, nothing lost")
