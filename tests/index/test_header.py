"""What the first lines of a text state: title, date, publisher, address."""

import pytest

from index.header import read_header, stated_date


@pytest.mark.parametrize(
    ("text", "title", "date", "publisher", "url"),
    [
        (
            "---\ntitle: 'The Fall'\ndate: 2021-03-04\nsource: ANSA\nurl: https://a.it/x\n---\n\nIt fell.",
            "The Fall",
            "2021-03-04",
            "ANSA",
            "https://a.it/x",
        ),
        ("---\nauthor: Jane Doe\ntags: [a, b]\n---\n# Heading\n\nText.", "Heading", "", "Jane Doe", ""),
        ("# A heading\n\nText follows.", "A heading", "", "", ""),
        ("A heading\n=========\nText follows.", "A heading", "", "", ""),
        (
            "notizia\n\nIl governo cade\n\n5 agosto 2024\n\nIl governo è caduto.",
            "Il governo cade",
            "2024-08-05",
            "",
            "",
        ),
        (
            "OpenAI、新モデルを発表\n2024年8月6日(火) 10:33配信\n発表した。",
            "OpenAI、新モデルを発表",
            "2024-08-06",
            "",
            "",
        ),
        (
            "OpenAI再失大将\n\n36氪的朋友们·2024-08-06 10:33\n\n他宣布离职。",
            "OpenAI再失大将",
            "2024-08-06",
            "",
            "",
        ),
        ("# Il faro\n\n*9 settembre 2022*\n\nIl faro è acceso.", "Il faro", "2022-09-09", "", ""),
        ("Titolo breve\n\nFonte: ANSA\n\nIl governo è caduto.", "Titolo breve", "", "ANSA", ""),
        (
            "Source: Reuters\nURL: https://r.com/1\nDate: August 6, 2024\n\nHe left.",
            "",
            "2024-08-06",
            "Reuters",
            "https://r.com/1",
        ),
        ("He left on 6 August 2024. Nobody knew why.\n\nSource code was lost.", "", "", "", ""),
        ("古池や\n蛙飛び込む\n水の音", "", "", "", ""),
        ("Q: Who?\n\nA: He.", "", "", "", ""),
        ("Only one line", "", "", "", ""),
        ("---\nnot front matter\n---\n", "", "", "", ""),
    ],
)
def test_the_first_lines_state_what_they_state_and_no_more(text, title, date, publisher, url):
    header = read_header(text)
    assert (header.title, header.date, header.publisher, header.url) == (title, date, publisher, url)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-08-06", "2024-08-06"),
        ("2024/8/6 10:33", "2024-08-06"),
        ("2024年8月6日", "2024-08-06"),
        ("2024年8月", "2024-08"),
        ("2024-08", "2024-08"),
        ("6 agosto 2024", "2024-08-06"),
        ("1° agosto 2024", "2024-08-01"),
        ("Aug. 6, 2024", "2024-08-06"),
        ("6th August 2024", "2024-08-06"),
        ("2024-13-45", ""),
        ("31 febbraio 2024", ""),
        ("12 monkeys 2024", ""),
    ],
)
def test_dates_are_iso_and_impossible_ones_are_no_dates(text, date):
    assert stated_date(text) == date
