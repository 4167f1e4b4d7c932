"""Small collections, each for one kind of fault, read by the model that ships."""

from pathlib import Path

import pytest

from index.build import build
from index.load import find
from index.search import PassageIndex
from index.store import create
from rag.ask import Collection, ask

CASES = Path(__file__).parent.parent / "cases"


@pytest.fixture(scope="module")
def asked(tmp_path_factory, models):
    """Ask a question, or several in a talk, of a case; each is indexed once."""
    opened = {}

    def collection(case):
        if case not in opened:
            library = create(tmp_path_factory.mktemp(case), models.embedder.name)
            outcomes = list(build(find(CASES / case), library, models))
            assert {outcome.status for outcome in outcomes} == {"added"}
            opened[case] = Collection(PassageIndex(library), models)
        return opened[case]

    def answers(case, *questions):
        talk = []
        for question in questions:
            talk.append(ask(question, collection(case), talk=talk))
        return talk[-1]

    return answers


def first(answer):
    return next(statement for statement in answer.statements if statement.shown)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("读者证遗失后多久可以免费补办?", "90日内"),
        ("カードをなくした人は何日以内なら無料で再発行を受けられますか?", "45日以内"),
    ],
)
def test_a_count_of_days_over_31_is_read_and_shown_whole(question, words, asked):
    answer = asked("days", question)
    assert answer.certain
    assert words in first(answer).shown.text
    assert first(answer).span.text == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many visitors did the museum have in 2030?", "38,750"),
        ("How many visitors did the museum have in 2029?", "41,200"),
        ("What were the running costs in 2031?", "11.8 million crowns"),
        ("When was the long night of the museum in 2030?", "11 May"),
        ("Who was the director in 2031?", "Ingo Halvard"),
    ],
)
def test_each_year_has_its_own_figure_and_none_is_told_against_another(question, words, asked):
    answer = asked("years", question)
    assert words in first(answer).shown.text
    assert not first(answer).span or words in first(answer).span.text
    assert "differ" not in answer.text
    assert "agree" not in answer.text


@pytest.mark.parametrize(
    "question", ["How many visitors did the museum have in 2028?", "Who was the director in 2027?"]
)
def test_a_year_that_no_report_is_of_is_refused(question, asked):
    assert not asked("years", question).answered


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How long does a full service for the Finch take?", "four hours"),
        ("How much does a new windscreen for the Lark cost?", "395 euros"),
        ("When was the Finch first built?", "2026"),
    ],
)
def test_of_two_alike_articles_the_one_that_is_asked_about_answers(question, words, asked):
    assert words in first(asked("talk", question)).shown.text


def test_a_change_of_topic_is_not_spliced_on(asked):
    first_asked = "How much does a new windscreen for the Lark cost?"
    then = "When was the Finch first built?"
    assert "2026" in first(asked("talk", first_asked, then)).shown.text
