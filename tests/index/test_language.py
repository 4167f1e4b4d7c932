from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.language import NAMES, SUPPORTED, article_language, question_language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Why did Jan Leike leave?", "en"),
        ("Who founded Perplexity?", "en"),
        ("And then?", "en"),
        ("WHY DID JAN LEIKE LEAVE?", "en"),
        ("chi e via garibaldi", "it"),
        ("cosa e ponte", "it"),
        ("chi e karl kowalski?", "it"),
        ("PERCHÉ GARIBALDI HA LASCIATO CAPRERA", "it"),
        ("How do I cook carbonara?", "en"),
        ("Perché Jan Leike ha lasciato OpenAI?", "it"),
        ("Chi ha fondato Perplexity?", "it"),
        ("Perché?", "it"),
        ("E dopo?", "it"),
        ("E lui?", "it"),
        ("Cos'è Anthropic?", "it"),
        ("Jan Leike 为什么离职?", "zh"),
        ("东京有多少人口?", "zh"),
        ("谁创立了 Safe Superintelligence?", "zh"),
        ("为什么?", "zh"),
        ("創始人是誰?", "zh"),
        ("工業製造所於何年成立?", "zh"),
        ("明仁一直有甚麼問題?", "zh"),
        ("ヤン・ライケはなぜOpenAIを辞めたのですか?", "ja"),
        ("Jan Leikeはなぜ退職?", "ja"),
        ("なぜ?", "ja"),
        ("ブロックマンは?", "ja"),
    ],
)
def test_short_questions_are_in_the_language_of_their_words(question, language):
    assert question_language(question) == language


@pytest.mark.parametrize(
    "question", ["東京人口何人", "会社設立年", "天気", "何時", "日本国憲法制定年月日", "首相誰"]
)
def test_japanese_without_kana_is_not_chinese(question):
    assert question_language(question) == "ja"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who is Giuseppe Garibaldi?", "en"),
        ("What did Ken Tanaka do in Osaka?", "en"),
        ("Who is 李飞飞?", "en"),
        ("what does アライメント mean?", "en"),
        ("Chi è 李飞飞?", "it"),
        ("Quanto costa Claude 3.5 Sonnet?", "it"),
        ("openai 的 ceo 是谁?", "zh"),
        ("chatgpt plus 多少钱?", "zh"),
        ("「スーパーアライメント」是什么意思?", "zh"),
        ("machine learning とは?", "ja"),
        ("Safe Superintelligenceを設立したのは誰ですか?", "ja"),
    ],
)
def test_names_in_another_language_do_not_decide(question, language):
    assert question_language(question) == language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("primo libro di toyo uzawa 1979 copie vendute", "it"),
        ("A chi va il telescopio di Shen Ho-ling?", "it"),
        ("Who founded スタジオジブリ?", "en"),
    ],
)
def test_a_name_or_two_make_no_question_foreign(question, language):
    assert question_language(question) == language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Pourquoi Jan Leike est-il parti ?", "fr"),
        ("Warum ist Jan Leike gegangen?", "de"),
        ("¿Quién fundó Perplexity?", "es"),
        ("Quem fundou a Perplexity?", "pt"),
        ("Wie heeft Perplexity opgericht?", "nl"),
        ("누가 Perplexity를 설립했나요?", "ko"),
        ("Почему ушёл Ян Лейке?", "ru"),
        ("من أسس Perplexity؟", "ar"),
        ("ใครก่อตั้ง Perplexity", "th"),
    ],
)
def test_other_languages_are_told_apart(question, language):
    assert question_language(question) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀😀",
        "123 456",
        "???",
        "OpenAI",
        "Jan Leike",
        "GPT-4o",
        "https://it.wikipedia.org/wiki/Roma",
    ],
)
def test_what_has_no_words_but_names_has_no_language(text):
    assert question_language(text) == "und"


ITALIAN = "La società è nata nel 2015 e oggi dà lavoro a più di mille persone. "
ENGLISH = "The company was founded in 2015 and employs more than a thousand people today. "
JAPANESE = "会社は2015年に設立され、現在は千人以上が働いています。"
CHINESE = "公司成立于2015年，现在有一千多名员工。"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ITALIAN * 9, "it"),
        (ENGLISH * 9, "en"),
        (JAPANESE * 9, "ja"),
        (CHINESE * 9, "zh"),
        (JAPANESE * 9 + ENGLISH * 2, "ja"),
        (ENGLISH * 9 + CHINESE, "en"),
        (CHINESE * 9 + "「シュルマン」", "zh"),
        ("公司成立於2015年，現在有一千多名員工，總部設在舊金山。" * 9, "zh"),
        ("Företaget grundades 2015 och har i dag mer än tusen anställda i landet. " * 9, "sv"),
        ("Компания была основана в 2015 году, и сегодня в ней работает более тысячи человек. " * 9, "ru"),
        ("회사는 2015년에 설립되었으며 현재 천 명 이상의 직원이 일하고 있습니다. " * 9, "ko"),
        (ITALIAN, "it"),
        ("12 % 34 € 😀 " * 50, "und"),
        ("", "und"),
    ],
)
def test_an_article_is_in_the_language_of_most_of_it(text, language):
    assert article_language(text) == language


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_code_or_none(text):
    assert question_language(text) == "und" or len(question_language(text)) == 2
    assert article_language(text) == "und" or len(article_language(text)) == 2


def test_a_long_question_without_a_space_is_read_at_once():
    began = process_time()
    assert question_language("是的" * 200_000) == "zh"
    assert process_time() - began < 1.0


def test_every_supported_language_has_an_english_name():
    assert list(NAMES) == list(SUPPORTED) == ["en", "ja", "zh", "it"]
