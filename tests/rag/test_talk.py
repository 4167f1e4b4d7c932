"""What a question leans on, and when it does."""

import pytest
from fakes import POLICY, ToldReader
from samples import CAT, answered, quoted, refused

from rag.records import Answer, Statement
from rag.talk import Request, before, readings_of, request_of

GREETED = Answer("Hello!", "en", False, (Statement("Hello!", None, ()),), (), (), {}, small_talk=True)


def turn(understood, span=None):
    answer = answered(span=span)
    return Answer("?", "en", True, answer.statements, answer.citations, (), {}, understood=understood)


@pytest.mark.parametrize(
    ("talk", "leaned_on"),
    [
        ([], ""),
        ([GREETED], ""),
        ([turn("Who sleeps?")], "Who sleeps?"),
        ([turn("Who sleeps?", quoted(CAT, 3, 4))], "Who sleeps? 猫"),
        ([turn("Who eats?"), turn("Who sleeps?")], "Who sleeps?"),
        ([turn("Who sleeps?", quoted(CAT, 3, 4)), GREETED], "Who sleeps? 猫"),
        ([turn("a" * 100 + "b" * 300)], "b" * 300),
    ],
)
def test_a_question_may_lean_on_the_last_one_and_the_words_that_answered_it(talk, leaned_on):
    assert before(talk) == leaned_on


def test_after_a_refusal_a_question_may_lean_on_the_question_alone():
    answer = refused(quoted(CAT, 3, 8))
    assert before([answer]) == answer.understood


TALK = [turn("When was the bridge closed?", quoted(CAT, 3, 4))]
TOGETHER = "When was the bridge closed? 猫 And why?"


@pytest.mark.parametrize(
    ("leans", "readings"),
    [
        (0.1, ("And why?",)),
        (0.5, ("And why?", TOGETHER)),
        (0.9, (TOGETHER,)),
    ],
)
def test_a_question_is_read_alone_with_what_came_before_or_both_ways(leans, readings):
    assert readings_of("And why?", TALK, ToldReader(leaning={"And why?": leans}), POLICY) == readings


def test_a_first_question_leans_on_nothing():
    assert readings_of("And why?", [], ToldReader(leaning={"And why?": 1.0}), POLICY) == ("And why?",)


def test_what_is_typed_is_of_the_likeliest_kind():
    reader = ToldReader(kinds={"Ciao!": Request.GREETING})
    assert (request_of("Ciao!", reader), request_of("Who?", reader)) == (Request.GREETING, Request.QUESTION)


def test_the_model_knows_the_kinds_that_there_are(reader):
    assert set(reader.kinds) == set(Request)
    assert sum(reader.kind("Who is the keeper?").values()) == pytest.approx(1.0, abs=1e-5)


def test_the_model_gives_a_probability_that_a_question_leans(reader):
    assert 0 <= reader.leans("And why?", "When was the bridge closed?") <= 1
