"""Text of others as HTML."""

import pytest
from samples import CAT

from index.article import Article, Removal
from page.markup import dimmed_html, heading_html, machine_translated, safe, source_html
from page.phrases import Phrases
from page.reader import article_html, article_response, stretches, text_html

ENGLISH = Phrases("en")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("a😀b𠮷c", "b𠮷", "a😀<mark>b𠮷</mark>c"),
        ("e\u0301a か\u3099き", "か\u3099", "e\u0301a <mark>か\u3099</mark>き"),
        ("👩‍💻 and 🇮🇹", "and", "👩‍💻 <mark>and</mark> 🇮🇹"),
        ("a & b", "&", "a <mark>&amp;</mark> b"),
        ("<b>[1] **x** $$y$$", "[1]", "&lt;b&gt;<mark>[1]</mark> **x** $$y$$"),
    ],
)
def test_the_highlight_counts_characters_as_the_article_does(text, words, expected):
    start = text.index(words)
    html = text_html(Article("a", text), {(start, start + len(words)): "quote"}, ENGLISH)
    assert html.replace(' id="quote" tabindex="-1"', "") == expected


def test_what_was_cleaned_away_is_dimmed_and_says_why():
    article = Article(
        "a", "menu\nText.\nlike", removed=(Removal("menu", 0, 5), Removal("like button", 11, 15))
    )
    assert dimmed_html(article, 2, 15, ENGLISH) == (
        '<span class="removed" title="Left out: menu">nu\n</span>Text.\n'
        '<span class="removed" title="Left out: like button">like</span>'
    )


def test_the_reader_folds_lines_that_were_cleaned_away_and_dims_words():
    article = Article(
        "a", "menu\nText like it.\n", removed=(Removal("menu", 0, 5), Removal("like button", 10, 14))
    )
    assert text_html(article, {}, ENGLISH) == (
        '<details class="left-out"><summary>Left out: menu</summary>menu</details>'
        'Text <span class="removed" title="Left out: like button">like</span> it.\n'
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "https://",
        "file:///etc/passwd",
        "http://[",
        "x",
    ],
)
def test_only_web_addresses_become_links(url):
    assert source_html(url) == ""


def test_characters_that_turn_or_hide_the_text_around_them_are_not_shown():
    assert safe("a\u202eb\u2066c\U000e0041d\x00e\ud800f") == "abcdef"
    assert safe("क\u094d\u200dष\n") == "क\u094d\u200dष\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This article was machine translated from French.", True),
        ("このページは自動翻訳されています。", True),
        ("この記事は英語から機械翻訳されたものです。", True),
        ("本文由机器翻译，仅供参考。", True),
        ("[机翻] 一条新闻", True),
        ("Traduzione automatica", True),
        ("Questo articolo è stato tradotto automaticamente.", True),
        ("You can read the machine translated English article here.", False),
        ("機械翻訳の研究が進んでいる。", False),
        ("机器翻译的历史很长。", False),
        ("The history of machine translation is long.", False),
        ("Nothing of the kind.", False),
    ],
)
def test_a_page_is_machine_translated_when_it_says_so_of_itself(text, expected):
    assert machine_translated(Article("a", f"First line.\n{text}\nLast line.")) == expected
    assert ("Machine-translated" in heading_html(Article("a", text), "h3", ENGLISH)) == expected


def test_the_whole_article_opens_at_the_quote_and_marks_what_else_is_cited():
    page = article_html(CAT, [(3, 8)], [(3, 8), (0, 3), (2, 4)], ENGLISH)
    assert '<h1 lang="ja">猫の本</h1>' in page
    assert (
        '<main lang="ja"><mark id="cited1" class="also" tabindex="-1">序文。</mark>'
        '<mark id="quote" tabindex="-1">猫は寝る。</mark>終わり。</main>' in page
    )
    assert 'Cited here <a class="number" href="#cited1">1</a> <a class="number" href="#quote">2</a>' in page


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("3-8", [(3, 8)]),
        ("3-8,0-2", [(3, 8), (0, 2)]),
        *[(bad, []) for bad in ("", "x", "5-3", "3-3", "0-99", "-1-2", "１-２", "3-8 ", "3-8;")],
    ],
)
def test_a_place_that_is_not_in_the_article_highlights_nothing(places, expected):
    assert stretches(CAT, places) == expected


class Opened:
    """A desk with one article on it."""

    settled = True
    collection = None

    def named(self, name):
        return CAT if name == "cat" else None


def test_an_article_that_is_not_there_is_not_found():
    assert article_response(Opened(), "dog", "1-2", "", ENGLISH).status_code == 404
    response = article_response(Opened(), "cat", "3-8", "", ENGLISH)
    assert response.status_code == 200
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
