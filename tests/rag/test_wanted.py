import pytest

from rag.wanted import Wanted, asks_for_events, asks_for_several, wanted


@pytest.mark.parametrize(
    ("questions", "kind"),
    [
        (("When did he leave?", "Quando se n'è andato?", "いつ辞めた?", "他什么时候走的?"), Wanted.DATE),
        (("What year was it?", "In che anno?", "出会ったのは何年?", "哪一年认识的"), Wanted.DATE),
        (("How many left?", "Quanti sono rimasti?", "何人残った?", "还剩几个?"), Wanted.NUMBER),
        (("How many years did he work?", "Per quanti anni?", "何年働いた?", "工作了几年?"), Wanted.NUMBER),
        (("Who founded it?", "Chi l'ha fondata?", "設立したのは誰?", "谁创立的?"), Wanted.PERSON),
        (("Where did they meet?", "Dove si sono visti?", "どこで会った?", "在哪里见面?"), Wanted.PLACE),
        (("Which company?", "Quale azienda?", "どの会社?", "哪家公司?"), Wanted.NAME),
        (("Which lawyer was it?", "Quale avvocato?", "どの弁護士?", "律师叫什么名字?"), Wanted.PERSON),
        (("Which city is it in?", "In quale città è?", "どの都市で?", "在哪座城市?"), Wanted.PLACE),
        (("Which school was it?", "In quale scuola?", "どこの学校の教授?", "在哪所学校任教?"), Wanted.NAME),
        (("Why did he leave?", "Perché se n'è andato?", "なぜ辞めた?", "为什么离职?"), Wanted.NONE),
        (("What is RLHF?", "Cos'è RLHF?", "RLHFとは何ですか?", "什么是RLHF?"), Wanted.NONE),
    ],
)
def test_what_would_answer_is_the_same_in_four_languages(questions, kind):
    assert [wanted(question)[0] for question in questions] == [kind] * 4


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("What share was promised?", {"percent"}),
        ("何パーセントが約束された?", {"percent"}),
        ("他工作了几年?", {"year"}),
        ("Quanto costa?", {"euro", "dollar", "yen", "yuan", "pound"}),
        ("How many jewels?", set()),
        ("触媒は何度で働く?", {"times"}),
    ],
)
def test_a_question_for_a_number_may_name_the_unit(question, units):
    assert wanted(question)[1] == units


def test_what_happened_asks_for_events():
    asked = ("What happened at OpenAI?", "Cosa è successo?", "経緯を教えて", "发生了什么?", "Who left?")
    assert [asks_for_events(question) for question in asked] == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        # The question word that stands first decides.
        ("Which team did he lead when he left?", Wanted.NAME),
        ("Che azienda guidava quando è partito?", Wanted.NAME),
        ("Where did the eight who left go?", Wanted.PLACE),
        # So does one that no few words answer.
        ("What did the mayor say when it opened?", Wanted.NONE),
        ("Cosa ha detto il sindaco quando è stato riaperto?", Wanted.NONE),
        ("How much did it cost when it opened?", Wanted.NUMBER),
        ("灯台の高さは?", Wanted.NUMBER),
        ("湖の面積は?", Wanted.NUMBER),
        ("Who is Ada Lovelace?", Wanted.NONE),
        ("Who is the lawyer of Ada Lovelace?", Wanted.PERSON),
    ],
)
def test_one_question_word_decides(question, kind):
    assert wanted(question)[0] is kind


@pytest.mark.parametrize(
    ("questions", "several"),
    [
        (("Which companies did he found?", "Quali aziende ha fondato?", "誰と誰?", "哪些人离开了?"), True),
        (("Which company did he found?", "Quale azienda ha fondato?", "誰?", "哪家公司?"), False),
    ],
)
def test_a_question_may_ask_for_several(questions, several):
    assert [asks_for_several(question) for question in questions] == [several] * 4
