"""Answers of several articles: the same value, a rival, or neither."""

import pytest

from rag.values.compare import Value, rivals, same, value_of

PUBLISHED = "2031-04-02"


def value(words, published=PUBLISHED):
    return value_of(words, 0, len(words), published)


@pytest.mark.parametrize(
    ("words", "kind", "iso", "number", "unit"),
    [
        ("8万9,000円", "number", "", (89_000,), "yen"),
        ("about 20 to 25 people", "number", "", (20, 25), "person"),
        ("氷点下2.5度", "number", "", (-2.5,), "degree"),
        ("9 gradi sotto zero", "number", "", (-9,), "degree"),
        ("12,75 metri per 6,40", "number", "", (12.75, 6.4), "m"),
        ("三年零四个月", "number", "", (3 + 4 / 12,), "year"),
        ("1.2-1.5亿元", "number", "", (120_000_000, 150_000_000), "yuan"),
        ("from 3 to 5 May 2030", "date", "2030-05-03/2030-05-05", (), ""),
        ("sabato 14 giugno 2031 alle 21", "date", "2031-06-14T21", (), ""),
        ("昨年", "date", "2030", (), ""),
        ("下午两点半", "date", "T14:30", (), ""),
        ("in 2030", "date", "2030", (), ""),
        ("20 hikers", "number", "", (20,), ""),
        ("Jan Leike", "words", "", (), ""),
        ("two sheds and 3 barns", "words", "", (), ""),
    ],
)
def test_words_are_read_as_what_they_say(words, kind, iso, number, unit):
    assert value(words) == Value(kind, iso, pytest.approx(number), unit, words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2031年5月3日", "3 May"),
        ("令和12年", "2030"),
        ("last year", "昨年"),
        ("8万9,000円", "89,000 yen"),
        ("1.5 km", "1,500 metri"),
        ("90分", "an hour and a half"),
        ("20〜25人", "between 20 and 25 people"),
        ("10 degrees below zero", "零下10度"),
        ("图书馆", "圖書館"),
        ("ＯｐｅｎＡＩ", "openai"),
        ("シュルマン", "Schulman"),
    ],
)
def test_the_same_value_in_other_words_is_the_same(one, other):
    assert same(value(one), value(other))
    assert not rivals(value(one), value(other))


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ("3 May", "4 May", True),
        ("2030", "3 May 2031", False),
        ("8万9,000円", "8万円", True),
        ("8万円", "8万ドル", False),
        ("20〜25人", "20〜30人", True),
        ("20〜25人", "20人", False),
        ("10度", "氷点下10度", True),
        ("1.5 km", "1,600 m", True),
        ("Schulman", "Altman", False),
        ("シュルマン", "Altman", False),
    ],
)
def test_other_values_are_rivals_only_when_they_can_be_compared(one, other, contradict):
    assert not same(value(one), value(other))
    assert rivals(value(one), value(other)) is contradict


def test_a_day_without_a_year_agrees_with_it_in_any_year():
    assert same(value("3 May", published=""), value("2030年5月3日"))
    assert not same(value("4 May", published=""), value("2030年5月3日"))
