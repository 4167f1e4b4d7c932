from itertools import islice

import numpy as np

from training.batches import TokenBags, draw_batches, encode_corpora, encode_texts
from training.corpus import Corpus
from training.tokenizer import train_tokenizer

TOKENIZER = train_tokenizer(["tea bread water"] * 2, vocabulary_size=60)
BAGS = TokenBags(np.array([7, 8, 9, 4, 5]), np.array([0, 3, 3, 5]), np.array([0, 1, 2]))


def test_gathered_texts_lie_end_to_end():
    ids, offsets = BAGS.gather(np.array([2, 0, 1]))
    assert (ids.tolist(), offsets.tolist()) == ([4, 5, 7, 8, 9], [0, 2, 5])


def test_a_whole_crop_is_the_text_itself():
    ids, offsets = BAGS.crop(np.array([2, 0, 1]), 1.0, 1.0, np.random.default_rng(0))
    assert (ids.tolist(), offsets.tolist()) == ([4, 5, 7, 8, 9], [0, 2, 5])


def test_a_crop_of_two_thirds_is_two_neighbours():
    ids, offsets = BAGS.crop(np.zeros(50, np.int64), 2 / 3, 2 / 3, np.random.default_rng(0))
    assert offsets.tolist() == list(range(0, 100, 2))
    assert set(zip(ids[::2].tolist(), ids[1::2].tolist(), strict=True)) == {(7, 8), (8, 9)}


def test_texts_are_cut_and_equal_texts_share_a_key():
    bags = encode_texts(["tea bread water", "tea", "tea bread water"], TOKENIZER, longest=2)
    assert [TOKENIZER.id_to_token(i) for i in bags.ids] == ["▁tea", "▁bread", "▁tea", "▁tea", "▁bread"]
    assert (bags.starts.tolist(), bags.keys.tolist()) == ([0, 2, 3, 5], [0, 1, 0])


def made_up_pairs():
    corpora = [
        Corpus("tatoeba", "en", "it", tuple(("tea " * i, "bread " * i) for i in range(1, 9))),
        Corpus("names", "en", "it", (("water", "water"), ("water", "bread"))),
    ]
    return encode_corpora(corpora, TOKENIZER, longest=9)


def test_corpora_lie_one_after_the_other_and_weights_sum_to_one():
    pairs = made_up_pairs()
    assert pairs.firsts.tolist() == [0, 8, 10]
    assert pairs.weights.sum() == 1


def test_no_text_is_drawn_twice_in_a_batch_of_plain_translations():
    first = next(draw_batches(made_up_pairs(), size=200, seed=0))
    texts = np.split(first.left_ids, first.left_offsets[1:])
    assert len({tuple(text) for text in texts}) == len(texts) == len(first.right_offsets)


def test_a_passage_of_the_second_batch_is_longer_than_its_question():
    _, grouped = islice(draw_batches(made_up_pairs(), size=200, seed=0), 2)
    assert len(grouped.left_offsets) == len(grouped.right_offsets)
    assert len(grouped.right_ids) >= 2 * len(grouped.left_ids)


def test_batches_repeat_with_the_seed():
    first, second = (list(islice(draw_batches(made_up_pairs(), size=50, seed=3), 8)) for _ in range(2))
    assert [batch.right_ids.tolist() for batch in first] == [batch.right_ids.tolist() for batch in second]
