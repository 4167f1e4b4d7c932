"""What the browser keeps is data, and is read back against the articles as they are."""

import copy
import json
import re
from dataclasses import replace

import pytest
from samples import CAT, answered, quoted, refused

from index.article import Article
from page.memory import TURNS, Turn, pack, share, shared, unpack
from rag.records import Verdict


class Shelf:
    """A library of one article."""

    def __init__(self, article=CAT):
        self.article = article

    def named(self, name):
        return self.article if name == self.article.name else None


def kept(*turns):
    """The turns after a stay in the browser, which knows JSON alone."""
    return json.loads(json.dumps(pack(turns)))


def test_turns_come_back_as_they_were():
    turns = (
        Turn("Who sleeps?", answered(span=quoted(CAT, 3, 4), resolved="2024", verdict=Verdict.PARTLY)),
        Turn("Who sings?", refused(quoted(CAT, 0, 3)), follow_ups=("Who sleeps?",)),
        Turn("?", fault="too_long", detail="3,000"),
    )
    assert unpack(kept(*turns), Shelf()) == turns


CHANGED = [replace(CAT, text="序文。犬は寝る。終わり。"), replace(CAT, text=""), replace(CAT, name="dog")]


@pytest.mark.parametrize("now", CHANGED)
def test_an_answer_whose_article_has_changed_keeps_its_words_and_says_so(now):
    packed = kept(Turn("Who sleeps?", answered(span=quoted(CAT, 3, 4))))
    [turn] = unpack(packed, Shelf(now))
    [statement] = turn.answer.statements
    assert (turn.changed, statement.shown.text, statement.span.text) == (True, "猫は寝る。", "猫")
    assert turn.answer.citations[0].quote.article.title == "猫の本"
    assert turn.answer.found == ()


def test_a_shared_turn_is_an_address_that_holds_no_words_of_the_articles():
    turn = Turn("Who sleeps?", answered(span=quoted(CAT, 3, 4)), follow_ups=("Why?",))
    address = share(turn)
    assert re.fullmatch(r"[\w-]{100,600}", address)
    [read] = shared(address, Shelf())
    assert read == Turn("Who sleeps?", replace(turn.answer, found=()))
    for now in CHANGED:
        assert shared(address, Shelf(now)) == (Turn("Who sleeps?", fault="changed"),)


@pytest.mark.parametrize("address", ["", "x", "????", "eJw", share(Turn("?"))[:20], "A" * 50_000])
def test_an_address_that_was_made_up_opens_nothing(address):
    assert shared(address, Shelf()) == ()


def test_only_the_latest_turns_are_kept():
    turns = [Turn(str(number), fault="stopped") for number in range(TURNS + 5)]
    assert [turn.question for turn in unpack(kept(*turns), Shelf())] == [str(n) for n in range(5, TURNS + 5)]


@pytest.mark.parametrize("forged", [None, 5, "x", {}, [None], [5], [[]], [{}], [{"question": 5}]])
def test_what_was_not_packed_here_is_left_out(forged):
    assert unpack(forged, Shelf()) == ()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("question",), ["<b>"]),
        (("question",), "x" * 100_000),
        (("answer", "citations", 0, 0), 7),
        (("answer", "statements", 0, "citations"), [2]),
        (("answer", "statements", 0, "verdict"), "true"),
        (("answer", "statements", 0, "lead"), {}),
        (("answer", "found", 0, 1), "high"),
        (("answer", "citations", 0, 1, 1), 9),
        (("answer", "citations"), {"a": 1}),
    ],
)
def test_a_forged_turn_is_left_out(path, value):
    packed = copy.deepcopy(kept(Turn("Who sleeps?", answered())))
    *way, last = path
    inner = packed[0]
    for step in way:
        inner = inner[step]
    inner[last] = value
    assert all(turn.answer is None for turn in unpack(packed, Shelf()))


def test_a_quote_outside_its_article_cannot_be_forged():
    packed = kept(Turn("Who sleeps?", answered()))
    packed[0]["answer"]["citations"][0][1][1:5] = [0, 10**9, 0, 10**9]
    assert all(turn.answer is None for turn in unpack(packed, Shelf(Article("cat", "x"))))
