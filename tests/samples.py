"""A small article, and answers that rest on it."""

from index.article import Article, Passage
from rag.records import Answer, Citation, Found, Quote, Statement

TEXT = "序文。猫は寝る。終わり。"
CAT = Article("cat", TEXT, "猫の本", "ja", "2024-08-06", "猫社", "https://cats.example/1")


def quoted(article, start, end):
    return Quote(article, Passage(0, len(article.text), ()), start, end)


def answered(article=CAT, start=3, end=8, lead="According to “猫の本”: ", **more):
    quote = quoted(article, start, end)
    statement = Statement(lead, quote, (1,), **more)
    found = (Found(quote, 2.5, {"dense": 0.5, "lexical": 0.25}),)
    return Answer("Who sleeps?", "en", True, (statement,), (Citation(1, quote),), (), {}, found=found)


def refused(*related):
    silent = Statement("The articles do not say.", None, ())
    return Answer("Who sings?", "en", False, (silent,), (), related, {})
