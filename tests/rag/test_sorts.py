"""Which sort of name is asked for, and of which sort a text says a name is."""

import pytest

from rag.values.sorts import counts_things, is_noun, sorts_asked, sorts_of


@pytest.mark.parametrize(
    ("questions", "sort"),
    [
        (("Which company did he join?", "In quale azienda?", "どの会社に?", "加入了哪家公司?"), "company"),
        (("Which city is it in?", "In quale città?", "どの都市で?", "在哪座城市举行?"), "city"),
        (("What school is it?", "Quale scuola?", "どこの学校?", "在哪所学校任教?"), "school"),
        (("Which podcast host was it?", "Quale conduttore?", "司会者は?", "哪位主持人?"), "person"),
        (("What was the first model?", "Qual è il modello?", "最初のモデルは何?", "哪种算法?"), "model"),
        (("Which one?", "Quale?", "どれ?", "哪个?"), ""),
    ],
)
def test_the_noun_beside_the_question_word_names_the_sort(questions, sort):
    assert [sorts_asked(question) for question in questions] == [frozenset({sort} - {""})] * 4


@pytest.mark.parametrize(
    ("name", "text", "sort"),
    [
        ("Anthropic", "彼は競合企業 Anthropic に入社した。", "company"),
        ("Anthropic", "È passato all'azienda Anthropic.", "company"),
        ("南開大学", "南開大学の教授だ。", "school"),
        ("Japan", "She moved to Japan.", "country"),
        ("アライメントチーム", "アライメントチームに入った。", "team"),
    ],
)
def test_a_text_says_of_which_sort_a_name_is(name, text, sort):
    assert sort in sorts_of(name, text)


def test_a_noun_with_something_before_it_names_no_company():
    assert sorts_of("テクノロジー企業", "初期テクノロジー企業を設立した。") == frozenset()


def test_a_noun_is_no_name():
    assert [is_noun(words) for words in ("会社", "University", "南開大学", "Anthropic")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("questions", "things"),
    [
        (("How many AI startups?", "Quante aziende?", "約何社?", "多少家公司?"), True),
        (("How many founders?", "Quanti ricercatori?", "何人?", "多少人?"), False),
        (("How many jewels?", "Quanti gioielli?", "いくつの宝石?", "多少颗宝石?"), False),
    ],
)
def test_what_is_counted_may_be_known_to_be_no_person(questions, things):
    assert [counts_things(question) for question in questions] == [things] * 4
