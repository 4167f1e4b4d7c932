import pytest

from index.terms import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OpenAI's Café", ["openai", "s", "cafe"]),
        ("ＯｐｅｎＡＩ ｶﾞﾗｽ", ["openai", "ガラ", "ラス"]),
        ("東京都 人", ["東京", "京都", "人"]),
        ("ヤン・ライケ", ["ヤン", "ライ", "イケ"]),
        ("GPT-4の2024年", ["gpt", "4", "の", "2024", "年"]),
        ("80,000 or 80.000, not 3.5", ["80000", "or", "80000", "not", "3", "5"]),
        ("が", ["が"]),
        ("?!", []),
    ],
)
def test_words_and_bigrams(text, expected):
    assert terms(text) == expected
