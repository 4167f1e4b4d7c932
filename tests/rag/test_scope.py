import pytest
from fakes import tiny_model

from index.article import Article
from index.build import prepare
from index.embed import Models, TokenVectors
from index.scope import EVERYTHING, Scope
from index.search import PassageIndex
from index.store import Source, create
from rag.question import read_question
from rag.retrieve import retrieve

ARTICLES = [
    Article("english", "cat sleeps", language="en", date="2024-08-19"),
    Article("italian", "gatto dorme", language="it", date="2024-07"),
    Article("undated", "cat the", language="en"),
]


@pytest.fixture
def index(tmp_path):
    tiny = tiny_model(tmp_path / "model")
    models = Models(tiny, tiny)
    library = create(tmp_path / "index", tiny.name)
    for article in ARTICLES:
        library.put(Source(article.name, ""), prepare(article, models))
    return PassageIndex(library)


@pytest.fixture
def found(index, tmp_path):
    tiny = TokenVectors(tmp_path / "model")
    models = Models(tiny, tiny)

    def names(scope):
        hits = retrieve(read_question("cat", "en", models), index, tiny, k=10, scope=scope)
        return sorted(hit.article.name for hit in hits)

    return names


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (EVERYTHING, ["english", "italian", "undated"]),
        (Scope(languages=frozenset({"it"})), ["italian"]),
        (Scope(articles=frozenset({"english", "undated"})), ["english", "undated"]),
        (Scope(since="2024-08-01"), ["english"]),
        (Scope(since="2024-07-15"), ["english", "italian"]),
        (Scope(until="2024-08"), ["english", "italian"]),
        (Scope(until="2024-08-18"), ["italian"]),
        (Scope(languages=frozenset({"ja"})), []),
    ],
)
def test_only_articles_in_scope_answer(found, scope, names):
    assert found(scope) == names


@pytest.mark.parametrize(
    ("scope", "searched", "undated"),
    [
        (EVERYTHING, 3, 0),
        (Scope(since="2024-08-01"), 1, 1),
        (Scope(until="2024-08"), 2, 1),
        (Scope(languages=frozenset({"it"}), since="2024"), 1, 0),
        (Scope(articles=frozenset({"undated"})), 1, 0),
        (Scope(articles=frozenset({"undated"}), until="2024"), 0, 1),
    ],
)
def test_articles_in_scope_are_counted_and_those_that_lack_a_date(index, scope, searched, undated):
    assert index.library.reach(scope) == (searched, undated)
