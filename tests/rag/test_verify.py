import pytest

from index.article import Article, Passage
from rag.checks.faults import Kind
from rag.checks.negation import denials, hints
from rag.checks.opposites import opposed
from rag.checks.verify import verify
from rag.records import Quote, Verdict
from rag.values.spellings import names, resemblance, sound

BRIDGE = "Il ponte di Calvera è lungo 4,7 chilometri ed è costato 2,4 miliardi di euro."
LEIKE = "2024 年 5 月 15 号,OpenAI 负责超级对齐的安全主管 Jan Leike 宣布离职。"
TRUST = "大規模なモデルの論文の著者8人は、今年5月にグーグルを辞めた。"


def quote(text, *, around="", title="", date="2024-08-06"):
    article = Article("a", text + around, title=title, date=date)
    return Quote(article, Passage(0, len(article.text), ()), 0, len(text))


def faults(claim, text, models, **about):
    return [
        (fault.kind, claim[fault.start : fault.end])
        for fault in verify(claim, [quote(text, **about)], models).faults
    ]


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The Calvera bridge is 4.7 km long and cost 2.4 billion euros.", BRIDGE),
        ("卡尔韦拉大桥全长4.7公里,耗资24亿欧元。", BRIDGE),
        ("Jan Leike, in charge of superalignment safety at OpenAI, resigned on 15 May 2024.", LEIKE),
        ("ヤン・ライケ氏は2024年5月15日にOpenAIからの退職を発表した。", LEIKE),
        (
            "Jan Leike, responsabile della sicurezza, ha lasciato OpenAI a maggio 2024.",
            LEIKE,
        ),
        ("Eight authors of the paper on large models left Google in May.", TRUST),
        ("The eight authors of the large model paper left Google in May 2024.", TRUST),
    ],
)
def test_what_the_evidence_says_is_supported_in_any_language(claim, text, models):
    check = verify(claim, [quote(text)], models)
    assert (check.verdict, check.faults) == (Verdict.SUPPORTED, ())


@pytest.mark.parametrize(
    ("claim", "text", "kind", "words"),
    [
        ("The Calvera bridge is 4.9 km long.", BRIDGE, Kind.NUMBER, "4.9 km"),
        ("卡尔韦拉大桥耗资14亿欧元。", BRIDGE, Kind.NUMBER, "14亿欧元"),
        ("Jan Leike of OpenAI safety resigned on 15 March 2024.", LEIKE, Kind.DATE, "15 March 2024"),
        ("Nine authors of the paper on large models left Google in May.", TRUST, Kind.NUMBER, "Nine"),
        ("Eight authors of the paper on large models left Google in June.", TRUST, Kind.DATE, "June"),
    ],
)
def test_another_number_or_date_refutes_a_claim(claim, text, kind, words, models):
    assert (kind, words) in faults(claim, text, models)
    assert verify(claim, [quote(text)], models).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        ("Greg Brockman of OpenAI safety announced his departure on 15 May 2024.", LEIKE, "Greg Brockman"),
        ("グレッグ・ブロックマン氏は2024年5月15日に退職を発表した。", LEIKE, "グレッグ・ブロックマン"),
        ("Eight authors of the paper on large models left Microsoft in May.", TRUST, "Microsoft"),
    ],
)
def test_a_name_that_the_evidence_has_not_is_a_fault(claim, text, name, models):
    assert (Kind.NAME, name) in faults(claim, text, models)


def test_a_name_may_stand_in_the_passage_when_the_sentence_says_he(models):
    claim = "Jan Leike joined the rival company Anthropic."
    said = "He joined the rival company Anthropic."
    assert verify(claim, [quote(said, around=" Jan Leike left OpenAI.")], models).verdict is Verdict.SUPPORTED
    assert verify(claim, [quote(said)], models).verdict is not Verdict.SUPPORTED


def test_a_name_beside_words_about_somebody_else_leaves_a_doubt(models):
    said = "John Schulman joined the rival company Anthropic."
    claim = "Jan Leike joined the rival company Anthropic."
    assert faults(claim, said, models, around=" Jan Leike left OpenAI.") == [(Kind.NAME, "Jan Leike")]


def test_a_number_that_only_stands_near_leaves_a_doubt(models):
    said = "The bridge over the strait was opened to traffic."
    claim = "The bridge over the strait was opened to traffic by 300 people."
    check = verify(claim, [quote(said, around=" 300 people came.")], models)
    assert (check.verdict, [fault.kind for fault in check.faults]) == (Verdict.PARTLY, [Kind.NUMBER])


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The museum did not reopen in March.", "Il museo ha riaperto a marzo."),
        ("博物馆三月没有重新开放。", "The museum reopened in March."),
        ("博物館は3月に再開しなかった。", "The museum reopened in March."),
        ("The director has signed the agreement.", "Il direttore non ha firmato l'accordo."),
    ],
)
def test_a_claim_that_says_no_where_the_evidence_does_not_is_a_fault(claim, text, models):
    assert Kind.NEGATION in [kind for kind, _ in faults(claim, text, models)]


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The company did not keep its promise.", "La società non ha mantenuto la promessa."),
        ("The company did not keep its promise.", "会社は約束を果たせなかった。"),
        ("The company failed to keep its promise.", "公司没有兑现承诺。"),
        ("The company did not approve the plan.", "会社は計画を拒否した。"),
    ],
)
def test_no_may_be_said_in_other_words(claim, text, models):
    assert Kind.NEGATION not in [kind for kind, _ in faults(claim, text, models)]


@pytest.mark.parametrize(
    ("claim", "text", "words"),
    [
        ("Prices rose sharply in May.", "Nel maggio i prezzi sono diminuiti molto.", "rose"),
        ("Prices rose sharply in May.", "5月、価格は大きく下落した。", "rose"),
        ("董事长拒绝了这一计划。", "The chairman approved the plan.", "拒绝"),
        ("Il direttore è rimasto in azienda.", "局长已经离职。", "rimas"),
    ],
)
def test_the_opposite_of_the_evidence_is_a_fault(claim, text, words, models):
    assert (Kind.NEGATION, words) in faults(claim, text, models)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Prices rose in May and fell in June.", "Prices fell."),
        ("The chairman did not approve the plan.", "会長は計画を却下した。"),
        ("The chairman approved the plan.", "The plan was discussed."),
    ],
)
def test_a_pair_is_no_fault_when_either_side_may_be_meant(claim, text):
    assert list(opposed(claim, text)) == []


@pytest.mark.parametrize(
    ("claim", "text", "words"),
    [
        ("The bridge was opened on Tuesday.", "Il ponte è stato aperto giovedì.", "Tuesday"),
        ("The bridge was opened on Tuesday.", "橋は2024年8月8日に開通した。", "Tuesday"),
        ("The bridge was built in the 1950s.", "大桥建于1962年。", "1950s"),
        ("The bridge was built in the 19th century.", "Il ponte è del XX secolo.", "19th century"),
        ("The bridge was opened on 30 February 2024.", "The bridge was opened on 3 February 2024.",
         "30 February 2024"),
    ],
)  # fmt: skip
def test_another_weekday_decade_or_century_is_a_fault(claim, text, words, models):
    assert (Kind.DATE, words) in faults(claim, text, models)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The bridge was opened on Thursday.", "橋は2024年8月8日に開通した。"),
        ("The fair was held until 14 March 2024.", "市は2024年3月11～14日に開かれた。"),
        ("The tomb is from the 18th dynasty.", "La tomba è della XVIII dinastia."),
        ("He ruled for two decades.", "他执政二十年。"),
        ("He came a week before the two sisters.", "他在姐妹们到来之前先到了。"),
    ],
)
def test_a_figure_may_be_written_in_other_ways(claim, text, models):
    assert [fault for fault in faults(claim, text, models) if fault[0] in (Kind.DATE, Kind.NUMBER)] == []


def test_words_that_were_added_are_named(models):
    claim = "The bridge over the strait was opened to traffic, and the mayor ate large pizzas with pineapple."
    text = "Il ponte sullo stretto è stato aperto al traffico."
    assert faults(claim, text, models)[-1] == (
        Kind.MEANING,
        "mayor ate large pizzas with pineapple",
    )


def test_words_of_the_headline_are_not_added(models):
    claim = "After a long strike of the ferry crews the bridge over the strait was opened."
    text = "Il ponte sullo stretto è stato aperto."
    assert Kind.MEANING in [kind for kind, _ in faults(claim, text, models)]
    assert faults(claim, text, models, title="Dopo il lungo sciopero degli equipaggi dei traghetti") == []


def test_a_claim_is_held_against_each_sentence_of_a_long_quote(models):
    long = "Il museo vende biglietti online. " * 6 + "Il ponte sullo stretto è stato aperto al traffico."
    check = verify("The bridge over the strait was opened to traffic.", [quote(long)], models)
    assert check.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("name", "missed"), [("Ren Tachibana", []), ("Elon Musk", [(Kind.NAME, "Elon Musk")])]
)
def test_a_name_in_kanji_may_be_read_like_any_in_japanese_spelling(name, missed, models):
    text = "主任技師の橘蓮さんは橋の設計を担当した。"
    assert faults(f"The chief engineer {name} was in charge of the bridge's design.", text, models) == missed


def test_words_about_something_else_bear_nothing_out(models):
    check = verify("The volcano erupted at night.", [quote("Il museo vende biglietti online.")], models)
    assert (check.verdict, check.faults[0].kind, check.faults[0].grave) == (
        Verdict.NOT_FOUND,
        Kind.MEANING,
        True,
    )


def test_without_evidence_nothing_is_borne_out(models):
    assert verify("The volcano erupted.", [], models).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("name", "text", "alike"),
    [
        ("Leike", "ヤン・ライケ氏が退職した", True),
        ("Leike", "ヤン・レイク氏が退職した", True),
        ("Leike", "扬·莱克宣布离职", True),
        ("Brockman", "布罗克曼休假", True),
        ("舒尔曼", "Schulman left", True),
        ("ライケ", "Jan Leike left", True),
        ("Brockman", "ヤン・ライケ氏が退職した", False),
        ("Sutskever", "扬·莱克宣布离职", False),
        ("GPT-4", "GPT-4 and GPT-3", True),
        ("GPT-5", "GPT-4 and GPT-3", False),
    ],
)
def test_names_are_compared_by_sound(name, text, alike):
    assert (resemblance(name, text) > 0.6) is alike


def test_the_sounds_of_a_name_are_few():
    assert (sound("Schulman"), sound("シュルマン"), sound("舒尔曼")) == ("Curnan", "Ciurunan", "Cuernan")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jan Leike left OpenAI.", ["Jan Leike", "OpenAI"]),
        ("Secondo Elena Zorzi manca xAI.", ["Secondo Elena Zorzi", "xAI"]),
        ("ヤン・ライケ氏と橘蓮さんはAnthropicへ", ["ヤン・ライケ", "橘蓮", "Anthropic"]),
        ("布罗克曼和马斯克说", ["布罗克曼", "马斯克"]),
        ("Play 10,000 Maniacs in 2024 again", ["Play", "10,000 Maniacs"]),
    ],
)
def test_names_are_found_by_how_they_are_written(text, found):
    assert [name.text for name in names(text)] == found


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("It was not opened.", 1),
        ("It was not only opened but praised.", 0),
        ("Non è mai stato aperto.", 2),
        ("開通しなかった。", 1),
        ("開通しなければならない。", 0),
        ("開通するかもしれない。", 0),
        ("约定没有兑现。", 1),
        ("不仅开通了", 0),
        ("无奈地用无人机", 0),
        ("表现不逊于他", 0),
        ("来る人も少なくない。", 0),
        ("Ha vinto senza difficoltà.", 0),
    ],
)
def test_denials_are_counted_without_turns_that_deny_nothing(text, no):
    assert len(denials(text)) == no


def test_a_word_may_hold_a_denial():
    assert (hints("It failed."), hints("拒んだ"), hints("It opened.")) == (1, 1, 0)


@pytest.mark.parametrize(
    ("text", "sure"),
    [("Anthropicはどこにありますか?", True), ("Leike 为什么离职?", True), ("Leike left.", False)],
)
def test_a_latin_word_that_begins_a_sentence_in_another_script_is_surely_a_name(text, sure):
    assert [name.sure for name in names(text)] == [sure]
