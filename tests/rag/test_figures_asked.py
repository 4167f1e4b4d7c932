"""The figures of a question, and whether a text has them."""

import pytest

from rag.values.figures import figures, missing


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("How many visitors came in 2028?", ("2028",)),
        ("How wide is bridge E3?", ("E3",)),
        ("ポンプＰＸ－５００の価格はいくらですか?", ("PX500",)),
        ("第3条は何を定めていますか?", ("3",)),
        ("第三条规定了什么?", ("3",)),
        ("令和12年の入館者は?", ("2030",)),
        ("Cosa è successo il 15 maggio?", ("--05-15",)),
        ("What happened on 15 May 2030?", ("2030-05-15",)),
        ("What happened in May?", ()),
        ("8万9,000円で売られたものは何ですか?", ("89000",)),
        ("Who bought two sheds for $2.5 million?", ("2500000",)),
        ("What did the mayor say yesterday?", ()),
    ],
)
def test_a_question_states_its_figures(question, stated):
    assert figures(question) == stated


@pytest.mark.parametrize(
    ("question", "text", "absent"),
    [
        ("2030年の入館者は?", "In 2030 came 38,750 visitors.", 0),
        ("2030年の入館者は?", "令和12年には38,750人が訪れた。", 0),
        ("2030年の入館者は?", "Last year 38,750 came.", 0),
        ("2030年の入館者は?", "昨年5月には38,750人が訪れた。", 0),
        ("2030年の入館者は?", "In 2029 came 38,750 visitors.", 1),
        ("How many came in May 2030?", "In 2030 came 38,750 visitors.", 1),
        ("What cost 89,000 yen?", "耕運機の価格は8万9,000円だった。", 0),
        ("What cost 89,000 yen?", "耕運機の価格は8万円だった。", 1),
        ("How wide is E3?", "E2 is 4 m wide, E30 is 5 m wide, and 3 are closed.", 1),
        ("How wide is E3?", "橋E-3の幅は4メートル。", 0),
        ("How wide is E3?", "On 5 May 2030 E2 opened.", 1),
        ("What happened on 15 May?", "5月15日に開いた。", 0),
        ("What happened on 15 May?", "5月14日に開いた。", 1),
        ("第3条は何ですか?", "Article 3 says so.", 0),
        # A number is no year.
        ("What cost 395 euros?", "On 2 April 2031 it cost 48 euros.", 1),
        ("Did E3 cost 500 euros in 2028?", "Nothing is said.", 3),
    ],
)
def test_figures_are_missing_when_no_value_of_the_text_is_theirs(question, text, absent):
    assert missing(question, text, "2031-04-02") == absent
