"""What somebody wants who types something, in four languages, with the models that ship."""

import pytest

from rag.requests import Request, request_of

TYPED = {
    Request.GREETING: ("Hello!", "こんにちは", "你好", "Buongiorno"),
    Request.THANKS: ("Thank you very much!", "ありがとうございます", "谢谢！", "Grazie mille!"),
    Request.SELF: ("What can you do?", "あなたは何ができますか？", "你能做什么？", "Cosa sai fare?"),
    Request.OVERVIEW: (
        "What are these articles about?",
        "これらの記事は何についてですか？",
        "这些文章讲的是什么？",
        "Di cosa parlano questi articoli?",
    ),
    Request.ABOUT: (
        "Tell me about Martin Ferris",
        "マーティン・フェリスについて教えて",
        "介绍一下马丁·费里斯",
        "Parlami di Martin Ferris",
    ),
    Request.TIMELINE: (
        "Give me a timeline of the bridge",
        "橋の出来事を時系列で教えて",
        "大桥的时间线",
        "Cronologia del ponte",
    ),
    Request.COMPARISON: (
        "Compare the bridge with the tunnel",
        "橋とトンネルを比較して",
        "比较一下大桥和隧道",
        "Confronta il ponte con il tunnel",
    ),
    Request.QUESTION: (
        "When did the bridge open?",
        "橋を設計したのは誰ですか？",
        "大桥是谁设计的？",
        "Quando è stato aperto il ponte?",
    ),
}


@pytest.mark.parametrize("request_", TYPED)
def test_what_is_typed_is_told_in_four_languages(request_):
    assert [request_of(text) for text in TYPED[request_]] == [request_] * 4


@pytest.mark.parametrize("text", ["And for the Lark?", "为什么？", "なぜですか？", "E perché?"])
def test_a_follow_up_is_a_question(text):
    assert request_of(text) is Request.QUESTION
