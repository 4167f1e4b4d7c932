"""Answers made of quotes: what one article says, several, or one against another, and in which order."""

from dataclasses import replace

import numpy as np
import pytest

from index.article import Article, Passage, Sentence
from rag.answerable import Standing
from rag.compose import agreeing, compose, contradicts, same_value, tells_of
from rag.copies import independent
from rag.gather import read_question
from rag.retrieve import Hit
from rag.spans import Span, spans

# The evidence of a hit that surely answers.
SURE = {"dense": 1.0, "passage_dense": 1.0}


def hit(name, vector, *, text="Some words.", language="en", score=3.0, date=""):
    article = Article(name, text, language=language, date=date)
    sentence = Sentence(0, len(article.text))
    passage = Passage(0, sentence.end, (sentence,))
    unit = np.array(vector, dtype=np.float32) / np.linalg.norm(vector)
    return Hit(article, passage, sentence, unit.astype(np.float32), score, SURE)


@pytest.mark.parametrize(
    ("hits", "groups"),
    [
        ([hit("a", [1, 0]), hit("b", [1, 0])], [["a", "b"]]),
        ([hit("a", [1, 0]), hit("b", [0, 1])], [["a"], ["b"]]),
        # One article saying it twice is not two articles agreeing.
        ([hit("a", [1, 0]), hit("a", [1, 0])], [["a"], ["a"]]),
        ([hit("a", [1, 0]), hit("b", [0, 1]), hit("c", [1, 0])], [["a", "c"], ["b"]]),
        ([hit("a", [1, 0], text="9 left."), hit("b", [1, 0], text="11 left.")], [["a"], ["b"]]),
        ([hit("a", [1, 0], text="9 left."), hit("b", [1, 0], text="In 2024, 9 left.")], [["a", "b"]]),
        ([], []),
    ],
)
def test_sentences_of_different_articles_that_say_the_same_are_grouped(hits, groups):
    assert [[each.article.name for each in group] for group in agreeing(hits, {})] == groups


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2024-05-15", "2024-05", True),
        ("2024", "2024-05", True),
        ("2024-05", "2024-06", False),
        ("2.1e+09 euro", "2.1e+09 euro", True),
        ("2.1e+09 euro", "2.4e+09 euro", False),
        ("Jan Leike", "ヤン・ライケ", True),
        ("Jan Leike", "John Schulman", False),
    ],
)
def test_answers_are_the_same_whatever_words_they_are_in(one, other, same):
    assert same_value(one, other) is same


COST_JA = hit("a", [1, 0.2], text="橋の総工費は21億ユーロだった。", language="ja", date="2026-03-14")
COST_IT = hit("b", [1, 0], text="Il ponte è costato 2,4 miliardi di euro.", language="it", score=2.9)


@pytest.mark.parametrize(
    ("language", "differ"),
    [
        ("en", "The articles differ. According to “a” (Japanese, 2026-03-14): "),
        ("ja", "記事によって異なります。『a』（日本語、2026-03-14）によると："),
        ("zh", "各篇文章说法不一。据《a》（日文，2026-03-14）："),
        ("it", "Gli articoli non concordano. Secondo «a» (giapponese, 2026-03-14): "),
    ],
)
def test_contradicting_numbers_stand_side_by_side_each_with_its_source(language, differ, models):
    question = read_question("How much did the bridge cost?", "en", models)
    composed = compose(question, [COST_JA, COST_IT], models.tokens, language=language)
    assert [statement.span.text for statement in composed.statements] == [
        "21億ユーロ",
        "2,4 miliardi di euro",
    ]
    assert [statement.citations for statement in composed.statements] == [(1,), (2,)]
    assert composed.statements[0].lead == differ


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("21億ユーロ", 2.1e9, "euro"), ("8 euro", 8.0, "euro"), False),
        (("21億ユーロ", 2.1e9, "euro"), ("4.7 km", 4.7, "km"), False),
        (("21億ユーロ", 2.1e9, "euro"), ("2,4 miliardi di euro", 2.4e9, "euro"), True),
        (("9", 9.0, ""), ("11", 11.0, ""), True),
    ],
)
def test_only_numbers_of_one_thing_contradict(one, other, expected):
    hits = [hit("a", [1, 0], text="x"), hit("b", [1, 0.2], text="x")]
    best = {
        id(each): Span(0, None, f"{number:g} {unit}", 1.0, number=number, unit=unit)
        for each, (_, number, unit) in zip(hits, (one, other), strict=True)
    }
    assert contradicts(hits[0], hits[1], best) is expected


def test_articles_that_agree_are_one_statement_and_the_quote_in_the_own_language_is_shown(models):
    hits = [
        hit("a", [1, 0], text="橋は2015年に着工した。", language="ja"),
        hit("b", [1, 0.3], text="Work on the bridge began in 2015.", language="en", score=2.9),
    ]
    question = read_question("When did work on the bridge begin?", "en", models)
    [statement] = compose(question, hits, models.tokens, language="en").statements
    assert statement.text == "2 articles agree: “Work on the bridge began in 2015.”"
    assert (statement.span.text, statement.resolved, statement.citations) == ("2015", "", (1, 2))


def test_an_article_further_behind_is_quoted_if_it_says_the_same_and_not_otherwise(models):
    first = hit("a", [1, 0], text="Work on the bridge began in 2015.", score=3.0)
    same = hit("b", [1, 0.3], text="The works of the bridge began in 2015.", score=2.75)
    other = hit("c", [0, 1], text="The bridge is 3 km long.", score=2.75)
    question = read_question("When did work on the bridge begin?", "en", models)
    composed = compose(question, [first, same, other], models.tokens, language="en")
    assert [citation.quote.article.name for citation in composed.citations] == ["a", "b"]
    assert [statement.citations for statement in composed.statements] == [(1, 2)]


@pytest.mark.parametrize(
    ("third", "fourth", "shown"),
    [
        (2.7, 2.7, "abc"),
        (2.69, 2.65, "ab"),
        (2.9, 2.82, "abcd"),
        (2.9, 2.81, "abc"),
    ],
)
def test_a_third_quote_lies_near_the_first_and_a_fourth_nearer(third, fourth, shown, models):
    question = read_question("Why was the bridge closed?", "en", models)
    hits = [
        hit("a", [1, 0, 0, 0], text="The bridge was closed as a pier had sunk.", score=3.0),
        hit("b", [0, 1, 0, 0], text="The bridge was closed after the storm.", score=2.66),
        hit("c", [0, 0, 1, 0], text="The bridge has cracks.", score=third),
        hit("d", [0, 0, 0, 1], text="The bridge is old.", score=fourth),
    ]
    composed = compose(question, hits, models.tokens, language="en")
    assert "".join(statement.shown.article.name for statement in composed.statements) == shown


def test_a_third_quote_names_whom_the_question_names(models):
    question = read_question("Why did Jan Leike resign?", "en", models)
    hits = [
        hit("a", [1, 0, 0, 0], text="Jan Leike resigned because safety came last."),
        hit("b", [0, 1, 0, 0], text="John Schulman resigned because he wanted to do research."),
        hit("c", [0, 0, 1, 0], text="Greg Brockman resigned because he was tired."),
        hit("d", [0, 0, 0, 1], text="ヤン・ライケは意見の違いのために辞任した。", language="ja"),
    ]
    composed = compose(question, hits, models.tokens, language="en")
    assert [statement.shown.article.name for statement in composed.statements] == ["a", "b", "d"]


def test_a_date_that_leans_on_the_day_of_publication_is_resolved(models):
    hits = [hit("a", [1, 0], text="ヤン・ライケは今年5月に退社した。", language="ja", date="2024-08-06")]
    question = read_question("When did Jan Leike leave?", "en", models)
    [statement] = compose(question, hits, models.tokens, language="en").statements
    assert (statement.span.text, statement.resolved) == ("今年5月", "2024-05")
    assert statement.shown.start <= statement.span.start < statement.span.end <= statement.shown.end


def test_the_sentence_that_holds_the_answer_comes_first(models):
    hits = [
        hit("a", [1, 0], text="The bridge was long in the making.", score=3.0),
        hit("b", [0, 1], text="The bridge opened on 14 March 2026.", score=2.95),
    ]
    question = read_question("When did the bridge open?", "en", models)
    composed = compose(question, hits, models.tokens, language="en")
    assert composed.statements[0].shown.article.name == "b"


def test_what_happened_is_told_in_the_order_of_the_events_not_of_the_reports(models):
    hits = [
        hit("new", [1, 0], text="Nel marzo 2026 il ponte è stato aperto.", language="it", date="2026-03-14"),
        hit("old", [0, 1], text="去年5月、橋の工事は中断した。", language="ja", date="2020-01-02", score=2.9),
    ]
    question = read_question("What happened with the bridge?", "en", models)
    composed = compose(question, hits, models.tokens, language="en")
    assert [statement.lead for statement in composed.statements] == [
        "May 2019, according to “old” (Japanese, published 2 January 2020): ",
        "March 2026, according to “new” (Italian, published 14 March 2026): ",
    ]


REPORT = (
    "The bridge over the strait was opened yesterday. The first train left at nine. Fishermen fear for "
    "their work. Three workers died when a scaffold fell."
)
TRANSLATED = (
    "Il ponte sullo stretto è stato aperto ieri. Il primo treno è partito alle nove. I pescatori temono per "
    "il loro lavoro. Tre operai sono morti quando è caduta un'impalcatura."
)
OTHER = (
    "Engineers from two countries built it for eleven years. A ticket costs eight euros. Birds may lose "
    "their way, say environmentalists. The court will decide in June."
)


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        ([REPORT, REPORT], 1),
        ([REPORT, TRANSLATED], 1),
        ([REPORT, OTHER], 2),
        ([REPORT, TRANSLATED, OTHER], 2),
    ],
)
def test_copies_and_translations_of_a_report_count_once(texts, count, models):
    articles = [Article(f"{place}", text) for place, text in enumerate(texts)]
    assert independent(articles, models.tokens) == count


def test_a_report_and_its_copy_do_not_agree_but_are_one(models):
    hits = [hit("a", [1, 0], text=REPORT), hit("b", [1, 0], text=REPORT)]
    question = read_question("Why do fishermen fear for their work?", "en", models)
    [statement] = compose(question, hits, models.tokens, language="en").statements
    assert statement.lead == "2 articles carry the same report: "


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The articles do not say."),
        ("ja", "記事には書かれていません。"),
        ("zh", "这些文章没有提到。"),
        ("it", "Gli articoli non lo dicono."),
    ],
)
def test_nothing_found_is_a_refusal_that_cites_nothing(language, words, models):
    composed = compose(read_question("Who?", "en", models), [], models.tokens, language=language)
    assert (composed.standing, composed.citations) == (Standing.SILENT, ())
    assert [statement.text for statement in composed.statements] == [words]


def test_too_weak_evidence_is_a_refusal_that_names_what_came_nearest(models):
    question = read_question("When was Ada Lovelace born?", "en", models)
    composed = compose(question, [hit("a", [1, 0], score=-9.0)], models.tokens, language="en")
    assert (composed.standing, [quote.article.name for quote in composed.related]) == (
        Standing.SILENT,
        ["a"],
    )


def test_a_reason_has_no_span(models):
    question = read_question("Why did the bridge cost so much?", "en", models)
    assert spans(question, [COST_JA, COST_IT], models.tokens) == []


def test_with_what_speaks_for_it_an_answer_is_refused_then_reserved_then_given(models):
    asked = read_question("How is the bread of the village baked?", "en", models)
    composed = [
        compose(asked, [hit("a", [1, 0], score=score)], models.tokens, language="en")
        for score in np.arange(0.0, 6.0, 0.1)
    ]
    standings = list(dict.fromkeys(each.standing for each in composed))
    assert standings == [Standing.SILENT, Standing.UNSURE, Standing.CERTAIN]
    [reserved, *_] = (each for each in composed if each.standing is Standing.UNSURE)
    assert [statement.text for statement in reserved.statements] == [
        "The articles may not say this. What comes nearest:",
        "According to “a” (English): “Some words.”",
    ]
    assert [statement.citations for statement in reserved.statements] == [(), (1,)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ada Lovelace resigned in May.", True),
        ("エイダ・ラブレス氏は5月に辞任した。", True),
        # Of whom, the headline says.
        ("She resigned in May.", True),
        ("Grace Hopper resigned in May.", False),
    ],
)
def test_what_is_said_of_somebody_else_is_not_said_of_who_is_asked_about(text, told, models):
    question = read_question("When did Ada Lovelace resign?", "en", models)
    found = hit("a", [1, 0], text=text)
    told_there = replace(found, article=replace(found.article, title="Ada Lovelace and the engine"))
    assert tells_of(question, told_there) is told
