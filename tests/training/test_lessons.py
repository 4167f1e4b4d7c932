import random

import numpy as np

from training.corpus import Corpus
from training.lessons import batches_by_length, draw_lessons, draw_parallel

ENGLISH = [
    Corpus("tatoeba", "en", language, tuple((f"{language} tea {i}", f"{cup}{i}") for i in range(5)))
    for language, cup in (("it", "tè"), ("ja", "お茶"), ("zh", "茶"))
]


def test_a_lesson_is_a_translation_or_the_english_itself():
    lessons = draw_lessons(ENGLISH, 500, random.Random(0))
    pairs = {(right, left) for corpus in ENGLISH for left, right in corpus.pairs}
    single = [lesson for lesson in lessons if lesson.english.count("tea") == 1]
    assert {(lesson.text, lesson.english) for lesson in single if lesson.text != lesson.english} <= pairs
    assert 60 < sum(lesson.text == lesson.english for lesson in lessons) < 140


def test_a_passage_joins_its_texts_as_its_language_writes_them():
    passages = {
        lesson.english: lesson.text
        for lesson in draw_lessons(ENGLISH, 500, random.Random(0))
        if lesson.english.count("tea") == 2 and lesson.text != lesson.english
    }
    italian = next(english for english in passages if english.startswith("it"))
    chinese = next(english for english in passages if english.startswith("zh"))
    assert [passages[english].count(" ") for english in (italian, chinese)] == [1, 0]
    assert [passages[english].count(cup) for english, cup in ((italian, "tè"), (chinese, "茶"))] == [2, 2]


def test_parallel_pairs_have_no_english_and_no_text_twice():
    parallel = Corpus("freecodecamp", "it", "zh", (("tè", "茶"), ("tè", "红茶"), ("pane", "面包")))
    drawn = draw_parallel([*ENGLISH, parallel], 50, random.Random(0))
    assert sorted(left for left, _ in drawn) == ["pane", "tè"]
    assert set(drawn) <= set(parallel.pairs)


def test_texts_of_like_length_share_a_batch():
    batches = batches_by_length(np.array([5, 1, 2, 5, 9]), most=10)
    assert [batch.tolist() for batch in batches] == [[1, 2], [0, 3], [4]]
