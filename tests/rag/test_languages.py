import pytest

from index.article import Article
from rag.languages import according_to, date_in_words, event_in, shortened, words_for

ARTICLE = Article("a", "text", title="橋", language="ja", date="2024-08-06")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "According to “橋” (Japanese, 2024-08-06): "),
        ("ja", "『橋』（日本語、2024-08-06）によると："),
        ("zh", "据《橋》（日语，2024-08-06）："),
        ("it", "Secondo «橋» (giapponese, 2024-08-06): "),
        ("und", "According to “橋” (Japanese, 2024-08-06): "),
    ],
)
def test_a_source_is_named_in_the_language_of_the_question(language, expected):
    assert according_to(ARTICLE, language) == expected


def test_an_article_without_title_or_date_is_named_by_its_file():
    assert according_to(Article("notes", "text"), "en") == "According to “notes” (language unknown): "


def test_a_language_is_named_in_each_language_as_far_as_it_is_known():
    named = [[words_for(code).language_name(of) for of in ("it", "ko")] for code in ("en", "ja", "zh", "it")]
    assert named == [
        ["Italian", "Korean"],
        ["イタリア語", "韓国語"],
        ["意大利语", "韩语"],
        ["italiano", "coreano"],
    ]
    assert words_for("en").language_name("xx") == "xx"


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("short", 5, "short"),
        ("a longer one", 9, "a longer…"),
        ("漢字漢字", 8, "漢字漢字"),
        ("漢字漢字", 7, "漢字漢…"),
    ],
)
def test_a_long_headline_is_shortened_by_what_it_takes_on_screen(text, columns, expected):
    assert shortened(text, columns) == expected


@pytest.mark.parametrize(
    ("iso", "english", "japanese", "chinese", "italian"),
    [
        ("2024", "2024", "2024年", "2024年", "2024"),
        ("2024-05", "May 2024", "2024年5月", "2024年5月", "maggio 2024"),
        ("2024-05-15", "15 May 2024", "2024年5月15日", "2024年5月15日", "15 maggio 2024"),
        ("--05", "May", "5月", "5月", "maggio"),
        ("2025-08-21T14:48", "21 August 2025 14:48", "2025年8月21日 14:48", "2025年8月21日 14:48",
         "21 agosto 2025 14:48"),
        ("T09:05", "09:05", "09:05", "09:05", "09:05"),
    ],
)  # fmt: skip
def test_a_date_is_written_as_each_language_does(iso, english, japanese, chinese, italian):
    written = [date_in_words(iso, language) for language in ("en", "ja", "zh", "it")]
    assert written == [english, japanese, chinese, italian]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "May 2024, according to “橋” (Japanese, published 6 August 2024): "),
        ("ja", "2024年5月、『橋』（日本語、2024年8月6日掲載）によると："),
        ("zh", "2024年5月，据《橋》（日语，2024年8月6日发布）："),
        ("it", "maggio 2024, secondo «橋» (giapponese, pubblicato il 6 agosto 2024): "),
    ],
)
def test_the_day_of_an_event_is_told_apart_from_that_of_its_report(language, expected):
    assert event_in(ARTICLE, "2024-05", language) == expected
