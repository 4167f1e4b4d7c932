"""A PDF is read as its pages are laid out."""

from pathlib import Path

import pytest

from index.article import Place
from index.load import read
from index.load.extract import assemble
from index.load.layout import Line, bands
from index.load.pages import blocks
from index.load.recognition import is_installed

FILES = Path(__file__).parents[2] / "files" / "pdf"


def line(text: str, start: float, top: float, size: float = 10.0) -> Line:
    """A line in letters half as wide as they are high."""
    return Line(text, start, start + len(text) * size / 2, top, top + size, size)


def said(*pages: list[Line]) -> list[str]:
    return [block.text for block in blocks([(page, 800.0) for page in pages])]


def test_columns_are_read_one_after_the_other():
    text = read(FILES / "two_columns.pdf").text
    assert "to look after eleven footbridges in the valley. Its members walk each bridge twice a year" in text
    assert "The oldest bridge, at Mill End, is closed to horses because its deck is only ninety" in text
    assert "The ferry does not run when the river gauge at Holm stands above one metre forty." in text


def test_a_sentence_goes_on_over_the_page_and_knows_where():
    article = read(FILES / "pagebreak.pdf")
    sentence = (
        "members voted by nine to four to sell it to the Linden Housing Association for 1.35 million pounds."
    )
    assert sentence in article.text
    assert "VALLEY NEWS" not in article.text
    assert "Page" not in article.text
    assert article.places == (Place(0, "p. 1"), Place(article.text.index("Linden"), "p. 2"))


def test_vertical_writing_is_read_in_ordinary_characters():
    text = read(FILES / "vertical_ja.pdf").text
    assert text.startswith(
        "谷の水車小屋、百年ぶりに回る\n\n令和十三年五月二十日、霧谷村の水車小屋が百年ぶりに動いた。"
    )
    assert "直したのは大工の蓮見忠之さんで、三年をかけて部材を一つずつ作り直した。" in text


@pytest.mark.skipif(is_installed(), reason="pictures of text are read here")
def test_pages_without_text_are_named():
    note = "pages 2 and 3 hold no text, only pictures: install polycite[ocr] to read pictures of text"
    assert read(FILES / "half_scanned.pdf").notes == (note,)


@pytest.mark.slow
@pytest.mark.skipif(not is_installed(), reason="needs the extra ocr")
def test_pages_that_are_pictures_of_text_are_read_where_that_is_installed():
    article = read(FILES / "half_scanned.pdf")
    assert article.place(article.text.index("Winter storage costs 95 euros.")) == "p. 2"
    assert article.notes == ("pages 2 and 3 were read by text recognition: check names and figures",)


def test_a_title_above_columns_comes_first_and_a_line_below_them_last():
    lines = [
        line("A title that is as wide as the page is, or nearly so", 50, 50),
        line("left one", 50, 80), line("right one", 250, 80),
        line("left two", 50, 92), line("right two", 250, 92),
        line("A closing line that is as wide as the page is, nearly", 50, 120),
    ]  # fmt: skip
    assert [[each.text for each in column] for band in bands(lines) for column in band] == [
        ["A title that is as wide as the page is, or nearly so"],
        ["left one", "left two"],
        ["right one", "right two"],
        ["A closing line that is as wide as the page is, nearly"],
    ]


def test_columns_of_few_words_are_a_table():
    lines = [
        line("Boat", 50, 50), line("Length", 150, 50), line("Fee", 250, 50),
        line("Heron", 50, 70), line("6 m", 150, 70), line("120 euros", 250, 70),
        line("Kite", 50, 90), line("9 m", 150, 90), line("210 euros a", 250, 90),
        line("summer", 250, 102),
    ]  # fmt: skip
    assert said(lines) == [
        "Boat: Heron | Length: 6 m | Fee: 120 euros", "Boat: Kite | Length: 9 m | Fee: 210 euros a summer",
    ]  # fmt: skip


def test_a_footnote_follows_the_paragraph_that_it_interrupts():
    first = [
        line("The council voted to sell it to the", 50, 700),
        line("1 It had not.", 50, 740, 7.5),
    ]
    second = [line("association for a million pounds.", 50, 60)]
    assert said(first, second) == [
        "The council voted to sell it to the association for a million pounds.", "1 It had not.",
    ]  # fmt: skip


def test_running_heads_go_and_a_line_that_stands_once_stays():
    first = [line("Report - 1", 50, 20), line("It rained.", 50, 400)]
    second = [line("Report - 2", 50, 20), line("It snowed.", 50, 400), line("The end", 50, 770)]
    assert said(first, second) == ["It rained.", "It snowed.", "The end"]


def test_what_follows_a_footnote_of_the_page_before_is_on_its_own_page():
    first = [line("The council voted to sell it to the", 50, 700), line("1 It had not.", 50, 740, 7.5)]
    second = [line("association.", 50, 60), line("It was sold in May.", 50, 120)]
    found = assemble(blocks([(first, 800.0), (second, 800.0)]))
    assert found.text.split("\n\n")[1:] == ["1 It had not.", "It was sold in May."]
    assert found.places[-1] == (found.text.index("It was sold"), "p. 2")
