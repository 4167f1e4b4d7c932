"""A page of a PDF as it is printed, with the cited words marked on it."""

import re
import shutil
from pathlib import Path

import httpx
import pytest
from serving import serving

import ui
from index.build import build
from index.store import create
from page.desk import Desk
from page.original import parts
from page.phrases import Phrases
from page.picture import picture_response

FILES = Path(__file__).parents[1] / "files" / "pdf"
ENGLISH = Phrases("en")
# Gradio leaves event loops open when a page is built in a process that goes on without it.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def desk(tmp_path, models):
    """An index of a PDF of two pages and of a text."""
    shutil.copy(FILES / "pagebreak.pdf", tmp_path)
    (tmp_path / "cat.txt").write_text("The cat sleeps in the barn.", encoding="utf-8")
    with_library = create(tmp_path / "index", models.embedder.name)
    assert len(list(build([tmp_path / "pagebreak.pdf", tmp_path / "cat.txt"], with_library, models))) == 2
    with_library.close()
    desk = Desk(tmp_path / "index")
    desk.open()
    return desk


def at(desk, words):
    """Where words stand in the article."""
    start = desk.named("pagebreak").text.index(words)
    return f"{start}-{start + len(words)}"


def shown(desk, words, number=None, also=""):
    reply = picture_response(desk, "pagebreak", at(desk, words), also, number, ENGLISH)
    return reply.status_code, reply.body.decode()


def boxes(html):
    """Left, top, width and height of each mark, in percent."""
    return [tuple(float(each) for each in re.findall(r"[\d.]+(?=%)", style))
            for style in re.findall(r'<mark[^>]*style="([^"]*)"', html)]  # fmt: skip


def test_cited_words_are_marked_where_they_are_printed(desk):
    status, html = shown(desk, "members voted by nine to four")
    assert (status, html.count("<mark"), html.count('id="quote"')) == (200, 1, 1)
    # Line five of the text begins 107 pt below the top of a page of 842 pt, and is 10 pt high.
    [(left, top, width, height)] = boxes(html)
    assert (31 < left < 32, 12 < top < 12.5, 22 < width < 23, 1 < height < 1.5) == (True,) * 4
    assert '<img src="data:image/webp;base64,' in html
    assert 'href="article?name=pagebreak' in html


def test_words_that_go_over_two_pages_are_marked_on_each_and_say_where_they_go_on(desk):
    words = "to sell it to the Linden Housing Association"
    _, first = shown(desk, words)
    _, second = shown(desk, words, number=2)
    assert ("The quote continues on p. 2</a>" in first, "number=2#quote" in first) == (True, True)
    assert ('<span class="unseen">Linden Housing Association<' in second, "p. 1</a>" in second) == (
        True,
        True,
    )
    assert (len(boxes(first)), len(boxes(second))) == (1, 1)


def test_what_else_is_cited_on_the_page_is_marked_too(desk):
    _, html = shown(desk, "members voted", also=at(desk, "nine to four"))
    assert html.count('<mark class="box also" id="cited1"') == 1


def test_words_that_are_not_on_the_page_say_so(desk):
    article = desk.named("pagebreak")
    assert parts(article, 0, 10) == [(1, 0, 10)]
    # The page has another text by now, and this is what the index holds.
    library = desk.collection.index.library
    with library.change() as connection:
        text = article.text.replace("members voted", "MEMBERS STAYED")
        connection.execute("UPDATE articles SET text = ? WHERE name = 'pagebreak'", [text])
    status, html = shown(desk, "MEMBERS STAYED")
    assert (status, boxes(html), "cannot be placed on this page" in html) == (200, [], True)


@pytest.mark.parametrize("change", [lambda file: file.unlink(), lambda file: file.write_bytes(b"%PDF-1.4")])
def test_an_original_that_is_gone_or_another_is_told_in_one_line(desk, tmp_path, change):
    change(tmp_path / "pagebreak.pdf")
    status, html = shown(desk, "members voted")
    assert (status, "The file is gone or has changed since it was read" in html) == (404, True)
    assert "<img" not in html


def test_a_page_that_is_not_there_is_told_in_one_line(desk):
    status, html = shown(desk, "members voted", number=9)
    assert (status, "This page cannot be shown: the file has no page 9." in html) == (422, True)


def test_the_reader_of_a_pdf_leads_to_its_page_and_that_of_a_text_does_not(desk):
    with serving(ui.application(desk)) as address:
        read = httpx.get(f"{address}/article", params={"name": "pagebreak", "at": "0-9"}).text
        [way] = re.findall(r'<a href="(picture[^"]*)">The page as printed</a>', read)
        reply = httpx.get(f"{address}/{way.replace('&amp;', '&')}")
        assert (reply.status_code, "img-src data:" in reply.headers["content-security-policy"]) == (200, True)
        assert httpx.get(f"{address}/picture", params={"name": "none"}).status_code == 404
        assert httpx.get(f"{address}/picture", params={"name": "cat"}).status_code == 404
        assert "picture?" not in httpx.get(f"{address}/article", params={"name": "cat"}).text
