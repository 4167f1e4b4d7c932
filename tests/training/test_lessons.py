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
    # An eighth or so of 500, give or take three deviations.
    assert 38 < sum(lesson.text == lesson.english for lesson in lessons) < 82


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


def test_a_passage_comes_with_one_of_its_texts():
    lessons = draw_lessons(ENGLISH, 500, random.Random(0))
    passages = [place for place, lesson in enumerate(lessons[:-1]) if lesson.english.count("tea") > 1]
    assert passages
    assert all(lessons[place + 1].english in lessons[place].english for place in passages)


def test_parallel_pairs_have_no_english_and_no_text_twice():
    parallel = Corpus("freecodecamp", "it", "zh", (("tè", "茶"), ("tè", "红茶"), ("pane", "面包")))
    draws = [draw_parallel([*ENGLISH, parallel], 50, random.Random(seed)) for seed in range(9)]
    assert all(sorted(left for left, _ in drawn) == ["pane", "tè"] for drawn in draws)
    # Some draws are of translations, the others of passages that hold the translation.
    plain = [drawn for drawn in draws if set(drawn) <= set(parallel.pairs)]
    assert 0 < len(plain) < len(draws)
    assert all(dict(drawn)["pane"].count("面包") >= 1 for drawn in draws)


def test_parallel_pairs_are_of_one_corpus():
    corpora = [
        Corpus("freecodecamp", "it", "zh", (("tè", "茶"), ("pane", "面包"))),
        Corpus("wmt24", "zh", "ja", (("水", "みず"), ("火", "ひ"))),
    ]
    draws = [{left for left, _ in draw_parallel(corpora, 50, random.Random(seed))} for seed in range(20)]
    assert {frozenset(draw) for draw in draws} == {frozenset({"tè", "pane"}), frozenset({"水", "火"})}


def test_texts_of_like_length_share_a_batch():
    batches = batches_by_length(np.array([5, 1, 2, 5, 9]), most=10)
    assert [batch.tolist() for batch in batches] == [[1, 2], [0, 3], [4]]
