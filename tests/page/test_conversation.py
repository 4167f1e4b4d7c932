"""A turn as it grows, against a real index."""

import re
import threading

import pytest
from visitors import ARTICLES

from index.build import Outcome, Status, build
from index.load import find
from index.scope import Scope
from index.store import create
from page.chat import converse
from page.conversation import before, memory_of, replaced_turn
from page.desk import Desk
from page.memory import TURNS, Turn
from page.options import date_told, reach_html, scope_of, summary
from page.phrases import Phrases

ENGLISH = Phrases("en")
ANYWHERE = ("", [], [], [], "", "")
WHY = "猫カフェはなぜ閉店しますか？"


@pytest.fixture(scope="module")
def built(tmp_path_factory, models):
    """A folder with the index of the articles that visitors ask."""
    articles, folder = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("index")
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    library = create(folder, models.embedder.name)
    assert {outcome.status for outcome in build(find(articles), library, models)} == {Status.ADDED}
    library.close()
    return folder


@pytest.fixture(scope="module")
def desk(built):
    desk = Desk(built)
    desk.open()
    return desk


def test_a_question_asked_too_early_waits_for_the_articles(built):
    desk, go_on = Desk(built), threading.Event()

    def prepare():
        yield Outcome("neko.txt", Status.ADDED)
        go_on.wait()
        yield Outcome("qiao.txt", Status.FAILED)

    builder = threading.Thread(target=desk.get_ready, args=(prepare, 2))
    shown = converse(WHY, 0, {}, ANYWHERE, desk, ENGLISH)
    builder.start()
    waiting = next(shown)[3]
    go_on.set()
    assert "家賃が二倍になった" in list(shown)[-1][3]
    builder.join()
    assert re.search(r"Getting ready(: 1 of 2 articles)?\. The answer follows by itself\.", waiting)
    assert (
        desk.notice(ENGLISH)
        == "4 articles · English 1 · Italian 1 · Japanese 1 · Chinese 1 · 1 could not be read"
    )


def test_what_the_browser_keeps_of_a_turn_goes_on_as_the_next_begins(desk):
    first = list(converse(WHY, 0, {}, ANYWHERE, desk, ENGLISH))
    kept = first[-1][1]
    assert first[0][1]["turns"][0]["fault"] == "stopped"
    assert kept["turns"][0]["answer"]["answered"]
    second = list(converse("长江新桥是谁设计的？", 0, kept, ANYWHERE, desk, ENGLISH))
    assert [turn["question"] for turn in second[-1][1]["turns"]] == [WHY, "长江新桥是谁设计的？"]
    assert 'data-turn="1"' in second[0][2]
    instead = list(converse("长江新桥是谁设计的？", 1, second[-1][1], ANYWHERE, desk, ENGLISH))
    assert [turn["question"] for turn in instead[-1][1]["turns"]] == ["长江新桥是谁设计的？"]


def test_the_answer_is_in_the_language_that_was_chosen(desk):
    [*_, (_, kept, _, now, _)] = converse(WHY, 0, {}, ("it", [], [], [], "", ""), desk, ENGLISH)
    assert kept["turns"][0]["answer"]["language"] == "it"
    assert 'lang="it"' in now


def test_a_name_alone_is_answered_in_the_language_of_the_page(desk):
    [*_, (_, kept, *_)] = converse("40?", 0, {}, ANYWHERE, desk, Phrases("ja"))
    [*_, (_, asked, *_)] = converse("12 a", 0, {}, ANYWHERE, desk, Phrases("ja"))
    assert kept["turns"][0]["fault"] == "no_words"
    assert asked["turns"][0]["answer"]["language"] == "ja"


def test_a_date_that_is_none_is_the_reply(desk):
    [(*_, kept, _, now, _)] = converse(WHY, 0, {}, ("", [], [], [], "soon", ""), desk, ENGLISH)
    assert "“soon” is not understood as a date: write August 2024, 2024-08-06 or last year." in now
    assert kept["turns"][0]["fault"] == "bad_date"


def test_articles_chosen_by_switch_and_by_title_are_searched_from_one_date_to_the_other():
    chosen = scope_of(["ja"], ["neko"], ["faro"], "agosto 2024", "2025年")
    assert chosen == Scope(frozenset(["ja"]), frozenset(["neko", "faro"]), "2024-08", "2025")


def test_a_date_says_what_it_is_understood_as():
    assert date_told("10 agosto 2024", Phrases("ja")) == "2024年8月10日"
    assert date_told("", ENGLISH) == ""
    assert date_told("soon", ENGLISH) == "Not understood: write August 2024, 2024-08-06 or last year."


def test_what_is_searched_is_counted(desk):
    nothing = ([], [], [])
    assert "4 articles are searched.</p>" in reach_html(desk, ENGLISH, *nothing, "", "")
    assert "2 articles are searched.</p>" in reach_html(desk, ENGLISH, *nothing, "", "aprile 2024")
    assert reach_html(desk, ENGLISH, *nothing, "soon", "") == ""


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (("", [], [], [], "", ""), "Searching all articles · answering in the question's language"),
        (("ja", ["zh", "it"], [], [], "", ""), "Searching Chinese, Italian · answering in 日本語"),
        (
            ("", [], ["a"], ["b"], "2024", ""),
            "Searching 2 articles, 2024 – · answering in the question's language",
        ),
    ],
)
def test_the_fold_says_what_it_is_set_to(options, line):
    assert summary(ENGLISH, *options).replace("  ", " ") == line


@pytest.mark.parametrize(("replaced", "left"), [(0, "ab"), (1, ""), (2, "a"), (3, "ab"), (-1, "ab")])
def test_an_edited_turn_takes_those_after_it_away(replaced, left):
    turns = (Turn("a"), Turn("b"))
    assert "".join(turn.question for turn in before(turns, replaced)) == left


def test_a_conversation_makes_room_for_the_next_turn():
    assert len(before(tuple(Turn(str(n)) for n in range(TURNS)), 0)) == TURNS - 1


@pytest.mark.parametrize("memory", [None, [], {}, {"editing": "2"}, {"editing": None}])
def test_what_the_browser_did_not_keep_replaces_nothing(memory):
    assert replaced_turn(memory) == 0
    assert replaced_turn(memory_of((), 2)) == 2
