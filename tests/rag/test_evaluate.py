import json

import pytest

from index.article import Article
from rag.evaluate import Outcome, QuestionsError, read_questions, summary

ARTICLES = [Article("001_cats", "Cats sleep. Cats eat. Cats sleep.")]


def line(**changes):
    entry = {
        "id": "q",
        "answerable": True,
        "questions": {"en": "What do cats do?", "it": "Che fanno i gatti?"},
        "evidence": [{"article": "001", "quote": "Cats sleep"}],
    }
    return json.dumps(entry | changes)


def written(tmp_path, *lines):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def outcome(*, answerable=True, answered=True, rank=1, hit=True, first=True):
    return Outcome("q", "en", "?", answerable, answered, rank, hit, first)


def test_a_quote_counts_wherever_it_stands(tmp_path):
    english, italian = read_questions(written(tmp_path, line()), ARTICLES)
    assert english.spans == italian.spans == (("001_cats", 0, 10), ("001_cats", 22, 32))
    assert (english.language, italian.language) == ("en", "it")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["not json"], "line 1: not a question"),
        ([line(), '{"id": "q"}'], "line 2: not a question"),
        ([line(questions={"en": 5})], "line 1: not a question"),
        (["[" * 100_000], "line 1: not a question"),
        ([line(evidence=[{"article": "001", "quote": "Dogs bark"}])], "line 1: none of its quotes"),
        ([""], "holds no questions"),
    ],
)
def test_a_faulty_file_is_named_with_its_line(tmp_path, lines, message):
    with pytest.raises(QuestionsError, match=message):
        read_questions(written(tmp_path, *lines), ARTICLES)


def test_the_figures_of_five_questions():
    outcomes = [
        outcome(rank=1),
        outcome(rank=3, first=False),
        outcome(rank=7, hit=False, first=False),
        outcome(rank=0, answered=False, hit=False, first=False),
        outcome(answerable=False, answered=True, rank=0, hit=False, first=False),
    ]
    assert summary(outcomes) == {
        "recall@1": 0.25,
        "recall@5": 0.5,
        "recall@10": 0.75,
        "answer_hit": 0.5,
        "first_citation_hit": 0.25,
        "error_rate": 0.25,
        "hallucination_rate": 1.0,
        "n_answerable": 4,
        "n_unanswerable": 1,
    }


def test_a_rate_over_no_questions_is_none():
    assert summary([])["recall@1"] is None
