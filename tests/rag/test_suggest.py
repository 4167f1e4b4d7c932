"""Questions to begin with and to go on with: the articles answer each of them."""

import pytest

from index.build import build
from index.search import PassageIndex
from index.store import create
from rag.ask import Collection, ask
from rag.suggest import BEGINNINGS, examples, follow_ups

ARTICLES = {
    "lighthouse.txt": "The lighthouse of Cape Verdell\n\nThe lighthouse of Cape Verdell is open again. "
    "Its keeper is Martin Ferris, who lives there with two dogs. Martin Ferris paints the lamp each spring.",
    "ferry.txt": "A ferry for Cape Verdell\n\nThe ferry to Cape Verdell sails twice a day since April. "
    "Its captain is Laura Benson. Laura Benson learned to sail as a child.",
}


@pytest.fixture(scope="module")
def collection(tmp_path_factory, models):
    articles = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    library = create(tmp_path_factory.mktemp("index"), models.embedder.name)
    assert {outcome.status for outcome in build(sorted(articles.iterdir()), library, models)} == {"added"}
    return Collection(PassageIndex(library), models)


def test_articles_of_ones_own_are_not_asked_about_those_that_ship(collection):
    begin = examples("en", collection)
    assert begin
    assert not set(begin) & set(BEGINNINGS["en"])
    for question in begin:
        name = question.removeprefix("Tell me about ")
        assert name in {"Cape Verdell", "Martin Ferris", "Laura Benson"}
        assert name in ask(question, collection).citations[0].quote.text


def test_an_answer_leads_on_to_what_it_does_not_quote_and_was_not_asked(collection):
    answer = ask("Who is the keeper of the lighthouse?", collection)
    quoted = {citation.quote.text for citation in answer.citations}
    for question in follow_ups(answer, (), collection):
        then = ask(question, collection)
        assert then.answered
        assert then.citations[0].quote.text not in quoted
        assert question not in follow_ups(answer, (then,), collection)


def test_a_refusal_leads_nowhere(collection):
    answer = ask("How many moons does Jupiter have?", collection)
    assert not answer.answered
    assert follow_ups(answer, (), collection) == ()
