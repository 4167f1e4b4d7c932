import pytest

from index.article import Article
from rag.words import according_to, shortened

ARTICLE = Article("a", "text", title="橋", language="ja", date="2024-08-06")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "According to “橋” (Japanese, 2024-08-06): "),
        ("ja", "『橋』（日本語、2024-08-06）によると："),
        ("zh", "据《橋》（日文，2024-08-06）："),
        ("it", "Secondo «橋» (giapponese, 2024-08-06): "),
        ("und", "According to “橋” (Japanese, 2024-08-06): "),
    ],
)
def test_a_source_is_named_in_the_language_of_the_question(language, expected):
    assert according_to(ARTICLE, language) == expected


def test_an_article_without_title_or_date_is_named_by_its_file():
    assert according_to(Article("notes", "text"), "en") == "According to “notes” (language unknown): "


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
