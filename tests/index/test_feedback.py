import json
import sqlite3
from contextlib import closing

import pytest

from index import feedback as kept
from index.article import Article
from index.build import build, prepare
from index.feedback import FILE, TABLE, Feedback, Opinion, add_word, give, given, questions, take_back
from index.store import LibraryError, Source, create, open_library
from rag.ask import open_collection
from rag.evaluate import evaluate
from rag.gold import read_questions

CAT = Article("cat", "The cat sleeps in the barn. It dreams of milk.", title="Cats", language="en")
HELPFUL = Feedback(
    Opinion.HELPFUL, "Where does the cat sleep?", "en", (("cat", "The cat sleeps in the barn."),)
)


@pytest.fixture
def library(tmp_path, models):
    library = create(tmp_path / "index", models.embedder.name)
    library.put(Source("/cat.txt", "bytes"), prepare(CAT, models))
    return library


def said(feedback):
    return feedback.opinion, feedback.question, feedback.language, feedback.quotes


def test_feedback_comes_back_as_it_was_given_in_order(library):
    doubt = Feedback(Opinion.UNSUPPORTED, "なぜ?", "ja", (("cat", "It dreams of milk."),))
    give(library, HELPFUL)
    give(library, doubt)
    assert [said(feedback) for feedback in given(library)] == [said(HELPFUL), said(doubt)]
    assert len(given(library)[0].day) == len("2024-08-06")


def test_an_index_that_was_never_given_any_has_none(library):
    assert given(library) == []
    assert questions(library) == []


def test_feedback_is_there_after_a_restart(library, models):
    give(library, HELPFUL)
    library.close()
    assert [said(feedback) for feedback in given(open_library(library.folder, models.embedder.name))] == [
        said(HELPFUL)
    ]


def test_feedback_stays_when_the_library_is_made_anew(library, models):
    give(library, HELPFUL)
    library.close()
    (library.folder / "library.sqlite").write_bytes(b"damaged")
    anew = create(library.folder, models.embedder.name)
    assert anew.articles() == []
    assert [said(feedback) for feedback in given(anew)] == [said(HELPFUL)]


def test_feedback_follows_a_file_that_is_renamed(tmp_path, models):
    (tmp_path / "cat.txt").write_text(CAT.text, encoding="utf-8")
    library = create(tmp_path / "index", models.embedder.name)
    list(build([tmp_path / "cat.txt"], library, models))
    doubt = Feedback(Opinion.UNSUPPORTED, "Why?", "en", (("dog", "It barks."), ("cat", "It dreams of milk.")))
    give(library, HELPFUL)
    give(library, doubt)
    (tmp_path / "cat.txt").rename(tmp_path / "kitten.txt")
    list(build([tmp_path / "kitten.txt"], library, models))
    assert [feedback.quotes for feedback in given(library)] == [
        (("kitten", "The cat sleeps in the barn."),),
        (("dog", "It barks."), ("kitten", "It dreams of milk.")),
    ]  # fmt: skip


def test_a_damaged_file_of_feedback_says_what_to_do(library):
    (library.folder / "feedback.sqlite").write_bytes(b"damaged" * 1_000)
    with pytest.raises(LibraryError, match="feedback.sqlite cannot be used .* move that file away"):
        give(library, HELPFUL)


def test_only_its_own_key_takes_feedback_back(library):
    key = give(library, HELPFUL)
    give(library, Feedback(Opinion.WRONG, "Who?", "en", ()))
    take_back(library, "another key")
    assert len(given(library)) == 2
    take_back(library, key)
    assert [feedback.opinion for feedback in given(library)] == [Opinion.WRONG]


def test_what_is_kept_is_bounded_and_the_oldest_goes_first(library, monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 3)
    for number in range(5):
        give(library, Feedback(Opinion.WRONG, f"{number}" + "x" * 5_000, "en", CAT_QUOTES * 30))
    assert [feedback.question[0] for feedback in given(library)] == ["2", "3", "4"]
    assert {len(feedback.question) for feedback in given(library)} == {2_000}
    assert {len(feedback.quotes) for feedback in given(library)} == {20}


CAT_QUOTES = (("cat", "It dreams of milk."),)


def test_feedback_reads_no_vectors_again(library):
    version = library.version()
    give(library, HELPFUL)
    assert library.version() == version


@pytest.mark.parametrize(
    ("opinions", "exported"),
    [
        ([("helpful", ["It dreams of milk."])], (True, ["It dreams of milk."])),
        ([("helpful", [])], (False, [])),
        ([("wrong", ["It dreams of milk."])], None),
        ([("missing", [])], None),
        ([("unsupported", ["It dreams of milk."])], None),
        ([("helpful", ["It dreams of milk."]), ("wrong", ["It dreams of milk."])], None),
        (
            [
                ("helpful", ["It dreams of milk."]),
                ("helpful", ["The cat sleeps in the barn."]),
                ("wrong", []),
            ],
            (True, ["It dreams of milk.", "The cat sleeps in the barn."]),
        ),
        (
            [
                ("helpful", ["It dreams of milk.", "The cat sleeps in the barn."]),
                ("unsupported", ["The cat sleeps in the barn."]),
            ],
            (True, ["It dreams of milk."]),
        ),
        ([("helpful", ["It dreams of milk."]), ("unsupported", ["It dreams of milk."])], None),
        ([("helpful", ["words that an article held once"])], None),
    ],
)
def test_what_readers_agree_on_becomes_a_question(library, opinions, exported):
    for opinion, quotes in opinions:
        give(library, Feedback(Opinion(opinion), "Of what?", "en", tuple(("cat", words) for words in quotes)))
    found = [
        (entry["answerable"], [evidence["quote"] for evidence in entry["evidence"]])
        for entry in questions(library)
    ]
    assert found == ([exported] if exported else [])


def test_the_evaluation_reads_what_is_exported_and_measures_it(library, tmp_path):
    give(library, HELPFUL)
    give(library, Feedback(Opinion.HELPFUL, "How many moons has Jupiter?", "en", ()))
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(f"{json.dumps(entry)}\n" for entry in questions(library)), encoding="utf-8")
    collection = open_collection(library.folder)
    golds = read_questions(file, collection.index.library.articles())
    assert [(gold.language, gold.answerable, gold.spans) for gold in golds] == [
        ("en", True, (("cat", 0, 27),)),
        ("en", False, ()),
    ]
    assert [outcome.rank for outcome in evaluate(golds, collection)] == [1, 0]


def test_feedback_that_a_disk_has_changed_is_not_counted(library):
    give(library, Feedback(Opinion.HELPFUL, "Why?", "en", ()))
    file = library.folder / FILE
    file.write_bytes(file.read_bytes().replace(b"helpful", b"halpful"))
    for use in (lambda: given(library), lambda: take_back(library, "key")):
        with pytest.raises(LibraryError, match="cannot be used .it is damaged.: free the disk, or move"):
            use()


def test_a_word_stays_with_the_opinion_it_was_written_to(library):
    key = give(library, HELPFUL)
    give(library, Feedback(Opinion.WRONG, "Why?", "en", ()))
    add_word(library, key, " Just what I needed. ")
    assert [(one.opinion, one.word) for one in given(library)] == [
        ("helpful", "Just what I needed."),
        ("wrong", ""),
    ]


def test_feedback_that_an_older_version_kept_is_summed_from_the_next_on(library):
    with closing(sqlite3.connect(library.folder / FILE)) as connection, connection:
        connection.execute(TABLE.replace(", word TEXT NOT NULL DEFAULT ''", ""))
        connection.execute("INSERT INTO feedback VALUES (1, 'k', '2024-05-01', 'wrong', 'Who?', 'en', '[]')")
    assert [feedback.question for feedback in given(library)] == ["Who?"]
    give(library, Feedback(Opinion.HELPFUL, "Why?", "en", ()))
    assert [feedback.question for feedback in given(library)] == ["Who?", "Why?"]
    file = library.folder / FILE
    file.write_bytes(file.read_bytes().replace(b"Who?", b"Whom"))
    with pytest.raises(LibraryError, match="it is damaged"):
        given(library)
