"""The words that answer: found in one sentence, for a question in any language."""

import numpy as np
import pytest

from index.article import Article, Passage, Sentence
from rag.gather import read_question
from rag.named import in_question
from rag.retrieve import Hit
from rag.spans import spans


def hit(text, language, *, date="2024-08-06", score=1.0):
    sentence = Sentence(0, len(text))
    article = Article("a", text, language=language, date=date)
    return Hit(
        article, Passage(0, len(text), (sentence,)), sentence, np.zeros(1, dtype=np.float32), score, {}
    )


JOINED = hit(
    "今月初め、John Schulman 氏は、OpenAI を退職し、競合企業 Anthropic に入社すると発表しました。", "ja"
)
RESIGNED = hit("2024 年 5 月 15 号,OpenAI 的安全主管 Jan Leike 宣布离职", "zh", date="")
LEAVE = hit("Greg Brockman prenderà un congedo fino a fine anno, dopo 9 anni.", "it")
LED = hit("The group of 40 chemists is led by Shen Ruolan of Jiangling University in China.", "en")


@pytest.mark.parametrize(
    ("question", "language", "evidence", "answer"),
    [
        ("Which company did John Schulman join?", "en", JOINED, "Anthropic"),
        ("ジョン・シュルマンはどの会社に入社しましたか?", "ja", JOINED, "Anthropic"),
        ("约翰·舒尔曼加入了哪家公司?", "zh", JOINED, "Anthropic"),
        ("When did Jan Leike announce that he resigned?", "en", RESIGNED, "2024 年 5 月 15 号"),
        ("Quando si è dimesso Jan Leike?", "it", RESIGNED, "2024 年 5 月 15 号"),
        ("ヤン・ライケはいつ辞めましたか?", "ja", RESIGNED, "2024 年 5 月 15 号"),
        ("格雷格·布罗克曼休假到什么时候?", "zh", LEAVE, "fine anno"),
        ("How many years did Brockman work?", "en", LEAVE, "9 anni"),
        ("Who leads the group?", "en", LED, "Shen Ruolan"),
        ("谁领导这个小组?", "zh", LED, "Shen Ruolan"),
        ("Quanti chimici ci sono nel gruppo?", "it", LED, "40"),
        ("グループのリーダーは誰ですか?", "ja", LED, "Shen Ruolan"),
    ],
)
def test_the_words_that_answer_are_found_across_languages(question, language, evidence, answer, models):
    assert spans(read_question(question, language, models), [evidence], models.tokens)[0].quote.text == answer


def test_a_relative_date_says_what_it_means(models):
    question = read_question("Until when is Brockman on leave?", "en", models)
    [span] = spans(question, [LEAVE], models.tokens)
    assert (span.value, span.resolved) == ("2024-12", "2024-12")


def test_a_number_of_the_unit_asked_goes_before_a_nearer_one(models):
    evidence = hit("The bridge of 46 arches is 4.7 kilometres long.", "en")
    [first, second] = spans(read_question("How long is the bridge?", "en", models), [evidence], models.tokens)
    assert (first.quote.text, second.quote.text) == ("4.7 kilometres", "46")


def test_people_are_not_counted_for_companies(models):
    evidence = hit("OpenAIの中核従業員75人近くが退職し、約30社のスタートアップを設立した。", "ja")
    question = read_question("How many startups did former employees of OpenAI found?", "en", models)
    assert spans(question, [evidence], models.tokens)[0].quote.text == "30社"


@pytest.mark.parametrize(
    ("sentence", "language", "part"),
    [
        ("現在、OpenAI の 11 人の共同創設者のうち残っているのは 3 人だけです。", "ja", "3 人"),
        ("Of the 11 founders of OpenAI only 3 remain.", "en", "3"),
        ("Degli 11 fondatori di OpenAI restano solo in 3.", "it", "3"),
        ("OpenAI的11位创始人中只有3人留下。", "zh", "3人"),
    ],
)
def test_of_some_among_many_the_part_answers(sentence, language, part, models):
    question = read_question("How many founders of OpenAI remain?", "en", models)
    assert spans(question, [hit(sentence, language)], models.tokens)[0].quote.text == part


@pytest.mark.parametrize(
    ("name", "question", "named"),
    [
        ("John Schulman", "约翰·舒尔曼加入了哪家公司?", True),
        ("ヤン・ライケ", "Why did Jan Leike leave?", True),
        ("Anthropic", "Why did Jan Leike leave?", False),
    ],
)
def test_a_name_in_the_question_is_known_in_any_script(name, question, named):
    assert in_question(name, question) is named
