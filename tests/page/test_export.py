"""Answers to take away."""

from dataclasses import replace

import pytest
from samples import CAT, answered, quoted, refused

from index.article import Article
from page.export import (
    answer_markdown,
    conversation_json,
    conversation_markdown,
    plain,
    quote_markdown,
    web_address,
)


def test_an_answer_is_its_statements_and_a_list_of_references():
    assert answer_markdown(answered()) == (
        "According to “猫の本”: “猫は寝る。” [\\[1\\]](polycite:/?article=cat&at=3-8)\n\n"
        "1. “猫は寝る。” — *猫の本*, 猫社, Japanese, 2024-08-06, <https://cats.example/1>\n"
    )


def test_the_words_asked_for_come_first_with_what_they_mean():
    asked_for = answered(span=quoted(CAT, 3, 4), meaning="cat", large=True)
    short, *_ = answer_markdown(asked_for).split("\n\n")
    assert short == "**猫 (cat)** [\\[1\\]](polycite:/?article=cat&at=3-8)"


def test_a_refusal_has_no_references():
    assert answer_markdown(refused()) == "The articles do not say.\n"


def test_a_quote_card_names_its_source_in_the_language_of_the_quote():
    quote = answered().citations[0].quote
    assert quote_markdown(quote) == (
        "> 猫は寝る。\n>\n> — *猫の本*、猫社、日本語、2024-08-06、<https://cats.example/1>\n"
    )


def test_a_conversation_is_its_questions_and_answers():
    assert conversation_markdown([answered(), refused()]) == (
        f"## Who sleeps?\n\n{answer_markdown(answered())}\n## Who sings?\n\nThe articles do not say.\n"
    )
    assert [answer["answered"] for answer in conversation_json([answered(), refused()])] == [True, False]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![x](https://evil.example/x.png)", r"\!\[x\](https://evil.example/x.png)"),
        ("<script>", r"\<script\>"),
        ("# a *b* `c` | d ~e~ $f$", r"\# a \*b\* \`c\` \| d \~e\~ \$f\$"),
        ("a\n\n> b", r"a \> b"),
        ("a\u202eb", "ab"),
        ("snake_case \\", r"snake\_case \\"),
    ],
)
def test_no_text_of_others_is_markup(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/b?c=d&e#f", "<https://a.example/b?c=d&e#f>"),
        ("https://a.example/x y>z", "<https://a.example/x%20y%3Ez>"),
        ("https://a.example/猫", "<https://a.example/%E7%8C%AB>"),
        *[(url, "") for url in ("", "javascript:alert(1)", "//a", "http://[", "x")],
    ],
)
def test_only_web_addresses_are_links(url, shown):
    assert web_address(url) == shown


def test_hostile_words_stay_words_in_markdown():
    bad = "[x](javascript:alert(1)) <img src=x>"
    article = Article("a", bad, bad, "en", "", bad, "javascript:alert(1)")
    markdown = answer_markdown(replace(answered(article, 0, len(bad), lead=bad), question=bad))
    assert "[x](" not in markdown.replace(r"\[x\](", "")
    assert "<img" not in markdown.replace(r"\<img", "")
    assert CAT.title not in markdown
