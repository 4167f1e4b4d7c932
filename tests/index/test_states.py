"""What each token means where it stands: read, kept and found again."""

import numpy as np
import pytest
from fakes import tiny_model

from index.article import Article
from index.build import prepare
from index.embed import STATE_SCALE, STATE_WIDTH, Models
from index.search import PassageIndex
from index.store import Source, create

TEXT = "The river was high. It had flooded the bank, where ducks nest. Nobody was hurt."


def state(read, text, word):
    """Return the state of the token that ends where `word` does."""
    [place] = np.flatnonzero(read.ends == text.index(word) + len(word))
    return read.states[place] / STATE_SCALE


def test_each_token_is_read_once_with_the_place_where_it_ends(models):
    [read] = models.read(["ヤン氏は辞めた。"])
    assert read.ends.tolist() == [2, 3, 4, 5, 7, 8]
    assert read.states.shape == (6, STATE_WIDTH)
    np.testing.assert_allclose(np.linalg.norm(read.states / STATE_SCALE, axis=1), 1.0, atol=0.01)


def test_the_vector_read_with_states_is_that_of_the_text(models):
    [read] = models.read([TEXT])
    np.testing.assert_allclose(read.vector, models.embedder.embed([TEXT])[0], atol=1e-6)


MEANT = [
    ("Apple sells phones.", "Apple", "The apple phone company.", "He ate an apple pie with cream.", "apple"),
    ("Why did Anna leave?", "Anna", "Anna quit. She wanted to travel.", "It rained. She took a taxi.", "She"),
]


@pytest.mark.parametrize(("question", "asked", "right", "wrong", "word"), MEANT)
def test_a_word_is_read_in_its_context(models, question, asked, right, wrong, word):
    [sought, near, far] = models.read([question, right, wrong])
    meant = state(sought, question, asked)
    assert meant @ state(near, right, word) > meant @ state(far, wrong, word) + 0.05


def test_each_sentence_keeps_the_states_it_has_in_its_passage(models, tmp_path):
    article = Article("flood", TEXT, title="High water", language="en")
    library = create(tmp_path, models.embedder.name)
    library.put(Source("flood", ""), prepare(article, models))
    [whole] = models.read([f"High water\n{TEXT}"])
    kept = PassageIndex(library).sentences([1, 2, 3])
    # The headline's tokens are of no sentence: "high" and "water".
    cosines = (kept.states / STATE_SCALE * (whole.states[2:] / STATE_SCALE)).sum(axis=1)
    # With other texts beside it, 8 bits make a little difference.
    np.testing.assert_allclose(cosines, 1.0, atol=0.05)
    sentences = ["The river was high.", "It had flooded the bank, where ducks nest.", "Nobody was hurt."]
    assert kept.state_ends.tolist() == np.cumsum(models.tokens.count_tokens(sentences)).tolist()


def test_where_no_model_tells_there_are_none(tmp_path):
    tiny = tiny_model(tmp_path / "model")
    [read] = Models(tiny, tiny).read(["cat sleeps"])
    assert read.states.shape == (0, STATE_WIDTH)
    np.testing.assert_allclose(read.vector, [0.7071, 0.7071, 0.0, 0.0], atol=0.0001)


@pytest.mark.parametrize("text", ["", "🎉"])
def test_a_text_without_words_is_read_all_the_same(models, text):
    [read] = models.read([text])
    assert len(read.states) == len(read.ends)
