"""Sentences held against the words they cite: what is compared exactly, and what a model tells."""

import pytest
from fakes import POLICY, ToldReader

from index.article import Article, Passage, Sentence
from index.reader import Entailment
from rag.checks.faults import Kind
from rag.records import Quote, Verdict
from rag.values.spellings import names, resemblance, sound
from rag.verify import verify

BRIDGE = "Il ponte di Calvera è lungo 4,7 chilometri ed è costato 2,4 miliardi di euro."
LEIKE = "2024 年 5 月 15 号,OpenAI 负责超级对齐的安全主管 Jan Leike 宣布离职。"
TRUST = "大規模なモデルの論文の著者8人は、今年5月にグーグルを辞めた。"
# It would let everything pass: what is found is found by exact comparison.
BELIEVES = ToldReader()


class Doubts(ToldReader):
    """Holds every claim to be supported so far and contradicted for the rest."""

    def __init__(self, supported):
        super().__init__()
        self.supported = supported

    def entail(self, claims, evidence):
        self.seen = evidence
        return [Entailment(self.supported, 1 - self.supported, 0.0) for _ in claims]


def quote(text, *, around="", title="", date="2024-08-06"):
    article = Article("a", text + around, title=title, date=date)
    return Quote(article, Passage(0, len(article.text), ()), 0, len(text))


def faults(claim, text, **about):
    return [
        (fault.kind, claim[fault.start : fault.end], fault.grave)
        for fault in verify(claim, [quote(text, **about)], BELIEVES, POLICY).faults
    ]


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The Calvera bridge is 4.7 km long and cost 2.4 billion euros.", BRIDGE),
        ("卡尔韦拉大桥全长4.7公里,耗资24亿欧元。", BRIDGE),
        ("Jan Leike, in charge of superalignment safety at OpenAI, resigned on 15 May 2024.", LEIKE),
        ("ヤン・ライケ氏は2024年5月15日にOpenAIからの退職を発表した。", LEIKE),
        ("Jan Leike, responsabile della sicurezza, ha lasciato OpenAI a maggio 2024.", LEIKE),
        ("Eight authors of the paper on large models left Google in May.", TRUST),
        ("The eight authors of the large model paper left Google in May 2024.", TRUST),
    ],
)
def test_figures_and_names_are_the_same_in_any_language(claim, text):
    assert faults(claim, text) == []


@pytest.mark.parametrize(
    ("claim", "text", "kind", "words"),
    [
        ("The Calvera bridge is 4.9 km long.", BRIDGE, Kind.NUMBER, "4.9 km"),
        ("卡尔韦拉大桥耗资14亿欧元。", BRIDGE, Kind.NUMBER, "14亿欧元"),
        ("Jan Leike of OpenAI safety resigned on 15 March 2024.", LEIKE, Kind.DATE, "15 March 2024"),
        ("Nine authors of the paper on large models left Google in May.", TRUST, Kind.NUMBER, "Nine"),
        ("Eight authors of the paper on large models left Google in June.", TRUST, Kind.DATE, "June"),
        ("The bridge was opened on Tuesday.", "Il ponte è stato aperto giovedì.", Kind.DATE, "Tuesday"),
        ("The bridge was opened on Tuesday.", "橋は2024年8月8日に開通した。", Kind.DATE, "Tuesday"),
        ("The bridge was built in the 1950s.", "大桥建于1962年。", Kind.DATE, "1950s"),
        ("The bridge was built in the 19th century.", "Il ponte è del XX secolo.", Kind.DATE, "19th century"),
    ],
)
def test_another_number_or_date_refutes_what_the_model_would_let_pass(claim, text, kind, words):
    assert faults(claim, text) == [(kind, words, True)]
    assert verify(claim, [quote(text)], BELIEVES, POLICY).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        ("Greg Brockman of OpenAI safety announced his departure on 15 May 2024.", LEIKE, "Greg Brockman"),
        ("グレッグ・ブロックマン氏は2024年5月15日に退職を発表した。", LEIKE, "グレッグ・ブロックマン"),
        ("Eight authors of the paper on large models left Microsoft in May.", TRUST, "Microsoft"),
    ],
)
def test_a_name_that_the_evidence_has_not_leaves_a_doubt(claim, text, name):
    assert faults(claim, text) == [(Kind.NAME, name, False)]
    assert verify(claim, [quote(text)], BELIEVES, POLICY).verdict is Verdict.PARTLY


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        ("It was made by Haruko Leike.", LEIKE, "Haruko Leike"),
        ("Marta Rossi vinse la gara.", "La gara è stata vinta da una Marta.", "Marta Rossi"),
        ("The prize went to Uppsala.", "The prize went to a school in Malmo.", "Uppsala"),
        ("Veerhuis won the race.", "Havstrand won the race.", "Veerhuis"),
        ("The new hall of IBM opened.", "The city opened a new hall.", "IBM"),
        ("往路の優勝は明徳大学でした。", "往路を制したのは城北大学だった。", "明徳大学"),
    ],
)
def test_every_part_of_a_name_has_to_be_there(claim, text, name):
    assert (Kind.NAME, name, False) in faults(claim, text)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Yesterday Mayor Leike left Camerino.", "ライケ市長は昨日カメリーノを去った。"),
        ("Losses were small, Leike said.", LEIKE),
        ("It comes from Norway.", "The Norwegian firm sells it."),
        ("The WHO agreed.", "The World Health Organization agreed."),
        ("往路の優勝は城北大学でした。", "往路を制したのは城北大學だった。"),
    ],
)
def test_a_name_may_be_inflected_translated_in_part_or_shortened(claim, text):
    assert faults(claim, text) == []


@pytest.mark.parametrize(
    ("claim", "text", "kind", "words"),
    [
        ("The dish is 1527 centimetres wide.", "The dish was cast in 1527.", Kind.NUMBER, "1527 centimetres"),
        ("The answer is: 1.", "It has halls.", Kind.NUMBER, "1"),
        ("It closed for 9 days.", "It closed on 9 May.", Kind.NUMBER, "9 days"),
        ("9日間休んだ。", "5月9日に休んだ。", Kind.NUMBER, "9日間"),
        ("It has 9 halls.", "It opened on 9 May.", Kind.NUMBER, "9"),
        ("これは3回目の優勝だ。", "これは2回目の優勝だ。", Kind.NUMBER, "3回"),
        ("He resigned on 6 August 2024.", "He resigned.", Kind.DATE, "6 August 2024"),
    ],
)
def test_a_figure_is_not_borne_out_by_one_of_another_kind(claim, text, kind, words):
    assert [(found, said) for found, said, _ in faults(claim, text)] == [(kind, words)]


def test_a_name_may_stand_in_the_passage_or_the_headline_when_the_sentence_says_he():
    claim = "Jan Leike joined the rival company Anthropic."
    said = "He joined the rival company Anthropic."
    assert faults(claim, said, around=" Jan Leike left OpenAI.") == []
    assert faults(claim, said, title="Jan Leike leaves OpenAI") == []
    assert faults(claim, said) == [(Kind.NAME, "Jan Leike", False)]


def test_a_number_that_only_stands_near_leaves_a_doubt():
    said = "The bridge over the strait was opened to traffic by 200 people."
    claim = "The bridge over the strait was opened to traffic by 300 people."
    assert faults(claim, said, around=" 300 people came.") == [(Kind.NUMBER, "300 people", False)]
    assert faults(claim, said) == [(Kind.NUMBER, "300 people", True)]


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The bridge was opened on Thursday.", "橋は2024年8月8日に開通した。"),
        ("The fair was held until 14 March 2024.", "市は2024年3月11～14日に開かれた。"),
        ("The tomb is from the 18th dynasty.", "La tomba è della XVIII dinastia."),
        ("He ruled for two decades.", "他执政二十年。"),
        ("He came a week before the two sisters.", "他在姐妹们到来之前先到了。"),
        ("The card is replaced within 90 days.", "读者证遗失后可在90日内免费补办。"),
        ("The 1527 dish is shown.", "The dish, cast in 1527, is shown."),
    ],
)
def test_a_figure_may_be_written_in_other_ways(claim, text):
    assert faults(claim, text) == []


@pytest.mark.parametrize(
    ("supported", "verdict", "graves"),
    [
        (0.61, Verdict.SUPPORTED, []),
        (0.59, Verdict.PARTLY, [False]),
        (0.31, Verdict.PARTLY, [False]),
        (0.29, Verdict.NOT_FOUND, [True]),
    ],
)
def test_what_the_model_finds_unsaid_is_a_doubt_and_then_a_refutation(supported, verdict, graves):
    claim = "The volcano erupted."
    check = verify(claim, [quote("The mountain is high.")], Doubts(supported), POLICY)
    assert (check.verdict, [fault.grave for fault in check.faults]) == (verdict, graves)
    assert [(fault.kind, fault.start, fault.end) for fault in check.faults] == [
        (Kind.MEANING, 0, len(claim)) for _ in graves
    ]


def test_a_claim_too_long_to_be_read_at_once_is_read_to_its_end(reader):
    text = "The bridge at Ostrand was closed. " * 20
    whole, false = text, text + "The volcano erupted and the mayor was fired."
    said, unsaid = reader.entail([whole, false], [text, text])
    assert said.supported > unsaid.supported


def test_the_model_reads_what_is_cited_behind_the_sentence_before_and_under_headline_and_date():
    doubts = Doubts(1.0)
    text = "The town slept. The mountain is high. It erupted."
    passage = Passage(0, 49, (Sentence(0, 15), Sentence(16, 37), Sentence(38, 49)))
    erupted = Quote(Article("a", text, title="Volcano", date="2024-08-06"), passage, 38, 49)
    verify("Erupted.", [erupted, quote("Two.", title="Volcano")], doubts, POLICY)
    assert doubts.seen == ["Volcano 2024-08-06\nThe mountain is high. It erupted.\nTwo."]


@pytest.mark.parametrize("claim", ["1.", "Why was it opened?", "なぜ開いたのですか？"])
def test_what_claims_nothing_is_not_borne_out(claim):
    assert verify(claim, [quote("1. It was opened.")], BELIEVES, POLICY).verdict is Verdict.NOT_FOUND


def test_without_evidence_nothing_is_borne_out():
    check = verify("The volcano erupted.", [], BELIEVES, POLICY)
    assert (check.verdict, [fault.grave for fault in check.faults]) == (Verdict.NOT_FOUND, [True])


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The volcano erupted at night.", "Il museo vende biglietti online."),
        ("火山が噴火した。", "The bridge at Ostrand was closed on 4 May 2024."),
        ("火山昨晚爆发了。", "The bridge at Ostrand was closed on 4 May 2024."),
        ("Il museo vende biglietti online.", "The bridge at Ostrand was closed on 4 May 2024."),
        ("The mayor sings in a choir.", "橋は2024年5月4日に閉鎖された。"),
    ],
)
def test_words_about_something_else_bear_nothing_out(claim, text, reader, policy):
    assert verify(claim, [quote(text)], reader, policy).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The bridge at Ostrand was closed in May 2024.", "The bridge at Ostrand was closed on 4 May 2024."),
        ("The museum reopened in March.", "Il museo ha riaperto a marzo."),
        ("Il ponte è stato chiuso il 4 maggio 2024.", "橋は2024年5月4日に閉鎖された。"),
    ],
)
def test_what_is_said_is_likelier_supported_than_something_else(claim, text, reader):
    said, unsaid = reader.entail([claim, claim], [text, "火山が噴火した。"])
    assert said.supported > unsaid.supported
    assert said.supported + said.contradicted + said.not_said == pytest.approx(1.0, abs=1e-5)


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
    ("text", "sure"),
    [("Anthropicはどこにありますか?", True), ("Leike 为什么离职?", True), ("Leike left.", False)],
)
def test_a_latin_word_that_begins_a_sentence_in_another_script_is_surely_a_name(text, sure):
    assert [name.sure for name in names(text)] == [sure]
