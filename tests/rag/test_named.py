"""Names of a sentence, as they are told."""

import numpy as np
import pytest

from index.article import Article, Passage, Sentence
from rag.named import named
from rag.retrieve import Hit
from rag.wanted import Wanted


def told(text, language, question, sign="name"):
    sentence = Sentence(0, len(text))
    article = Article("a", text, language=language)
    hit = Hit(article, Passage(0, len(text), (sentence,)), sentence, np.zeros(1, dtype=np.float32), 1.0, {})
    return [
        text[first:last] for first, last, signs in named(Wanted.PERSON, (), hit, question) if sign in signs
    ]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("She had worked for Meta, Uber and Airtable.", "en", ["Meta, Uber and Airtable"]),
        ("Ha lavorato per Meta, Uber e Airtable.", "it", ["Meta, Uber e Airtable"]),
        # A comma alone may end a clause.
        ("After Uber, Airtable hired her.", "en", ["Uber", "Airtable"]),
        (
            "サム・アルトマン、グレッグ・ブロックマン。サム(・アルトマン)とグレッグ(・ブロックマン)。",
            "ja",
            ["サム・アルトマン", "グレッグ・ブロックマン", "サム(・アルトマン)とグレッグ(・ブロックマン)"],
        ),
    ],
)
def test_names_told_in_one_breath_are_one(text, language, names):
    assert told(text, language, "Who?") == names


def test_a_name_that_the_question_has_is_not_told_with_another():
    found = told("Jan Leike and John Schulman left.", "en", "Who left with Jan Leike?")
    assert found == ["Jan Leike", "John Schulman"]


def test_a_single_letter_is_nobody():
    text = "A giugno, Ilya ha dichiarato su X di aver fondato una nuova società."
    assert told(text, "it", "Chi?") == ["Ilya", "X"]
    assert told(text, "it", "Chi?", "no_person") == ["X"]
