"""What every record and its candidates keep, whatever engine they are on."""

import threading
from math import log

import numpy as np
import pytest
from fakes import tiny_model
from pairs import PAIRS

from index.article import Article, Place, Removal
from index.build import prepare
from index.embed import Models
from index.record import Census, Cleaned, Source, fingerprint, text_digest
from index.scope import EVERYTHING, Scope
from index.search import PassageIndex, rarities

CAT = Article("cat", "cat sleeps\n\ntea the", title="Cats", language="en", date="2024-08-19", publisher="P")
GATTO = Article("gatto", "gatto dorme", title="Gatti", language="it", date="2024-07", url="https://e.org")
TEA = Article("tea", "tea the cat", language="en")
MENU = Article(
    "menu", "Menu\ntea the", language="en", date="2024", removed=(Removal("menu", 0, 5),),
    places=(Place(0, "p. 1"), Place(5, "p. 2")),
)  # fmt: skip


@pytest.fixture
def tiny(tmp_path):
    return tiny_model(tmp_path / "model")


@pytest.fixture(params=PAIRS, ids=lambda pair: pair.__name__)
def pair(request, tmp_path, tiny):
    pair = request.param(tmp_path / "index", tiny.name)
    yield pair
    pair.close()


@pytest.fixture
def put(tiny):
    """Store an article, by default as what a source of its own name holds."""

    def stored(record, article, path="", digest="bytes"):
        record.put(Source(path or f"/{article.name}.txt", digest), prepare(article, Models(tiny, tiny)))

    return stored


@pytest.fixture
def record(pair, put):
    record = pair.create()
    for article in (CAT, GATTO, TEA):
        put(record, article)
    yield record
    record.close()


@pytest.fixture
def index(record):
    return PassageIndex(record)


def names_of(index, passages):
    articles = {entry.id: entry.name for entry in index.library.entries(k=10)}
    return [articles[row.article] for row in index.library.passages(passages)]


def found(index, tiny, question, scope=EVERYTHING):
    """The names of the articles of all passages near a question, by language."""
    with index.snapshot():
        vector = tiny.embed_question(question)
        return {
            language: names_of(index, index.candidates.nearest(vector, language, 10, scope))
            for language in index.candidates.languages(scope)
        }


def test_changes_made_together_are_seen_inside_and_kept(pair, record, put):
    before = record.version()
    with record.together():
        put(record, MENU)
        assert record.name_of(text_digest(MENU.text)) == "menu"
        assert record.source("/menu.txt") == ("bytes", "menu")
        record.forget("/cat.txt")
        record.rename(text_digest(TEA.text), "cat")
    assert record.version() != before
    record.close()
    assert [article.name for article in pair.open().articles()] == ["cat", "gatto", "menu"]


def test_an_article_comes_back_as_it_went_in(record, put):
    put(record, MENU)
    assert record.named("menu") == MENU
    assert [article.name for article in record.articles()] == ["cat", "gatto", "menu", "tea"]
    assert record.named("dog") is None


def test_entries_are_listed_the_latest_first(record):
    entries = record.entries(k=10)
    assert [(entry.name, entry.date, entry.passages) for entry in entries] == [
        ("cat", "2024-08-19", 1),
        ("gatto", "2024-07", 1),
        ("tea", "", 1),
    ]
    assert [entry.name for entry in record.entries(k=1, skip=1)] == ["gatto"]
    assert [entry.name for entry in record.entries(Scope(languages=frozenset({"en"})), k=9)] == ["cat", "tea"]
    assert record.by_id([entries[1].id, 999]) == {entries[1].id: GATTO}
    assert (entries[0].publisher, entries[1].url, entries[1].title) == ("P", "https://e.org", "Gatti")


def test_what_there_is_is_counted(record, put):
    put(record, MENU)
    months = {("2024-08", "en"): 1, ("2024-07", "it"): 1, ("", "en"): 1, ("2024", "en"): 1}
    assert record.census() == Census(months, 4, "2024", "2024-08-19")
    assert record.counts() == {"en": 3, "it": 1}
    assert record.cleaned() == Cleaned(19 + 11 + 11 + 12, (("menu", 1, 5),))


def test_passages_and_sentences_are_read_by_id_in_reading_order(record):
    entry = record.entries(k=1)[0]
    [passage] = record.passages([entry.first, 999])
    assert (passage.article, passage.language, passage.last - passage.first) == (entry.id, "en", 1)
    rows = record.sentences([passage.last, passage.first, 999])
    assert rows.ids.tolist() == [passage.first, passage.last]
    assert (rows.starts.tolist(), rows.ends.tolist()) == ([0, 12], [10, 19])
    np.testing.assert_allclose(np.linalg.norm(rows.vectors, axis=1), 1, atol=0.001)
    # The tokens of the six-word model: cat sleeps, tea the.
    assert (rows.tokens.tolist(), rows.token_ends.tolist()) == ([1, 3, 5, 6], [2, 4])


def test_titles_come_as_tokens(record):
    [cat, gatto, tea] = record.entries(k=10)
    titles = record.titles([cat.id, tea.id, 999])
    assert {article: tokens.tolist() for article, tokens in titles.items()} == {cat.id: [0], tea.id: []}


def test_a_source_is_known_by_the_digest_of_its_bytes_and_its_article(record):
    assert record.source("/cat.txt") == ("bytes", "cat")
    assert record.source("/dog.txt") is None
    assert record.sources() == {"/cat.txt": "bytes", "/gatto.txt": "bytes", "/tea.txt": "bytes"}
    assert record.sources_of("cat") == [Source("/cat.txt", "bytes")]
    assert record.name_of(text_digest(CAT.text)) == "cat"
    assert record.name_of("other") is None
    assert (record.is_taken("cat"), record.is_taken("dog")) == (True, False)


def test_an_article_stays_until_its_last_source_is_gone(record):
    record.link(Source("/copy.txt", "copied"), text_digest(CAT.text))
    record.forget("/cat.txt")
    assert record.sources_of("cat") == [Source("/copy.txt", "copied")]
    record.forget("/copy.txt")
    assert record.named("cat") is None


def test_an_article_gets_another_name(record):
    record.rename(text_digest(CAT.text), "kitten")
    assert record.named("kitten").text == CAT.text
    assert not record.is_taken("cat")


@pytest.mark.parametrize("again", ["put", "link", "forget"])
def test_a_change_made_twice_is_made_once(record, put, again):
    if again == "put":
        put(record, CAT)
    elif again == "link":
        record.link(Source("/cat.txt", "bytes"), text_digest(CAT.text))
    else:
        record.forget("/dog.txt")
    assert sorted(record.names().values()) == ["cat", "gatto", "tea"]
    assert record.census().passages == 3
    assert record.holding(["cat"]) == (3, {"cat": 2})


def test_the_articles_have_a_fingerprint_of_their_texts_alone(record, put):
    before = fingerprint(record)
    put(record, MENU)
    assert fingerprint(record) != before
    record.forget("/menu.txt")
    assert fingerprint(record) == before


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (EVERYTHING, {"en": ["cat", "tea"], "it": ["gatto"]}),
        (Scope(languages=frozenset({"it", "ja"})), {"it": ["gatto"]}),
        (Scope(articles=frozenset({"tea", "gatto", "dog"})), {"en": ["tea"], "it": ["gatto"]}),
        (Scope(since="2024-08-01"), {"en": ["cat"]}),
        (Scope(since="2024-07-15", until="2024-07-20"), {"it": ["gatto"]}),
        (Scope(until="2024"), {"en": ["cat"], "it": ["gatto"]}),
        (Scope(articles=frozenset({"tea"}), since="2024"), {}),
    ],
)
def test_only_what_is_in_scope_is_near(index, tiny, scope, names):
    assert found(index, tiny, "cat", scope) == names
    assert index.library.reach(scope)[0] == sum(map(len, names.values()))


def test_what_is_near_comes_with_its_cosine_best_first(index, tiny):
    question = tiny.embed_question("cat")
    near = index.candidates.nearest(question, "en", 10)
    # tea the cat: (2, 0, 2, .5).
    assert names_of(index, list(near)[:1]) == ["tea"]
    np.testing.assert_allclose(list(near.values())[0], 2 / np.sqrt(8.25), atol=0.002)
    np.testing.assert_allclose(
        index.candidates.vectors(list(near)) @ question, list(near.values()), atol=0.002
    )
    assert len(index.candidates.nearest(question, "en", 1)) == 1


def test_terms_are_weighed_by_how_rare_they_are(index):
    # 3 passages: two hold "cat", one "gatto"; what half of them hold counts for nothing.
    assert rarities(["cat", "gatto", "dog"], index.library) == {
        "gatto": pytest.approx(log(2.5 / 1.5)),
        "dog": pytest.approx(log(3.5 / 0.5)),
    }


def test_passages_that_hold_a_term_come_by_bm25_in_each_language(index, record, put):
    for number in range(6):
        put(record, Article(f"other{number}", f"other {number} words", language="en"))
    with index.snapshot():
        rare = rarities(["cat", "gatto"], record)
        matching = index.candidates.matching(rare, 10)
        assert names_of(index, matching) == ["cat", "gatto", "tea"]
        [cat, gatto, tea] = (matching[row.id] for row in record.passages(matching))
        assert tea > cat > 0
        assert gatto > cat
        assert names_of(index, index.candidates.matching(rare, 1)) == ["gatto", "tea"]
        since = Scope(since="2024-07-15", until="2024-12")
        assert names_of(index, index.candidates.matching(rare, 10, since)) == ["cat", "gatto"]
        assert index.candidates.matching({}, 10) == {}


def test_what_another_process_changes_is_found_at_once_and_what_it_takes_out_no_more(pair, index, tiny, put):
    other = pair.open()
    before = index.library.version()
    put(other, Article("new", "gatto sleeps", language="it"))
    assert index.library.version() != before
    assert found(index, tiny, "cat")["it"] == ["gatto", "new"]
    other.forget("/gatto.txt")
    other.forget("/cat.txt")
    other.forget("/tea.txt")
    assert found(index, tiny, "cat") == {"it": ["new"]}
    other.close()


def test_a_snapshot_holds_while_another_writes(pair, index, tiny, put):
    other = pair.open()
    with index.snapshot():
        put(other, MENU)
        assert index.library.named("menu") is None
        assert index.candidates.languages() == ("en", "it")
    assert index.library.named("menu") == MENU
    other.close()


def test_two_questions_read_at_once(index, tiny):
    both, names = threading.Barrier(2, timeout=20), []

    def ask():
        with index.snapshot():
            # Each waits here until the other is as far.
            both.wait()
            near = index.candidates.nearest(tiny.embed_question("cat"), "it", 10)
            both.wait()
            names.append(names_of(index, near))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == [["gatto"], ["gatto"]]


def test_several_threads_ask_while_articles_are_replaced(pair, index, tiny, put):
    writer, done, answers = pair.open(), threading.Event(), []

    def ask():
        while not done.is_set():
            answers.append(found(index, tiny, "cat")["en"])

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(20):
        put(writer, Article("changing", f"cat {number} sleeps", language="it"), "/changing.txt", f"{number}")
    done.set()
    for thread in threads:
        thread.join()
    writer.close()
    assert answers
    assert all(answer == ["cat", "tea"] for answer in answers)
