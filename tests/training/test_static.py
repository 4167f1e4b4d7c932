import math

import pytest
import torch

from training.batches import encode_corpora
from training.corpus import Corpus
from training.measure import static_embed
from training.static import contrastive_loss, nested_loss, train_vectors
from training.tokenizer import train_tokenizer


def test_loss_of_two_pairs_at_right_angles():
    # Each row: logits 2 (right) and 0 (wrong), so the loss is log(1 + e^-2) in both directions.
    sides = torch.tensor([[3.0, 0.0], [0.0, 0.5]])
    assert float(contrastive_loss(sides, sides, scale=2)) == pytest.approx(math.log(1 + math.exp(-2)))


def test_loss_of_two_pairs_that_cannot_be_told_apart_is_log_two():
    sides = torch.ones(2, 4)
    assert float(contrastive_loss(sides, sides, scale=20)) == pytest.approx(math.log(2))


def test_nested_loss_adds_the_losses_of_the_prefixes():
    # The first column alone cannot tell the rows apart; both columns can, by a cosine of 1 against 0.
    sides = torch.tensor([[1.0, 1.0], [1.0, -1.0]])
    expected = math.log(2) + math.log(1 + math.exp(-20))
    assert float(nested_loss(sides, sides, dimensions=(1, 2))) == pytest.approx(expected)


def test_the_nearest_italian_word_is_the_translation():
    # Busy machines run small steps far slower on many threads than on one.
    torch.set_num_threads(1)
    corpora = [Corpus("tatoeba", "en", "it", (("tea", "tè"), ("bread", "pane"), ("water", "acqua")) * 70)]
    tokenizer = train_tokenizer(["tea tè bread pane water acqua"] * 2, vocabulary_size=60)
    pairs = encode_corpora(corpora, tokenizer, longest=8)
    vectors = train_vectors(pairs, tokenizer.get_vocab_size(), dimensions=(4, 8), steps=30, seed=0)
    embed = static_embed(tokenizer, vectors.numpy())
    cosines = embed(["tea", "bread", "water"]) @ embed(["tè", "pane", "acqua"]).T
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2]
