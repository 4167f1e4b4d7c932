from command.text import answer_text
from index.article import Article, Passage
from page.export import answer_json
from rag.records import Answer, Citation, Quote, Statement

TEXT = "彼は今年5月に退社した。"
ARTICLE = Article("a", TEXT, "退社", "ja", "2024-08-06")


def answered(span, resolved):
    passage = Passage(0, len(TEXT), ())
    shown = Quote(ARTICLE, passage, 0, len(TEXT))
    words = Quote(ARTICLE, passage, *span) if span else None
    statement = Statement("According to “退社”: ", shown, (1,), words, resolved, large=span is not None)
    return Answer("When?", "en", True, (statement,), (Citation(1, shown),), (), {})


def test_the_words_asked_for_come_first_with_the_date_they_mean():
    assert answer_text(answered((2, 6), "2024-05")) == (
        "今年5月 (May 2024) [1]\n"
        "\n"
        "According to “退社”: “彼は今年5月に退社した。” [1]\n"
        "\n"
        "[1] a · Japanese · 2024-08-06 · 退社\n"
        "    “彼は今年5月に退社した。”"
    )


def test_an_answer_without_short_words_begins_with_its_statement():
    assert answer_text(answered(None, "")).startswith("According to “退社”: ")


def test_programs_get_the_words_with_their_place():
    [sentence] = answer_json(answered((2, 6), "2024-05"))["sentences"]
    assert sentence["span"] == {"article": "a", "start": 2, "end": 6, "text": "今年5月"}
    assert sentence["resolved"] == "2024-05"


def test_programs_get_no_words_where_none_are_asked_for():
    [sentence] = answer_json(answered(None, ""))["sentences"]
    assert (sentence["span"], sentence["resolved"]) == (None, "")
