import pytest

from index.article import Article, Place
from index.build import Status, bring, build, gone, heading, prepare, prune
from index.clean import clean
from index.store import create

ENGLISH = "The cat sleeps on the mat. It dreams of fish, and nobody wakes it before noon."
JAPANESE = "猫はマットの上で眠っています。魚の夢を見ているので、誰も起こしません。"


@pytest.fixture
def library(tmp_path, models):
    return create(tmp_path / "index", models.embedder.name)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "cat.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "neko.txt").write_text(JAPANESE, encoding="utf-8")
    return folder


def run(folder, library, models):
    return [outcome.status for outcome in build(sorted(folder.iterdir()), library, models)]


def test_articles_go_in_with_their_languages(folder, library, models):
    assert run(folder, library, models) == [Status.ADDED, Status.ADDED]
    assert [(article.name, article.language, article.text) for article in library.articles()] == [
        ("cat", "en", ENGLISH),
        ("neko", "ja", JAPANESE),
    ]


def test_unchanged_articles_are_left_alone(folder, library, models):
    run(folder, library, models)
    before = library.rows("SELECT id, digest FROM articles")
    assert run(folder, library, models) == [Status.UNCHANGED, Status.UNCHANGED]
    assert library.rows("SELECT id, digest FROM articles") == before


def test_a_changed_article_is_replaced(folder, library, models):
    run(folder, library, models)
    (folder / "cat.txt").write_text(ENGLISH.replace("cat", "dog"), encoding="utf-8")
    assert run(folder, library, models) == [Status.REPLACED, Status.UNCHANGED]
    assert [article.name for article in library.articles()] == ["cat", "neko"]
    assert library.articles()[0].text.startswith("The dog sleeps")


def test_the_same_text_twice_is_one_article_with_two_sources(folder, library, models):
    (folder / "copy.txt").write_text(ENGLISH, encoding="utf-8")
    assert run(folder, library, models) == [Status.ADDED, Status.SAME, Status.ADDED]
    assert len(library.articles()) == 2
    assert len(library.sources()) == 3


def test_two_files_of_one_name_become_two_articles(folder, library, models):
    (folder / "sub").mkdir()
    (folder / "sub" / "cat.txt").write_text("A dog barks at the moon.", encoding="utf-8")
    list(build([folder / "cat.txt", folder / "sub" / "cat.txt"], library, models))
    assert [article.name for article in library.articles()] == ["cat", "cat-2"]


def test_a_deleted_article_goes_when_pruned(folder, library, models):
    run(folder, library, models)
    (folder / "cat.txt").unlink()
    assert run(folder, library, models) == [Status.UNCHANGED]
    assert len(library.articles()) == 2
    assert [outcome.status for outcome in prune([folder], library)] == [Status.REMOVED]
    assert [article.name for article in library.articles()] == ["neko"]


def test_pruning_one_folder_leaves_the_neighbour_of_a_longer_name(folder, library, models, tmp_path):
    other = tmp_path / "articles-old"
    other.mkdir()
    (other / "gone.txt").write_text(JAPANESE, encoding="utf-8")
    run(other, library, models)
    (other / "gone.txt").unlink()
    assert list(prune([folder], library)) == []


def test_a_bad_file_fails_alone_and_keeps_what_was_held_of_it(folder, library, models):
    run(folder, library, models)
    (folder / "cat.txt").write_bytes(b"")
    (folder / "new.txt").write_text("A new article about the rain in Rome.", encoding="utf-8")
    outcomes = list(build(sorted(folder.iterdir()), library, models))
    assert [outcome.status for outcome in outcomes] == [Status.FAILED, Status.UNCHANGED, Status.ADDED]
    assert "is empty" in outcomes[0].reason
    assert [article.name for article in library.articles()] == ["cat", "neko", "new"]


def test_a_file_that_was_moved_is_one_source_at_its_new_place(folder, library, models):
    run(folder, library, models)
    (folder / "cat.txt").rename(folder / "katze.txt")
    assert run(folder, library, models) == [Status.SAME, Status.UNCHANGED]
    assert {path.rsplit("/", 1)[1] for path in library.sources()} == {"katze.txt", "neko.txt"}


def test_a_name_that_is_not_utf8_fails_alone(folder, library, models):
    broken = folder / "b\udcff.txt"
    broken.write_text(ENGLISH, encoding="utf-8")
    outcomes = list(build([broken, folder / "neko.txt"], library, models))
    assert [outcome.status for outcome in outcomes] == [Status.FAILED, Status.ADDED]
    assert outcomes[0].reason.endswith("b?.txt: its name is not UTF-8; rename the file")


def test_a_headline_longer_than_what_is_read_leaves_every_sentence_read(models):
    sentences = "".join(f"The cat called {number} sleeps on the mat. " for number in range(40))
    article = Article("cat", sentences, title="Cats that sleep on mats " * 100, language="en")
    prepared = prepare(article, models)
    above, embedder = heading(article, models.embedder), models.embedder
    assert embedder.count_tokens([above])[0] <= embedder.longest // 4
    passages = [article.text[passage.start : passage.end] for passage in prepared.passages]
    assert len(passages) > 1
    assert max(embedder.count_tokens([f"{above}{text}" for text in passages])) <= embedder.longest


def test_a_renamed_file_carries_its_new_name(folder, library, models):
    run(folder, library, models)
    (folder / "cat.txt").rename(folder / "kitten.txt")
    assert run(folder, library, models) == [Status.SAME, Status.UNCHANGED]
    assert [article.name for article in library.articles()] == ["kitten", "neko"]


def test_files_that_are_gone_are_named_until_they_are_pruned(folder, library, models):
    run(folder, library, models)
    (folder / "cat.txt").unlink()
    assert gone(library) == [str(folder / "cat.txt")]
    assert [outcome.status for outcome in prune([folder], library)] == [Status.REMOVED]
    assert gone(library) == []


def test_what_was_read_from_an_address_has_its_name_and_is_not_gone(folder, library, models):
    outcome = bring(folder / "cat.txt", "https://example.org/pets/cats.html?page=2", library, models)
    assert (outcome.status, outcome.article.name) == (Status.ADDED, "cats")
    assert library.named("cats").url == "https://example.org/pets/cats.html?page=2"
    assert gone(library) == []


def test_whatever_is_wrong_with_one_file_the_others_go_in(folder, library, models, monkeypatch):
    def fail(article):
        if article.name == "cat":
            raise RecursionError("too deep")
        return clean(article)

    monkeypatch.setattr("index.build.clean", fail)
    first, second = build(sorted(folder.iterdir()), library, models)
    assert (first.status, second.status) == (Status.FAILED, Status.ADDED)
    cure = "cannot become an article (RecursionError: too deep); save its text as .txt"
    assert first.reason == f"{folder / 'cat.txt'}: {cure}"


def test_a_library_keeps_where_an_article_stands_in_its_file(tmp_path, library, models):
    (tmp_path / "talk.srt").write_text(
        "1\n00:00:01,000 --> 00:00:04,000\nThe boat is red.\n", encoding="utf-8"
    )
    list(build([tmp_path / "talk.srt"], library, models))
    assert library.named("talk").places == (Place(0, "0:00:01"),)
