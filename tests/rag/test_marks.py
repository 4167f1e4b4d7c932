import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.writing.marks import Marked, marked_sentences, says_nothing, settled, without_marks


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("It shut [1].", [("It shut.", (1,))]),
        ("It shut.[1] It reopens. [2]", [("It shut.", (1,)), ("It reopens.", (2,))]),
        ("It shut. [1][3]", [("It shut.", (1, 3))]),
        ("It shut [1, 3].", [("It shut.", (1, 3))]),
        ("It shut [1-3].", [("It shut.", (1, 2, 3))]),
        ("It shut [3][3].", [("It shut.", (3,))]),
        ("閉鎖された【1】。再開する。［２］", [("閉鎖された。", (1,)), ("再開する。", (2,))]),
        ("桥已关闭（1）。明年重开。〔3〕", [("桥已关闭。", (1,)), ("明年重开。", (3,))]),
        ("桥已关闭[1、3]。", [("桥已关闭。", (1, 3))]),
        ("Chiuso【1†source】.", [("Chiuso.", (1,))]),
        ("It shut [٢].", [("It shut.", (2,))]),
        # Unknown numbers are dropped; a year and a figure in round brackets are words.
        ("It shut [7].", [("It shut.", ())]),
        ("It shut [2, 7].", [("It shut.", (2,))]),
        ("閉鎖（2024年）、全長（80）。[1]", [("閉鎖（2024年）、全長（80）。", (1,))]),
        ("It shut [2024] [1].", [("It shut [2024].", (1,))]),
        # A list has its marks at either end.
        ("1. **It** shut. [1]\n2. It reopens. [2]", [("It shut.", (1,)), ("It reopens.", (2,))]),
        ("[1] It shut.\n[2] It reopens.", [("It shut.", (1,)), ("It reopens.", (2,))]),
        ("See [the page](https://x.example/?q=1) ![](y.png) now. [1]", [("See the page now.", (1,))]),
        ("「閉鎖。残念だ。」と市長。[1] 以上。", [("「閉鎖。残念だ。」と市長。", (1,)), ("以上。", ())]),
        ("", []),
        ("[1]", []),
    ],
)
def test_marks_belong_to_their_sentence(written, sentences):
    assert marked_sentences(written, 3) == [Marked(text, numbers) for text, numbers in sentences]


@pytest.mark.parametrize(
    ("so_far", "finished", "shown"),
    [
        ("It shut", [], "It shut"),
        ("It shut.", [], "It shut."),
        ("It shut. [", [], "It shut."),
        ("It shut. [1", [], "It shut."),
        ("It shut. [1]", [], "It shut."),
        ("It shut. [1][", [], "It shut."),
        ("It shut. [1][2] I", ["It shut."], "It shut. I"),
        ("閉鎖【", [], "閉鎖"),
        ("閉鎖（", [], "閉鎖"),
        ("閉鎖（80", [], "閉鎖"),
        ("閉鎖（80人", [], "閉鎖（80人"),
        # Whether the speech ends here is known when its bracket closes.
        ("「閉鎖。残", [], "「閉鎖。残"),
    ],
)
def test_a_sentence_settles_when_the_next_begins_and_no_mark_is_shown_half(so_far, finished, shown):
    assert [sentence.text for sentence in settled(so_far, 3)[0]] == finished
    assert without_marks(so_far, 3) == shown


PIECES = [
    "It shut",
    "閉鎖した",
    ".",
    "。",
    " ",
    "\n",
    "[1]",
    "【2】",
    "（3）",
    "[1, 2]",
    "「",
    "」",
    "3.5 km",
    "Dr. No",
    "- ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.integers(1, 7))
def test_what_settles_on_the_way_is_what_the_whole_text_says(pieces, step):
    whole = "".join(pieces)
    found, rest = [], ""
    for at in range(0, len(whole), step):
        finished, rest = settled(rest + whole[at : at + step], 3)
        found += finished
    assert found + marked_sentences(rest, 3) == marked_sentences(whole, 3)


@pytest.mark.parametrize(
    ("text", "nothing"), [("[0]", True), ("【0】", True), ("It shut. [1]", False), ("0", False)]
)
def test_the_mark_zero_says_nothing(text, nothing):
    assert says_nothing(text) is nothing
