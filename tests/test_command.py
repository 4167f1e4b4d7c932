"""The command line, run as a person runs it."""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

FIRST = "The harbour bridge was closed in March 2021 because its cables had rusted."
ENGLISH = f"{FIRST} It will reopen next year."
ITALIAN = "Il museo ha aperto una nuova sala dedicata alla fotografia. L'ingresso costa dodici euro."


def polycite(*arguments, stdin="", folder=None):
    return subprocess.run(
        [sys.executable, "-m", "command", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path.cwd()), "COLUMNS": "200"},
        check=False,
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("command")
    (folder / "articles").mkdir()
    (folder / "articles" / "bridge.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "articles" / "museo.txt").write_text(ITALIAN, encoding="utf-8")
    done = polycite("index", folder / "articles", "--to", folder / "index")
    assert done.returncode == 0, done.stderr
    assert "added: bridge (en, 1 passages)\nadded: museo (it, 1 passages)" in done.stdout
    assert "holds 2 articles (1 en, 1 it)" in done.stdout
    return folder / "index"


def test_ask_prints_the_answer_and_where_the_words_stand(index):
    shown = polycite("ask", "Why was the bridge closed?", "--index", index)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("because its cables had rusted [1]\n")
    assert f"\nAccording to “bridge” (English): “{FIRST}” [1]" in shown.stdout
    assert f"[1] bridge · English\n    “{FIRST}”" in shown.stdout


def test_ask_as_json_keeps_its_contract(index):
    found = json.loads(
        polycite("ask", "Quanto costa l'ingresso del museo?", "--index", index, "--json").stdout
    )
    assert list(found) == [
        "question",
        "language",
        "answered",
        "certain",
        "text",
        "sentences",
        "citations",
        "related",
        "timings_ms",
    ]
    assert (found["language"], found["answered"]) == ("it", True)
    first = found["citations"][0]
    assert list(first) == ["number", "article", "title", "language", "date", "place", "start", "end", "quote"]
    assert (first["article"], first["quote"]) == ("museo", "L'ingresso costa dodici euro.")
    assert ITALIAN[first["start"] : first["end"]] == first["quote"]


def test_an_article_from_standard_input_is_named_stdin(tmp_path):
    shown = polycite("index", "-", "--to", tmp_path / "index", stdin=ENGLISH)
    assert (shown.returncode, "added: stdin (en, 1 passages)" in shown.stdout) == (0, True)


def test_the_report_names_each_rule_and_its_lines(tmp_path):
    page = f"A bridge\n\n2024-05-01\n\nimage.png\n\n{ENGLISH}\n"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    shown = polycite("index", tmp_path / "page.txt", "--to", tmp_path / "index", "--report")
    assert "  lines 1-3  header: A bridge 2024-05-01" in shown.stdout
    assert "  lines 5-5  image: image.png" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "Why?", "--index", "nowhere"], "nowhere holds no index: make one with `polycite index"),
        (["ask", "?!", "--index", "{index}"], "the question holds no words"),
        (["index", "missing.txt", "--to", "{index}"], "missing.txt: there is no such file or folder"),
        (
            ["eval", "missing.jsonl", "--index", "{index}"],
            "missing.jsonl cannot be read (No such file",
        ),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_1(arguments, message, index):
    shown = polycite(*(argument.format(index=index) for argument in arguments))
    assert shown.returncode == 1
    assert message in shown.stderr.splitlines()[0]
    assert "Traceback" not in shown.stderr


def test_the_version_is_that_of_the_package():
    assert polycite("--version").stdout == f"polycite {version('polycite')}\n"


def test_the_page_is_served_by_its_file_too():
    shown = subprocess.run([sys.executable, "ui.py", "--help"], capture_output=True, text=True, check=True)
    assert "Serve the chat page." in shown.stdout


def test_wrong_usage_is_exit_code_2():
    assert polycite("ask").returncode == 2


def test_one_bad_file_does_not_keep_the_others_out(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "good.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "articles" / "empty.txt").write_bytes(b"")
    (tmp_path / "articles" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    shown = polycite("index", tmp_path / "articles", "--to", tmp_path / "index")
    assert shown.returncode == 1
    assert "added: good (en, 1 passages)" in shown.stdout
    assert "empty.txt: is empty" in shown.stderr
    assert "picture.txt: is not text" in shown.stderr
    assert "2 of 3 did not go in" in shown.stderr


def test_the_shipped_articles_are_indexed_when_no_index_is_named_and_python_reads_them(tmp_path):
    shown = polycite("ask", "Chi ha fondato Safe Superintelligence?", "--json", folder=tmp_path)
    assert json.loads(shown.stdout)["citations"][0]["article"][:3] in {"001", "002", "003"}
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    example = readme.split("```python\n")[1].split("```")[0]
    command = [sys.executable, "-c", example]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    shown = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True)
    assert "ha annunciato il suo passaggio ad Anthropic, una società rivale" in shown.stdout


def test_eval_prints_the_figures_of_each_language(index, tmp_path):
    questions = tmp_path / "questions.jsonl"
    entry = {
        "id": "price",
        "answerable": True,
        "questions": {"it": "Quanto costa l'ingresso?", "en": "Why was the museum closed?"},
        "evidence": [{"article": "mus", "quote": "dodici euro"}],
    }
    questions.write_text(json.dumps(entry), encoding="utf-8")
    report = json.loads(polycite("eval", questions, "--index", index, "--json").stdout)
    assert list(report) == ["overall", "languages", "kinds", "calibration", "risk", "questions"]
    assert report["languages"]["it"]["recall@1"] == 1.0
    assert report["overall"]["n_answerable"] == 2
    assert [question["id"] for question in report["questions"]] == ["price", "price"]


def test_a_mistyped_path_does_not_empty_the_index(tmp_path):
    (tmp_path / "bridge.txt").write_text(ENGLISH, encoding="utf-8")
    polycite("index", tmp_path / "bridge.txt", "--to", tmp_path / "index")
    shown = polycite("index", tmp_path / "typo.txt", "--to", tmp_path / "index", "--from-scratch")
    assert (shown.returncode, "there is no such file" in shown.stderr) == (1, True)
    again = polycite("index", tmp_path / "bridge.txt", "--to", tmp_path / "index")
    assert "unchanged" in again.stdout


def test_an_index_is_checked_put_away_and_brought_back(index, tmp_path):
    assert polycite("check", "--index", index).stdout == f"{index} is sound\n"
    assert polycite("backup", tmp_path / "kept.zip", "--index", index).returncode == 0
    assert polycite("restore", tmp_path / "kept.zip", "--to", tmp_path / "again").returncode == 0
    shown = polycite("ask", "Why was the bridge closed?", "--index", tmp_path / "again")
    assert FIRST in shown.stdout
    file = tmp_path / "again" / "library.sqlite"
    file.write_bytes(file.read_bytes().replace(b"had rusted", b"had rested"))
    shown = polycite("check", "--index", tmp_path / "again")
    assert (shown.returncode, shown.stdout) == (1, "article bridge: not as it was stored\n")
    shown = polycite("ask", "Why was the bridge closed?", "--index", tmp_path / "again")
    assert (shown.returncode, shown.stdout) == (1, "")
    assert "is damaged: make it again with" in shown.stderr


def test_a_file_name_forges_no_line_and_no_terminal_obeys_it(tmp_path):
    (tmp_path / "x\nadded: bank (en)\x1b]52;c;aGk=\x07.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "y\nadded: safe.txt").write_bytes(b"")
    shown = polycite("index", tmp_path, "--to", tmp_path / "index", "--report")
    said = shown.stdout + shown.stderr
    assert "added: x\\nadded: bank (en)\\u001b]52;c;aGk=\\u0007 (en, 1 passages)" in said
    assert [line for line in said.splitlines() if line.startswith("added:")] == [
        "added: x\\nadded: bank (en)\\u001b]52;c;aGk=\\u0007 (en, 1 passages)"
    ]
    assert "\x1b" not in said


def test_a_terminal_without_the_characters_gets_escapes(index):
    arguments = [
        sys.executable,
        "-m",
        "command",
        "ask",
        "Quanto costa l'ingresso del museo?",
        "--index",
        str(index),
    ]
    shown = subprocess.run(
        arguments,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "\\u201cL'ingresso costa dodici euro.\\u201d" in shown.stdout
