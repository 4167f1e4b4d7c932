"""Which line says when an article was published, and which dates something else."""

from pathlib import Path

import pytest

from index.datelines import Dateline, dateline
from index.header import read_header

FILES = Path(__file__).parents[1] / "files" / "dates"


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.stem)
def test_a_dateline_of_any_shape_is_found_below_its_headline(path):
    text = path.read_text(encoding="utf-8")
    header = read_header(text)
    assert (header.date, header.title) == ("2031-03-26", text.split("\n")[0])


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Wed, 26 Mar 2031 10:00:00 +0200", "2031-03-26"),
        ("Posted by Anna Reed on March 26, 2031 at 10:15 AM", "2031-03-26"),
        ("London — 26 March 2031", "2031-03-26"),
        ("March 26, 2031 | 5 min read", "2031-03-26"),
        ("Vol. 12, No. 3, March 2031", "2031-03"),
        ("Updated March 26, 2031 at 3 p.m.", "2031-03-26"),
        ("26.03.2031", "2031-03-26"),
        ("(2031-03-26)", "2031-03-26"),
        ("mercoledì 26 marzo 2031", "2031-03-26"),
        ("1º aprile 2031", "2031-04-01"),
        ("Data: 03/04/2031", "2031-04-03"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成三十年四月一日付", "2018-04-01"),
        ("掲載日：R13.3.26", "2031-03-26"),
        ("２０３１年３月２６日（水）", "2031-03-26"),
        ("民國120年3月26日", "2031-03-26"),
        ("民國一百二十年三月二十六日", "2031-03-26"),
        ("2031年03月26日 星期三", "2031-03-26"),
        ("岚州日报 2031年3月26日 10:15:22", "2031-03-26"),
        ("発行：2031年3月26日（第12号）", "2031-03-26"),
    ],
)
def test_a_line_of_a_date_its_label_and_a_few_names_is_a_dateline(line, date):
    assert dateline(line).date == date


@pytest.mark.parametrize(
    "line",
    [
        "Deadline: 26 March 2031",
        "Valid until 26 March 2031",
        "Event date: 26 March 2031",
        "Meeting of 26 March 2031",
        "26 March 2031 to 28 March 2031",
        "26 March 2031 – The bridge opens",
        "Data dell'evento: 26/03/2031",
        "会期：2031年3月26日",
        "申込締切 2031年3月26日",
        "2031年3月26日～28日",
        "The bridge opens on 26 March 2031",
        "— Sam (@sam) 26 March 2031",
        "31 febbraio 2031",
        "03/04/2031",
    ],
)
def test_a_line_that_dates_something_else_is_none(line):
    assert dateline(line) is None


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("Published 20 March 2031 | Updated 26 March 2031", Dateline("2031-03-20")),
        ("Aggiornato il 26 marzo 2031, pubblicato il 20 marzo 2031", Dateline("2031-03-20")),
        ("公開日：2031年3月20日／更新日：2031年3月26日", Dateline("2031-03-20")),
        ("2031年3月20日公開 2031年3月26日更新", Dateline("2031-03-20")),
        ("Last updated: March 26, 2031 10:15 GMT", Dateline("2031-03-26", updated=True)),
    ],
)
def test_the_day_of_publication_goes_before_that_of_an_update(line, stated):
    assert dateline(line) == stated


def test_an_update_above_the_day_of_publication_does_not_hide_it():
    assert (
        read_header("A bridge\n\nUpdated 26 March 2031\n\nPublished 20 March 2031\n\nIt opens.").date
        == "2031-03-20"
    )


def test_the_source_beside_a_date_is_the_publisher():
    header = read_header("新桥通车\n\n作者：王五　来源：岚州日报　2031-03-26 10:15\n\n新桥今年五月通车。")
    assert (header.date, header.publisher) == ("2031-03-26", "岚州日报")
