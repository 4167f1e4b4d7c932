"""Answers of several collections as one."""

from dataclasses import replace

from evidence import hits_of

from index.article import Article
from rag.compose import hit_quote
from rag.everywhere import together
from rag.records import Answer, Citation, Statement

OPEN, SHUT = Article("town::a", "The bridge is open.", "", "en"), Article("sea::b", "It is shut.", "", "en")
SILENT = Answer("Is it?", "en", False, (Statement("The articles do not say.", None, ()),), (), (), {})


def said(article, likely, certain=True):
    quote = hit_quote(hits_of(article)[0])
    reserve = () if certain else (Statement("The articles may not say this.", None, ()),)
    statements = (*reserve, Statement("", quote, (1,)))
    return Answer(
        "Is it?", "en", True, statements, (Citation(1, quote),), (), {}, certain=certain, likely=likely
    )


def cited(answer):
    return [(citation.number, citation.quote.article.name) for citation in answer.citations]


def test_the_surest_evidence_comes_first_and_numbers_go_on():
    answer = together([said(OPEN, 0.8), SILENT, said(SHUT, 0.9)])
    assert cited(answer) == [(1, "sea::b"), (2, "town::a")]
    assert [statement.citations for statement in answer.statements] == [(1,), (2,)]


def test_what_is_said_with_a_reserve_does_not_stand_beside_what_is_sure():
    assert cited(together([said(OPEN, 0.7, certain=False), said(SHUT, 0.9)])) == [(1, "sea::b")]


def test_a_reserve_is_said_once():
    answer = together([said(OPEN, 0.7, certain=False), said(SHUT, 0.6, certain=False)])
    assert [statement.citations for statement in answer.statements] == [(), (1,), (2,)]


def test_where_none_says_the_nearest_of_all_are_shown():
    near = [replace(SILENT, related=(hit_quote(hits_of(each)[0]),)) for each in (OPEN, SHUT)]
    assert [quote.article.name for quote in together(near).related] == ["town::a", "sea::b"]
