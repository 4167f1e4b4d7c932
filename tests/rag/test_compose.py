import numpy as np
import pytest

from index.article import Article, Passage, Sentence
from rag.compose import agreeing
from rag.retrieve import Hit


def hit(name, vector, *, language="en", score=1.0):
    article = Article(name, f"Words of {name}.", language=language)
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
        ([], []),
    ],
)
def test_sentences_of_different_articles_that_say_the_same_are_grouped(hits, groups):
    assert [[each.article.name for each in group] for group in agreeing(hits)] == groups
