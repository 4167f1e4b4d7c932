"""Files read by several processes: the index is the one that a single process makes."""

import subprocess
import sys
import time
from multiprocessing import active_children
from pathlib import Path

import pytest
from libraries import LIMIT, by_one, empty, rows

from index.build import Status
from index.fetch import Fetcher
from index.sources import Item, expand
from index.store import create
from index.workers import WorkersError, bring_all, processes

ENGLISH = "The {} sleeps on the mat. It dreams of fish, and nobody wakes it before noon."


def write(folder, names):
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(ENGLISH.format(name), encoding="utf-8")
    return [Item(str(file), file) for file in sorted(folder.iterdir())]


def by_two(items, library):
    with processes(2) as pool:
        return list(bring_all(items, library, pool, max_bytes=LIMIT))


def test_two_processes_make_the_index_that_one_makes_byte_for_byte(tmp_path):
    items = write(tmp_path / "articles", [f"cat {number:02}" for number in range(40)])
    (tmp_path / "other").mkdir()
    twice, same = tmp_path / "other" / "cat 07.txt", tmp_path / "other" / "same.txt"
    twice.write_text(ENGLISH.format("dog"), encoding="utf-8")
    same.write_text(ENGLISH.format("cat 00"), encoding="utf-8")
    broken = tmp_path / "other" / "broken.txt"
    broken.write_bytes(b"")
    items[3:3] = [Item(str(file), file) for file in (twice, same, broken)]
    one, two = empty(tmp_path / "one"), empty(tmp_path / "two")
    said = by_two(items, two)
    assert said == by_one(items, one)
    assert [outcome.status for outcome in said[3:7]] == ["added", "same text", "failed", "added"]
    assert [outcome.path for outcome in said] == [item.name for item in items]
    assert said[5].reason == f"{broken}: is empty; put the article's text into it"
    assert rows(two) == rows(one)
    assert [article.name for article in two.articles()][6:9] == ["cat 06", "cat 07", "cat 07-2"]


def test_what_is_held_already_is_not_read_again_and_what_changed_is(tmp_path):
    items = write(tmp_path / "articles", ["cat", "dog", "owl"])
    library = empty(tmp_path / "index")
    by_one(items, library)
    items[1].file.write_text(ENGLISH.format("fox"), encoding="utf-8")
    assert [each.status for each in by_two(items, library)] == ["unchanged", "replaced", "unchanged"]
    assert "The fox sleeps" in library.articles()[1].text


def test_files_of_a_store_are_known_by_their_addresses(tmp_path):
    files = write(tmp_path / "articles", ["cat", "dog"])
    items = list(expand(f"file://{tmp_path}/articles", tmp_path, Fetcher(most=LIMIT)))
    files[1].file.write_bytes(b"")
    library = empty(tmp_path / "index")
    outcomes = by_one(items, library) + by_two(items, library)
    assert [each.status for each in outcomes] == ["added", "failed", "unchanged", "failed"]
    assert outcomes[0].article.name == "cat"
    assert {each.reason for each in outcomes[1::2]} == {
        f"file://{files[1].file}: is empty; put the article's text into it"
    }
    assert list(library.sources()) == [f"file://{files[0].file}"]


def test_a_name_that_is_not_utf8_fails_alone(tmp_path):
    [item] = write(tmp_path / "articles", ["cat"])
    odd = Item(f"{tmp_path}/b\udcff.txt", item.file)
    first, second = by_two([odd, item], empty(tmp_path / "index"))
    assert (first.status, second.status) == (Status.FAILED, Status.ADDED)
    assert first.reason.endswith("b?.txt: its name is not UTF-8; rename the file")


def test_a_worker_with_another_model_says_so_of_each_file(tmp_path):
    [item] = write(tmp_path / "articles", ["cat"])
    [outcome] = by_two([item], create(tmp_path / "index", "bundled-fast@00000000"))
    assert outcome.status is Status.FAILED
    assert outcome.reason.startswith(
        "the index was made with the model bundled-fast@00000000, its worker has bundled-fast@"
    )


def test_a_worker_that_is_killed_ends_the_run_in_one_line_and_the_next_finishes_it(tmp_path):
    items = write(tmp_path / "articles", [f"cat {number:02}" for number in range(40)])
    library = empty(tmp_path / "index")
    fault = pytest.raises(WorkersError, match="ended from outside, or for want of memory: run the same again")
    with fault, processes(1) as pool:
        for outcome in bring_all(items, library, pool, max_bytes=LIMIT):
            if outcome.status is Status.ADDED:
                [worker] = active_children()
                worker.kill()
    stored = len(library.articles())
    assert 1 <= stored < 40
    assert [each.status for each in by_two(items, library)].count(Status.UNCHANGED) == stored
    assert len(library.articles()) == 40


def test_a_killed_run_leaves_no_worker_behind_and_the_next_finishes_it(tmp_path):
    write(tmp_path / "articles", [f"cat {number:02}" for number in range(60)])
    command = [sys.executable, "-m", "command", "index", str(tmp_path / "articles"), "--fast"]
    command += ["--to", str(tmp_path / "index"), "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().startswith("added: cat 00")
        workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.kill()
        process.wait()
    assert len(workers) >= 2
    until = time.monotonic() + 30
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < until:
        time.sleep(0.1)
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    statuses = [line.split(":")[0] for line in done.stdout.splitlines()[:-1]]
    assert len(statuses) == 60
    assert set(statuses) == {"unchanged", "added"}
    assert done.stdout.endswith("holds 60 articles (60 en)\n")


def test_standard_input_is_read_by_one_process(tmp_path):
    command = [sys.executable, "-m", "command", "index", "-", "--to", str(tmp_path), "--workers", "2"]
    done = subprocess.run(command, input="Tea.", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "polycite: standard input is read by one process: leave out --workers or --ray\n",
    )
