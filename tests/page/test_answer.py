"""Answers and evidence as HTML: every expected value can be checked by eye."""

import re
from dataclasses import replace

import pytest
from samples import CAT, answered, quoted, refused

from index.article import Article
from page.answer import QUOTES, answer_html, struck_html
from page.evidence import evidence_html
from page.exchange import exchange_html, fault_text, understood_html
from page.memory import Turn
from page.phrases import Phrases
from page.reader import article_html
from page.searched import searched_html
from rag.languages import according_to
from rag.records import Verdict

ENGLISH = Phrases("en")


def test_a_statement_shows_its_frame_its_quote_in_its_own_language_and_a_link_to_its_card():
    assert answer_html(answered(), 2, ENGLISH) == (
        '<div class="answer" lang="en"><p class="statement" id="t2-s1" tabindex="-1">'
        'According to “<span lang="ja">猫の本</span>”: “<span class="quote" lang="ja">猫は寝る。</span>” '
        '<a class="number" href="#t2-1" title="猫の本" aria-label="Show the words of citation 1">1</a></p>'
        "</div>"
    )


def test_the_words_that_were_asked_for_come_first_and_stand_out_in_their_quote():
    html = answer_html(answered(span=quoted(CAT, 3, 4), large=True, resolved="2024-05"), 1, ENGLISH)
    assert html.startswith(
        '<div class="answer" lang="en"><p class="short"><span lang="ja">猫</span>'
        '<time class="resolved" datetime="2024-05"> (May 2024)</time> <a class="number" href="#t1-1"'
    )
    assert '<span class="quote" lang="ja"><strong>猫</strong>は寝る。</span>”' in html


@pytest.mark.parametrize(
    ("language", "quote", "shown"),
    [
        ("en", "猫は寝る。", "“猫は寝る。”"),
        ("ja", "猫は寝る。", "「猫は寝る。」"),
        ("ja", "「猫」は寝る。", "『「猫」は寝る。』"),
        ("zh", "他说“好”。", "‘他说“好”。’"),
        ("it", "Ha detto “sì”.", "«Ha detto “sì”.»"),
        ("it", "Ha detto «sì».", "“Ha detto «sì».”"),
    ],
)
def test_a_quote_has_the_marks_of_the_answer_and_never_those_it_holds_itself(language, quote, shown):
    article = Article("a", quote, "A", "ja")
    html = answer_html(replace(answered(article, 0, len(quote), ""), language=language), 1, ENGLISH)
    assert shown in re.sub("<[^>]*>", "", html)


@pytest.mark.parametrize(
    ("language", "resolved", "shown"),
    [
        ("en", "2024-12", "(December 2024)"), ("ja", "2024-12", "（2024年12月）"),
        ("it", "2024-05-02/2024-05-04", "(2 maggio 2024 – 4 maggio 2024)"),
    ],
)  # fmt: skip
def test_the_date_that_words_mean_stands_in_parentheses_as_the_answer_writes_dates(language, resolved, shown):
    answer = replace(answered(span=quoted(CAT, 3, 4), resolved=resolved), language=language)
    assert f'datetime="{resolved}">{" " * shown.startswith("(")}{shown}</time>' in answer_html(
        answer, 1, ENGLISH
    )


def test_the_words_asked_for_say_how_many_articles_they_come_from():
    html = answer_html(answered(span=quoted(CAT, 3, 4), large=True), 1, Phrases("ja"))
    assert '</p><p class="about">Based on 1 article</p><p class="statement"' in html


def test_the_article_of_a_quote_is_named_after_its_words():
    html = answer_html(answered(lead=according_to(CAT, "en")), 1, ENGLISH)
    assert re.sub("<[^>]*>", "", html) == "“猫は寝る。” 1猫の本 · Japanese · 2024-08-06 · 猫社"
    html = answer_html(answered(lead=f"The articles differ. {according_to(CAT, 'en')}"), 1, ENGLISH)
    assert re.sub("<[^>]*>", "", html).startswith("The articles differ. “猫は寝る。” 1猫の本")


@pytest.mark.parametrize(("quotes", "summary"), [(3, []), (4, ["1 more quote"]), (6, ["3 more quotes"])])
def test_three_quotes_are_shown_and_the_others_unfold(quotes, summary):
    answer = answered()
    html = answer_html(replace(answer, statements=answer.statements * quotes), 1, ENGLISH)
    assert re.findall("<summary>(.*?)</summary>", html) == summary
    assert html.partition("<details>")[0].count("猫は寝る。") == QUOTES


def test_the_words_asked_for_stand_out_in_card_and_article_and_large_only_when_they_are_sure():
    answer = answered(span=quoted(CAT, 3, 4))
    html = evidence_html(answer, 1, ENGLISH)
    assert 'tabindex="-1"><strong>猫</strong>は寝る。</mark>' in html
    assert "at=3-8&amp;also=3-8&amp;words=3-4&amp;in=en#quote" in html
    article = article_html(CAT, [(3, 8)], [(3, 8)], ENGLISH, words=[(3, 4)])
    assert '<mark id="quote" tabindex="-1"><strong>猫</strong>は寝る。</mark>' in article
    assert 'class="short"' not in answer_html(answer, 1, ENGLISH)
    assert 'class="short"' in answer_html(answered(span=quoted(CAT, 3, 4), large=True), 1, ENGLISH)


def test_at_most_four_controls_stand_under_an_answer():
    html = exchange_html(Turn("Who sleeps?", answered()), 1, ENGLISH)
    [actions] = re.findall('<div class="actions">(.*?)</div>', html, re.S)
    assert re.findall("<button[^>]*>(.*?)</button>", actions) == ["Helpful", "Wrong", "Copy answer", "More"]
    [more] = re.findall('<div class="more" id="t1-more" hidden>(.*?)</div>', html, re.S)
    assert re.findall("<button[^>]*>(.*?)</button>", more) == ["Copy link", "Retry", "Edit the question"]


def test_words_that_are_not_in_the_quote_are_not_marked_in_it():
    assert "<strong>" not in answer_html(answered(span=quoted(CAT, 0, 2)), 1, ENGLISH)


@pytest.mark.parametrize(
    ("verdict", "flags"),
    [
        (Verdict.SUPPORTED, []),
        (Verdict.PARTLY, ["only partly supported"]),
        (Verdict.NOT_FOUND, ["not found in the articles"]),
    ],
)
def test_a_statement_says_when_its_words_do_not_bear_it_out(verdict, flags):
    html = answer_html(answered(verdict=verdict), 1, ENGLISH)
    assert [tag.partition("<")[0] for tag in html.split('class="tag">')[1:]] == flags


def test_a_refusal_has_related_passages_without_numbers():
    answer = refused(quoted(CAT, 3, 8))
    assert answer_html(answer, 1, ENGLISH) == (
        '<div class="answer silent" lang="en">'
        '<p class="statement" id="t1-s1" tabindex="-1">The articles do not say.</p></div>'
    )
    evidence = evidence_html(answer, 1, ENGLISH)
    assert "<h2>Related passages, not an answer</h2>" in evidence
    assert '<mark id="t1-r1" tabindex="-1">猫は寝る。</mark>' in evidence
    assert 'class="number"' not in evidence


def test_a_refusal_with_nothing_near_says_so():
    html = evidence_html(refused(), 1, ENGLISH)
    assert '<p class="empty">No passage comes near this question.</p>' in html


def test_a_card_highlights_the_quote_in_its_passage_and_leads_to_the_whole_article():
    html = evidence_html(answered(), 2, ENGLISH)
    assert (
        '<h3 lang="ja">猫の本</h3></header><blockquote lang="ja"><span class="around">序文。</span>'
        '<mark id="t2-1" tabindex="-1">猫は寝る。</mark><span class="around">終わり。</span></blockquote>'
        '<p class="about">Japanese · 2024-08-06 · 猫社</p>'
    ) in html
    assert 'href="article?name=cat&amp;at=3-8&amp;also=3-8&amp;in=en#quote"' in html
    assert (
        '<a href="https://cats.example/1" target="_blank" rel="noopener noreferrer">cats.example</a>' in html
    )
    assert 'data-uses="t2-s1" aria-label="Show the sentences that use citation 1">1</button>' in html


@pytest.mark.parametrize(
    ("understood", "shown"),
    [("", False), ("Who sleeps?", False), ("Who  sleeps? ", False), ("Who of the cats sleeps?", True)],
)
def test_how_a_question_was_understood_is_shown_where_it_differs(understood, shown):
    html = understood_html("Who sleeps?", replace(answered(), understood=understood), 1, ENGLISH)
    assert html.startswith('<p class="understood">Understood as “') == shown
    assert (f'data-text="{understood}"' in html) == shown


def test_sentences_that_were_struck_are_folded():
    html = struck_html(replace(answered(), struck=("Cats <b>fly</b>.",)), ENGLISH)
    assert html == (
        '<details class="struck"><summary>1 sentence left out: the articles do not bear it out</summary>'
        '<ul lang="en"><li><s>Cats &lt;b&gt;fly&lt;/b&gt;.</s></li></ul></details>'
    )


def test_what_was_searched_tells_used_articles_from_others():
    dog = Article("dog", "犬は走る。", "犬の本", "ja")
    answer = answered()
    found = (*answer.found, replace(answer.found[0], quote=quoted(dog, 0, 5), score=1.0))
    html = searched_html(replace(answer, found=found), ENGLISH)
    assert "2 sentences come near: Japanese 2" in html
    used, unused = html.partition("Found, not used")[::2]
    assert ("猫の本" in used, "犬の本" in used, "犬の本" in unused) == (True, False, True)
    assert "<td>2.50</td>" in html
    assert "dense" not in html
    assert "<td>2,50</td>" in searched_html(answer, Phrases("it"))


@pytest.mark.parametrize(
    ("turn", "text"),
    [
        (
            Turn("?", fault="no_words"),
            "The question holds no words: ask in English, Japanese, Chinese or Italian.",
        ),
        (
            Turn("?", fault="too_long", detail="2,001"),
            "The question has 2,001 characters: ask in at most 2,000.",
        ),
        (Turn("?", fault="stopped"), "Stopped before there was an answer."),
        (Turn("?", fault="understood"), "Stopped before there was an answer."),
    ],
)
def test_a_turn_without_an_answer_says_why(turn, text):
    assert fault_text(turn, ENGLISH) == text


def test_nothing_that_an_article_says_of_itself_becomes_markup():
    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    article = Article(bad, f"{bad}!", bad, bad, bad, bad, f"https://{bad}")
    answer = replace(
        answered(article, 0, len(bad), lead=bad), question=bad, language=bad, understood=f"{bad}?",
        struck=(bad,), written_by=bad, notice=bad,
    )  # fmt: skip
    turn = Turn(bad, answer, follow_ups=(bad,))
    for language in ("en", "ja", "zh", "it"):
        phrases = Phrases(language)
        for html in (
            exchange_html(turn, 1, phrases),
            evidence_html(answer, 1, phrases),
            article_html(article, [(0, 3)], [(0, 3)], phrases),
        ):
            html = re.sub("<style>.*?</style>", "", html, flags=re.DOTALL)
            assert "<script" not in html
            assert "<img" not in html
            assert '""' not in html
