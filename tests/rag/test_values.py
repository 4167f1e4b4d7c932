"""Dates, numbers and names of four languages: every expected value can be read off the text."""

import pytest

from rag.values.compare import same_date
from rag.values.expressions import expressions
from rag.values.names import Name, names
from rag.values.numbers import Date, Number, dates, numbers


@pytest.mark.parametrize(
    ("text", "words", "iso"),
    [
        ("2024 年 5 月 15 号,OpenAI", "2024 年 5 月 15 号", "2024-05-15"),
        ("2024年5月に", "2024年5月", "2024-05"),
        ("２０２４年５月に", "２０２４年５月", "2024-05"),
        ("令和6年5月", "令和6年5月", "2024-05"),
        ("民国三十一年3月", "民国三十一年3月", "1942-03"),
        ("1895(明治28)年7月に", "1895(明治28)年7月", "1895-07"),
        ("22年11月まで", "22年11月", "2022-11"),
        ("2003年12月31日以前", "2003年12月31日", "2003-12-31"),
        ("二〇二四年", "二〇二四年", "2024"),
        ("2023 年末", "2023 年末", "2023-12"),
        ("on May 15, 2024.", "May 15, 2024", "2024-05-15"),
        ("the 15th of May 2024", "15th of May 2024", "2024-05-15"),
        ("il 15 maggio 2024", "15 maggio 2024", "2024-05-15"),
        ("nel febbraio 2021", "febbraio 2021", "2021-02"),
        ("in 2012 volunteers left", "2012", "2012"),
        ("posted 2024-08-06", "2024-08-06", "2024-08-06"),
        ("the summer of 2023", "summer of 2023", "2023"),
    ],
)
def test_a_date_that_names_its_year_needs_no_day_of_publication(text, words, iso):
    start = text.index(words)
    assert dates(text, "") == (Date(start, start + len(words), iso, relative=False),)


@pytest.mark.parametrize(
    ("text", "words", "iso"),
    [
        ("今年5月、", "今年5月", "2024-05"),
        ("今年7月末にも", "今年7月末", "2024-07"),
        ("去年", "去年", "2023"),
        ("昨日発表した", "昨日", "2024-08-05"),
        ("来年には", "来年", "2025"),
        ("先月のクエリ数", "先月", "2024-07"),
        ("年末まで休暇", "年末", "2024-12"),
        ("約9年前に", "9年前", "2015"),
        ("自去年十一月起", "去年十一月", "2023-11"),
        ("through end of year.", "end of year", "2024-12"),
        ("this May", "this May", "2024-05"),
        ("He left last May.", "last May", "2024-05"),
        ("two months ago", "two months ago", "2024-06"),
        ("Nel maggio di quest'anno", "maggio di quest'anno", "2024-05"),
        ("Nel novembre dello scorso anno", "novembre dello scorso anno", "2023-11"),
        ("dallo scorso novembre", "scorso novembre", "2023-11"),
        ("entrato l'anno scorso", "anno scorso", "2023"),
        ("a fine anno", "fine anno", "2024-12"),
        ("4日に", "4日", "2024-08-04"),
    ],
)
def test_a_date_that_leans_on_the_day_of_publication_is_resolved_against_it(text, words, iso):
    start = text.index(words)
    assert dates(text, "2024-08-06") == (Date(start, start + len(words), iso, relative=True),)


@pytest.mark.parametrize(
    ("text", "reference", "iso"),
    [
        ("in December", "2025-01-20", "2024-12"),
        ("in January", "2024-12-20", "2025-01"),
        ("28日", "2026-03-02", "2026-02-28"),
        ("last July", "2024-07", "2023-07"),
    ],
)
def test_a_month_or_day_without_a_year_is_the_one_near_publication(text, reference, iso):
    assert [day.iso for day in dates(text, reference)] == [iso]


@pytest.mark.parametrize(
    ("text", "iso"), [("今年5月", "--05"), ("il 2 marzo", "--03-02"), ("last year", ""), ("昨日", "")]
)
def test_without_a_day_of_publication_the_year_stays_open(text, iso):
    assert [day.iso for day in dates(text, "")] == [iso]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("21日午後2時48分ごろ", "2025-08-21T14:48"),
        ("午前9時すぎ", "T09"),
        ("午後7時半", "T19:30"),
        ("下午两点半", "T14:30"),
        ("dalle 8.30", "T08:30"),
        ("at 5.30pm", "T17:30"),
        ("alle 9.05", "T09:05"),
        ("at 2:48 p.m.", "T14:48"),
        ("下午1:30左右", "T13:30"),
        ("上午 10 点至", "T10"),
    ],
)
def test_a_time_of_day_is_part_of_its_date(text, iso):
    assert [day.iso for day in dates(text, "2025-08-22")] == [iso]


@pytest.mark.parametrize("text", ["2023-02-29", "30 February 2024", "2023年4月31日"])
def test_a_day_that_is_not_in_the_calendar_has_no_date(text):
    assert [day.iso for day in dates(text, "2024-08-06")] == [""]


@pytest.mark.parametrize(
    "text", ["3億日前", "1000000000 days ago", "80万日前", "100万年前", "99999999999999999999年前"]
)
def test_what_lies_outside_the_calendar_has_no_date(text):
    assert [day.iso for day in dates(text, "2024-08-06")] == [""]


def test_the_end_of_a_range_takes_the_year_of_its_beginning():
    found = dates("2023 年 11 月 17 日 ~11 月 30 日", "2024-08-06")
    assert [day.iso for day in found] == ["2023-11-17", "2023-11-30"]


@pytest.mark.parametrize(
    "text",
    [
        "She may leave.",
        "Jan Leike",
        "We march on.",
        "3か月",
        "24時間",
        "12日で",
        "1日に46往復",
        "三日",
        "GPT-4",
        "90日内",
        "15日内",
        "三十日之内",
        "45日以内",
        "第7号",
        "第77号",
        "第十七号",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert dates(text, "2024-08-06") == ()


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("80,000", "80,000", 80_000, ""),
        ("80.000", "80.000", 80_000, ""),
        ("約8万人が", "8万人", 80_000, "person"),
        ("2.1 miliardi di euro", "2.1 miliardi di euro", 2.1e9, "euro"),
        ("è costata 2,4 miliardi di euro", "2,4 miliardi di euro", 2.4e9, "euro"),
        ("総工費は21億ユーロで", "21億ユーロ", 2.1e9, "euro"),
        ("先月は2億5000万件で", "2億5000万件", 250_000_000, ""),
        ("7 万亿芯片计划", "7 万亿", 7e12, ""),
        ("高さ1万2000メートル", "1万2000メートル", 12_000, "m"),
        ("３年半", "３年半", 3.5, "year"),
        ("三年半", "三年半", 3.5, "year"),
        ("three and a half years", "three and a half years", 3.5, "year"),
        ("tre anni e mezzo", "tre anni e mezzo", 3.5, "year"),
        ("nine", "nine", 9, ""),
        ("Sette operai", "Sette", 7, ""),
        ("twenty-five people", "twenty-five people", 25, "person"),
        ("ventuno", "ventuno", 21, ""),
        ("20%", "20%", 20, "percent"),
        ("百分之二十", "百分之二十", 20, "percent"),
        ("百分之一点五", "百分之一点五", 1.5, "percent"),
        ("費用の4割は", "4割", 40, "percent"),
        ("un terzo", "un terzo", 1 / 3, ""),
        ("三分之一", "三分之一", 1 / 3, ""),
        ("9年間連続", "9年間", 9, "year"),
        ("20分後", "20分", 20, "minute"),
        ("四分鐘", "四分鐘", 4, "minute"),
        ("$5 billion", "$5 billion", 5e9, "dollar"),
        ("£30m", "£30m", 3e7, "pound"),
        ("$ 10M", "$ 10M", 1e7, "dollar"),
        ("10m", "10m", 10, "m"),
        ("像１・５５㍍", "１・５５", 1.55, ""),
        ("two decades", "two decades", 2, "decade"),
        ("2400兆瓦", "2400兆瓦", 2400, "MW"),
        ("6.3 knots", "6.3 knots", 6.3, "knot"),
        ("4.8兆瓦时", "4.8兆瓦时", 4.8, "MWh"),
        ("8万9,000円", "8万9,000円", 89_000, "yen"),
        ("10余万册", "10余万册", 100_000, ""),
        ("18周岁", "18周岁", 18, "year"),
        ("氷点下2.5度", "氷点下2.5度", -2.5, "degree"),
        ("-14,5 gradi", "-14,5 gradi", -14.5, "degree"),
        ("ten below zero", "ten below zero", -10, ""),
        ("US$70 million", "US$70 million", 7e7, "dollar"),
        ("HK$5m", "HK$5m", 5e6, "HKD"),
        ("una trentina", "una trentina", 30, ""),
        ("an hour and a half", "an hour and a half", 1.5, "hour"),
        ("半年かかる", "半年", 0.5, "year"),
        ("3割5分", "3割5分", 35, "percent"),
        ("13ポイント差", "13ポイント", 13, ""),
        ("十分後", "十分", 10, "minute"),
        ("70億米ドル", "70億米ドル", 7e9, "dollar"),
        ("110 chilometri orari", "110 chilometri orari", 110, "km/h"),
        ("9 years ago", "9 years", 9, "year"),
    ],
)
def test_a_number_has_one_value_and_unit_in_every_language(text, words, value, unit):
    start = text.index(words)
    assert numbers(text) == (Number(start, start + len(words), value, unit),)


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4",
        "GPT-3.5",
        "5G",
        "the 20th",
        "due to fire",
        "one of them",
        "一个",
        "第一",
        "第十七本",
        "唯一",
        "也是唯一一次",
        "十分に誠実",
        "十分绝望",
        "a third-year student",
        "一度中断",
        "2024年5月15日",
    ],
)
def test_what_only_looks_like_a_number_is_none(text):
    assert numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("主任技師の橘蓮さんとマスク氏", "ja", ["橘蓮"]),
        ("橋は日本の東濃橋梁工業が", "ja", ["東濃橋梁工業"]),
        ("檢察官盧卡·特倫托指出", "zh", ["盧卡·特倫托"]),
        ("江岭大学化学系教授沈若岚介绍说", "zh", ["江岭大学", "沈若岚"]),
        ("旅居海外的商人林国平捐了书，镇长何芳设计了桥", "zh", ["林国平", "何芳"]),
    ],
)
def test_names_in_han_are_found(text, language, expected):
    assert [name.text for name in names(text, language)] == expected


def test_a_name_says_where_it_stands():
    assert names("後に橘蓮さんが", "ja") == (Name(2, 4, "橘蓮"),)


def test_a_range_that_ends_with_nothing_is_one():
    assert [part.value for part in expressions("It fell from 10 to 0 km.", "")[0].parts] == [10.0, 0.0]


def test_what_is_no_date_is_the_same_as_none():
    assert not same_date("2024-05-01", "some day")
    assert same_date("2024-05-01", "2024-05")
