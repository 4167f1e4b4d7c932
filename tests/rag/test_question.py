import pytest

from rag.question import Kind, can_answer, defines, is_question, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Why did the bridge close?", Kind.REASON),
        ("Perché è stato chiuso il ponte?", Kind.REASON),
        ("橋はなぜ閉鎖されたのですか?", Kind.REASON),
        ("大桥为什么关闭？", Kind.REASON),
        ("When did it open?", Kind.TIME),
        ("Quando ha aperto?", Kind.TIME),
        ("いつ開通しましたか?", Kind.TIME),
        ("什么时候开通的？", Kind.TIME),
        ("How many people cross it?", Kind.NUMBER),
        ("Quante persone lo attraversano?", Kind.NUMBER),
        ("何人が渡りますか?", Kind.NUMBER),
        ("有多少人经过？", Kind.NUMBER),
        ("Who built it?", Kind.PERSON),
        ("Chi l'ha costruito?", Kind.PERSON),
        ("誰が建てましたか?", Kind.PERSON),
        ("谁建造的？", Kind.PERSON),
        ("What is a cantilever?", Kind.MEANING),
        ("Che cos'è una mensola?", Kind.MEANING),
        ("カンチレバーとは何ですか?", Kind.MEANING),
        ("什么是悬臂？", Kind.MEANING),
        ("Which company built it?", Kind.OTHER),
    ],
)
def test_the_kind_of_question_is_read_from_its_grammar(question, kind):
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "fits"),
    [
        (Kind.REASON, "橋は老朽化のため閉鎖された。", True),
        (Kind.REASON, "大桥关闭了。", False),
        (Kind.REASON, "どうしてこうなるのでしょうか。", False),
        (Kind.REASON, "今年4月から、橋は閉鎖されている。", False),
        (Kind.REASON, "危ないから、橋は閉鎖された。", True),
        (Kind.REASON, "これは閉鎖の主な理由ではありません。", False),
        (Kind.REASON, "彼は研究に専念するために退社した。", True),
        (Kind.REASON, "台風により橋は傾いた。", True),
        # Who did it, not why.
        (Kind.REASON, "市長は議会によって4月に解任された。", False),
        (Kind.REASON, "Ha lasciato l'azienda per dedicarsi alla ricerca.", True),
        (Kind.REASON, "Il ponte per Messina è chiuso.", False),
        (Kind.REASON, "She left to focus on research.", True),
        (Kind.REASON, "Since then the bridge has been closed.", False),
        (Kind.REASON, "Since the bridge", False),
        (Kind.REASON, "他因涉嫌泄密被解雇。", True),
        (Kind.REASON, "因特网公司搬家了。", False),
        (Kind.TIME, "Il ponte ha aperto nel maggio di quest'anno.", True),
        (Kind.TIME, "橋は今年5月に開通した。", True),
        (Kind.TIME, "The bridge opened.", False),
        (Kind.NUMBER, "三人が渡った。", True),
        (Kind.NUMBER, "They crossed it.", False),
        (Kind.PERSON, "設計はレンゾ・ピアノ。", True),
        (Kind.OTHER, "Anything at all, in 2024.", False),
    ],
)
def test_a_sentence_can_answer_when_it_holds_what_is_asked_for(kind, sentence, fits):
    assert can_answer(kind, sentence) is fits


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Why did it close?", True),
        ("なぜ閉鎖？」", True),
        ("It closed.", False),
        ("He asked “why?” and left.", False),
    ],
)
def test_a_sentence_that_asks_is_told_from_one_that_says(sentence, asks):
    assert is_question(sentence) is asks


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The word means a bridge that hangs.", True),
        ("Il termine significa ponte sospeso.", True),
        ("吊り橋とは、綱で吊るした橋のことです。", True),
        ("吊桥是指用索悬挂的桥。", True),
        ("It was by no means the longest.", False),
        ("The bridge is the longest.", False),
    ],
)
def test_a_sentence_that_says_what_something_means_is_told_from_one_that_only_describes(sentence, told):
    assert defines(sentence) is told
