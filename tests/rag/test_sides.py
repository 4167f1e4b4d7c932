"""A request to compare, cut into its two sides by what was found for it."""

import pytest
from evidence import hits_of

from index.article import Article
from rag.question import read_question
from rag.sides import sides

MILL = Article("mill", "The tide mill at Corran grinds barley.", "The tide mill", "en")
BOAT = Article("boat", "流动图书船“芦苇号”为沿湖村庄送书。", "太湖图书船", "zh")


@pytest.mark.parametrize(
    ("request_", "language", "cut"),
    [
        (
            "Compare the tide mill with the library boat",
            "en",
            ("Compare the tide mill with the", "library boat"),
        ),
        ("Il mulino e il battello a confronto", "it", ("Il mulino e il", "battello a confronto")),
        ("水車小屋と図書船を比較して", "ja", ("水車小屋と", "図書船を比較して")),
    ],
)
def test_a_comparison_is_cut_where_its_words_turn_from_one_article_to_the_other(
    models, request_, language, cut
):
    question = read_question(request_, language, models)
    assert sides(question, [*hits_of(MILL), *hits_of(BOAT)], models.tokens) == cut


def test_what_was_found_once_has_no_sides(models):
    question = read_question("Compare the tide mill with the boat", "en", models)
    assert sides(question, hits_of(MILL), models.tokens) == ("Compare the tide mill with the boat",)
