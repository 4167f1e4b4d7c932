import pytest

from index.terms import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OpenAI's Café", ["openai", "s", "cafe"]),
        ("ＯｐｅｎＡＩ ｶﾞﾗｽ", ["openai", "ガラ", "ラス"]),
        ("東京都 人", ["东京", "京都", "人"]),
        ("ヤン・ライケ", ["ヤン", "ライ", "イケ"]),
        ("GPT-4の2024年", ["gpt", "4", "の", "2024", "年"]),
        (
            "80,000 or 80.000 or ８０，０００, not 3.5",
            ["80000", "or", "80000", "or", "80000", "not", "3", "5"],
        ),
        ("が", ["が"]),
        ("?!", []),
    ],
)
def test_words_and_bigrams(text, expected):
    assert terms(text, "ja") == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("經濟發展", "经济发展"),
        ("臺灣的圖書館", "台湾的图书馆"),
        ("経済", "经济"),
        ("ヴァイオリン", "バイオリン"),
        ("ヴェネツィアのヴィーナス", "ベネツィアのビーナス"),
        ("サーバー", "サーバ"),
        ("ｺﾝﾋﾟｭｰﾀｰ", "コンピュータ"),
        ("レオナルド・ダ・ヴィンチ", "レオナルド ダ ビンチ"),
        ("ＣＥＲＮ　研究所", "CERN 研究所"),
        ("E\u0301cole", "école"),
    ],
)
def test_two_spellings_of_one_word_are_the_same_terms(one, other):
    assert terms(one, "ja") == terms(other, "ja")


@pytest.mark.parametrize(("one", "other"), [("コピー", "コピ"), ("ビール", "ビル"), ("バス", "パス")])
def test_other_words_stay_other_terms(one, other):
    assert terms(one, "ja") != terms(other, "ja")


def test_a_latin_name_inside_chinese_text_is_a_word():
    assert terms("据OpenAI报道", "zh") == ["据", "openai", "报道"]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("resigned", "resigning", "en"),
        ("studies", "study", "en"),
        ("ricercatore", "ricercatori", "it"),
        ("governava", "governarono", "it"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other, language):
    assert set(terms(one, language)) & set(terms(other, language)) == {terms(one, language)[1]}


def test_a_name_is_the_same_in_every_language_and_a_stem_is_not():
    assert terms("Leike", "en") == ["leike", "leik0en"]
    assert terms("Leike", "it") == ["leike", "leik0it"]
    assert terms("Leike", "ja") == ["leike"]


def test_numbers_have_no_stem():
    assert terms("2024", "en") == ["2024"]
