import threading

import numpy as np
import pytest
from fakes import tiny_model

from index.article import Article
from index.build import prepare
from index.embed import Models
from index.search import PassageIndex
from index.store import Source, create, open_library
from rag.retrieve import gather, read_question, retrieve, token_cosines

ARTICLES = [
    Article("en", "cat sleeps\n\ntea the", title="the", language="en"),
    Article("it", "gatto dorme\n\nil tè", title="the", language="it"),
]


@pytest.fixture
def tiny(tmp_path):
    return tiny_model(tmp_path / "model")


@pytest.fixture
def index(tmp_path, tiny):
    library = create(tmp_path / "index", tiny.name)
    for article in ARTICLES:
        library.put(Source(article.name, ""), prepare(article, Models(tiny, tiny)))
    return PassageIndex(library)


def words(hit):
    return hit.article.text[hit.sentence.start : hit.sentence.end]


def test_the_longer_vectors_of_content_words_weigh_more(tiny):
    question = read_question("the cat", "en", Models(tiny, tiny))
    np.testing.assert_allclose(question.weights, [0.2, 0.8])


def test_each_question_token_takes_its_best_cosine_in_each_text(tiny):
    question = read_question("cat sleeps", "en", Models(tiny, tiny))
    texts = tiny.tokens(["gatto", "tea dorme", "tea"])
    ends = np.cumsum([len(ids) for ids in texts])
    np.testing.assert_allclose(
        token_cosines(question, np.concatenate(texts), ends, tiny), [[1, 0, 0], [0, 1, 0]]
    )


def test_coverage_is_the_weighted_share_of_the_question_that_a_passage_holds(tiny, index):
    pool = gather(read_question("tea cat", "en", Models(tiny, tiny)), index, tiny)
    np.testing.assert_allclose(pool.passage_evidence["coverage"], [1.0, 0.5], atol=0.001)


def test_what_stands_just_before_a_sentence_counts_for_it_in_part(tiny, index):
    pool = gather(read_question("cat", "en", Models(tiny, tiny)), index, tiny)
    np.testing.assert_allclose(pool.sentence_evidence["context"], [1.0, 0.8, 1.0, 0.8], atol=0.001)


def test_both_languages_are_found_before_what_answers_less(tiny, index):
    hits = retrieve(read_question("cat sleeps", "en", Models(tiny, tiny)), index, tiny, k=10)
    assert {words(hit) for hit in hits[:2]} == {"cat sleeps", "gatto dorme"}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_passage_that_only_its_terms_brought_up_has_its_own_cosine(tiny, index):
    question = read_question("cat", "en", Models(tiny, tiny))
    [english, _] = index.passages([1, 2])  # the cat sleeps tea the: (2, 2, 2, 1)
    np.testing.assert_allclose(index.cosine(question.vector, english), 2 / np.sqrt(13), atol=0.001)


def test_no_sentence_comes_twice(tiny, index):
    hits = retrieve(read_question("tea", "en", Models(tiny, tiny)), index, tiny, k=10)
    assert len({(hit.article.name, hit.sentence) for hit in hits}) == len(hits) == 4


def test_an_empty_library_finds_nothing(tmp_path, tiny):
    empty = PassageIndex(create(tmp_path / "empty", tiny.name))
    assert retrieve(read_question("cat", "en", Models(tiny, tiny)), empty, tiny, k=5) == ()


def test_an_article_added_later_is_found_at_once(tmp_path, tiny, index):
    other = open_library(index.library.folder, tiny.name)
    other.put(Source("new", ""), prepare(Article("new", "cat tea", language="en"), Models(tiny, tiny)))
    found = retrieve(read_question("cat tea", "en", Models(tiny, tiny)), index, tiny, k=1)
    assert [hit.article.name for hit in found] == ["new"]


def test_questions_asked_while_articles_are_replaced_are_answered(tiny, index):
    question = read_question("cat", "en", Models(tiny, tiny))
    writer = open_library(index.library.folder, tiny.name)
    done = threading.Event()

    def replace_articles():
        for number in range(60):
            article = Article("changing", f"cat {number} sleeps\n\ntea {number}", language="en")
            writer.put(Source("changing", ""), prepare(article, Models(tiny, tiny)))
        done.set()

    thread = threading.Thread(target=replace_articles)
    thread.start()
    while not done.is_set():
        assert len(retrieve(question, index, tiny, k=10)) >= 4
    thread.join()
