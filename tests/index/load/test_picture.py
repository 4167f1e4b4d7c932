"""Where words stand on the picture of a page."""

from pathlib import Path

import pytest
from made import pdf

from index.load.extract import Unreadable
from index.load.worker import Worker

FILES = Path(__file__).parents[2] / "files" / "pdf"


@pytest.fixture
def worker():
    worker = Worker()
    yield worker
    worker.close()


@pytest.fixture
def placed(worker):
    """The boxes of words on the first page of a PDF, in hundredths of its width and height."""

    def placed(raw, words, before=""):
        [boxes] = worker.picture(raw, 1, [(before, words)]).marks
        return [tuple(round(100 * edge) for edge in box) for box in boxes]

    return placed


def test_words_in_one_of_two_columns_are_marked_line_by_line(placed):
    raw = (FILES / "two_columns.pdf").read_bytes()
    assert placed(raw, "Its members walk each bridge twice a year") == [(15, 12, 43, 13), (10, 14, 13, 15)]


def test_vertical_writing_is_marked_column_by_column(placed):
    raw = (FILES / "vertical_ja.pdf").read_bytes()
    assert placed(raw, "三年をかけて部材を一つずつ作り直した。") == [(81, 48, 82, 88), (77, 9, 79, 20)]


def test_of_the_same_words_those_are_marked_that_as_many_stand_before(placed):
    # A letter of Helvetica at 12 points: lines begin at 72 of 612 points, and are 14 of 792 points apart.
    raw = pdf(["The sluice opens.", "The gate opens.", "The lock opens."])
    tops = [placed(raw, "opens.", before)[0][1] for before in ("", "opens.", "opens. opens.")]
    assert tops == [8, 10, 11]


def test_a_word_parted_at_the_end_of_a_line_is_marked_on_both(placed):
    raw = pdf(["They keep the foot-", "bridges of the valley in repair."])
    assert [box[1] for box in placed(raw, "the footbridges of")] == [8, 10]


def test_a_row_of_a_table_is_marked_though_its_heads_stand_elsewhere(placed):
    raw = pdf(["Boat", "Heron    120 euros", "Kite     210 euros"])
    assert [box[1] for box in placed(raw, "Boat: Kite | Fee: 210 euros")] == [11]


def test_what_is_not_there_is_not_marked_and_a_page_that_is_not_there_is_none(worker, placed):
    assert placed(pdf(["It rains."]), "It snows.") == []
    with pytest.raises(Unreadable, match="has no page 2"):
        worker.picture(pdf(["It rains."]), 2, [])
