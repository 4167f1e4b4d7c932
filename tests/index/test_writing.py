"""One writer at a time, and an index made from scratch all at once."""

import multiprocessing
import signal
import subprocess
import sys
import threading
import time

import pytest

from index.article import Article
from index.build import prepare
from index.models import FAST, open_models
from index.search import PassageIndex
from index.store import REMAKING, LibraryError, Source, UnusableLibrary, create, open_library, remade
from index.writing import writing

CAT = Article("cat", "The cat sleeps. It dreams.", title="Cats", language="en")
TEA = Article("tea", "お茶は緑です。", title="お茶", language="ja")


def put(library, models, article):
    library.put(Source(f"/{article.name}.txt", "bytes"), prepare(article, models))


def names(library):
    return [article.name for article in library.articles()]


def hold(folder, held, go_on):
    with writing(folder):
        held.set()
        go_on.wait(30)


def test_a_second_writer_says_that_it_waits_and_goes_on_when_the_first_is_killed(tmp_path):
    context = multiprocessing.get_context("spawn")
    held, go_on, said = context.Event(), context.Event(), []
    first = context.Process(target=hold, args=(tmp_path, held, go_on))
    first.start()
    assert held.wait(30)
    with (
        pytest.raises(LibraryError, match="another process is changing the index"),
        writing(tmp_path, patience=0.1),
    ):
        pass
    threading.Timer(0.3, first.kill).start()
    with writing(tmp_path, waits=lambda: said.append("waits")):
        assert said == ["waits"]
    first.join()


def test_two_commands_on_one_new_index_lose_nothing(tmp_path):
    commands = []
    for name in "ab":
        (tmp_path / name).mkdir()
        for number in range(5):
            text = f"Lighthouse {name}{number} was built of stone in {1900 + number} by the harbour."
            (tmp_path / name / f"{name}{number}.txt").write_text(text, encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "command",
            "index",
            str(tmp_path / name),
            "--to",
            str(tmp_path / "i"),
            "--fast",
        ]
        commands.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    said = [command.communicate(timeout=120) for command in commands]
    assert [command.returncode for command in commands] == [0, 0]
    assert any("holds 10 articles" in out for out, _ in said)


def test_an_index_made_from_scratch_answers_from_the_old_articles_until_it_is_whole(tmp_path, models):
    old = create(tmp_path, models.embedder.name)
    put(old, models, CAT)
    asked = PassageIndex(old).candidates
    with remade(tmp_path, models.embedder.name) as fresh:
        put(fresh, models, TEA)
        assert names(old) == ["cat"]
    asked.refresh()
    assert (names(old), asked.languages()) == (["tea"], ("ja",))
    assert not (tmp_path / REMAKING).exists()


def test_an_index_whose_remaking_fails_stays_as_it_is(tmp_path, models):
    old = create(tmp_path, models.embedder.name)
    put(old, models, CAT)
    remaking = remade(tmp_path, models.embedder.name)
    put(remaking.__enter__(), models, TEA)
    remaking.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert names(open_library(tmp_path, models.embedder.name)) == ["cat"]


def test_a_damaged_index_makes_way_for_one_from_scratch(tmp_path, models):
    create(tmp_path, models.embedder.name).close()
    (tmp_path / "library.sqlite").write_bytes(b"not a database" * 1000)
    with remade(tmp_path, models.embedder.name) as fresh:
        put(fresh, models, TEA)
    assert names(open_library(tmp_path, models.embedder.name)) == ["tea"]


def test_an_index_deleted_and_made_again_is_noticed_by_who_has_it_open(tmp_path, models):
    old = create(tmp_path, models.embedder.name)
    put(old, models, CAT)
    asked = PassageIndex(old).candidates
    for file in tmp_path.iterdir():
        file.unlink()
    with pytest.raises(LibraryError, match="holds no index"):
        asked.refresh()
    put(create(tmp_path, models.embedder.name), models, TEA)
    asked.refresh()
    assert (names(old), asked.languages()) == (["tea"], ("ja",))


def test_an_index_made_again_with_another_model_is_one_line_to_who_has_it_open(tmp_path, models):
    asked = PassageIndex(create(tmp_path, models.embedder.name)).candidates
    with remade(tmp_path, "other@1"):
        pass
    with pytest.raises(UnusableLibrary, match="was made again with another model, other@1: start this again"):
        asked.refresh()


def test_a_kill_while_an_index_is_made_from_scratch_leaves_the_old_one(tmp_path):
    (tmp_path / "a").mkdir()
    for number in range(30):
        text = f"Lighthouse {number} was built of stone in {1900 + number} by the harbour. " * 20
        (tmp_path / "a" / f"{number}.txt").write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "command",
        "index",
        str(tmp_path / "a"),
        "--to",
        str(tmp_path / "i"),
        "--fast",
    ]
    subprocess.run(command, check=True, capture_output=True)
    with subprocess.Popen([*command, "--from-scratch"], stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    library = open_library(tmp_path / "i", open_models(FAST).embedder.name)
    assert len(names(library)) == 30
    library.close()
    with writing(tmp_path / "i"):
        assert not (tmp_path / "i" / REMAKING).exists()
