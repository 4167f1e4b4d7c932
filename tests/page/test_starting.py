"""Questions to begin with on the page: asked in the background, kept, asked again after a change."""

import json
import time

import pytest
from fakes import ToldCollection, ToldReader

from index.archive import QUESTIONS
from index.build import build
from index.search import PassageIndex
from index.store import create
from page.desk import Desk
from page.phrases import Phrases
from page.starting import KEPT, Starting
from rag.suggest import Starter

QUESTION = "Who is the keeper of the lighthouse?"
TEXT = "The lighthouse\n\n2031-05-02\n\nThe lighthouse is open again. Its keeper is Martin Ferris."
CANDIDATE = {
    "id": "keeper",
    "answerable": True,
    "questions": {"en": QUESTION},
    "evidence": [{"article": "lighthouse", "quote": "Martin Ferris"}],
}
KNOWN = (Starter(QUESTION, "lighthouse"),)


@pytest.fixture
def library(tmp_path, models):
    (tmp_path / "lighthouse.txt").write_text(TEXT, encoding="utf-8")
    library = create(tmp_path / "index", models.embedder.name)
    list(build([tmp_path / "lighthouse.txt"], library, models))
    (library.folder / QUESTIONS).write_text(json.dumps(CANDIDATE), encoding="utf-8")
    return library


def opened(library, models, words="Martin Ferris", checksum="told"):
    reader = ToldReader({QUESTION: words})
    reader.checksum = checksum
    return ToldCollection(PassageIndex(library), models, told=reader)


def told_in_chinese(library, models, *asked):
    candidate = CANDIDATE | {"questions": {"zh": "灯塔的看守人是谁？"}}
    (library.folder / QUESTIONS).write_text(json.dumps(candidate), encoding="utf-8")
    return ToldCollection(
        PassageIndex(library), models, told=ToldReader(dict.fromkeys(asked, "Martin Ferris"))
    )


def waited(starting, collection):
    for _ in range(200):
        if (found := starting.ready("en", collection)) is not None:
            return found
        time.sleep(0.05)
    raise AssertionError("the questions never came")


def test_nothing_is_offered_before_it_was_asked(library, models):
    starting, collection = Starting(library.folder), opened(library, models)
    assert starting.ready("en", collection) is None
    assert waited(starting, collection) == KNOWN


def test_a_page_in_traditional_characters_offers_questions_in_them(library, models):
    desk = Desk(library.folder)
    desk.collection = told_in_chinese(library, models, "灯塔的看守人是谁？", "燈塔的看守人是誰？")
    Starting(library.folder).ask(desk.collection)
    assert [one.question for one in desk.starters(Phrases("zh-Hant"))] == ["燈塔的看守人是誰？"]
    assert [one.question for one in desk.starters(Phrases("zh"))] == ["灯塔的看守人是谁？"]


def test_a_question_that_is_not_answered_in_traditional_characters_is_not_offered_in_them(library, models):
    starting = Starting(library.folder)
    collection = told_in_chinese(library, models, "灯塔的看守人是谁？")
    starting.ask(collection)
    assert starting.ready("zh", collection) == (Starter("灯塔的看守人是谁？", "lighthouse"),)
    assert starting.ready("zh-Hant", collection) == ()


def test_what_was_found_is_kept_and_not_asked_again(library, models):
    Starting(library.folder).ask(opened(library, models))
    again = opened(library, models)
    assert Starting(library.folder).ready("en", again) == KNOWN
    assert again.told.asked == []


def test_another_reader_is_asked_anew(library, models):
    Starting(library.folder).ask(opened(library, models))
    silent = opened(library, models, words="", checksum="another")
    starting = Starting(library.folder)
    assert starting.ready("en", silent) is None
    assert waited(starting, silent) == ()


def test_other_articles_are_asked_anew(library, models, tmp_path):
    starting, collection = Starting(library.folder), opened(library, models)
    starting.ask(collection)
    library.forget(str(tmp_path / "lighthouse.txt"))
    assert waited(starting, collection) == ()


def test_an_article_put_in_the_place_of_another_is_asked_anew(library, models, tmp_path):
    starting, collection = Starting(library.folder), opened(library, models)
    starting.ask(collection)
    text = TEXT.replace("Martin Ferris", "Laura Benson")
    (tmp_path / "lighthouse.txt").write_text(text, encoding="utf-8")
    assert [each.status for each in build([tmp_path / "lighthouse.txt"], library, models)] == ["replaced"]
    assert waited(starting, collection) == ()


def test_a_language_that_the_page_does_not_speak_has_none_and_asks_nothing(library, models):
    collection = opened(library, models)
    assert Starting(library.folder).ready("fr", collection) == ()
    assert collection.told.asked == []


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"among": 1}'])
def test_what_was_kept_and_is_damaged_is_found_again(library, models, damage):
    (library.folder / KEPT).write_text(damage, encoding="utf-8")
    assert waited(Starting(library.folder), opened(library, models)) == KNOWN
