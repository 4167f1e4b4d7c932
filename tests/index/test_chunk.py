import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Removal
from index.chunk import cut, sentences


def count_characters(texts):
    return [len(text) for text in texts]


def distinct_sentences(passages):
    return list(dict.fromkeys(sentence for passage in passages for sentence in passage.sentences))


def split(text):
    return [text[sentence.start : sentence.end] for sentence in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("It grew 3.5 percent. Then it fell.", ["It grew 3.5 percent.", "Then it fell."]),
        ("Dr. J. Smith of Acme Inc. spoke. He left.", ["Dr. J. Smith of Acme Inc. spoke.", "He left."]),
        ("The U.S. team won. It rained.", ["The U.S. team won.", "It rained."]),
        ("Ha detto di no. Poi è uscito.", ["Ha detto di no.", "Poi è uscito."]),
        ('He said: "Go!" Then he left.', ['He said: "Go!"', "Then he left."]),
        ("春が来た。夏が来た。", ["春が来た。", "夏が来た。"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("彼は「そうだ。行こう。」と言った。終わり。", ["彼は「そうだ。行こう。」と言った。", "終わり。"]),
        ("「はい。」彼は笑った。", ["「はい。」", "彼は笑った。"]),
        ("他说：“走吧。”然后离开了。", ["他说：“走吧。”", "然后离开了。"]),
        ("「閉じない。次の文。", ["「閉じない。", "次の文。"]),
        ("A heading\n\nA sentence.", ["A heading", "A sentence."]),
        ("• First point\n• Second point", ["First point", "Second point"]),
        ("a line wrapped by hand\ngoes on here. Next.", ["a line wrapped by hand\ngoes on here.", "Next."]),
        ("---\n……\n!?!?", []),
        ("", []),
    ],
)
def test_text_is_cut_into_sentences(text, expected):
    assert split(text) == expected


def test_eight_kilobytes_of_marks_are_cut_at_once():
    assert split("!?" * 4096 + " End.") == ["End."]


def test_a_passage_holds_whole_sentences_and_begins_with_the_last_one_of_the_passage_before():
    article = Article("a", "Aa aa. Bb bb. Cc cc.")
    passages = cut(article, count_tokens=count_characters, size=13)
    assert [article.text[passage.start : passage.end] for passage in passages] == [
        "Aa aa. Bb bb.",
        "Bb bb. Cc cc.",
    ]


def test_no_passage_reaches_over_what_was_removed():
    text = "Keep this. image.png And this."
    article = Article("a", text, removed=(Removal("picture", 11, 20),))
    passages = cut(article, count_tokens=count_characters)
    assert [text[passage.start : passage.end] for passage in passages] == ["Keep this.", "And this."]


def test_a_sentence_too_long_to_check_is_cut_at_a_comma():
    text = "あ" * 60 + "、" + "い" * 60 + "。"
    passages = cut(Article("a", text), count_tokens=count_characters)
    pieces = [text[each.start : each.end] for passage in passages for each in passage.sentences]
    assert pieces == ["あ" * 60 + "、", "い" * 60 + "。"]


def test_a_combining_mark_stays_with_its_letter():
    text = "e\u0301" * 150
    passages = cut(Article("a", text), count_tokens=count_characters)
    pieces = [text[each.start : each.end] for each in distinct_sentences(passages)]
    assert "".join(pieces) == text
    assert all(piece.startswith("e") for piece in pieces)


TEXT = (
    st.text(
        alphabet=st.sampled_from("ab あ漢ン。！？.!?「」『』\"'()\n\t•-1e\u0301\u200d👩🏽… \u3000"),
        max_size=400,
    )
    | st.text()
)


@given(TEXT)
def test_whatever_the_text_every_offset_is_exact(text):
    article = Article("a", text)
    passages = cut(article, count_tokens=count_characters, size=40)
    flat = distinct_sentences(passages)
    for passage in passages:
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        assert text[passage.start : passage.end] == text[passage.start : passage.end].strip()
    assert all(first.end <= second.start for first, second in zip(flat, flat[1:], strict=False))
    assert all(each.end - each.start > 0 for each in flat)
    cited = {place for each in flat for place in range(each.start, each.end)}
    lost = [text[place] for place in range(len(text)) if place not in cited and text[place].isalnum()]
    assert lost == []
