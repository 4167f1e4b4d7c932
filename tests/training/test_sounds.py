import numpy as np
import pytest
import torch
from torch.nn import functional

from rag.values.sounds import read_sounds
from training.corpus import Corpus
from training.sounds import names_by_scripts, student_for, train_sounds, write_sounds

KATAKANA = (("ann", "アン"), ("bob", "ボブ"), ("tom", "トム")) * 20
CHINESE = (("ann", "安"), ("bob", "鲍勃"), ("tom", "汤姆")) * 20


def test_names_of_one_latin_spelling_are_joined():
    corpora = [
        Corpus("names", "en", "ja", (("ann", "アン"), ("bob", "ボブ"), ("…", "トム"))),
        Corpus("names", "en", "zh", (("ann", "安"), ("ann", "安妮"), ("tom", "汤姆"))),
        Corpus("tatoeba", "en", "ja", (("tea", "茶"),)),
    ]
    assert names_by_scripts(corpora) == (
        [("ann", "アン"), ("bob", "ボブ")],
        [("ann", "安"), ("ann", "安妮"), ("tom", "汤姆")],
        [("安", "アン"), ("安妮", "アン")],
    )


def test_a_rare_sign_is_known_by_its_reading():
    student = student_for([[("anna", "安"), ("ana", "侒")]])
    # Four a and three n; each Han stands once, and so does its reading.
    assert (student.signs, student.readings) == ("an", ("a", "n"))
    # An n by sign and reading, an á by its reading, a Han not at all, and after the name nothing.
    assert student.rows(["ná安"])[0, :4].tolist() == [[2, 4], [0, 3], [0, 0], [0, 0]]


def test_what_is_written_hears_as_the_student_does(tmp_path):
    # Busy machines run small steps far slower on many threads than on one.
    torch.set_num_threads(1)
    student = train_sounds([KATAKANA, CHINESE, [("安", "アン"), ("鲍勃", "ボブ")]], steps=12, seed=0)
    write_sounds(student, tmp_path / "sounds.npz")
    names = ["bob", "tom", "ボブ", "トム", "汤姆", "tob"]
    with torch.no_grad():
        expected = functional.normalize(student(student.rows(names)), dim=1).numpy()
    heard = read_sounds(tmp_path / "sounds.npz").embed(names)
    # Int8 costs a little.
    assert heard == pytest.approx(expected, abs=0.03)
    assert (heard[:2] @ heard[2:4].T).argmax(axis=1).tolist() == [0, 1]
    assert np.linalg.norm(heard, axis=1) == pytest.approx(np.ones(6))
