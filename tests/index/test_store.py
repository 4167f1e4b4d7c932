import sqlite3

import numpy as np
import pytest

from index.article import Article, Removal
from index.build import prepare
from index.store import FILE, LibraryError, Source, create, open_library

CAT = Article("cat", "The cat sleeps. It dreams.", title="Cats", language="en", date="2024-05-01")
TEA = Article("tea", "お茶は緑です。", title="お茶", language="ja", removed=())


@pytest.fixture
def library(tmp_path, models):
    return create(tmp_path / "index", models.embedder.name)


def put(library, models, article, path):
    library.put(Source(path, f"bytes of {path}"), prepare(article, models))


def test_an_article_comes_back_as_it_went_in(library, models):
    article = Article(
        "a", "Menu\nA sentence.", "T", "en", "2024", "P", "https://e.org", (Removal("menu", 0, 5),)
    )
    put(library, models, article, "/a.txt")
    assert library.articles() == [article]


def test_a_source_read_again_replaces_its_article(library, models):
    put(library, models, CAT, "/a.txt")
    put(library, models, TEA, "/a.txt")
    assert [article.name for article in library.articles()] == ["tea"]
    assert library.rows("SELECT count(*) FROM passage_terms WHERE passage_terms MATCH 'cat'") == [(0,)]


def test_of_changes_made_together_all_are_kept_or_none(library, models):
    put(library, models, CAT, "/a.txt")

    def change(last):
        with library.together():
            put(library, models, TEA, "/b.txt")
            library.forget(last)

    with pytest.raises(UnicodeEncodeError):
        change("/\udcff.txt")
    assert [article.name for article in library.articles()] == ["cat"]
    change("/a.txt")
    assert [article.name for article in library.articles()] == ["tea"]


def test_an_article_with_two_sources_stays_until_both_are_gone(library, models):
    put(library, models, CAT, "/a.txt")
    library.link(Source("/b.txt", "bytes"), next(iter(library.names())))
    library.forget("/a.txt")
    assert [article.name for article in library.articles()] == ["cat"]
    library.forget("/b.txt")
    assert library.articles() == []
    for table in ("sentences", "passages", "removals", "passage_terms"):
        assert library.rows(f"SELECT count(*) FROM {table}") == [(0,)]


def test_vectors_are_kept_in_half_precision(library, models):
    put(library, models, CAT, "/a.txt")
    [(blob,)] = library.rows("SELECT vector FROM sentences LIMIT 1")
    kept = np.frombuffer(blob, dtype=np.float16).astype(np.float32)
    # The other half comes from an int8 model, whose rounding depends on what is read along with a text.
    expected = models.embedder.embed(["The cat sleeps."])[0]
    np.testing.assert_allclose(kept[:256], expected[:256], atol=0.001)
    assert kept @ expected > 0.99


def test_an_index_made_with_another_model_names_both(library, models):
    with pytest.raises(
        LibraryError,
        match=f"was made with the model {models.embedder.name}, not other-model: .*--from-scratch",
    ):
        open_library(library.folder, "other-model")


def test_a_folder_without_an_index_says_how_to_make_one(tmp_path):
    with pytest.raises(LibraryError, match="holds no index: make one with `polycite index"):
        open_library(tmp_path, "model")


@pytest.mark.parametrize("use", [open_library, create])
def test_a_foreign_database_is_left_alone(use, tmp_path):
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    with pytest.raises(LibraryError, match="is not a Polycite index"):
        use(tmp_path, "model")
    assert (tmp_path / FILE).stat().st_size > 0


@pytest.mark.parametrize("damage", [b"not a database at all" * 100, b""])
def test_a_file_that_is_no_database_is_one_line(tmp_path, damage):
    (tmp_path / FILE).write_bytes(damage)
    with pytest.raises(LibraryError, match="damaged|not a Polycite index"):
        open_library(tmp_path, "model")


def test_a_file_cut_short_is_one_line_with_the_cure(library, models):
    put(library, models, CAT, "/a.txt")
    library.close()
    path = library.folder / FILE
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(LibraryError, match="damaged: make it again with `polycite index .* --from-scratch`"):
        open_library(library.folder, models.embedder.name)


def test_a_library_emptied_by_another_is_seen_as_empty(library, models):
    put(library, models, CAT, "/a.txt")
    create(library.folder, models.embedder.name)
    assert library.articles() == []
    put(library, models, TEA, "/b.txt")
    assert [article.name for article in library.articles()] == ["tea"]


def test_a_snapshot_holds_while_another_writes(library, models):
    other = open_library(library.folder, models.embedder.name)
    with library.snapshot():
        assert library.articles() == []
        put(other, models, CAT, "/a.txt")
        assert library.articles() == []
    assert [article.name for article in library.articles()] == ["cat"]


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(LibraryError, match="taken cannot hold an index .*: name another folder"):
        create(tmp_path / "taken", "model")
