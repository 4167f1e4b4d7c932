"""Articles go in and out while they are asked: real files, a real library, real answers."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from index.build import Status, build, prune
from index.load import find
from index.load.kinds import USUAL
from index.store import LibraryError, create, open_library
from index.writing import writing
from page.shelf import add, file_name, remove, undo, uploaded
from rag.ask import ask, open_collection

CAT = (
    "The cat café closes\n\n2024-03-05\n\nThe cat café on Mill Street closes in March. Its rent has doubled."
)
NOISE, LONG = b"\x00\x01\x02\x03" * 99, "x" * 5_600_000
CLOSES = "The cat café on Mill Street closes in March."
NEW = "The cat café stays\n\n2024-04-01\n\nThe cat café on Mill Street stays open. Ada Byron paid for it."
BRIDGE = "長江新橋が開通\n\n2024-05-20\n\n長江新橋は五月二十日に開通した。技師の王建国が設計した。"


@pytest.fixture
def folder(tmp_path, models):
    """An index of one article, whose file lies outside the index."""
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    with_bridge = create(tmp_path / "index", models.embedder.name)
    assert [outcome.status for outcome in build(find(tmp_path / "given"), with_bridge, models)] == ["added"]
    with_bridge.close()
    return tmp_path / "index"


@pytest.fixture
def drop(tmp_path, folder, models):
    """Drop a file of that name and content onto the page."""

    def drop(name, content, **options):
        file = tmp_path / "dropped" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        [change] = add([file], folder, models, **options)
        return change

    return drop


def held(folder, models):
    library = open_library(folder, models.embedder.name)
    found = {article.name: article.title for article in library.articles()}
    library.close()
    return found


def quotes(question, collection):
    return " ".join(citation.quote.text for citation in ask(question, collection).citations)


def test_an_answer_uses_a_dropped_file_at_once_and_no_more_when_it_is_undone(folder, drop, models):
    running = open_collection(folder)
    assert CLOSES not in quotes("When does the cat café close?", running)
    change = drop("cat.txt", CAT)
    assert (change.status, change.name, change.passages) == (Status.ADDED, "cat", 1)
    assert CLOSES in quotes("When does the cat café close?", running)
    assert [undone.status for undone in undo(change, folder, models)] == [Status.REMOVED]
    assert CLOSES not in quotes("When does the cat café close?", running)
    assert uploaded(folder) == []


def test_progress_counts_the_texts_of_a_file_to_the_end(drop):
    seen = []
    drop("cat.txt", CAT, progress=lambda done, total: seen.append((done, total)))
    assert seen[0][0] == 0
    assert seen[-1] == (seen[0][1], seen[0][1])


def test_what_was_cleaned_away_is_told_with_its_words(drop):
    change = drop("cat.txt", CAT + "\n\nShare on Facebook\n")
    article = change.article
    removed = {removal.rule: article.text[removal.start : removal.end] for removal in article.removed}
    assert removed["share"] == "Share on Facebook"


def test_undoing_a_new_version_brings_the_older_one_back(folder, drop, models):
    drop("cat.txt", CAT)
    change = drop("cat.txt", NEW)
    assert change.status is Status.REPLACED
    assert held(folder, models) == {"bridge": "長江新橋が開通", "cat": "The cat café stays"}
    [undone] = undo(change, folder, models)
    assert (undone.status, undone.name) == (Status.REPLACED, "cat")
    assert held(folder, models) == {"bridge": "長江新橋が開通", "cat": "The cat café closes"}
    assert (folder / "uploaded" / "cat.txt").read_text(encoding="utf-8") == CAT


def test_what_was_changed_again_since_is_not_undone(folder, drop, models):
    first = drop("cat.txt", CAT)
    drop("cat.txt", NEW)
    assert not first.undoable
    assert undo(first, folder, models) == []
    assert held(folder, models)["cat"] == "The cat café stays"


def test_the_same_text_twice_is_held_once_and_undoing_the_second_keeps_the_first(folder, drop, models):
    drop("cat.txt", CAT)
    change = drop("gatto.txt", CAT)
    assert (change.status, change.name) == (Status.SAME, "cat")
    undo(change, folder, models)
    assert held(folder, models) == {"bridge": "長江新橋が開通", "cat": "The cat café closes"}
    assert drop("cat.txt", CAT).status is Status.UNCHANGED


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("cat.png", CAT, f"cat.png: files of this kind cannot be read; use {USUAL}"),
        ("cat.txt", "", "cat.txt: is empty; put the article's text into it"),
        ("cat.txt", NOISE, "cat.txt: is not text, or in an unknown encoding; save it as UTF-8 text"),
        ("cat.txt", LONG, "cat.txt: has 5.6 MB; split it into files of at most 5 MB"),
        ("cat.pdf", CAT, "cat.pdf: is not a PDF; check what it is and rename it"),
    ],
    ids=["kind", "empty", "not text", "large", "not a PDF"],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_says_why_and_leaves_what_was_there(
    folder, drop, models, name, content, reason
):
    drop("cat.txt", CAT)
    change = drop(name, content)
    assert (change.status, change.reason) == (Status.FAILED, reason)
    assert not change.undoable
    assert held(folder, models)["cat"] == "The cat café closes"
    assert [path.name for path in uploaded(folder)] == ["cat.txt"]
    assert (folder / "uploaded" / "cat.txt").read_text(encoding="utf-8") == CAT


def test_an_uploaded_article_is_taken_out_and_brought_back(folder, drop, models):
    drop("cat.txt", CAT)
    change = remove("cat", folder, models)
    assert (change.status, change.article.title) == (Status.REMOVED, "The cat café closes")
    assert held(folder, models) == {"bridge": "長江新橋が開通"}
    assert uploaded(folder) == []
    assert [undone.status for undone in undo(change, folder, models)] == [Status.ADDED]
    assert held(folder, models) == {"bridge": "長江新橋が開通", "cat": "The cat café closes"}


def test_a_file_elsewhere_is_never_touched_and_brings_its_article_back(tmp_path, folder, models):
    change = remove("bridge", folder, models)
    assert change.stays
    assert held(folder, models) == {}
    assert (tmp_path / "given" / "bridge.txt").read_text(encoding="utf-8") == BRIDGE
    undo(change, folder, models)
    assert held(folder, models) == {"bridge": "長江新橋が開通"}


def test_what_has_no_file_any_more_cannot_be_brought_back(tmp_path, folder, models):
    shutil.rmtree(tmp_path / "given")
    change = remove("bridge", folder, models)
    assert not change.undoable
    assert undo(change, folder, models) == []


def test_a_folder_that_cannot_be_written_is_one_sentence_without_its_path(folder, drop):
    (folder / "uploaded").write_text("a file in the way", encoding="utf-8")
    assert drop("cat.txt", CAT).reason == "cat.txt: cannot be kept (File exists); ask who runs this page"


def test_an_article_that_is_gone_already_is_one_sentence(folder, models):
    assert remove("dog", folder, models).reason == "dog: there is no article of that name; it is gone already"


def test_an_upload_survives_a_restart_that_refreshes_the_articles_that_came_first(
    tmp_path, folder, drop, models
):
    drop("cat.txt", CAT)
    library = open_library(folder, models.embedder.name)
    list(build(find(tmp_path / "given"), library, models))
    assert list(prune([tmp_path / "given"], library)) == []
    library.close()
    assert set(held(folder, models)) == {"bridge", "cat"}


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("猫カフェ.txt", "猫カフェ.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\news\\cat.html", "cat.html"),
        (".hidden.txt", "hidden.txt"),
        ("cat\u202etxt.pdf", "cattxt.pdf"),
        ("e\u0301.txt", "\u00e9.txt"),
        ("...txt", "article.txt"),
        ("猫" * 200 + ".txt", "猫" * 58 + ".txt"),
    ],
)
def test_a_name_becomes_a_safe_one(given, safe):
    assert file_name(given) == safe
    assert len(Path(file_name(given)).name.encode()) <= 180


def test_an_index_made_again_finds_what_was_uploaded(tmp_path, folder, drop, models):
    drop("cat.txt", CAT)
    library = create(folder, models.embedder.name)
    assert library.articles() == []
    list(build([*find(tmp_path / "given"), *uploaded(folder)], library, models))
    library.close()
    assert set(held(folder, models)) == {"bridge", "cat"}


def test_two_who_drop_a_file_of_one_name_leave_one_whole_article(tmp_path, folder, models):
    files = []
    for place, text in (("a", CAT), ("b", NEW)):
        files.append(tmp_path / place / "cat.txt")
        files[-1].parent.mkdir()
        files[-1].write_text(text, encoding="utf-8")
    with ThreadPoolExecutor(2) as users:
        changes = [change for [change] in users.map(lambda file: list(add([file], folder, models)), files)]
    assert sorted(change.status for change in changes) == ["added", "replaced"]
    [last] = [change for change in changes if change.status == "replaced"]
    assert held(folder, models)["cat"] == last.article.title
    assert (folder / "uploaded" / "cat.txt").read_text(encoding="utf-8") == last.article.text


def test_questions_are_answered_while_articles_go_in_and_out(folder, drop, models):
    running = open_collection(folder)

    def changing():
        for _ in range(4):
            undo(drop("cat.txt", CAT), folder, models)

    with ThreadPoolExecutor(1) as other:
        job, answers = other.submit(changing), []
        while not job.done():
            answers.append(ask("長江新橋を設計したのは誰ですか？", running))
        job.result()
    assert len(answers) > 1
    assert {answer.citations[0].quote.article.name for answer in answers} == {"bridge"}


V1, V2 = CAT, CAT.replace("March", "April")


def test_a_removal_is_not_undone_over_a_newer_file_of_that_name(drop, folder, models):
    drop("cat.txt", V1)
    removal = remove("cat", folder, models)
    drop("cat.txt", V2)
    assert not removal.undoable
    assert undo(removal, folder, models) == []
    assert "April" in uploaded(folder)[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("after", ["", V2], ids=["an empty file", "the same file again"])
def test_what_changes_nothing_leaves_the_version_before_to_go_back_to(after, drop, folder, models):
    drop("cat.txt", V1)
    replaced = drop("cat.txt", V2)
    assert drop("cat.txt", after).status in (Status.FAILED, Status.UNCHANGED)
    assert [change.status for change in undo(replaced, folder, models)] == [Status.REPLACED]
    assert uploaded(folder)[0].read_text(encoding="utf-8") == V1


def test_what_has_no_version_before_is_not_replaced_by_nothing(drop, folder, models):
    drop("cat.txt", V1)
    replaced = drop("cat.txt", V2)
    assert undo(replaced, folder, models)
    drop("cat.txt", V2)
    remove("cat", folder, models)
    drop("cat.txt", V2)
    assert not replaced.undoable


def test_a_file_given_twice_is_undone_once_it_came(drop, folder, models):
    added = drop("cat.txt", V1)
    assert drop("cat.txt", V1).status is Status.UNCHANGED
    assert [change.status for change in undo(added, folder, models)] == [Status.REMOVED]
    assert "cat" not in held(folder, models)


def killed(step, folder, drop, monkeypatch):
    """Drop a second version of a file, and end at a step as if the process were killed there."""
    drop("cat.txt", V1)
    with monkeypatch.context() as patched:
        patched.setattr(f"page.shelf.{step}", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
        # A process that is killed takes nothing away.
        patched.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(SystemExit):
            drop("cat.txt", V2)


@pytest.mark.parametrize(("step", "left"), [("put_in", V1), ("take_place", V2)])
def test_an_upload_cut_short_is_whole_or_was_never_there(
    step, left, folder, drop, models, monkeypatch, caplog
):
    killed(step, folder, drop, monkeypatch)
    assert (folder / "uploaded" / "cat.txt").read_text(encoding="utf-8") == V1
    drop("other.txt", "The dog barks.")
    assert (folder / "uploaded" / "cat.txt").read_text(encoding="utf-8") == left
    with closing(open_library(folder, models.embedder.name)) as library:
        assert library.named("cat").text == left
    assert list((folder / "uploaded" / ".coming").iterdir()) == []
    assert [record.getMessage() for record in caplog.records] == [
        "cat.txt was cut short as it came: " + ("finished" if left == V2 else "taken back")
    ]


def test_a_change_waits_for_another_process_and_then_says_so(folder, drop, monkeypatch):
    monkeypatch.setattr("page.shelf.PATIENCE", 0.1)
    with writing(folder), pytest.raises(LibraryError, match="another process is changing the index"):
        drop("cat.txt", CAT)


def test_a_small_file_goes_in_while_a_large_one_is_read(tmp_path, folder, drop, models):
    sentences = "".join(f"The cat called {number} sleeps on the mat. " for number in range(12_000))
    large = tmp_path / "large.txt"
    large.write_text(sentences, encoding="utf-8")
    begun, done = threading.Event(), []

    def progress(at, total):
        begun.set()
        if done:
            raise InterruptedError

    with ThreadPoolExecutor(1) as other:
        reading = other.submit(lambda: list(add([large], folder, models, progress)))
        assert begun.wait(60)
        done.append(drop("cat.txt", CAT).status)
        assert not reading.done()
        assert done == [Status.ADDED]
        assert [change.status for change in reading.result()] == [Status.FAILED]
