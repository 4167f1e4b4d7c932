"""Values and names in the reader's language."""

import pytest

from rag.values.speak import said_in, spelled


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ("50億ドル", "en", "US$5 billion"),
        ("1,28 miliardi di euro", "ja", "12億8000万ユーロ"),
        ("1,28 miliardi di euro", "zh", "12.8亿欧元"),
        ("US$70 million", "it", "70 milioni di dollari statunitensi"),
        ("£48,500", "ja", "48,500英国ポンド"),
        ("8万9,000円", "it", "89.000 yen giapponesi"),
        ("12,000 Swiss francs", "ja", "12,000スイスフラン"),
        ("約3万5,800人", "en", "about 35,800 people"),
        ("oltre 300 persone", "zh", "超过300人"),
        ("65歳以上", "en", "at least 65 years"),
        ("3割", "it", "30%"),
        ("零下18摄氏度", "it", "-18 gradi"),
        ("20〜25分", "it", "20–25 minuti"),
        ("12,75 metri per 6,40", "en", "12.75 × 6.4 metres"),
        ("two and a half hours", "zh", "2.5小时"),
    ],
)
def test_an_amount_is_said_as_the_language_says_it(words, language, said):
    assert said_in(words, 0, len(words), language, "") == said


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ("2024年8月10日", "en", "10 August 2024"),
        ("令和12年5月", "it", "maggio 2030"),
        ("5月3日", "en", "3 May"),
        ("3 maggio", "zh", "5月3日"),
        ("from 3 to 5 May", "ja", "5月3日 – 5月5日"),
        ("昨年", "en", "2030"),
        ("昨年5月", "it", "maggio 2030"),
        ("yesterday", "ja", "2031年4月1日"),
        ("午後7時半", "it", "19:30"),
        ("2031年6月18日（星期三）上午9时", "en", "18 June 2031, 09:00"),
    ],
)
def test_a_date_is_told_as_far_as_its_words_or_the_day_of_publication_tell_it(words, language, said):
    assert said_in(words, 0, len(words), language, "2031-04-02") == said


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("30%", "ja"),
        ("2030年", "en"),
        ("4日", "en"),
        ("年末", "en"),
        ("early May 2030", "ja"),
        ("10 pounds", "it"),
        ("¥500", "it"),
        ("a third", "zh"),
        ("Jan Leike", "ja"),
        ("3 May and 5 June", "ja"),
    ],
)
def test_nothing_is_said_when_it_adds_nothing_or_is_not_sure(words, language):
    assert said_in(words, 0, len(words), language, "2031-04-02") == ""


def test_yesterday_is_no_day_when_nobody_knows_when_it_was_published():
    assert said_in("昨日", 0, 2, "en", "") == ""


ENGLISH = "John Schulman has left to join Jan Leike. Sam Altman wrote to Greg Brockman. Elon Musk sued."
JAPANESE = "ジョン・シュルマン氏はヤン・ライケに続いた。アルトマンCEOは驚いた。"
CHINESE = "约翰·舒尔曼宣布离开，布罗克曼表示遗憾。"


@pytest.mark.parametrize(
    ("name", "language", "text", "spelling"),
    [
        ("シュルマン", "en", ENGLISH, "Schulman"),
        ("ジョン・シュルマン", "en", ENGLISH, "John Schulman"),
        ("サム・アルトマン", "it", ENGLISH, "Sam Altman"),
        ("舒尔曼", "en", ENGLISH, "Schulman"),
        ("Leike", "ja", JAPANESE, "ライケ"),
        ("Jan Leike", "ja", JAPANESE, "ヤン・ライケ"),
        ("Brockman", "zh", CHINESE, "布罗克曼"),
        ("ピカソ", "en", ENGLISH, ""),
        ("Rossi", "ja", JAPANESE, ""),
        ("Schubert", "zh", CHINESE, ""),
        ("Leike", "en", ENGLISH, ""),
    ],
)
def test_a_name_is_spelled_as_the_collection_spells_it(name, language, text, spelling):
    assert spelled(name, language, (text,)) == spelling
