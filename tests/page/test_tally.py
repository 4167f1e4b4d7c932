"""What the operator sees: counts, times and sizes, and nothing of what was asked."""

import pytest
from fastapi import FastAPI
from serving import request

from page.addresses import add_figures
from page.desk import Desk
from page.tally import Tally, outcome_of
from rag.ask import QuestionError
from rag.records import Answer, Draft, Statement


def answer(*, answered=True, certain=True, small_talk=False):
    return Answer(
        "Secret?", "en", answered, (Statement("x", None, ()),), (), (), {}, certain=certain,
        small_talk=small_talk,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (answer(), "answered"),
        (answer(certain=False), "reserve"),
        (answer(answered=False), "refused"),
        (answer(answered=False, small_talk=True), "talk"),
    ],
)
def test_an_answer_is_counted_under_its_outcome(given, outcome):
    tally = Tally()
    assert list(tally.counted(iter([Draft("searching"), given]))) == [Draft("searching"), given]
    assert outcome_of(given) == outcome
    assert tally.figure("polycite_questions_total", outcome=outcome) == 1
    assert tally.figure("polycite_answer_seconds_count") == 1


@pytest.mark.parametrize(
    ("fault", "name", "labels"),
    [
        (QuestionError("no words"), "polycite_questions_total", {"outcome": "unfit"}),
        (RuntimeError("Secret?"), "polycite_errors_total", {"kind": "RuntimeError"}),
    ],
)
def test_what_breaks_down_is_counted_and_goes_on_to_whoever_asked(fault, name, labels):
    def breaks_down():
        yield Draft("searching")
        raise fault

    tally = Tally()
    with pytest.raises(type(fault)):
        list(tally.counted(breaks_down()))
    assert tally.figure(name, **labels) == 1


def figures_of(desk, path, **shown):
    """Status and text of an address of the figures; `path` has no query."""
    app = FastAPI()
    add_figures(app, desk, **shown)
    status, _, text = request(app, path)
    return status, text


def test_figures_are_shown_where_they_are_asked_for_and_hold_no_words(tmp_path):
    desk = Desk(tmp_path)
    list(desk.tally.counted(iter([answer()])))
    status, figures = figures_of(desk, "/metrics", status=True, metrics=True)
    assert status == 200
    assert 'polycite_questions_total{outcome="answered"} 1.0\n' in figures
    assert 'polycite_answer_seconds_bucket{le="60.0"} 1.0\n' in figures
    status, page = figures_of(desk, "/status", status=True, metrics=True)
    assert '<th scope="row">answered</th><td>1</td>' in page
    assert "Secret" not in figures + page


def test_without_the_option_and_for_strangers_there_are_none(tmp_path):
    for path in ("/metrics", "/status"):
        assert figures_of(Desk(tmp_path), path, status=False, metrics=False)[0] == 404
