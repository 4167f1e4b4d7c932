"""Questions to begin with and to go on with: each is answered without a reserve before it is offered."""

import json

import pytest
from fakes import ToldCollection, ToldReader

from index.archive import QUESTIONS
from index.build import build
from index.search import PassageIndex
from index.store import create
from rag.ask import ask
from rag.suggest import Starter, follow_ups, starters

ARTICLES = {
    "lighthouse.txt": "The lighthouse of Cape Verdell\n\n2031-05-02\n\n"
    "The lighthouse is open again. Its keeper is Martin Ferris, who lives there with two dogs.",
    "ferry.txt": "Un traghetto per Capo Verdell\n\n2031-06-01\n\n"
    "Il traghetto parte due volte al giorno."
    " La sua comandante è Laura Benson, che ha imparato a navigare da bambina.",
}
KEEPER, CAPTAIN = "Who is the keeper of the lighthouse?", "Who is the captain of the ferry?"
DOGS, WEATHER = "How many dogs live in the lighthouse?", "Is the lighthouse open again?"
ABOUT_LIGHTHOUSE = "What is “The lighthouse of Cape Verdell” about?"
ABOUT_FERRY = "What is “Un traghetto per Capo Verdell” about?"
WORDS = {KEEPER: "Martin Ferris", CAPTAIN: "Laura Benson", DOGS: "two dogs"}


def candidate(question, article, words, language="en"):
    evidence = [{"article": article, "quote": words}]
    return {
        "id": question, "answerable": True, "questions": {language: question}, "evidence": evidence,
        "answers": [words],
    }  # fmt: skip


@pytest.fixture
def index(tmp_path, models):
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    library = create(tmp_path / "index", models.embedder.name)
    assert {outcome.status for outcome in build(sorted(tmp_path.glob("*.txt")), library, models)} == {"added"}
    return PassageIndex(library)


@pytest.fixture
def offer(index):
    def offer(*candidates):
        lines = "".join(json.dumps(each) + "\n" for each in candidates)
        (index.library.folder / QUESTIONS).write_text(lines, encoding="utf-8")

    return offer


@pytest.fixture
def collection(index, models):
    return ToldCollection(index, models, told=ToldReader(WORDS | {ABOUT_FERRY: "traghetto"}))


def test_candidates_that_are_answered_rightly_are_offered_those_of_other_articles_first(collection, offer):
    offer(
        candidate(KEEPER, "lighthouse", "Martin Ferris"),
        candidate(DOGS, "lighthouse", "two dogs"),
        candidate(CAPTAIN, "ferry", "Laura Benson"),
    )
    assert starters("en", collection) == (
        Starter(KEEPER, "lighthouse"),
        Starter(CAPTAIN, "ferry"),
        Starter(DOGS, "lighthouse"),
    )


def test_what_is_refused_answered_wrongly_or_in_another_language_is_not_offered(collection, offer):
    offer(
        candidate(WEATHER, "lighthouse", "open again"),
        candidate(CAPTAIN, "ferry", "traghetto"),
        candidate(DOGS, "lighthouse", "two dogs", language="it"),
        candidate(KEEPER, "lighthouse", "Martin Ferris"),
    )
    assert starters("en", collection) == (Starter(KEEPER, "lighthouse"),)


def test_a_candidate_of_an_article_that_is_gone_is_passed_over(collection, offer):
    offer(candidate(CAPTAIN, "harbour", "Laura Benson"), candidate(KEEPER, "lighthouse", "Martin Ferris"))
    assert starters("en", collection) == (Starter(KEEPER, "lighthouse"),)


def test_articles_without_candidates_are_asked_for_by_headline_where_that_is_answered(collection):
    assert starters("en", collection) == (Starter(ABOUT_FERRY, "ferry"),)


def test_an_answer_leads_on_to_what_was_read_for_it_and_not_asked(collection):
    known = (Starter(KEEPER, "lighthouse"), Starter(CAPTAIN, "ferry"), Starter("Who is Zoë?", "harbour"))
    answer = ask(KEEPER, collection)
    assert follow_ups(answer, (), known, collection) == (CAPTAIN,)
    assert follow_ups(answer, [ask(CAPTAIN, collection)], known, collection) == ()


def test_a_question_that_would_lean_on_the_talk_is_not_offered(index, models):
    reader = ToldReader(WORDS, leaning={CAPTAIN: 0.9})
    collection = ToldCollection(index, models, told=reader)
    assert follow_ups(ask(KEEPER, collection), (), [Starter(CAPTAIN, "ferry")], collection) == ()


def test_a_refusal_leads_nowhere(collection):
    answer = ask("How many moons does Jupiter have?", collection)
    assert not answer.answered
    assert follow_ups(answer, (), [Starter(CAPTAIN, "ferry")], collection) == ()
