"""How an index on PostgreSQL and Milvus is named, and what is said of a name that will not do."""

import json
import sys
from contextlib import closing
from pathlib import Path

import pytest
from fakes import tiny_model
from pairs import PAIRS, Embedded

from command.__main__ import main
from command.place import folder_to_fill
from index.cluster.named import FILE
from index.connection import LibraryError
from index.engines import open_library

pytestmark = pytest.mark.skipif(len(PAIRS) < 2, reason="needs PostgreSQL and polycite[cluster]")


@pytest.fixture
def tiny(tmp_path):
    return tiny_model(tmp_path / "model")


@pytest.fixture
def pair(tmp_path, tiny):
    pair = PAIRS[-1](tmp_path / "index", tiny.name)
    yield pair
    pair.close()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("record = 1", "missing .* 'candidates'"),
        ('record = "postgresql://u:secret@h/d"\ncandidates = "http://m"', "set PGPASSWORD"),
        ('record = "postgresql://h/d"\ncandidates = "http://m"\n[milvus]\ntoken = "secret"', "has a token"),
        ('record = "postgresql://127.0.0.1:9/d"\ncandidates = "http://m"', "127.0.0.1 does not answer"),
    ],
)
def test_what_is_wrong_with_the_engines_is_said_without_secrets(tmp_path, said, told):
    (tmp_path / FILE).write_text(said, encoding="utf-8")
    with pytest.raises(LibraryError, match=told) as raised:
        open_library(tmp_path, "model@1")
    assert "secret" not in str(raised.value)


def test_an_address_names_a_folder_that_says_where_the_engines_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = folder_to_fill("postgresql://me@db:5432/news", "http://milvus:19530")
    assert folder == Path(".polycite/db-5432-news")
    assert (folder / FILE).read_text(encoding="utf-8").splitlines() == [
        'record = "postgresql://me@db:5432/news"',
        'candidates = "http://milvus:19530"',
    ]
    assert folder_to_fill("postgresql://me@db:5432/news", None) == folder
    assert folder_to_fill(str(folder / FILE), None) == folder
    with pytest.raises(LibraryError, match="add --candidates"):
        folder_to_fill("postgresql://db/other", None)
    with pytest.raises(LibraryError, match="set PGPASSWORD"):
        folder_to_fill("postgresql://me:secret@db/news", "http://milvus:19530")


@pytest.mark.parametrize("command", [["check"], ["backup", "index.zip"]])
def test_what_only_postgres_can_do_is_left_to_it(tmp_path, command, capsys):
    (tmp_path / FILE).write_text("", encoding="utf-8")
    with pytest.raises(SystemExit):
        main([*command, "--index", str(tmp_path)])
    assert "PostgreSQL, which checks and backs up by its own means" in capsys.readouterr().err


def test_the_command_line_fills_and_asks_it(tmp_path, pair, capsys):
    article = tmp_path / "bridge.txt"
    article.write_text("The harbour bridge was closed in March 2021 because its cables had rusted.")
    assert main(["index", str(article), "--fast", "--to", str(tmp_path / "index" / FILE)]) == 0
    assert "added: bridge (en, 1 passages)" in capsys.readouterr().out
    assert main(["ask", "Why was the bridge closed?", "--index", str(tmp_path / "index"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["citations"][0]["article"] == "bridge"


def test_without_its_clients_one_line_says_what_to_install(tmp_path, monkeypatch):
    (tmp_path / FILE).write_text("", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "index.cluster.opening", raising=False)
    monkeypatch.delitem(sys.modules, "index.cluster.connection", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LibraryError, match=r"needs psycopg: pip install 'polycite\[cluster\]'"):
        open_library(tmp_path, "model@1")


def test_an_index_in_a_folder_is_not_taken_for_one(tmp_path, tiny):
    with closing(Embedded(tmp_path, tiny.name).create()) as record:
        assert type(record).__name__ == "Library"
