import re

import pytest

from rag.values.concepts import LANGUAGES, TABLE, concepts, share_of

ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "When was Ada Lovelace born?", {"birth"}),
        ("it", "Quando è nata Ada Lovelace?", {"birth"}),
        ("ja", "エイダ・ラブレスはいつ生まれましたか?", {"birth"}),
        ("zh", "艾达·洛夫莱斯是什么时候出生的?", {"birth"}),
        ("zh", "艾達·洛夫萊斯的生日是哪一天?", {"birth"}),
        ("en", "How much does the ticket cost?", {"ticket", "price"}),
        ("it", "Quanto costa il biglietto?", {"ticket", "price"}),
        ("ja", "入場料の価格", {"ticket", "price"}),
        ("ja", "入場料はいくらですか?", {"ticket", "price"}),
        ("zh", "门票多少钱?", {"ticket", "price"}),
        ("en", "When did she found the dairy?", {"founding"}),
        ("en", "I found a coin.", set()),
        ("it", "Dove abita la fornaia?", {"population"}),
        ("ja", "湖の面積はどれくらいですか?", {"area"}),
        ("ja", "小屋はいつ開く?", {"opening"}),
        ("zh", "镇长今年多大?", {"age"}),
        # A harvest is no money, a cooperative no partner.
        ("it", "Di quanto è diminuito il raccolto di tè?", {"growth"}),
        ("zh", "合作社在哪里?", set()),
        # Quoted, not sued.
        ("it", "Chi è il più citato?", set()),
        ("it", "È stato citato in tribunale", {"lawsuit", "court"}),
        ("en", "Why did the minister resign?", {"office", "resignation"}),
        ("ja", "大臣はなぜ辞任したのか", {"office", "resignation"}),
        ("en", "Is it OpenAI?", set()),
        # One half of a double-width percent sign is as good as the other.
        ("zh", "占百分之五还是5％?", {"share"}),
    ],
)
def test_common_words_name_the_same_concept_in_every_language(language, text, found):
    assert concepts(text, language) == found


def test_text_in_an_unknown_language_is_read_in_all_four():
    assert concepts("結婚 matrimonio", "und") == {"marriage"}


def test_a_sentence_speaks_of_a_share_of_what_is_wanted_in_any_language():
    assert share_of({"birth", "price"}, "1912年に生まれた") == 0.5
    assert share_of({"birth"}, "a long journey") == 0.0
    assert share_of((), "whatever") == 1.0


def test_every_concept_has_words_in_every_language():
    header, *rows = ROWS
    assert len(header) == 1 + len(LANGUAGES)
    assert all(len(row) == len(header) and all(row) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize("row", ROWS[1:], ids=lambda row: row[0])
def test_no_pattern_matches_what_says_nothing(row):
    for pattern in row[1:]:
        assert not re.search(pattern, " と は 的 e the ")
