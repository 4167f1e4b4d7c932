"""Whom "he" and "she" mean: people who were named, and no planet or company."""

import pytest

from index.article import Article, Passage
from rag.dialogue.people import is_person, people
from rag.dialogue.talk import in_full
from rag.records import Answer, Citation, Quote, Statement

ENGLISH = Article(
    "a", "Jupiter is a planet. Sam Altman left the company Safe Superintelligence.", language="en"
)
JAPANESE = Article("b", "イーロン・マスクは会社を訴えた。アルトマン氏は辞任した。", language="ja")


def answered(question, article, words, language):
    start = article.text.index(words)
    quote = Quote(article, Passage(0, len(article.text), ()), start, start + len(words))
    said = Statement("", quote, (1,))
    return Answer(question, language, True, (said,), (Citation(1, quote),), (), {}, understood=question)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Sam Altman", True),
        ("Altman", True),
        ("アルトマン", True),
        ("Musk", True),
        ("马斯克", True),
        ("Jupiter", False),
        ("Safe Superintelligence", False),
        ("Acme Robotics Inc", False),
        ("GPT-4", False),
    ],
)
def test_a_person_is_a_full_name_or_a_part_of_one_in_whatever_script(name, person):
    assert is_person(name, [ENGLISH, JAPANESE]) is person


def test_people_are_read_between_two_places():
    assert people(ENGLISH) == ["Sam Altman"]
    assert people(ENGLISH, 0, 20) == []
    assert people(JAPANESE) == ["イーロン・マスク", "アルトマン"]


@pytest.mark.parametrize(
    ("language", "before", "asked"),
    [
        ("en", "How many moons does Jupiter have?", "Why did he leave?"),
        ("en", "How many moons does Jupiter have?", "And what is her name?"),
        ("ja", "木星（Jupiter）の衛星はいくつ?", "彼はなぜ辞めましたか?"),
        ("zh", "Jupiter有多少颗卫星?", "他为什么离职?"),
        ("it", "Quante lune ha il pianeta Jupiter?", "Perché lui è partito?"),
    ],
)
def test_he_is_no_planet_and_the_question_is_left_as_it_is(language, before, asked, models):
    talk = [answered(before, ENGLISH, "Jupiter is a planet.", language)]
    assert in_full(asked, talk, models.tokens) == asked


@pytest.mark.parametrize(
    ("language", "before", "asked", "full"),
    [
        ("en", "Is Altman rich?", "Where did he go?", "Where did Altman go?"),
        ("en", "What is Superintelligence?", "Where did he go?", "Where did Sam Altman go?"),
        ("zh", "Altman 是什么时候离职的?", "他去了哪里?", "Altman去了哪里？"),
        ("it", "Quando ha lasciato Altman l'azienda?", "Dove è andato lui?", "Dove è andato Altman?"),
        ("it", "Quando ha lasciato Altman l'azienda?", "Dove andò egli?", "Dove andò Altman?"),
        # "Its" may be said of things.
        ("it", "Quante lune ha il pianeta Jupiter?", "Qual è il suo peso?", "Qual è il peso di Jupiter?"),
        ("en", "How many moons does Jupiter have?", "How large is it?", "How large is Jupiter?"),
    ],
)
def test_he_is_the_person_whom_the_question_named_or_else_its_answer(language, before, asked, full, models):
    talk = [answered(before, ENGLISH, "Sam Altman left the company Safe Superintelligence.", language)]
    assert in_full(asked, talk, models.tokens) == full


def test_he_is_the_person_before_the_planet(models):
    talk = [
        answered("When did Sam Altman leave?", ENGLISH, "Sam Altman left the company", "en"),
        answered("How many moons does Jupiter have?", ENGLISH, "Jupiter is a planet.", "en"),
    ]
    assert in_full("Why did he leave?", talk, models.tokens) == "Why did Sam Altman leave?"
