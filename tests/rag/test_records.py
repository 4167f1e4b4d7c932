import pytest

from index.article import Article, Passage, Sentence
from rag.records import Answer, Citation, Quote, Statement

ARTICLE = Article("a", "One. Two. Three.")
PASSAGE = Passage(5, 16, (Sentence(5, 9), Sentence(10, 16)))


def test_a_quote_is_the_exact_words():
    assert Quote(ARTICLE, PASSAGE, 5, 9).text == "Two."


@pytest.mark.parametrize(("start", "end"), [(0, 4), (5, 5), (10, 17), (9, 5)])
def test_a_quote_outside_its_passage_cannot_be_made(start, end):
    with pytest.raises(ValueError, match="a: no words at"):
        Quote(ARTICLE, PASSAGE, start, end)


def test_an_answer_as_text_has_a_line_for_each_statement_and_its_numbers():
    first, second = Quote(ARTICLE, PASSAGE, 5, 9), Quote(ARTICLE, PASSAGE, 10, 16)
    statements = (Statement("It says: ", first, (1, 2)), Statement("And: ", second, (2,)))
    answer = Answer("?", "en", True, statements, (Citation(1, first), Citation(2, second)), (), {})
    assert answer.text == "It says: “Two.” [1][2]\nAnd: “Three.” [2]"
