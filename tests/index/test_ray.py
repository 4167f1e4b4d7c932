"""Files read on a Ray cluster whose workers and machines die: the index is the one that one process makes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from libraries import LIMIT, by_one, empty, rows

from index.ray import on_ray
from index.sources import Item
from index.workers import WorkersError, bring_all

ARTICLES = 120


@pytest.fixture
def cluster():
    """Two machines of one core each, on this one."""
    utilities = pytest.importorskip("ray.cluster_utils")
    options = {"num_cpus": 1, "object_store_memory": 100_000_000, "include_dashboard": False}
    made = utilities.Cluster(initialize_head=True, head_node_args=options)
    yield made
    made.shutdown()


def write(folder):
    """Long articles: what is made of one lies on the machine that made it until it is stored."""
    folder.mkdir()
    for number in range(ARTICLES):
        text = " ".join(f"Lighthouse {number} got lamp {line} in {1700 + line}." for line in range(200))
        (folder / f"lighthouse{number:03}.txt").write_text(text, encoding="utf-8")
    (folder / "lighthouse050.txt").write_bytes(b"")
    return [Item(str(file), file) for file in sorted(folder.iterdir())]


def reading(machine):
    """The processes of a machine that have read."""
    raylet = machine.all_processes["raylet"][0].process.pid
    children = Path(f"/proc/{raylet}/task/{raylet}/children").read_text().split()
    return [int(child) for child in children if b"ray::run" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.mark.slow
def test_a_killed_worker_and_a_lost_machine_cost_no_article(cluster, tmp_path):
    items = write(tmp_path / "articles")
    one, many = empty(tmp_path / "one"), empty(tmp_path / "many")
    second = cluster.add_node(num_cpus=1, object_store_memory=100_000_000)
    with on_ray(cluster.address) as pool:
        assert pool.room < ARTICLES / 2
        outcomes = bring_all(items, many, pool, max_bytes=LIMIT)
        said = [next(outcomes) for _ in range(10)]
        [worker] = reading(cluster.head_node)
        os.kill(worker, signal.SIGKILL)
        said += [next(outcomes) for _ in range(30)]
        cluster.remove_node(second, allow_graceful=False)
        said += outcomes
        assert [worker] != reading(cluster.head_node)
    assert said == by_one(items, one)
    assert [each.path for each in said if each.article is None] == [items[50].name]
    assert rows(many) == rows(one)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        (
            "127.0.0.1:1",
            r"Ray cluster can be used at 127.0.0.1:1 \(.*Connection refused\): begin one with",
        ),
        (
            "head",
            r"Ray cluster can be used at head \(.*\): begin one with `ray start --head`, join it here",
        ),
    ],
)
def test_a_cluster_that_is_not_there_says_so(address, fault):
    pytest.importorskip("ray")
    with pytest.raises(WorkersError, match=fault), on_ray(address):
        pass


def test_without_ray_one_line_says_how_to_get_it(tmp_path):
    (tmp_path / "cat.txt").write_text("The cat sleeps on the mat.", encoding="utf-8")
    # A package of that name that is none stands before the real one.
    (tmp_path / "ray.py").write_text("raise ImportError", encoding="utf-8")
    command = [sys.executable, "-m", "command", "index", str(tmp_path / "cat.txt"), "--fast", "--ray"]
    done = subprocess.run(
        [*command, "--to", str(tmp_path / "index")],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "polycite: --ray needs Ray: pip install 'polycite[ray]'\n")
