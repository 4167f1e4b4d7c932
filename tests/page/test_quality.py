"""The quality page of a real library and a real evaluation."""

import json
import re
from dataclasses import asdict

import pytest

from command.evaluate import evaluate, summary
from command.gold import read_questions
from index.build import build
from index.load import find
from index.store import create
from page.phrases import LANGUAGES, Phrases
from page.quality import FILE, keep, quality_html
from rag.ask import open_collection

ARTICLES = {
    "neko.txt": "猫カフェが閉店\n\n駅前の猫カフェは三月末に閉店します。猫は保護団体に預けられます。",
    "gatto.txt": "Il caffè dei gatti\n\nIl caffè dei gatti davanti alla stazione chiude a fine marzo. Piove.",
}
QUESTION = {
    "id": "when",
    "answerable": True,
    "questions": {"it": "Quando chiude il caffè dei gatti?"},
    "evidence": [
        {"article": "gatto", "quote": "chiude a fine marzo"},
        {"article": "neko", "quote": "三月末に閉店します"},
    ],
}
NONE = {"id": "moons", "answerable": False, "questions": {"ja": "木星の衛星はいくつ？"}, "evidence": []}


@pytest.fixture
def library(tmp_path, models):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = create(tmp_path / "index", models.embedder.name)
    list(build(find(folder), library, models))
    return library


@pytest.fixture
def report(tmp_path, library):
    """What `polycite eval` reports of the two questions."""
    file = tmp_path / "cats.jsonl"
    file.write_text(f"{json.dumps(QUESTION)}\n{json.dumps(NONE)}\n", encoding="utf-8")
    collection = open_collection(library.folder)
    outcomes = list(evaluate(read_questions(file, library.articles()), collection))
    by_language = {one.language: summary([one]) for one in outcomes}
    report = {
        "overall": summary(outcomes),
        "languages": by_language,
        "questions": [asdict(one) for one in outcomes],
    }
    keep(report, library, file)
    return report


def rows(html, caption):
    [table] = re.findall(f"<caption>{re.escape(caption)}</caption>.*?</table>", html, re.S)
    return [
        [
            re.sub("<small>.*?</small>", "", cell).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        for row in re.findall(r"<tr>.*?</tr>", table, re.S)
    ]


def test_evidence_is_counted_by_its_own_language(library, report):
    [italian] = [question for question in report["questions"] if question["language"] == "it"]
    assert set(italian["evidence"]) == {"it", "ja"}
    assert italian["evidence"]["it"] == {"rank": 1, "cited": True}
    html = quality_html(library, Phrases("en"))
    assert rows(html, "Evidence found: among the first 5 sentences") == [
        ["Question in ↓ · Evidence in →", "Italian", "Japanese"],
        ["Italian", "100%", "100%"],
    ]
    cited = "100%" if italian["evidence"]["ja"]["cited"] else "0%"
    assert rows(html, "Evidence cited in the answer")[1] == ["Italian", "100%", cited]


def test_figures_stand_by_language_of_the_question_with_those_of_all(library, report):
    table = {
        row[0]: row[1:] for row in rows(quality_html(library, Phrases("en")), "By language of the question")
    }
    assert table["Figure"] == ["Italian", "Japanese", "All"]
    assert table["Right sentence among the first 1"] == ["100.0%", "–", "100.0%"]
    assert table["Refused, though the articles say"] == ["0.0%", "–", "0.0%"]
    invented = report["overall"]["hallucination_rate"]
    assert table["Answered, though the articles do not say"] == ["–", f"{invented:.1%}", f"{invented:.1%}"]
    asserted = report["overall"]["unreserved_hallucination_rate"]
    assert table["The same, without a reserve"] == ["–", f"{asserted:.1%}", f"{asserted:.1%}"]
    reserved = report["overall"]["reserve_rate"]
    said = "Answered with a reserve, though the articles say"
    assert table[said] == [f"{reserved:.1%}", "–", f"{reserved:.1%}"]
    assert table["Questions: answerable / not"] == ["1 / 0", "0 / 1", "1 / 1"]


def test_a_report_says_when_and_from_what_and_whether_articles_have_changed_since(
    library, report, models, tmp_path
):
    html = quality_html(library, Phrases("en"))
    assert re.search(r"2 questions, asked on 20\d\d-\d\d-\d\d · from cats\.jsonl · ", html)
    assert "The articles have changed since then." not in html
    (tmp_path / "dog.txt").write_text("The dog sleeps in the garden all day long.", encoding="utf-8")
    list(build([tmp_path / "dog.txt"], library, models))
    assert "The articles have changed since then." in quality_html(library, Phrases("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_report_the_page_says_how_to_make_one(library, language):
    html = quality_html(library, Phrases(language))
    assert "polycite eval questions.jsonl --index index --keep" in html
    assert "<table" not in html


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"questions": 3}', "null", b"\xff"])
def test_a_report_that_cannot_be_read_says_how_to_make_it_again(library, content):
    (library.folder / FILE).write_bytes(content if isinstance(content, bytes) else content.encode())
    html = quality_html(library, Phrases("en"))
    assert "The report evaluation.json cannot be read" in html
    assert "polycite eval questions.jsonl --index index --keep" in html
