"""The one way to ask: what is typed, what is searched for, what is said back."""

from dataclasses import replace

import pytest
from fakes import ToldCollection, ToldReader

from index.build import build
from index.scope import Scope
from index.search import PassageIndex
from index.store import create
from rag.ask import QuestionError, ask, open_collection, steps
from rag.records import Draft

ARTICLES = {
    "lighthouse.txt": "The lighthouse of Cape Verdell\n\n2031-05-02\n\n"
    "The lighthouse of Cape Verdell is open again since 3 April 2031."
    " Its keeper is Martin Ferris, who lives there with two dogs.",
    "ferry.txt": "Un traghetto per Capo Verdell\n\n2030-03-01\n\n"
    "Il traghetto per Capo Verdell parte due volte al giorno."
    " La sua comandante è Laura Benson, che ha imparato a navigare da bambina.",
}
KEEPER, CAPTAIN = "Who is the keeper of the lighthouse?", "Who is the captain of the ferry?"
BOTH = "Compare the lighthouse of Cape Verdell with the ferry of Laura Benson"
ONE = "Compare the lighthouse with a football club"
HERS = "And where did she learn it?"
ANSWERS = {
    KEEPER: "Martin Ferris",
    CAPTAIN: "Laura Benson",
    f"{CAPTAIN} Laura Benson {HERS}": "da bambina",
    "Martin Ferris": "Martin Ferris",
    "Wer ist der Leuchtturmwärter?": "Martin Ferris",
    "Give me a timeline of the lighthouse": "3 April 2031",
    BOTH: "two dogs",
    "Compare the lighthouse of Cape Verdell with the": "two dogs",
    "ferry of Laura Benson": "da bambina",
    ONE: "two dogs",
    "Compare the lighthouse with": "two dogs",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory, models):
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = create(tmp_path_factory.mktemp("index"), models.embedder.name)
    assert {outcome.status for outcome in build(sorted(folder.iterdir()), library, models)} == {"added"}
    return PassageIndex(library)


@pytest.fixture
def collection(index, models):
    return ToldCollection(index, models, told=ToldReader(ANSWERS, leaning={HERS: 0.9}))


def cited(answer):
    return [citation.quote.article.name for citation in answer.citations]


def test_a_question_is_answered_with_the_words_that_answer_it(collection):
    answer = ask(KEEPER, collection)
    [statement] = answer.statements
    assert (statement.span.text, cited(answer)) == ("Martin Ferris", ["lighthouse"])
    assert statement.shown.text == "Its keeper is Martin Ferris, who lives there with two dogs."
    assert (answer.language, answer.answered, answer.certain, answer.understood) == ("en", True, True, KEEPER)


def test_a_question_in_another_language_is_answered_where_it_can_be(collection):
    answer = ask("Wer ist der Leuchtturmwärter?", collection, language="it")
    assert (answer.statements[0].span.text, answer.language) == ("Martin Ferris", "it")


def test_it_searches_and_then_reads(collection):
    *drafts, answer = steps(KEEPER, collection)
    assert drafts == [Draft("searching"), Draft("reading")]
    assert set(answer.timings_ms) == {"search", "read"}


def test_what_was_considered_is_shown_the_likeliest_first(collection):
    found = ask(KEEPER, collection).found
    assert found[0].quote.text == "Its keeper is Martin Ferris, who lives there with two dogs."
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)


def test_what_no_window_answers_is_refused_with_what_came_nearest(collection):
    answer = ask("How many moons does Jupiter have?", collection)
    assert (answer.answered, answer.text, answer.citations) == (False, "The articles do not say.", ())
    assert answer.related


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Hello!", "Hello! I hold 2 articles: "),
        ("Grazie mille!", "Prego! Continua pure con le domande."),
        (
            "What can you do?",
            "I answer questions from a collection of articles and show the exact words",
        ),
    ],
)
def test_small_talk_is_answered_without_reading(typed, said, collection):
    answer = ask(typed, collection)
    assert answer.text.startswith(said)
    assert (answer.small_talk, answer.citations, answer.related) == (True, (), ())
    assert collection.reader.asked == []


def test_an_overview_is_how_each_article_begins_the_latest_first(collection):
    answer = ask("What are these articles about?", collection)
    assert [(statement.lead, statement.shown.text) for statement in answer.statements] == [
        (
            "According to “The lighthouse of Cape Verdell” (English, 2031-05-02): ",
            "The lighthouse of Cape Verdell is open again since 3 April 2031.",
        ),
        (
            "According to “Un traghetto per Capo Verdell” (Italian, 2030-03-01): ",
            "Il traghetto per Capo Verdell parte due volte al giorno.",
        ),
    ]


def test_an_overview_holds_to_what_is_searched(collection):
    scope = Scope(languages=frozenset({"it"}))
    assert cited(ask("What are these articles about?", collection, scope=scope)) == ["ferry"]


def test_a_bare_name_is_told_about(collection):
    answer = ask("Martin Ferris", collection, language="en")
    assert (answer.answered, set(cited(answer))) == (True, {"lighthouse"})
    assert [statement.span for statement in answer.statements] == [None]


def test_what_happened_is_told_by_date(collection):
    [event] = ask("Give me a timeline of the lighthouse", collection).statements
    assert event.lead == (
        "3 April 2031, according to “The lighthouse of Cape Verdell” (English, published 2 May 2031): "
    )


def test_two_sides_are_compared_by_turns_each_from_the_article_that_speaks_of_it(collection):
    answer = ask(BOTH, collection)
    assert (answer.answered, cited(answer)) == (True, ["lighthouse", "ferry", "lighthouse", "ferry"])


def test_nothing_is_compared_where_the_articles_have_only_one_side(collection):
    answer = ask(ONE, collection)
    assert (answer.answered, answer.text) == (False, "The articles do not say.")


def test_only_articles_in_scope_answer(collection):
    inside = ask(CAPTAIN, collection, scope=Scope(languages=frozenset({"it"})))
    outside = ask(CAPTAIN, collection, scope=Scope(since="2031-01-01"))
    assert (cited(inside), outside.answered) == (["ferry"], False)
    assert {quote.article.name for quote in outside.related} == {"lighthouse"}


def test_nothing_in_scope_is_a_refusal(collection):
    answer = ask(KEEPER, collection, scope=Scope(languages=frozenset({"zh"})))
    assert (answer.answered, answer.related) == (False, ())


def test_an_answer_may_be_wanted_in_another_language_than_the_question(collection):
    answer = ask(KEEPER, collection, language="it")
    assert answer.language == "it"
    assert answer.statements[0].lead == "Secondo «The lighthouse of Cape Verdell» (inglese, 2031-05-02): "


def test_a_question_that_leans_on_the_last_is_read_with_it(collection):
    first = ask(CAPTAIN, collection)
    then = ask(HERS, collection, talk=[first])
    assert then.understood == f"{CAPTAIN} Laura Benson {HERS}"
    assert (then.question, then.statements[0].span.text) == (HERS, "da bambina")


def test_a_question_that_may_lean_is_understood_as_it_is_surer_answered(index, models):
    reader = ToldReader(ANSWERS, leaning={HERS: 0.5, KEEPER: 0.5})
    collection = ToldCollection(index, models, told=reader)
    first = ask(CAPTAIN, collection)
    assert ask(HERS, collection, talk=[first]).understood == f"{CAPTAIN} Laura Benson {HERS}"
    assert ask(KEEPER, collection, talk=[first]).understood == KEEPER


@pytest.mark.parametrize(("leans", "together"), [(0.4, False), (0.6, True)])
def test_a_question_that_nothing_answers_is_understood_as_it_is_likelier_meant(
    index, models, leans, together
):
    asked = "And what is her salary?"
    collection = ToldCollection(index, models, told=ToldReader(ANSWERS, leaning={asked: leans}))
    first = ask(CAPTAIN, collection)
    then = ask(asked, collection, talk=[first])
    assert (then.answered, then.understood != asked) == (False, together)


def test_small_talk_between_two_questions_is_not_leaned_on(collection):
    talk = [ask(CAPTAIN, collection)]
    talk.append(ask("Hello!", collection, talk=talk))
    assert ask(HERS, collection, talk=talk).statements[0].span.text == "da bambina"


def test_a_fast_index_gives_the_nearest_sentence_with_a_reserve(collection):
    answer = ask(KEEPER, replace(collection, reads=False))
    assert answer.statements[0].text == "The articles may not say this. What comes nearest:"
    assert [statement.span for statement in answer.statements] == [None, None]
    assert (answer.answered, answer.certain, cited(answer)) == (True, False, ["lighthouse"])
    assert collection.reader.asked == []


def test_an_index_made_with_the_fast_model_is_not_read(tmp_path):
    from index.models import FAST, open_models

    fast = open_models(FAST)
    create(tmp_path / "fast", fast.embedder.name)
    assert not open_collection(tmp_path / "fast").reads


def test_an_index_made_with_the_bundled_model_is_read(tmp_path, models):
    create(tmp_path / "full", models.embedder.name)
    assert open_collection(tmp_path / "full").reads


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("🎉 ?!", "the question holds no words"),
        ("why " * 600, "has 2,399 characters: ask in at most 2,000"),
        ("Сколько лун у Юпитера?", r"in another language \(ru\): ask in English"),
    ],
)
def test_what_cannot_be_asked_says_why(question, message, collection):
    with pytest.raises(QuestionError, match=message):
        ask(question, collection)
