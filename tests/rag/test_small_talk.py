import pytest

from rag.dialogue.small_talk import SmallTalk, language_of, small_talk, small_talk_reply, without_courtesies


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Hello there!", SmallTalk.GREETING),
        ("Buongiorno", SmallTalk.GREETING),
        ("こんにちは。", SmallTalk.GREETING),
        ("您好！", SmallTalk.GREETING),
        ("Thank you so much!", SmallTalk.THANKS),
        ("Grazie mille", SmallTalk.THANKS),
        ("どうもありがとうございました", SmallTalk.THANKS),
        ("非常感谢", SmallTalk.THANKS),
        ("Bye", SmallTalk.GOODBYE),
        ("Thanks, bye!", SmallTalk.GOODBYE),
        ("What can I ask you?", SmallTalk.ABOUT),
        ("Che cosa sai fare?", SmallTalk.ABOUT),
        ("何が聞ける?", SmallTalk.ABOUT),
        ("你是谁?", SmallTalk.ABOUT),
        ("Hi! What can you answer?", SmallTalk.ABOUT),
    ],
)
def test_small_talk_is_told_from_beginning_to_end(said, kind):
    assert small_talk(said) is kind


@pytest.mark.parametrize(
    "question",
    [
        "Hi, why did Leike leave?",
        "Grazie. E dopo?",
        "What do you know about the bridge?",
        "Chi è la direttrice?",
        "誰ですか?",
        "谢谢，谁是馆长?",
        "Who said hello?",
    ],
)
def test_a_question_is_no_small_talk_however_it_begins(question):
    assert small_talk(question) is None


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Hi, why did Leike leave?", "why did Leike leave?"),
        ("Hello! Thanks. And when?", "And when?"),
        ("ありがとう。島の住民は?", "島の住民は?"),
        ("好的,谢谢。有人死亡吗?", "有人死亡吗?"),
        ("Grazie. E dopo?", "E dopo?"),
        ("Hello!", "Hello!"),
        ("Why, hello, did he leave?", "Why, hello, did he leave?"),
    ],
)
def test_courtesies_before_a_question_are_left_out(question, rest):
    assert without_courtesies(question) == rest


def test_the_reply_says_what_the_collection_holds():
    reply = small_talk_reply(SmallTalk.ABOUT, "en", {"it": 1, "ja": 3}, ["Terremoto", ""])
    assert "I hold 4 articles: 3 in Japanese, 1 in Italian, among them “Terremoto”." in reply
    assert "Where they do not answer, I say so." in reply


def test_each_language_replies_in_its_own_words():
    counts = {"zh": 2}
    assert [
        small_talk_reply(SmallTalk.GREETING, language, counts, ["天"]) for language in ("it", "ja", "zh")
    ] == [
        "Buongiorno! Ho a disposizione 2 articoli: 2 in cinese, tra cui «天»."
        " Può chiedermi in italiano, inglese, giapponese o cinese.",
        "こんにちは。記事は2本あります（中国語2本）。たとえば『天』などです。"
        "日本語・英語・中国語・イタリア語で質問してください。",
        "您好！目前收录了2篇文章（中文2篇），例如《天》。您可以用中文、英文、日文或意大利文提问。",
    ]


def test_an_empty_collection_is_called_empty():
    assert "There are no articles yet: add some first." in small_talk_reply(SmallTalk.GREETING, "en", {}, [])


def test_a_language_that_is_not_spoken_is_answered_in_english():
    assert small_talk_reply(SmallTalk.THANKS, "fr", {"en": 1}, []).startswith("You are welcome")


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Ciao!", "it"),
        ("Grazie mille", "it"),
        ("ありがとう", "ja"),
        ("谢谢", "zh"),
        ("What can you do?", "en"),
    ],
)
def test_a_greeting_is_in_a_language(said, language):
    assert language_of(said) == language
