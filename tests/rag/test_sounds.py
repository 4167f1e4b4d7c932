import zlib

import numpy as np
import pytest

from rag.values.sounds import Sounds, reading, signs, sounds


def test_a_name_is_heard_by_its_letters_kana_and_han():
    assert (signs("O'Brien-3"), signs("ｱﾝﾅ・リー"), signs("扬·莱克"), signs("…")) == (
        "obrien3",
        "アンナリー",
        "扬莱克",
        "",
    )


def test_han_are_read_as_mandarin_and_kana_as_japanese():
    assert (reading("莱"), reading("シ"), reading("é"), reading("ー")) == ("lai", "shi", "e", "")


# Two signs, of which b is known only by its reading, and two numbers: a sign adds its own row anywhere to the
# first, and by its place to the second; b after a adds 10 more.
SMALL = Sounds(
    sign_rows={"a": 1},
    reading_rows={"b": 2},
    table=np.array([[0, 0], [1, 0], [0, 1]], np.float32),
    beside=np.array([[[0, 0], [0, 0]], [[1, 0], [0, 1]], [[0, 0], [0, 0]]], np.float32),
    bias=np.zeros(2, np.float32),
    adds=np.array([[1, 0], [2, 0]], np.float32),
    places=np.array([[0, 1], [0, 2]], np.float32),
)


def test_a_sign_adds_its_own_and_by_its_place():
    # "b": 2 anywhere, and 2 times 0 by its place. "ab": 1 + 2, and 1 at -1/2 with 2 at 1/2.
    length = np.hypot(3, 0.5)
    assert SMALL.embed(["b", "ab", "?"]) == pytest.approx(
        np.array([[1, 0], [3 / length, 0.5 / length], [0, 0]], np.float32)
    )


def test_a_sign_sounds_as_its_neighbours_make_it():
    # The second hidden number counts a sign before that is an a, so that b is 1 + 10 after a and 1 alone.
    heard = Sounds(
        SMALL.sign_rows,
        SMALL.reading_rows,
        SMALL.table,
        np.array([[[0, 10], [0, 0]], [[1, 0], [0, 1]], [[0, 0], [0, 0]]], np.float32),
        np.zeros(2, np.float32),
        np.eye(2, dtype=np.float32),
        np.zeros((2, 2), np.float32),
    )
    assert heard.embed(["b", "ab"]) == pytest.approx(
        np.array([[0, 1], [1 / np.hypot(1, 11), 11 / np.hypot(1, 11)]], np.float32)
    )


# The model was trained on none of them: the first four are not in its text, the others are held out.
NAMES = {
    "Leike": ("ライケ", "莱克"),
    "Schulman": ("シュルマン", "舒尔曼"),
    "Brockman": ("ブロックマン", "布罗克曼"),
    "Murati": ("ムラティ", "穆拉蒂"),
    "Kirchhoff": ("キルヒホフ", "基希霍夫"),
    "Behringer": ("ベーリンガー", "贝林格"),
}


def test_held_out_names_are_held_out():
    assert [zlib.crc32(name) % 32 for name in (b"kirchhoff", b"behringer")] == [0, 0]


@pytest.mark.parametrize("script", [0, 1])
def test_a_name_never_seen_lies_nearest_to_its_own_spelling_in_another_script(script):
    vectors = sounds().embed
    cosines = vectors(list(NAMES)) @ vectors([spellings[script] for spellings in NAMES.values()]).T
    assert cosines.argmax(axis=1).tolist() == cosines.argmax(axis=0).tolist() == [0, 1, 2, 3, 4, 5]
    assert np.diag(cosines).min() > 0.6
