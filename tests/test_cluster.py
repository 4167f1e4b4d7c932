"""An index on PostgreSQL and Milvus beside the one in a folder, and what is left when its engines die."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from engines import Milvus as MilvusServer
from engines import server
from fakes import tiny_model
from pairs import PAIRS

from index.article import Article, ArticleError
from index.build import build, prepare
from index.cluster.named import FILE
from index.connection import LibraryError, UnusableLibrary
from index.embed import Models
from index.engines import create, exists, model_of, open_library
from index.models import FAST, open_models
from index.record import Source, text_digest
from index.scope import EVERYTHING, Scope
from index.search import PassageIndex, rarities
from index.terms import terms
from rag.ask import Collection, ask
from rag.gold import read_questions

pytestmark = pytest.mark.skipif(len(PAIRS) < 2, reason="needs PostgreSQL and polycite[cluster]")
ours = pytest.mark.skipif("POLYCITE_POSTGRES" in os.environ, reason="kills PostgreSQL")

CAT = Article("cat", "cat sleeps\n\ntea the", language="en", date="2024-08-19")
TEA = Article("tea", "tea the cat", language="en")
SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The articles that ship, in an index of each pair."""
    models = open_models(FAST)
    pairs = [pair(tmp_path_factory.mktemp("seeds") / "index", models.embedder.name) for pair in PAIRS]
    records = [pair.create() for pair in pairs]
    for record in records:
        list(build(SEEDS, record, models))
    yield [Collection(PassageIndex(record), models) for record in records]
    for record, pair in zip(records, pairs, strict=True):
        record.close()
        pair.close()


@pytest.fixture(scope="module")
def questions(both):
    asked = read_questions(Path(__file__).parent / "seeds.jsonl", both[0].index.library.articles())
    return [(question.language, question.text) for question in asked[:12]]


def named(index, found):
    """Candidates by article and place in it, which ids of two records do not share, with their scores."""
    entries = {entry.id: entry for entry in index.library.entries(k=10)}
    rows = {row.id: entries[row.article] for row in index.library.passages(found)}
    return {(rows[number].name, number - rows[number].first): score for number, score in found.items()}


def candidates(collection, question, language, k, scope):
    index = collection.index
    with index.snapshot():
        rare = rarities(terms(question, language), index.library)
        vector = collection.models.embedder.embed_question(question)
        near = {
            each: named(index, index.candidates.nearest(vector, each, k, scope))
            for each in index.candidates.languages(scope)
        }
        return near, named(index, index.candidates.matching(rare, k, scope))


@pytest.mark.parametrize(
    ("k", "scope"),
    [(50, EVERYTHING), (5, EVERYTHING), (50, Scope(since="2024-08-10")), (5, Scope(languages={"ja", "it"}))],
)
def test_both_pairs_find_the_same_candidates_in_the_same_order_with_the_same_scores(
    both, questions, k, scope
):
    assert {language for language, _ in questions} == {"en", "ja", "zh", "it"}
    for language, question in questions:
        [(near, matching), (also_near, also_matching)] = (
            candidates(collection, question, language, k, scope) for collection in both
        )
        assert list(near) == list(also_near)
        for each, found in near.items():
            assert list(also_near[each]) == list(found)
            assert also_near[each] == pytest.approx(found, abs=1e-5)
        assert also_matching == pytest.approx(matching, abs=1e-9)
        assert sum(map(len, near.values())) > 5


def said(answer):
    cited = [(each.quote.article.name, each.quote.start, each.quote.end) for each in answer.citations]
    return answer.text, answer.certain, cited


def test_both_pairs_give_the_same_answers(both, questions):
    answers = [[said(ask(text, each)) for _, text in questions[::4]] for each in both]
    assert len(answers[0]) == 3
    assert answers[1] == answers[0]
    assert any(cited for _, _, cited in answers[0])


@pytest.fixture
def tiny(tmp_path):
    return tiny_model(tmp_path / "model")


@pytest.fixture
def pair(tmp_path, tiny):
    pair = PAIRS[-1](tmp_path / "index", tiny.name)
    yield pair
    pair.close()


@pytest.fixture
def record(pair, tiny):
    record = pair.create()
    put(record, CAT, tiny)
    yield record
    record.close()


def put(record, article, tiny, path=""):
    record.put(Source(path or article.name, "bytes"), prepare(article, Models(tiny, tiny)))


class Between:
    """An engine of candidates that does what it is asked, and then something happens."""

    def __init__(self, milvus, happens):
        self._milvus, self._happens = milvus, happens

        self.search = milvus.search

    def put(self, candidates):
        self._milvus.put(candidates)
        self._happens()

    def drop(self, articles):
        self._happens()
        self._milvus.drop(articles)

    def count(self):
        return self._milvus.count()

    def close(self):
        self._milvus.close()


def interrupted():
    raise KeyboardInterrupt


def names_near(record, tiny):
    index = PassageIndex(record)
    with index.snapshot():
        near = index.candidates.nearest(tiny.embed_question("cat"), "en", 10)
        articles = record.by_id(row.article for row in record.passages(near))
        return sorted(article.name for article in articles.values())


@ours
def test_postgres_killed_in_mid_write_loses_nothing_and_goes_on_when_it_is_back(pair, record, tiny):
    milvus = record._milvus
    record._milvus = Between(milvus, server().kill)
    with pytest.raises(LibraryError, match=r"PostgreSQL at 127.0.0.1 does not answer .* nothing .* is lost"):
        put(record, TEA, tiny)
    server().start()
    # The article lies there half-done, and nobody is shown any of it.
    assert (milvus.count(), record.census().passages) == (2, 1)
    assert names_near(record, tiny) == ["cat"]
    record._milvus = milvus
    put(record, TEA, tiny)
    assert (milvus.count(), record.census().passages) == (2, 2)
    assert names_near(record, tiny) == ["cat", "tea"]


@ours
def test_postgres_killed_in_mid_question_is_said_and_the_next_question_is_answered(record, tiny):
    index = PassageIndex(record)

    def languages_as_it_dies():
        with index.snapshot():
            assert index.candidates.languages() == ("en",)
            server().kill()
            return index.candidates.languages()

    with pytest.raises(LibraryError, match="PostgreSQL at 127.0.0.1 does not answer"):
        languages_as_it_dies()
    with pytest.raises(LibraryError, match="see that it runs and try again"):
        names_near(record, tiny)
    server().start()
    assert names_near(record, tiny) == ["cat"]


def test_what_a_writer_that_died_left_is_swept_out_by_the_next_change(pair, record, tiny):
    milvus = record._milvus
    record._milvus = Between(milvus, interrupted)
    with pytest.raises(KeyboardInterrupt):
        put(record, TEA, tiny)
    assert milvus.count() == 2
    with closing(pair.open()) as other:
        assert names_near(other, tiny) == ["cat"]
        other.link(Source("copy", "bytes"), text_digest(CAT.text))
    assert milvus.count() == 1


def test_an_article_whose_going_was_cut_short_is_found_no_more(pair, record, tiny):
    put(record, TEA, tiny)
    milvus = record._milvus
    record._milvus = Between(milvus, interrupted)
    with pytest.raises(KeyboardInterrupt):
        record.forget("tea")
    assert (milvus.count(), record.named("tea")) == (2, None)
    assert names_near(record, tiny) == ["cat"]
    record._milvus = milvus
    put(record, TEA, tiny)
    assert names_near(record, tiny) == ["cat", "tea"]
    assert milvus.count() == 2


def test_an_article_that_postgres_cannot_keep_fails_alone(record, tiny):
    with pytest.raises(ArticleError, match="nul: holds a NUL, which PostgreSQL cannot keep"):
        put(record, Article("nul", "cat\0 sleeps", language="en"), tiny)
    put(record, TEA, tiny)
    assert [article.name for article in record.articles()] == ["cat", "tea"]


def test_candidates_that_are_lost_are_made_again_from_the_record(pair, record, tiny):
    record._milvus.empty()
    assert names_near(record, tiny) == []
    with closing(pair.open()) as other:
        assert names_near(other, tiny) == ["cat"]


@pytest.fixture
def milvus(tmp_path):
    served = MilvusServer(tmp_path / "milvus")
    yield served
    served.kill()


@pytest.mark.skipif("POLYCITE_MILVUS_URI" in os.environ, reason="kills Milvus")
def test_milvus_killed_loses_nothing_and_goes_on_when_it_is_back(tmp_path, pair, tiny, milvus):
    file = tmp_path / "index" / FILE
    [where, _] = file.read_text().splitlines()
    file.write_text(f'{where}\ncandidates = "{milvus.address}"\n')
    with closing(pair.create()) as record:
        put(record, CAT, tiny)
        milvus.kill()
        with pytest.raises(LibraryError, match=f"Milvus at {milvus.address} does not answer"):
            put(record, TEA, tiny)
        with pytest.raises(LibraryError, match="see that it runs and try again"):
            names_near(record, tiny)
        assert record.named("tea") is None
        milvus.start()
        assert names_near(record, tiny) == ["cat"]
        put(record, TEA, tiny)
        assert names_near(record, tiny) == ["cat", "tea"]


def test_an_index_is_known_by_its_folder_and_remembers_its_model(tmp_path, pair, tiny):
    folder = tmp_path / "index"
    assert not exists(folder)
    with pytest.raises(LibraryError, match="holds no index: make one with `polycite index"):
        model_of(folder)
    create(folder, tiny.name).close()
    assert exists(folder)
    assert model_of(folder) == tiny.name.rpartition("@")[0]
    with pytest.raises(UnusableLibrary, match="not another"):
        open_library(folder, "another@1")


def test_an_index_made_anew_is_empty_and_says_so_to_whoever_has_it_open(pair, record, tiny):
    with closing(create(record.folder, "another@1")) as fresh:
        assert (fresh.census().passages, fresh.articles(), fresh.sources()) == (0, [], {})
    with pytest.raises(UnusableLibrary, match="made again with another model"):
        record.version()
