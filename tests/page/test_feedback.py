"""Feedback as the page sends it, on a running server."""

import json
import re
from html import unescape

import httpx
import pytest
from serving import serving

import ui
from index.build import build
from index.feedback import given
from index.store import create
from page.desk import Desk
from page.feedback import answer_buttons_html, citation_button_html
from page.phrases import LANGUAGES, Phrases
from rag.ask import ask

# Gradio leaves event loops open when a page is built in a process that goes on without it.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

TEXT = "The cat sleeps in the barn."


@pytest.fixture(scope="module")
def desk(tmp_path_factory, models):
    file = tmp_path_factory.mktemp("articles") / "cat.txt"
    file.write_text(TEXT, encoding="utf-8")
    library = create(tmp_path_factory.mktemp("index"), models.embedder.name)
    list(build([file], library, models))
    library.close()
    desk = Desk(library.folder)
    desk.open()
    return desk


@pytest.fixture(scope="module")
def address(desk):
    with serving(ui.application(desk)) as address:
        yield address


def opinion(**changes):
    return {"opinion": "wrong", "question": "Where?", "language": "en", "quotes": [["cat", 4, 7]]} | changes


def kept(desk):
    return [(one.opinion, one.question, one.quotes) for one in given(desk.collection.index.library)]


def test_an_opinion_is_kept_with_the_words_of_the_article_until_its_key_comes_back(address, desk):
    before = kept(desk)
    key = httpx.post(f"{address}/feedback", json=opinion()).json()
    assert kept(desk) == [*before, ("wrong", "Where?", (("cat", "cat"),))]
    assert httpx.delete(f"{address}/feedback", params={"key": "guessed"}).status_code == 200
    assert len(kept(desk)) == len(before) + 1
    httpx.delete(f"{address}/feedback", params={"key": key})
    assert kept(desk) == before


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"quotes": [["dog", 0, 3]]}, 409),
        ({"quotes": [["cat", 0, 99]]}, 409),
        ({"quotes": [["cat", 3, 3]]}, 409),
        ({"quotes": [["cat", -4, 3]]}, 409),
        ({"quotes": [["cat", 0, 3]] * 21}, 422),
        ({"question": ""}, 422),
        ({"question": "x" * 2_001}, 422),
        ({"opinion": "lovely"}, 422),
    ],
)
def test_what_is_no_opinion_on_these_articles_is_not_kept(address, desk, changes, status):
    before = kept(desk)
    assert httpx.post(f"{address}/feedback", json=opinion(**changes)).status_code == status
    assert kept(desk) == before


def test_the_form_of_another_site_cannot_give_an_opinion(address, desk):
    before = kept(desk)
    # A browser sends this type to another site without asking it first.
    reply = httpx.post(
        f"{address}/feedback", content=json.dumps(opinion()), headers={"Content-Type": "text/plain"}
    )
    assert reply.status_code == 422
    assert kept(desk) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_buttons_send_what_the_answer_rests_on(address, desk, language):
    answer = ask("Where does the cat sleep?", desk.collection)
    [citation] = answer.citations
    html = answer_buttons_html(answer, Phrases(language)) + citation_button_html(
        citation.quote, answer, Phrases(language)
    )
    sent = [json.loads(unescape(attribute)) for attribute in re.findall('data-feedback="([^"]*)"', html)]
    assert [one["opinion"] for one in sent] == ["helpful", "wrong", "unsupported"]
    for one in sent:
        assert one["quotes"] == [["cat", 0, len(TEXT)]]
        key = httpx.post(f"{address}/feedback", json=one).json()
        httpx.delete(f"{address}/feedback", params={"key": key})
