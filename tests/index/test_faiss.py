"""How the embedded candidates follow their library, and how they ask it for terms."""

import pytest
from fakes import tiny_model

from index.article import Article
from index.build import prepare
from index.embed import Models
from index.faiss import MOST_HELD, wanted
from index.record import Source
from index.search import PassageIndex, rarity
from index.store import create, remade


@pytest.fixture
def tiny(tmp_path):
    return tiny_model(tmp_path / "model")


@pytest.fixture
def library(tmp_path, tiny):
    return create(tmp_path / "index", tiny.name)


def put(library, tiny, name, text, path=""):
    article = Article(name, text, language="en")
    library.put(Source(path or name, ""), prepare(article, Models(tiny, tiny)))


def names(index):
    with index.snapshot():
        found = index.candidates.nearest(index.candidates.vectors([1])[0], "en", 9)
        articles = index.library.by_id(row.article for row in index.library.passages(found))
        return sorted(article.name for article in articles.values())


def test_a_new_article_is_all_that_is_read_of_a_library_that_is_open(library, tiny):
    put(library, tiny, "cat", "cat sleeps")
    index = PassageIndex(library)
    before = index.candidates._slices["en"].most
    put(library, tiny, "tea", "tea the")
    assert names(index) == ["cat", "tea"]
    assert index.candidates._slices["en"].most is before


def test_an_id_that_is_given_again_is_another_passage(library, tiny):
    put(library, tiny, "cat", "cat sleeps")
    put(library, tiny, "tea", "tea the")
    index = PassageIndex(library)
    library.forget("tea")
    put(library, tiny, "gatto", "gatto dorme")
    with index.snapshot():
        near = index.candidates.nearest(tiny.embed_question("gatto dorme"), "en", 9)
    assert near == {1: pytest.approx(1, abs=0.001), 2: pytest.approx(1, abs=0.001)}
    assert names(index) == ["cat", "gatto"]


def test_a_library_that_takes_the_place_of_another_is_read_anew(library, tiny):
    put(library, tiny, "cat", "cat sleeps")
    index = PassageIndex(library)
    with remade(library.folder, tiny.name) as fresh:
        put(fresh, tiny, "tea", "tea the")
    assert names(index) == ["tea"]
    with remade(library.folder, tiny.name):
        pass
    with index.snapshot():
        assert index.candidates.languages() == ()


def test_a_snapshot_stays_with_its_file_when_another_takes_the_place(library, tiny):
    put(library, tiny, "cat", "cat sleeps")
    put(library, tiny, "gatto", "gatto dorme")
    index = PassageIndex(library)
    with index.snapshot():
        before = library.version()
        for file in library.folder.iterdir():
            file.unlink()
        put(create(library.folder, tiny.name), tiny, "tea", "tea the")
        assert library.version() == before
        assert names(index) == ["cat", "gatto"]
    assert library.version() > before
    assert names(index) == ["tea"]


def test_a_library_that_is_emptied_and_filled_again_is_read_anew(library, tiny):
    put(library, tiny, "cat", "cat sleeps")
    index = PassageIndex(library)
    library.empty(tiny.name)
    put(library, tiny, "tea", "tea the")
    assert names(index) == ["tea"]


@pytest.mark.parametrize(
    ("holding", "passages", "query"),
    [
        # Few passages: every term counts.
        ({"cat": 9_000, "tea": 8_000, "the": 7_000}, MOST_HELD, '"the" OR "tea" OR "cat"'),
        # 100 and 15,000 stay below 20,000, with 10,000 more it is too many.
        ({"cat": 15_000, "tea": 100, "the": 30_000}, 1_000_000, '"tea" OR "cat"'),
        ({"cat": 90_000, "tea": 80_000, "the": 30_000}, 1_000_000, '"the" AND "tea"'),
        ({"the": 30_000}, 1_000_000, '"the"'),
    ],
)
def test_of_very_many_passages_common_terms_bring_up_none(holding, passages, query):
    rarities = {term: rarity(count, passages) for term, count in holding.items()}
    assert wanted(rarities, passages) == query
