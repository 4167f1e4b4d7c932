"""Answers and articles as HTML: every expected value can be checked by eye."""

import pytest

from index.article import Article, Passage, Removal
from rag import show
from rag.citation import Answer, Citation, Quote, Statement

TEXT = "序文。猫は寝る。終わり。"
CAT = Article("cat", TEXT, "猫の本", "ja", "2024-08-06", "猫社", "https://cats.example/1")


def quoted(article, start, end):
    return Quote(article, Passage(0, len(article.text), ()), start, end)


def answered(article=CAT, start=3, end=8, lead="According to “猫の本”: "):
    quote = quoted(article, start, end)
    statement = Statement(lead, quote, (1,))
    return Answer("Who sleeps?", "en", True, (statement,), (Citation(1, quote),), (), {})


def refused(*related):
    silent = Statement("The articles do not say.", None, ())
    return Answer("Who sings?", "en", False, (silent,), (), related, {})


def test_a_statement_shows_its_frame_its_quote_in_its_own_language_and_a_link_to_its_card():
    assert show.answer_html(answered(), 2, 1) == (
        '<div class="answer" lang="en"><p class="statement" id="t2-s1" tabindex="-1">'
        'According to “<span lang="ja">猫の本</span>”: “<span class="quote" lang="ja">猫は寝る。</span>” '
        '<a class="number" href="#t2-1" title="猫の本">1</a></p></div>'
    )


def test_statements_are_shown_as_far_as_the_answer_has_come():
    quote = quoted(CAT, 3, 8)
    statements = (Statement("One: ", quote, (1,)), Statement("Two: ", quote, (1,)))
    answer = Answer("Who?", "en", True, statements, (Citation(1, quote),), (), {})
    assert [show.answer_html(answer, 1, shown).count("<p ") for shown in (1, 2)] == [1, 2]


def test_a_card_names_its_article_highlights_the_quote_and_leads_to_both_ends():
    assert show.evidence_html(answered(), 2) == (
        '<section class="turn"><h2>Evidence for “<span lang="en">Who sleeps?</span>”</h2>'
        '<article class="card"><header><a class="number" href="#t2-s1" title="Back to the answer">1</a>'
        '<div><h3 lang="ja">猫の本</h3><p class="about">Japanese · 2024-08-06 · 猫社</p></div></header>'
        '<blockquote lang="ja">序文。<mark id="t2-1" tabindex="-1">猫は寝る。</mark>終わり。</blockquote>'
        '<footer><a class="whole" href="article?name=cat&amp;at=3-8#quote" target="_blank">Whole article</a>'
        '<a href="https://cats.example/1" target="_blank" rel="noopener noreferrer">cats.example</a></footer>'
        "</article></section>"
    )


def test_a_refusal_has_related_passages_without_numbers():
    answer = refused(quoted(CAT, 3, 8))
    assert show.answer_html(answer, 1, 1) == (
        '<div class="answer silent" lang="en">'
        '<p class="statement" id="t1-s1" tabindex="-1">The articles do not say.</p></div>'
    )
    evidence = show.evidence_html(answer, 1)
    assert "Related passages, not an answer, to “" in evidence
    assert '<mark id="t1-r1" tabindex="-1">猫は寝る。</mark>' in evidence
    assert 'class="number"' not in evidence


def test_a_refusal_with_nothing_near_says_so():
    assert '<p class="empty">No passage comes near this question.</p>' in show.evidence_html(refused(), 1)


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
    html = show.marked_html(Article("a", text), 0, len(text), start, start + len(words), "q")
    assert html.replace(' id="q" tabindex="-1"', "") == expected


def test_what_was_cleaned_away_is_dimmed_and_says_why():
    article = Article(
        "a", "menu\nText.\nlike", removed=(Removal("menu", 0, 5), Removal("like button", 11, 15))
    )
    assert show.marked_html(article, 2, 15, 5, 10, "q") == (
        '<span class="removed" title="Left out of the index: menu">nu\n</span>'
        '<mark id="q" tabindex="-1">Text.</mark>\n'
        '<span class="removed" title="Left out of the index: like button">like</span>'
    )


def test_nothing_that_an_article_says_of_itself_becomes_markup():
    bad = '"><script>alert(1)</script>'
    article = Article(bad, f"{bad}!", bad, bad, bad, bad, f"https://{bad}")
    answer = answered(article, 0, len(bad), lead=bad)
    whole = show.article_html(article, 0, 3)
    for html in (show.answer_html(answer, 1, 1), show.evidence_html(answer, 1), whole):
        assert "<script" not in html
        assert '""' not in html.replace('title=""', "")


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
    assert show.source_html(url) == ""


def test_characters_that_turn_or_hide_the_text_around_them_are_not_shown():
    assert show.safe("a\u202eb\u2066c\U000e0041d\x00e\ud800f") == "abcdef"
    assert show.safe("क\u094d\u200dष\n") == "क\u094d\u200dष\n"


def test_the_whole_article_is_highlighted_at_the_quote():
    page = show.article_html(CAT, 3, 8)
    assert '<h1 lang="ja">猫の本</h1>' in page
    assert '<main lang="ja">序文。<mark id="quote" tabindex="-1">猫は寝る。</mark>終わり。</main>' in page
