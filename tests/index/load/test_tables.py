"""A row is one line that carries its column heads, wherever the table stood."""

from pathlib import Path

import pytest

from index.article import Article
from index.load import read, read_bytes

FILES = Path(__file__).parents[2] / "files"


def units(article: Article) -> list[str]:
    return [article.text[unit.start : unit.end] for unit in article.units]


def page(body: str) -> Article:
    said = "<p>The lido opens on 3 May 2031 after two years of works on the pools and the showers.</p>"
    return read_bytes(
        f"<!doctype html><html><body><main><h1>Lido</h1>{said}{body}</main></body></html>".encode(), "x"
    )


def test_the_times_of_a_table_stay_with_their_line():
    assert units(read(FILES / "html" / "tablezh.html")) == [
        "线路: 云岭—白沙 | 里程: 42公里 | 成人票: 18元 | 末班车: 19:30",
        "线路: 云岭—石桥 | 里程: 67公里 | 成人票: 27元 | 末班车: 18:45",
        "线路: 云岭—红河口 | 里程: 103公里 | 成人票: 41元 | 末班车: 16:20",
    ]


def test_a_table_of_markdown_is_rows_and_code_is_lines():
    assert units(read(FILES / "tables" / "rooms.md")) == [
        *(
            line
            for line in (FILES / "tables" / "rooms.md").read_text("utf-8").splitlines()
            if line.startswith("| ")
        ),
        'checkin: "15:00"',
        'checkout: "10:30"',
        "wifi_password: ask at the gate",
    ]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("<tr><th>Pool<th>Price<tr><td>Big<td>5", ["Pool: Big | Price: 5"]),
        (
            "<tr><th rowspan=2>Pool<th colspan=2>Price<tr><th>Adult<th>Child<tr><td>Big<td>5<td>3"
            "<tr><td>Small<td colspan=2>free",
            [
                "Pool: Big | Price Adult: 5 | Price Child: 3",
                "Pool: Small | Price Adult: free | Price Child: free",
            ],
        ),
        ("<tr><td>Pool<td>Adult<td>Child<tr><td>Big<td>5<td>3", ["Pool: Big | Adult: 5 | Child: 3"]),
        (
            "<tr><td>Address<td>Mill Lane<tr><td>Owner<td>the town",
            ["Address | Mill Lane", "Owner | the town"],
        ),
        ("<tr><th>Address<td>Mill Lane<tr><th>Owner<td>the town", ["Address: Mill Lane", "Owner: the town"]),
        ("<tr><th><th>Adult<tr><th>Big<td>5", ["Big | Adult: 5"]),
    ],
)
def test_a_row_carries_the_heads_that_the_page_gives(table, rows):
    assert units(page(f"<table>{table}</table>")) == rows


def test_terms_are_lines_and_so_is_code():
    found = page(
        "<dl><dt>Monday</dt><dt>Friday</dt><dd>7:00-9:00</dd><dt>Sunday</dt><dd>closed</dd></dl>"
        "<pre>lido --open 7\nlido --close 21</pre>"
    )
    assert units(found) == ["Monday, Friday: 7:00-9:00", "Sunday: closed", "lido --open 7", "lido --close 21"]


def test_a_table_that_only_arranges_a_page_is_its_text():
    inner = "<table><tr><th>Pool<th>Price<tr><td>Big<td>5</table>"
    found = page(
        f"<table><tr><td><p>First we swam.</p><p>Then we slept.</p></td><td>{inner}</td></tr></table>"
    )
    assert units(found) == ["Pool: Big | Price: 5"]
    assert "First we swam.\n\nThen we slept." in found.text


def test_markdown_keeps_every_letter_of_its_tables():
    text = "# Lido\n\n> *Big*  pool\n\n| Pool | Price |\n|---|---|\n| **Big** | 5 |\n\nEnd | of it.\n"
    article = read_bytes(text.encode(), "x")
    assert article.text == text
    assert units(article) == ["| Pool | Price |", "| **Big** | 5 |"]


def test_a_term_of_markdown_is_one_with_its_definition():
    text = "Terms\n\nWeir\n: a low dam\n: also a trap for fish\n\nThe end.\n"
    assert units(read_bytes(text.encode(), "x")) == ["Weir\n: a low dam\n: also a trap for fish"]


def test_a_picture_in_the_text_is_left_out_and_reported():
    picture = "iVBORw0KGgoAAAANSUhEUg" * 4000
    found = read_bytes(f"# Weir\n\n![a](data:image/png;base64,{picture})\n\nFlour: 3 euros.\n".encode(), "x")
    assert found.text == "# Weir\n\n![a]()\n\nFlour: 3 euros.\n"
    assert found.notes == ("left out 1 picture written out in the text",)
