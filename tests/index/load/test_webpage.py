"""What a reader of a page sees is its text, and nothing else is."""

from pathlib import Path

import pytest

from index.load import read, read_bytes

FILES = Path(__file__).parents[2] / "files"
SAID = "The lido opens on 3 May 2031 after two years of works on the pools and the showers."


def text(body: str) -> str:
    page = f"<!doctype html><html><body><main><p>{SAID}</p>{body}</main></body></html>"
    return read_bytes(page.encode(), "x").text


def test_readings_above_characters_are_no_part_of_the_text():
    article = read(FILES / "html" / "ruby.html")
    assert article.title == "高齢者の配食サービス"
    assert article.date == "2031-02-07"
    assert "弁当の値段は一つ380円です。作るのは市内の豆腐店「丸善」です。" in article.text


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Nobody sees it.</p>",
        '<p style="color:red; Display : none">Nobody sees it.</p>',
        '<p aria-hidden="true">Nobody sees it.</p>',
        "<template><p>Nobody sees it.</p></template>",
        "<script>Nobody sees it.</script>",
        '<div id="cookie-banner"><p>We use cookies. Nobody sees it.</p><button>Accept</button></div>',
    ],
)
def test_what_nobody_sees_is_no_part_of_the_text(hidden):
    assert text(f"{hidden}<p>It closes at nine in the evening, on Sundays at six.</p>") == (
        f"{SAID}\n\nIt closes at nine in the evening, on Sundays at six."
    )


def test_headings_are_marked_as_such():
    page = f"<article><h1>Lido</h1><h2>Opening</h2><p>{SAID}</p></article>"
    article = read_bytes(f"<!doctype html><html><body>{page}</body></html>".encode(), "x")
    assert [article.text[each.start : each.end] for each in article.headings] == ["Lido", "Opening"]


def test_a_word_broken_over_lines_of_the_file_has_no_space():
    assert "図書館は九時に開く。" in text("<p>図書\n   館は九時に開く。</p>")


def test_a_short_page_is_read_whole_but_for_its_menu():
    page = "<nav>Home News</nav><p>It rains.</p><footer>Imprint</footer>"
    assert read_bytes(f"<html><body>{page}</body></html>".encode(), "x").text == "It rains."


def test_a_picture_written_out_in_a_page_is_left_out_and_told(tmp_path):
    picture = f'<img src="data:image/png;base64,{"A" * 500}">'
    page = f"<!doctype html><html><body><article><p>The weir was mended.{picture}</p></article></body></html>"
    (tmp_path / "weir.html").write_text(page, encoding="utf-8")
    article = read(tmp_path / "weir.html")
    assert (article.text, article.notes) == (
        "The weir was mended.", ("left out 1 picture written out in the text",),
    )  # fmt: skip
