"""The conversation and the server of the page, without a browser."""

import socket

import pytest

import ui
from index.article import Article
from index.build import Outcome, Status

CAT = Article(
    "cat", "序文。猫は寝る。終わり。", "猫の本", "ja", "2024-08-06", "猫社", "https://cats.example/1"
)


@pytest.mark.parametrize("at", ["", "x", "5-3", "3-3", "0-99", "-1-2", "１-２", "3-8 "])
def test_a_place_that_is_not_in_the_article_highlights_nothing(at):
    response = ui.article_response(CAT, at)
    assert response.status_code == 200
    assert CAT.text in response.body.decode()
    assert "<mark" not in response.body.decode()


def test_an_article_that_is_not_there_is_not_found():
    assert ui.article_response(None, "1-2").status_code == 404


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ({"it": 1, "ja": 3, "zh": 1}, "5 articles: 3 Japanese, 1 Italian, 1 Chinese"),
        ({"en": 1}, "1 article: 1 English"),
        ({"fr": 1, "und": 2}, "3 articles: 2 language unknown, 1 fr"),
        ({}, "0 articles"),
    ],
)
def test_the_collection_is_named_by_its_languages(counts, line):
    assert ui.collection_line(counts) == line


def test_the_latest_evidence_comes_first_and_the_latest_question_last():
    turns = (ui.Turn("<p>1</p>", "<p>one</p>", "<p>I</p>"), ui.Turn("<p>2</p>", "<p>two</p>", "<p>II</p>"))
    assert ui.evidence_pane(turns) == "<p>II</p><p>I</p>"
    assert ui.conversation_html(turns) == (
        '<div role="log" aria-label="Conversation"><section class="exchange"><p>1</p><p>one</p></section>'
        '<section class="exchange"><p>2</p><p>two</p></section></div>'
    )


def test_examples_stand_in_an_empty_conversation_only():
    assert '<button lang="en">Why did Jan Leike leave?</button>' in ui.conversation_html(())
    assert "<button" not in ui.conversation_html((ui.Turn("q", "r"),))


def test_getting_ready_counts_the_articles(tmp_path):
    desk = ui.Desk(tmp_path)
    noticed = []

    def prepare():
        noticed.append(desk.notice)
        for path in ("a", "b"):
            yield Outcome(path, Status.ADDED)
            noticed.append(desk.notice)

    desk.get_ready(prepare, 2)
    assert noticed == ["Getting ready", "Getting ready: 1 of 2 articles", "Getting ready: 2 of 2 articles"]


def test_what_prevents_the_articles_from_getting_ready_is_the_reply(tmp_path):
    desk = ui.Desk(tmp_path / "none")
    desk.get_ready(lambda: iter(()), 0)
    (turn,) = ui.reply("Who?", 1, desk)
    assert turn.reply.startswith('<p class="notice">The articles are not ready: ')
    assert "holds no index" in turn.reply


def test_a_port_in_use_is_one_sentence_with_the_cure(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ui.PortTaken) as error:
            ui.serve(tmp_path, host="127.0.0.1", port=port)
    assert str(error.value).startswith(f"cannot serve on 127.0.0.1, port {port} (")
    assert str(error.value).endswith("): stop what runs there or set another PORT")
