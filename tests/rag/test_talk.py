"""What a question leans on, and when it does."""

import pytest
from fakes import POLICY, ToldReader
from samples import CAT, answered, quoted, refused

from rag.records import Answer, Statement
from rag.talk import Meaning, before, meanings_of

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
    ("leans", "meanings"),
    [
        (0.1, (Meaning("And why?", 0.9),)),
        (0.5, (Meaning("And why?", 0.5), Meaning(TOGETHER, 0.5))),
        (0.9, (Meaning(TOGETHER, 0.9),)),
    ],
)
def test_a_question_is_read_alone_with_what_came_before_or_both_ways(leans, meanings):
    assert meanings_of("And why?", TALK, ToldReader(leaning={"And why?": leans}), POLICY) == meanings


def test_a_first_question_leans_on_nothing():
    assert meanings_of("And why?", [], ToldReader(leaning={"And why?": 1.0}), POLICY) == (
        Meaning("And why?"),
    )


CLOSED = {
    "en": "When was the bridge at Ostrand closed? 4 May 2024",
    "ja": "オストランド橋はいつ閉鎖されましたか？ 2024年5月4日",
    "zh": "奥斯特兰大桥是什么时候关闭的？ 2024年5月4日",
    "it": "Quando è stato chiuso il ponte di Ostrand? 4 maggio 2024",
}


@pytest.mark.parametrize(
    ("language", "leaning", "alone"),
    [
        ("en", "And when will it reopen?", "Who is the keeper of the lighthouse at Cape Verdell?"),
        ("ja", "では、いつ再開しますか？", "ヴェルデル岬の灯台守は誰ですか？"),
        ("zh", "那什么时候重新开放？", "韦德尔角灯塔的看守人是谁？"),
        ("it", "E quando riaprirà?", "Chi è il guardiano del faro di Capo Verdell?"),
    ],
)
def test_the_model_tells_what_goes_on_from_what_begins_anew(language, leaning, alone, reader):
    assert reader.leans(leaning, CLOSED[language]) > 0.5 > 0.25 > reader.leans(alone, CLOSED[language])
