"""What a disk has changed is found, wherever it stands."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from index.article import Article, Removal
from index.build import prepare
from index.checkup import checkup
from index.connection import CHANGES, connect, reported_changes
from index.search import PassageIndex
from index.store import FILE, Source, UnusableLibrary, create, open_library
from index.sums import row_sum, sealed
from index.writing import writing

CAT = Article(
    "cat", "Menu\nThe cat sleeps. It dreams.", "Cats", "en", "2024-05-01", removed=(Removal("menu", 0, 5),)
)

TEA = Article("tea", "お茶は緑です。")


@pytest.fixture
def folder(tmp_path, models):
    with closing(create(tmp_path, models.embedder.name)) as library:
        library.put(Source("/cat.txt", "bytes"), prepare(CAT, models))
    return tmp_path


def unseen(folder, statement):
    """Change a library as a bad disk does: no sum is told."""
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        schema = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in schema:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, sql in schema:
            connection.execute(sql)


def test_a_sum_tells_values_and_their_order_apart():
    assert row_sum(b"ab", b"c") != row_sum(b"a", b"bc")
    assert row_sum(b"") != row_sum(None)
    assert row_sum(b"a", b"b") == row_sum(b"a", b"b") != row_sum(b"b", b"a")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE articles SET text = replace(text, 'sleeps', 'sleepz')",
        "UPDATE articles SET date = '2025-05-01'",
        "UPDATE removals SET rule = 'mend'",
        "UPDATE sentences SET end = end - 1 WHERE id = 1",
        "UPDATE sentences SET vector = zeroblob(length(vector)) WHERE id = 2",
        "UPDATE passages SET last = first",
        "UPDATE passages SET terms = 'dog'",
        "UPDATE sources SET digest = 'other'",
        "UPDATE about SET changes = 9",
        "DELETE FROM removals",
        "INSERT INTO removals VALUES (1, 'x', 6, 9)",
        "UPDATE passage_terms_data SET block = zeroblob(length(block)) WHERE id > 10",
        "UPDATE sums SET sum = sum + 1 WHERE of = 'articles'",
        "DELETE FROM sums WHERE of = 'sentences'",
        "UPDATE sums SET of = 'article' WHERE of = 'articles'",
        "CREATE TABLE more (x)",
    ],
)
def test_nothing_that_changed_unseen_is_opened(folder, models, change):
    open_library(folder, models.embedder.name).close()
    unseen(folder, change)
    with pytest.raises(UnusableLibrary, match="is damaged: make it again with"):
        open_library(folder, models.embedder.name)


def test_an_article_or_a_sentence_that_changes_under_a_running_chat_is_not_quoted(folder, models):
    library = open_library(folder, models.embedder.name)
    asked = PassageIndex(library).library
    unseen(folder, "UPDATE articles SET text = replace(text, 'sleeps', 'sleepz')")
    unseen(folder, "UPDATE sentences SET start = start + 1 WHERE id = 2")
    with pytest.raises(UnusableLibrary, match="is damaged"):
        library.articles()
    assert asked.sentences([1]).starts.tolist() == [5]
    with pytest.raises(UnusableLibrary, match="is damaged"):
        asked.sentences([1, 2])


def killed(folder, models, to):
    """What a process leaves that is killed after it has stored an article: its words have no sum yet."""
    library = open_library(folder, models.embedder.name)
    library.put(Source("/tea.txt", "bytes"), prepare(TEA, models))
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("*-shm", "*.lock"))
    library.close()
    return to


def is_sealed(folder):
    with closing(connect(folder)) as connection:
        return sealed(connection)


def test_words_are_summed_when_a_library_is_closed(folder, models, tmp_path):
    assert is_sealed(folder)
    assert not is_sealed(killed(folder, models, tmp_path / "killed"))
    assert is_sealed(folder)


def test_words_that_a_killed_process_left_without_a_sum_are_compared_and_summed(folder, models, tmp_path):
    left = killed(folder, models, tmp_path / "killed")
    open_library(left, models.embedder.name).close()
    assert is_sealed(left)


def test_other_words_than_the_passages_have_are_found_without_a_sum_too(folder, models, tmp_path):
    left = killed(folder, models, tmp_path / "killed")
    unseen(left, "UPDATE passage_terms_data SET block = zeroblob(length(block)) WHERE id > 10")
    with pytest.raises(UnusableLibrary, match="is damaged: make it again with"):
        open_library(left, models.embedder.name)


def test_a_library_is_opened_and_checked_while_another_process_writes_it(folder, models):
    writer = open_library(folder, models.embedder.name)
    with writing(folder):
        writer.put(Source("/tea.txt", "bytes"), prepare(TEA, models))
        # Nobody else may write now, and who only asks need not.
        with writer.change(), closing(open_library(folder, models.embedder.name)) as asked:
            assert [article.name for article in asked.articles()] == ["cat", "tea"]
            assert list(checkup(folder)) == []
        assert not is_sealed(folder)
    writer.close()
    assert is_sealed(folder)


def test_a_log_that_lost_a_change_is_noticed(folder, models):
    library = open_library(folder, models.embedder.name)
    library.put(Source("/tea.txt", "bytes"), prepare(TEA, models))
    assert reported_changes(folder) == 2
    kept = [(folder / name).read_bytes() for name in (FILE, CHANGES)]
    library.close()
    # The library as a process that is killed leaves it, with a log that the disk has forgotten.
    (folder / FILE).write_bytes(kept[0])
    (folder / CHANGES).write_bytes(kept[1])
    with pytest.raises(UnusableLibrary, match="has lost 1 changes that were made: make it again"):
        open_library(folder, models.embedder.name)


@pytest.mark.parametrize("damage", [b"", b"7", b"7 7", b"\xff 7", b"1 2 3"])
def test_a_count_of_changes_that_makes_no_sense_is_damage(folder, damage):
    (folder / CHANGES).write_bytes(damage)
    with pytest.raises(UnusableLibrary, match=r"is damaged \(library.changes\)"):
        reported_changes(folder)


ASK = """
import os, sys
from pathlib import Path
from index.contextual import bundled_models
from index.store import Source, open_library
name = bundled_models().embedder.name
os.setuid(65534)
library = open_library(Path(sys.argv[1]), name)
print([article.text[5:] for article in library.articles()])
library.forget("/cat.txt")
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs another user's folder")
@pytest.mark.parametrize("killed", [False, True])
def test_an_index_of_another_user_can_be_read_and_not_changed(folder, models, killed):
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        with closing(open_library(folder, models.embedder.name)) as library:
            if killed:
                library.put(Source("/cat.txt", "again"), prepare(CAT, models))
            else:
                library.close()
            # As it lies there once nobody has it open, or the process that had was killed.
            for name in (FILE, CHANGES, f"{FILE}-wal"):
                if (folder / name).exists():
                    shutil.copy(folder / name, place)
        before = sorted(path.name for path in Path(place).iterdir())
        assert (f"{FILE}-wal" in before) == killed
        reads = subprocess.run(
            [sys.executable, "-c", ASK, place], capture_output=True, text=True, check=False
        )
        assert reads.stdout == "['The cat sleeps. It dreams.']\n", reads.stderr
        assert "LibraryError: the index in" in reads.stderr
        assert sorted(path.name for path in Path(place).iterdir()) == before
