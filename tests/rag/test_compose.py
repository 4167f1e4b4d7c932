import numpy as np
import pytest

from index.article import Article, Passage, Sentence
from rag.answerable import ANSWERED
from rag.compose import agreeing, compose
from rag.question import Kind
from rag.retrieve import Hit, Question


def hit(name, vector, *, text="Some words.", language="en", score=1.0):
    article = Article(name, text, language=language)
    sentence = Sentence(0, len(article.text))
    return Hit(
        article,
        Passage(0, sentence.end, (sentence,)),
        sentence,
        np.array(vector, dtype=np.float32),
        score,
        {},
    )


@pytest.mark.parametrize(
    ("hits", "groups"),
    [
        ([hit("a", [1, 0]), hit("b", [1, 0])], [["a", "b"]]),
        ([hit("a", [1, 0]), hit("b", [0, 1])], [["a"], ["b"]]),
        # One article saying it twice is not two articles agreeing.
        ([hit("a", [1, 0]), hit("a", [1, 0])], [["a"], ["a"]]),
        ([hit("a", [1, 0]), hit("b", [0, 1]), hit("c", [1, 0])], [["a", "c"], ["b"]]),
        ([hit("a", [1, 0], text="9 left."), hit("b", [1, 0], text="11 left.")], [["a"], ["b"]]),
        ([hit("a", [1, 0], text="9 left."), hit("b", [1, 0], text="In 2024, 9 left.")], [["a", "b"]]),
        ([], []),
    ],
)
def test_sentences_of_different_articles_that_say_the_same_are_grouped(hits, groups):
    assert [[each.article.name for each in group] for group in agreeing(hits)] == groups


def asked(language):
    nothing = np.zeros(0, dtype=np.float32)
    return Question("?", language, Kind.OTHER, nothing, nothing, nothing, ())


def test_articles_that_agree_are_one_statement_and_the_quote_in_the_own_language_is_shown():
    hits = [
        hit("a", [1, 0], text="橋は閉鎖。", language="ja", score=ANSWERED + 0.2),
        hit("b", [1, 0], text="The bridge is closed.", language="en", score=ANSWERED + 0.1),
    ]
    composed = compose(asked("en"), hits, language="en")
    [statement] = composed.statements
    assert (statement.text, statement.citations) == ("2 articles agree: “The bridge is closed.”", (1, 2))
    assert [citation.quote.article.name for citation in composed.citations] == ["b", "a"]


def test_numbers_count_from_one_in_the_order_of_the_statements():
    hits = [hit("a", [1, 0], score=ANSWERED + 0.2), hit("b", [0, 1], score=ANSWERED + 0.1)]
    composed = compose(asked("it"), hits, language="it")
    assert [statement.citations for statement in composed.statements] == [(1,), (2,)]
    assert composed.statements[0].lead == "Secondo «a» (inglese): "


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The articles do not say."),
        ("ja", "記事には書かれていません。"),
        ("zh", "这些文章没有提到。"),
        ("it", "Gli articoli non lo dicono."),
    ],
)
def test_too_weak_evidence_is_a_refusal_that_cites_nothing(language, words):
    composed = compose(asked(language), [hit("a", [1, 0], score=ANSWERED - 0.01)], language=language)
    assert (composed.answered, composed.citations) == (False, ())
    assert [statement.text for statement in composed.statements] == [words]
    assert [quote.article.name for quote in composed.related] == ["a"]


def test_nothing_found_is_a_refusal():
    assert compose(asked("en"), [], language="en").answered is False
