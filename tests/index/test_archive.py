"""An index put away and brought back, and looked at for faults."""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from index.archive import UPLOADED, backup, restore
from index.article import Article
from index.build import build, prepare
from index.checkup import checkup
from index.connection import FILE, LibraryError
from index.feedback import Feedback, Opinion, give, given
from index.store import Source, create, open_library

CAT = Article("cat", "The cat sleeps. It dreams.", title="Cats", language="en")


@pytest.fixture
def folder(tmp_path, models):
    folder = tmp_path / "index"
    with closing(create(folder, models.embedder.name)) as library:
        (folder / UPLOADED).mkdir()
        (folder / UPLOADED / "tea.txt").write_text("お茶は緑です。毎朝飲みます。", encoding="utf-8")
        list(build([folder / UPLOADED / "tea.txt"], library, models))
        library.put(Source("/cat.txt", "bytes"), prepare(CAT, models))
        give(library, Feedback(Opinion.HELPFUL, "Who sleeps?", "en", ()))
    return folder


def held(folder, models):
    with closing(open_library(folder, models.embedder.name)) as library:
        questions = [feedback.question for feedback in given(library)]
        return [article.name for article in library.articles()], questions, library.sources()


def test_what_is_put_away_while_it_changes_comes_back_as_it_was(folder, tmp_path, models):
    names, questions, sources = held(folder, models)
    with closing(open_library(folder, models.embedder.name)) as library, library.change():
        backup(folder, tmp_path / "kept.zip")
    restore(tmp_path / "kept.zip", tmp_path / "again")
    tea = tmp_path / "again" / UPLOADED / "tea.txt"
    assert tea.read_text(encoding="utf-8") == "お茶は緑です。毎朝飲みます。"
    moved = {"/cat.txt": "bytes", str(tea): sources[str(folder / UPLOADED / "tea.txt")]}
    assert held(tmp_path / "again", models) == (names, questions, moved)
    assert list(checkup(tmp_path / "again")) == []


def test_nothing_is_restored_over_an_index(folder, tmp_path, models):
    backup(folder, tmp_path / "kept.zip")
    with pytest.raises(LibraryError, match="holds an index: name another folder"):
        restore(tmp_path / "kept.zip", folder)


def test_a_backup_with_a_byte_changed_restores_nothing(folder, tmp_path):
    backup(folder, tmp_path / "kept.zip")
    content = bytearray((tmp_path / "kept.zip").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "kept.zip").write_bytes(content)
    with pytest.raises(LibraryError, match="is no backup of an index, or is damaged: take another"):
        restore(tmp_path / "kept.zip", tmp_path / "again")
    assert not (tmp_path / "again" / FILE).exists()


def test_a_backup_names_no_file_outside_the_index(folder, tmp_path, models):
    backup(folder, tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip", "a") as archive:
        for name in ("../out.txt", "/tmp/out.txt", f"{UPLOADED}/../../out.txt", f"{UPLOADED}/.."):
            archive.writestr(name, "x")
    restore(tmp_path / "kept.zip", tmp_path / "a" / "again")
    assert sorted(path.name for path in tmp_path.rglob("*.txt")) == ["tea.txt", "tea.txt"]


def test_a_sound_index_has_no_faults_and_a_folder_without_one_says_so(folder, tmp_path):
    assert list(checkup(folder)) == []
    assert list(checkup(tmp_path / "none"))[0].endswith(f"--to {tmp_path / 'none'}`")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE articles SET text = 'x' WHERE name = 'cat'", "article cat: not as it was stored"),
        ("UPDATE sentences SET end = 3 WHERE id = 2", "article tea, sentences 2: not as it was stored"),
        ("DELETE FROM sources", "sources 1: not as it was stored"),
    ],
)
def test_each_fault_is_a_line_that_names_the_article(folder, change, fault):
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(change)
    assert fault in list(checkup(folder))


def test_an_uploaded_file_that_is_gone_or_another_is_a_fault(folder):
    tea = folder / UPLOADED / "tea.txt"
    tea.write_text("コーヒー", encoding="utf-8")
    assert list(checkup(folder)) == ["uploaded/tea.txt: is not the file that was read"]
    Path(tea).unlink()
    assert list(checkup(folder)) == ["uploaded/tea.txt: is gone"]
