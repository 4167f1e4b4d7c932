import json

import numpy as np
import pytest

from training.measure import (
    QuestionSet,
    passage_scores,
    read_question_set,
    recall,
    sentence_scores,
    standardised,
    static_embed,
    token_scores,
)
from training.tokenizer import train_tokenizer

TOKENIZER = train_tokenizer(["tea the bread ."] * 2, vocabulary_size=40)
# Tea and bread at right angles, "the" short: it weighs a tenth.
WORDS = {"▁tea": (1, 0), "▁bread": (0, 1), "▁the": (0.1, 0)}
PIECES = sorted(TOKENIZER.get_vocab(), key=TOKENIZER.token_to_id)
VECTORS = np.array([WORDS.get(piece, (0, 0)) for piece in PIECES], np.float32)
SET = QuestionSet("made.en-en", ("tea. bread.", "tea. tea."), ("the bread", "tea"), np.array([0, 1]))


def test_a_file_of_questions_is_read(tmp_path):
    file = tmp_path / "made.en-it.json"
    question = {"question": "b?", "passage": 1, "answers": []}
    file.write_text(json.dumps({"passages": ["a", "b"], "questions": [question]}))
    read = read_question_set(file)
    assert (read.name, read.passages, read.questions) == ("made.en-it", ("a", "b"), ("b?",))
    assert read.right.tolist() == [1]


@pytest.mark.parametrize(("k", "share"), [(1, 1 / 3), (2, 2 / 3), (3, 1.0)])
def test_recall_counts_ties_against_the_right_passage(k, share):
    scores = np.array([[0.9, 0.1, 0.2], [0.5, 0.5, 0.1], [0.3, 0.2, 0.1]], np.float32)
    assert recall(scores, np.array([0, 0, 2]), k) == pytest.approx(share)


def test_a_passage_scores_the_cosine_with_its_mean_vector():
    half = 2**-0.5
    expected = [[np.sin(np.pi / 4 + np.arctan(0.1)), 0.1 / 1.01**0.5], [half, 1]]
    scores = passage_scores(SET, static_embed(TOKENIZER, VECTORS))
    assert scores == pytest.approx(np.array(expected), abs=1e-6)


def test_a_passage_scores_as_its_best_sentence():
    expected = [[1 / 1.01**0.5, 0.1 / 1.01**0.5], [1, 1]]
    scores = sentence_scores(SET, static_embed(TOKENIZER, VECTORS))
    assert scores == pytest.approx(np.array(expected), abs=1e-6)


def test_question_tokens_count_by_their_length():
    # "the" finds tea (cosine 1, weight 0.1); bread finds bread or nothing (weight 1).
    scores = token_scores(SET, TOKENIZER, VECTORS)
    assert scores == pytest.approx(np.array([[1, 0.1 / 1.1], [1, 1]]), abs=1e-6)


def test_standardised_rows_have_mean_zero_and_deviation_one():
    assert standardised(np.array([[1, 3], [5, 5]], np.float32)).tolist() == [[-1, 1], [0, 0]]


def test_a_text_without_tokens_has_a_vector_of_zeros():
    assert static_embed(TOKENIZER, VECTORS)([""]).tolist() == [[0, 0]]
