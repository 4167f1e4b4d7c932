import random

import pytest
from reading import small_tokenizer

from training.reader.examples import ExampleMaker, Task, group_of, load_groups, save_groups
from training.reader.windows import (
    Span,
    find,
    neighbours,
    read_text,
    run_around,
    window_with,
    window_without,
)

ARTICLE = "The toll is 5. The bridge opens on Monday. A bridge was closed. The toll was sold on Monday."
ANSWER = Span(ARTICLE.index("Monday"), ARTICLE.index("Monday") + len("Monday"))


@pytest.fixture
def tokenizer(tmp_path):
    return small_tokenizer(tmp_path)


@pytest.fixture
def maker(tokenizer):
    return ExampleMaker(tokenizer, random.Random(0))


def words(ids, tokenizer):
    return "".join(tokenizer.id_to_token(int(token)) for token in ids).replace("▁", " ").strip()


def test_a_text_knows_its_sentences_and_how_long_they_are(tokenizer):
    text = read_text(ARTICLE, "", tokenizer)
    assert [ARTICLE[span.start : span.end] for span in text.sentences][:2] == [
        "The toll is 5.",
        "The bridge opens on Monday.",
    ]
    # ▁The ▁toll ▁is ▁ 5 .
    assert text.lengths[0] == 6


def test_words_are_found_in_their_evidence_first():
    assert find(ARTICLE, "Monday", "The toll was sold on Monday.") == Span(85, 91)
    assert find(ARTICLE, "Monday", "not there") == ANSWER
    assert find(ARTICLE, "Sunday", "not there") is None


@pytest.mark.parametrize(("size", "run"), [(1, range(1, 2)), (100, range(0, 4))])
def test_a_run_grows_by_whole_sentences(tokenizer, size, run):
    text = read_text(ARTICLE, "", tokenizer)
    assert run_around(text, text.touched(ANSWER), size, random.Random(0)) == run


@pytest.mark.parametrize("seed", range(20))
def test_a_window_holds_the_answer(tokenizer, seed):
    text = read_text(ARTICLE, "", tokenizer)
    window = window_with(text, ANSWER, 14, random.Random(seed))
    assert window.start <= ANSWER.start < ANSWER.end <= window.end
    assert ARTICLE[window.start : window.end] in {
        "The toll is 5. The bridge opens on Monday.",
        "The bridge opens on Monday. A bridge was closed.",
    }


@pytest.mark.parametrize("headed", [0, 1])
def test_the_marked_tokens_are_the_answer_and_the_pair_begins_with_the_question(maker, tokenizer, headed):
    text = maker.text(ARTICLE, "A toll on May")
    example = maker.answered("When was the toll sold?", text, Span(76, 91), headed)
    start, end = example.span
    assert words(example.ids[start : end + 1], tokenizer) == "sold on Monday"
    assert words(example.ids[: example.first], tokenizer).startswith("<s> When was the toll sold?")
    second = words(example.ids[example.first :], tokenizer)
    assert second.startswith("A toll on May The toll is 5." if headed else "The toll is 5.")
    assert second.endswith("sold on Monday.</s>")
    assert (example.task, example.label) == (Task.ANSWER, 1)


@pytest.mark.parametrize("seed", range(20))
def test_a_hard_negative_of_the_same_text_never_holds_the_answer(tokenizer, seed):
    text = read_text(ARTICLE, "", tokenizer)
    window = window_without(text, ANSWER, ["Monday"], 20, random.Random(seed))
    assert "Monday" not in window
    assert "opens" not in window


def test_nor_does_one_of_another_text(maker):
    question, other = "When?", maker.text("The bridge was closed on Monday.", "")
    assert maker.elsewhere(question, other, ["Monday"], headed=0) is None
    assert maker.elsewhere(question, other, ["May"], headed=0).label == 0


def test_a_text_of_one_sentence_leaves_nothing_to_ask(maker):
    text = maker.text("The bridge opens on Monday.", "")
    assert maker.without("When?", text, Span(20, 26), ["Monday"], headed=0) is None


def test_neighbours_share_rare_pieces_and_language(tokenizer):
    texts = [read_text(text, "", tokenizer) for text in ("The toll", "A toll", "A bridge", "A toll sold")]
    assert neighbours(texts, ["en", "en", "en", "it"])[0] == [1]


def test_a_group_without_its_answer_is_none(maker):
    other = maker.pair("Who", "", Task.LEAN, 0)
    assert group_of(None, other) == ()
    assert group_of(other, None) == (other,)


def test_groups_are_read_as_they_were_written(maker, tmp_path):
    text = maker.text(ARTICLE, "")
    answered = maker.answered("When?", text, ANSWER, 0)
    typed = maker.pair("Who", "", Task.CLAIM, 2)
    save_groups(tmp_path / "groups.npz", {"articles": [(answered, typed)], "claims": [(typed,), (typed,)]})
    stored = load_groups(tmp_path / "groups.npz")
    [(first, second)] = stored["articles"]
    assert first.ids.tolist() == answered.ids.tolist()
    assert (first.first, first.task, first.label, first.span) == (5, Task.ANSWER, 1, answered.span)
    assert (second.task, second.label, second.span) == (Task.CLAIM, 2, None)
    assert [len(group) for group in stored["claims"]] == [1, 1]
