"""The articles tab without a browser: what it takes from one, and what it says."""

import os

import httpx
import pytest
from gradio.utils import get_upload_folder
from serving import serving

import ui
from index.article import Article
from index.build import Status, build
from index.store import create
from page.articles import News, followed, list_html, news_html, received
from page.desk import Desk
from page.drop import step_html
from page.phrases import Phrases
from page.shelf import Change

# Gradio leaves event loops open when a page is built in a process that goes on without it.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def desk(tmp_path, models):
    (tmp_path / "cat.txt").write_text("The cat sleeps in the barn.", encoding="utf-8")
    library = create(tmp_path / "index", models.embedder.name)
    assert [outcome.status for outcome in build([tmp_path / "cat.txt"], library, models)] == ["added"]
    library.close()
    desk = Desk(tmp_path / "index")
    desk.open()
    return desk


def test_only_files_that_were_uploaded_are_taken(tmp_path, monkeypatch):
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(uploads))
    assert get_upload_folder() == str(uploads)
    sent, outside, link = uploads / "a.txt", tmp_path / "b.txt", uploads / "c.txt"
    sent.write_text("sent")
    outside.write_text("outside")
    link.symlink_to(outside)
    paths = [sent, outside, link, uploads, uploads / "none.txt", uploads / ".." / "b.txt", "/etc/passwd"]
    assert received({"files": [str(path) for path in paths]}) == [sent]


@pytest.mark.parametrize("data", [None, [], {}, {"files": "/etc/passwd"}, {"files": [None, 3, ["x"]]}])
def test_what_is_no_list_of_files_is_none(data):
    assert received(data) == []


def test_files_beyond_what_is_taken_together_are_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr("page.articles.get_upload_folder", lambda: str(tmp_path))
    monkeypatch.setattr("page.articles.LARGEST_TOGETHER", 10)
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for path in paths:
        path.write_text("12345", encoding="utf-8")
    assert received({"files": [str(path) for path in paths]}) == paths[:2]


@pytest.mark.parametrize(
    ("share", "says", "bar"),
    [
        (None, "Reading a.pdf (1 of 3)", '<progress max="1">'),
        (0.25, "Taking in a.pdf, 25% (1 of 3)", '<progress max="1" value="0.250">'),
        (1.0, "Storing a.pdf (1 of 3)", '<progress max="1" value="1.000">'),
    ],
)
def test_a_file_is_read_then_taken_in_then_stored(share, says, bar):
    step = step_html("a.pdf", 1, 3, share, Phrases("en"))
    assert f"<label>{says} {bar}</progress></label>" in step


def test_files_are_followed_one_after_another_to_their_change(desk, tmp_path):
    for name in ("dog.txt", "tea.txt"):
        (tmp_path / name).write_text(f"The {name} is about something else entirely.", encoding="utf-8")
    steps = list(followed([tmp_path / "dog.txt", tmp_path / "tea.txt"], desk))
    assert steps[0] == ("dog.txt", 1, 2, None)
    shares = [step[3] for step in steps if not isinstance(step, Change) and step[0] == "dog.txt"]
    assert shares[0] is None
    assert shares[1:] == sorted(shares[1:])
    assert shares[-1] == 1.0
    changes = [step for step in steps if isinstance(step, Change)]
    assert [(change.name, change.status) for change in changes] == [("dog", "added"), ("tea", "added")]


def test_a_fault_of_the_index_is_what_became_of_the_file(desk, tmp_path):
    (tmp_path / "dog.txt").write_text("The dog sleeps in the garden.", encoding="utf-8")
    (desk.folder / "library.sqlite").write_bytes(b"not a library" * 100)
    *_, change = followed([tmp_path / "dog.txt"], desk)
    assert change.status is Status.FAILED
    assert str(desk.folder) in change.reason


EVIL = Article("<b>", "<script>x</script>", title="<img src=x>", language='"><i>')


@pytest.mark.parametrize(
    ("change", "undone", "says"),
    [
        (Change("cat", Status.FAILED, reason="cat.txt: is empty; put the article's text into it"), "",
         "cat</b> · 追加できませんでした：中身がありません。記事の本文を入れてください"),
        (Change("cat", Status.FAILED, reason="cat.txt: something new"), "",
         'cat</b> · 追加できませんでした：<span lang="en">something new</span>'),
        (Change("cat", Status.UNCHANGED), "", "cat</b> · すでにあり、変更はありません"),
        (Change("cat", Status.REMOVED), "put_back", "cat</b> · 元に戻しました"),
        (Change("cat", Status.REMOVED, stays=True), "", "元のファイルは残っています。もう一度"),
        (Change("cat", Status.REMOVED), "", "元に戻せません。ファイルが変更されたか、なくなっています。"),
        (Change("<b>", Status.ADDED, EVIL, 1), "", "&lt;img src=x&gt;</b> · 追加しました（1段落）"),
    ],
)  # fmt: skip
def test_what_became_of_a_file_is_said_in_the_language_of_the_page(change, undone, says):
    html = news_html([News(change, undone)], Phrases("ja"))
    assert says in html
    assert "<img" not in html
    assert "<script" not in html


def test_a_read_only_page_shows_the_articles_and_takes_none(desk):
    assert 'data-press="cat"' in list_html(desk, Phrases("en"), removable=True)
    assert "data-press" not in list_html(desk, Phrases("en"), removable=False)
    for read_only, status in ((True, 413), (False, 200)):
        with serving(ui.application(desk, read_only=read_only)) as address:
            config = httpx.get(f"{address}/config").text
            assert ("Polycite.shelf" in config) is not read_only
            reply = httpx.post(f"{address}/gradio_api/upload", files={"files": ("a.txt", b"two")})
            assert reply.status_code == status


def test_a_file_over_the_limit_does_not_arrive(desk, monkeypatch):
    monkeypatch.setattr("page.shelf.LARGEST", 1_000)
    with serving(ui.application(desk)) as address:
        reply = httpx.post(f"{address}/gradio_api/upload", files={"files": ("a.txt", os.urandom(1_001))})
    assert reply.status_code == 413
