"""Answers that name several, and answers that name nobody rather than anybody."""

import numpy as np
import pytest

from index.article import Article, Passage, Sentence
from rag.compose import compose
from rag.gather import read_question
from rag.retrieve import Hit

# The evidence of a hit that surely answers.
SURE = {"dense": 1.0, "passage_dense": 1.0}
LEFT = (
    "John Schulman has left OpenAI.",
    "Jan Leike resigned from OpenAI in May.",
    "Ilya Sutskever left OpenAI as well.",
)


def hit(text, place, *, language="en"):
    article = Article(f"{place}", text, language=language)
    sentence = Sentence(0, len(text))
    vector = np.eye(8, dtype=np.float32)[place]
    return Hit(article, Passage(0, len(text), (sentence,)), sentence, vector, 3.0 - place / 50, SURE)


def spans_of(question, language, texts, models):
    hits = [hit(text, place) for place, text in enumerate(texts)]
    composed = compose(read_question(question, language, models), hits, models.tokens, language=language)
    return [
        statement.span.text if statement.span else "" for statement in composed.statements if statement.shown
    ]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who left OpenAI?", "en"),
        ("Chi ha lasciato OpenAI?", "it"),
        ("誰がOpenAIを退社しましたか?", "ja"),
        ("哪些人离开了OpenAI?", "zh"),
    ],
)
def test_of_all_who_did_something_each_has_a_line(question, language, models):
    names = ["Ilya Sutskever", "Jan Leike", "John Schulman"]
    assert sorted(spans_of(question, language, LEFT, models)) == names


def test_one_name_of_two_is_no_answer(models):
    # Two are as near to what is asked, and neither is said to be the one.
    texts = ("Ann Lee and her rival Bob Ray, both chemists, met at the prize ceremony.",)
    assert spans_of("Who won the prize?", "en", texts, models) == [""]


def test_a_name_of_another_sort_is_not_shown(models):
    assert spans_of("Which city did Jan Leike move to?", "en", (LEFT[0], LEFT[1]), models) == ["", ""]
