"""Weekdays, centuries and decades of four languages."""

import pytest

from rag.values.periods import Period, periods, roman_value


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("on Tuesday", "weekday 2"),
        ("venerdì sera", "weekday 5"),
        ("土曜の夜", "weekday 6"),
        ("26日（日）午後", "weekday 7"),
        ("周四落成", "weekday 4"),
        ("礼拜天", "weekday 7"),
        ("the 20th century", "century 20"),
        ("nel XIX secolo", "century 19"),
        ("18世紀", "century 18"),
        ("二十一世纪", "century 21"),
        ("the 1950s", "decade 50"),
        ("gli anni ’80", "decade 80"),
        ("1990年代", "decade 90"),
        ("九十年代", "decade 90"),
    ],
)
def test_a_period_is_the_same_in_every_language(text, what):
    assert [period.what for period in periods(text)] == [what]


@pytest.mark.parametrize("text", ["in his 30s", "周围", "６０代の男性", "日本"])
def test_what_only_looks_like_a_period_is_none(text):
    assert periods(text) == ()


def test_a_period_says_where_it_stands():
    assert periods("He left on Friday.") == (Period(11, 17, "weekday 5"),)


def test_roman_numerals_are_read():
    assert [roman_value(signs) for signs in ("IV", "IX", "XVIII", "XXI")] == [4, 9, 18, 21]
