"""Questions to begin with and headlines to go on with."""

import pytest
from fakes import ToldCollection, ToldReader

from index.build import build
from index.search import PassageIndex
from index.store import create
from rag.ask import ask
from rag.suggest import BEGINNINGS, examples, follow_ups

ARTICLES = {
    "lighthouse.txt": "The lighthouse of Cape Verdell\n\n2031-05-02\n\n"
    "The lighthouse is open again. Its keeper is Martin Ferris, who lives there with two dogs.",
    "ferry.txt": "Un traghetto per Capo Verdell\n\n2031-06-01\n\n"
    "Il traghetto parte due volte al giorno."
    " La sua comandante è Laura Benson, che ha imparato a navigare da bambina.",
}
LIGHTHOUSE, FERRY = "The lighthouse of Cape Verdell", "Un traghetto per Capo Verdell"
KEEPER, CAPTAIN = "Who is the keeper of the lighthouse?", "Who is the captain of the ferry?"


@pytest.fixture(scope="module")
def index(tmp_path_factory, models):
    articles = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    library = create(tmp_path_factory.mktemp("index"), models.embedder.name)
    assert {outcome.status for outcome in build(sorted(articles.iterdir()), library, models)} == {"added"}
    return PassageIndex(library)


@pytest.fixture
def collection(index, models):
    reader = ToldReader({KEEPER: "Martin Ferris", CAPTAIN: "Laura Benson", FERRY: "traghetto"})
    return ToldCollection(index, models, told=reader)


def test_articles_of_ones_own_are_offered_by_headline_those_in_the_readers_language_first(collection):
    assert examples("en", collection) == (LIGHTHOUSE, FERRY)
    assert examples("it", collection) == examples("ja", collection) == (FERRY, LIGHTHOUSE)


def test_questions_that_the_articles_answer_are_offered(index, models):
    reader = ToldReader(dict.fromkeys(BEGINNINGS["en"], "Martin Ferris"))
    assert examples("en", ToldCollection(index, models, told=reader)) == BEGINNINGS["en"]


def test_an_answer_leads_on_to_headlines_that_it_does_not_quote(collection):
    answer = ask(KEEPER, collection)
    assert follow_ups(answer, (), collection) == (FERRY,)


def test_a_headline_that_was_asked_for_is_not_offered_again(collection):
    asked = ask(FERRY, collection, language="en")
    assert follow_ups(ask(KEEPER, collection), [asked], collection) == ()


def test_a_refusal_leads_nowhere(collection):
    answer = ask("How many moons does Jupiter have?", collection)
    assert not answer.answered
    assert follow_ups(answer, (), collection) == ()
