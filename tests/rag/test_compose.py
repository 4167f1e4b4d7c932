"""Answers made of quotes: what one article says, several, one against another, or none."""

from dataclasses import replace

import pytest
from evidence import hits_of, reading
from fakes import POLICY

from index.article import Article
from rag.compose import Standing, about, comparison, compose, overview, standing, timeline
from rag.copies import independent
from rag.records import Quote


def article(name, text, *, language="en", date="2026-03-15", title=""):
    return Article(name, text, title=title, language=language, date=date)


def composed(*readings, models, language="en"):
    return compose(readings, POLICY, models.tokens, language=language)


def quoted(composed):
    return [citation.quote.article.name for citation in composed.citations]


OPENED = article("a", "The bridge was opened on 14 March 2026.")
AGAIN = article("b", "Il ponte è stato aperto il 14 marzo 2026.", language="it")
LATER = article("c", "橋は2026年3月15日に開通した。", language="ja")


def test_what_was_read_as_likeliest_is_quoted_first_with_the_words_that_answer(models):
    last = article("b", "The bridge is 3 km long. It was opened by the mayor.")
    found = composed(
        reading(OPENED, "14 March 2026", likely=0.9), reading(last, "by the mayor", likely=0.6), models=models
    )
    assert [statement.text for statement in found.statements] == [
        "According to “a” (English, 2026-03-15): “The bridge was opened on 14 March 2026.”",
        "According to “b” (English, 2026-03-15): “It was opened by the mayor.”",
    ]
    assert [statement.citations for statement in found.statements] == [(1,), (2,)]
    assert [statement.span and statement.span.text for statement in found.statements] == [
        "14 March 2026",
        None,
    ]
    assert found.standing is Standing.SURE


def test_two_articles_with_one_value_agree_in_whatever_language(models):
    found = composed(
        reading(OPENED, "14 March 2026"), reading(AGAIN, "14 marzo 2026", likely=0.8), models=models
    )
    [statement] = found.statements
    assert statement.text == "2 articles agree: “The bridge was opened on 14 March 2026.”"
    assert (statement.citations, quoted(found)) == ((1, 2), ["a", "b"])


def test_what_is_too_unlikely_to_stand_beside_the_first_does_not_agree_with_it(models):
    found = composed(
        reading(OPENED, "14 March 2026"), reading(AGAIN, "14 marzo 2026", likely=0.2), models=models
    )
    assert quoted(found) == ["a"]


@pytest.mark.parametrize(
    ("language", "differ"),
    [
        ("en", "The articles differ. According to “a” (English, 2026-03-15): "),
        ("ja", "記事によって異なります。『a』（英語、2026-03-15）によると："),
        ("zh", "各篇文章说法不一。据《a》（英语，2026-03-15）："),
        ("it", "Gli articoli non concordano. Secondo «a» (inglese, 2026-03-15): "),
    ],
)
def test_rival_values_stand_side_by_side_each_with_its_source(language, differ, models):
    found = composed(
        reading(OPENED, "14 March 2026"),
        reading(LATER, "2026年3月15日", likely=0.8),
        models=models,
        language=language,
    )
    assert [statement.span.text for statement in found.statements] == ["14 March 2026", "2026年3月15日"]
    assert found.statements[0].lead == differ


@pytest.mark.parametrize(
    ("words", "other", "date", "leads"),
    [
        ("9 gates", "The dam has 11 gates.", "2026-05-01", "differ"),
        # Each report of a year has its own number, and the same number in another year is no witness.
        ("9 gates", "The dam has 11 gates.", "2027-05-01", "apart"),
        ("9 gates", "The dam has 9 gates.", "2027-05-01", "apart"),
        ("9 gates", "The dam has 9 gates.", "2026-05-01", "agree"),
        ("9 gates", "The dam has 9 gates.", "", "agree"),
        # Names are no rivals: both may be right.
        ("Ada Holm", "The dam was built by Ida Berg.", "2026-05-01", "apart"),
    ],
)
def test_articles_differ_or_agree_only_on_values_of_one_year(words, other, date, leads, models):
    first = article("a", "The dam has 9 gates. It was built by Ada Holm.")
    second = article("b", other, date=date)
    answer = "Ida Berg" if "Ida" in other else other.removeprefix("The dam has ").removesuffix(".")
    found = composed(reading(first, words), reading(second, answer, likely=0.8), models=models)
    said = found.statements[0].lead
    assert (said.startswith("The articles differ."), "agree" in said) == (leads == "differ", leads == "agree")
    assert quoted(found) == ["a", "b"]


def test_three_quotes_are_shown_at_most_and_nothing_an_article_says_twice(models):
    texts = ("The dam is old.", "The dam leaks.", "The dam has cracks.", "The dam is small.")
    many = [article(name, text) for name, text in zip("abcd", texts, strict=True)]
    readings = [reading(each, each.text[:-1], likely=0.8) for each in many]
    assert quoted(composed(readings[0], *readings, models=models)) == ["a", "b", "c"]


def test_one_article_saying_it_twice_does_not_agree_with_itself(models):
    twice = article("a", "The dam has 9 gates. In May nine gates were closed.")
    found = composed(
        reading(twice, "9 gates"),
        replace(reading(twice, "nine gates"), likely=0.8),
        models=models,
    )
    assert [statement.text for statement in found.statements] == [
        "According to “a” (English, 2026-03-15): “The dam has 9 gates.”"
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
    copies = [reading(article(name, REPORT), "at nine") for name in "ab"]
    [statement] = composed(*copies, models=models).statements
    assert (statement.lead, statement.citations) == ("2 articles carry the same report: ", (1, 2))


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
    found = composed(models=models, language=language)
    assert (found.standing, found.citations, found.related) == (Standing.SILENT, (), ())
    assert [statement.text for statement in found.statements] == [words]


def test_a_refusal_names_the_three_sentences_that_came_nearest(models):
    many = [article(name, f"The dam of {name} is old.") for name in "abcd"]
    found = composed(*(reading(each, "old", likely=0.2) for each in many), models=models)
    assert (found.standing, found.citations) == (Standing.SILENT, ())
    assert [quote.text for quote in found.related] == [each.text for each in many[:3]]


@pytest.mark.parametrize(
    ("likely", "told"),
    [(0.24, Standing.SILENT), (0.26, Standing.UNSURE), (0.49, Standing.UNSURE), (0.51, Standing.SURE)],
)
def test_an_answer_is_refused_reserved_or_given_as_it_is_likely(likely, told):
    found, probability = standing([reading(OPENED, "14 March 2026", likely=likely)], POLICY)
    assert (found, probability) == (told, pytest.approx(likely))


def test_a_reserve_is_said_first_and_cites_nothing(models):
    found = composed(reading(OPENED, "14 March 2026", likely=0.4), models=models)
    assert [(statement.text, statement.citations) for statement in found.statements] == [
        ("The articles may not say this. What comes nearest:", ()),
        ("According to “a” (English, 2026-03-15): “The bridge was opened on 14 March 2026.”", (1,)),
    ]


LONG = "because the ice of the winter before had pushed the two northern piers out of their places by a hand"


@pytest.mark.parametrize(
    ("words", "likely", "sure", "large"),
    [
        ("14 March 2026", 0.9, 0.9, True),
        ("14 March 2026", 0.9, 0.4, False),
        # What may be no answer is not shown large, however sure its words are.
        ("14 March 2026", 0.4, 0.9, False),
        (LONG, 0.9, 0.9, False),
    ],
)
def test_words_stand_large_only_when_they_are_short_and_sure(words, likely, sure, large, models):
    told = article("a", f"The bridge was closed on 14 March 2026 {LONG}.")
    found = composed(reading(told, words, likely=likely, sure=sure), models=models)
    assert [statement.large for statement in found.statements if statement.shown] == [large]


def test_the_words_shown_are_the_whole_value(models):
    told = article("a", "ポンプの価格は8万9,000円だった。", language="ja")
    [statement] = composed(reading(told, "8万"), models=models).statements
    assert statement.span.text == "8万9,000円"


def test_a_date_that_leans_on_the_day_of_publication_is_resolved(models):
    told = article("a", "ヤン・ライケは今年5月に退社した。", language="ja", date="2024-08-06")
    [statement] = composed(reading(told, "今年5月"), models=models).statements
    assert (statement.span.text, statement.resolved) == ("今年5月", "2024-05")
    assert statement.shown.start <= statement.span.start < statement.span.end <= statement.shown.end


def test_what_happened_is_told_in_the_order_of_the_events_not_of_the_reports():
    new = article("new", "Nel marzo 2026 il ponte è stato aperto.", language="it", date="2026-03-14")
    old = article("old", "去年5月、橋の工事は中断した。", language="ja", date="2020-01-02")
    undated = article("undated", "The bridge is red.")
    found = timeline([*hits_of(new), *hits_of(undated), *hits_of(old)], language="en")
    assert [statement.lead for statement in found.statements] == [
        "May 2019, according to “old” (Japanese, published 2 January 2020): ",
        "March 2026, according to “new” (Italian, published 14 March 2026): ",
    ]


def test_what_is_told_about_somebody_is_the_nearest_sentence_of_each_of_five_passages():
    many = [article(name, f"Ada Holm lives in {name}. She sings.") for name in "abcdef"]
    found = about([hit for each in many for hit in hits_of(each)], language="en")
    assert [statement.shown.text for statement in found.statements] == [
        f"Ada Holm lives in {name}." for name in "abcde"
    ]


def test_two_sides_are_told_by_turns_two_sentences_each():
    ada = article("ada", "Ada Holm sings. She lives in Oslo. She is 40.")
    ben = article("ben", "Ben Roth paints.")
    found = comparison([hits_of(ada), hits_of(ben)], language="en", found=Standing.SURE)
    assert [statement.shown.text for statement in found.statements] == [
        "Ada Holm sings.", "Ben Roth paints.", "She lives in Oslo.",
    ]  # fmt: skip


def test_a_sentence_of_both_sides_is_told_once():
    hits = hits_of(article("ada", "Ada Holm and Ben Roth live in Oslo."))
    assert len(comparison([hits, hits], language="en", found=Standing.SURE).citations) == 1


def test_an_overview_has_a_line_for_each_article():
    quotes = [Quote(each, hits_of(each)[0].passage, 0, len(each.text)) for each in (OPENED, LATER)]
    found = overview(quotes, language="it")
    assert [statement.text for statement in found.statements] == [
        "Secondo «a» (inglese, 2026-03-15): “The bridge was opened on 14 March 2026.”",
        "Secondo «c» (giapponese, 2026-03-15): “橋は2026年3月15日に開通した。”",
    ]
