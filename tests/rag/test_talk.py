import pytest

from index.article import Article, Passage
from rag.dialogue.talk import in_full, spoken_in
from rag.records import Answer, Citation, Quote, Statement

ARTICLE = Article("a", "The thieves took nine jewels from the museum at night. Shen Ruolan leads the group.")
PASSAGE = Passage(0, len(ARTICLE.text), ())


def quoted(words):
    start = ARTICLE.text.index(words)
    return Quote(ARTICLE, PASSAGE, start, start + len(words))


def turn(question, language="en", span=""):
    quote = quoted(span or "The thieves took nine jewels from the museum at night.")
    said = Statement("", quote, (1,), span=quote if span else None)
    return Answer(question, language, True, (said,), (Citation(1, quote),), (), {}, understood=question)


@pytest.mark.parametrize(
    ("before", "asked", "full"),
    [
        ("Why did Jan Leike leave OpenAI?", "And where did he go?", "Where did Jan Leike go?"),
        ("Why did Jan Leike leave OpenAI?", "When?", "When did Jan Leike leave OpenAI?"),
        ("Who founded Perplexity?", "And when?", "Who founded Perplexity, and when?"),
        ("Who founded Perplexity?", "What is it worth?", "What is Perplexity worth?"),
        ("When did Jan Leike leave?", "And John Schulman?", "When did John Schulman leave?"),
        ("When did Jan Leike leave?", "What about John Schulman?", "When did John Schulman leave?"),
        ("How long is the Calvera bridge?", "How much did it cost?", "How much did the Calvera bridge cost?"),
        ("Why did Jan Leike leave?", "Who is his lawyer?", "Who is Jan Leike's lawyer?"),
        ("Why did Jan Leike leave?", "And then?", "What did Jan Leike do afterwards?"),
        ("How did the thieves get in?", "How long did they stay?", "How long did the thieves stay?"),
        ("When was the clock tower restored?", "How high is it?", "How high is the clock tower?"),
        ("When did the new mill open in Prato?", "Who owns it?", "Who owns the new mill?"),
    ],
)
def test_an_english_question_is_written_out(before, asked, full, models):
    assert in_full(asked, [turn(before)], models.tokens) == full


@pytest.mark.parametrize(
    ("before", "asked", "full"),
    [
        ("ヤン・ライケはなぜ辞めたのですか?", "それはいつ?", "ヤン・ライケはいつ辞めたのですか？"),
        ("ヤン・ライケはいつ辞めましたか?", "彼はどこへ行きましたか?", "ヤン・ライケはどこへ行きましたか？"),
        ("ヤン・ライケはいつ辞めましたか?", "彼の誕生日は?", "ヤン・ライケの誕生日は？"),
        (
            "ヤン・ライケはいつ辞めましたか?",
            "ジョン・シュルマンは?",
            "ジョン・シュルマンはいつ辞めましたか？",
        ),
        ("鉄道橋は長さ何キロ?", "主任技師は?", "鉄道橋：主任技師は？"),
        ("時計塔の高さは何メートルですか?", "いつ建てられましたか?", "時計塔：いつ建てられましたか？"),
        (
            "植物園の料金はいくらですか?",
            "いつから値上げされたのでしょうか?",
            "植物園：いつから値上げされたのでしょうか？",
        ),
        ("図書館はいつ開きましたか?", "どうして遅れたのでしょうか?", "図書館：どうして遅れたのでしょうか？"),
    ],
)
def test_a_japanese_question_is_written_out(before, asked, full, models):
    assert in_full(asked, [turn(before, "ja")], models.tokens) == full


@pytest.mark.parametrize(
    ("before", "asked", "full"),
    [
        ("Jan Leike 是什么时候离职的?", "为什么?", "Jan Leike 为什么离职的？"),
        ("格雷格·布罗克曼休假到什么时候?", "他的妻子是谁?", "格雷格·布罗克曼的妻子是谁？"),
        ("格雷格·布罗克曼加入了哪家公司?", "那扬·莱克呢?", "扬·莱克加入了哪家公司？"),
        ("Perplexity现在估值多少?", "它的查询量呢?", "Perplexity的查询量呢？"),
    ],
)
def test_a_chinese_question_is_written_out(before, asked, full, models):
    assert in_full(asked, [turn(before, "zh")], models.tokens) == full


@pytest.mark.parametrize(
    ("before", "asked", "full"),
    [
        ("Perché Jan Leike ha lasciato OpenAI?", "E quando?", "Quando Jan Leike ha lasciato OpenAI?"),
        ("Quando è stata restaurata la torre?", "E quanto è alta?", "Quanto è alta la torre?"),
        (
            "Perché il mulino era chiuso?",
            "E quanto costa il biglietto?",
            "Il mulino: quanto costa il biglietto?",
        ),
        ("Quando riapre il ponte di Calvera?", "Quanto costa la visita?", "Quanto costa la visita?"),
        ("Perché Jan Leike ha lasciato OpenAI?", "E dopo?", "Che cosa ha fatto Jan Leike dopo?"),
        ("In quale azienda è andato John Schulman?", "Quanti figli ha?", "Quanti figli ha John Schulman?"),
        ("Quando si è dimesso Jan Leike?", "E Andrej Karpathy?", "Quando si è dimesso Andrej Karpathy?"),
        ("Chi ha fondato Perplexity?", "In che anno?", "Chi ha fondato Perplexity, e in che anno?"),
        ("Quando si è dimesso Jan Leike?", "Qual era il suo ruolo?", "Qual era il ruolo di Jan Leike?"),
    ],
)
def test_an_italian_question_is_written_out(before, asked, full, models):
    assert in_full(asked, [turn(before, "it")], models.tokens) == full


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Why did Jan Leike leave?", "Who is Elon Musk's lawyer?"),
        ("Why did Jan Leike leave?", "How does the knight move in chess?"),
        ("ヤン・ライケはいつ辞めましたか?", "Perplexityを設立したのは誰ですか?"),
        ("Jan Leike 为什么离职?", "图阿马纳的总理叫什么?"),
        ("Quando si è dimesso Jan Leike?", "Chi dirige il museo di Castel San Zeno?"),
    ],
)
def test_a_question_that_stands_on_its_own_is_left_as_it_is(before, asked, models):
    assert in_full(asked, [turn(before)], models.tokens) == asked


def test_a_participle_is_no_subject(models):
    talk = [turn("Quando è stato restaurato?", "it")]
    assert in_full("E quanto costa?", talk, models.tokens) == "E quanto costa?"


def test_she_is_who_answered_the_question_before(models):
    talk = [turn("Who leads the group?", span="Shen Ruolan")]
    assert in_full("Where does she work?", talk, models.tokens) == "Where does Shen Ruolan work?"


def test_where_the_answer_names_nobody_the_questions_stay_together(models):
    asked = in_full("Where does she work?", [turn("Who leads the group?")], models.tokens)
    assert asked == "Who leads the group, and where does she work?"


def test_the_subject_lasts_over_several_turns(models):
    talk = [turn("Why did Jan Leike leave?"), turn("Where did Jan Leike go?")]
    assert in_full("And when was he born?", talk, models.tokens) == "When was Jan Leike born?"


def test_small_talk_between_is_no_subject(models):
    thanks = Answer("Thanks", "en", True, (), (), (), {}, small_talk=True)
    talk = [turn("Why did Jan Leike leave?"), thanks]
    assert in_full("And where did he go?", talk, models.tokens) == "Where did Jan Leike go?"


def test_without_a_talk_only_courtesies_go(models):
    assert in_full("Hi, and where did he go?", [], models.tokens) == "and where did he go?"


@pytest.mark.parametrize(
    ("before", "language", "asked", "full", "spoken"),
    [
        ("When was the mill built?", "en", "E chi l'ha costruito?", "The mill: chi l'ha costruito?", "it"),
        ("谁宣布休假?", "zh", "他什么时候回来?", "グレッグ・ブロックマン什么时候回来？", "zh"),
        ("Quando riapre il mulino?", "it", "And how old is it?", "Il mulino: how old is it?", "en"),
        ("Why did Jan Leike leave?", "en", "いつですか?", "Jan Leike：いつですか？", "ja"),
    ],
)
def test_a_question_in_another_language_than_the_one_before_keeps_its_own(
    before, language, asked, full, spoken, models
):
    article = Article("b", "グレッグ・ブロックマン氏も休暇を取る。", language="ja")
    quote = Quote(article, Passage(0, len(article.text), ()), 0, 11)
    said = Statement("", quote, (1,), span=quote)
    talk = [Answer(before, language, True, (said,), (Citation(1, quote),), (), {}, understood=before)]
    assert in_full(asked, talk, models.tokens) == full
    assert spoken_in(asked, talk) == spoken
