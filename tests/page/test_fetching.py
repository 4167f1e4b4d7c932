"""Addresses given to the page: what it fetches, for whom, and what becomes of it."""

from functools import partial

import pytest

import page.fetching
from index.build import Status, build
from index.fetch import Fetcher
from index.store import create
from page.articles import named_address
from page.desk import Desk
from page.drop import drop_html
from page.fetching import fetched, offered
from page.phrases import Phrases
from page.shelf import Change, remove, undo


@pytest.fixture
def desk(tmp_path, models):
    (tmp_path / "cat.txt").write_text("The cat sleeps in the barn.", encoding="utf-8")
    library = create(tmp_path / "index", models.embedder.name)
    list(build([tmp_path / "cat.txt"], library, models))
    library.close()
    desk = Desk(tmp_path / "index")
    desk.open()
    return desk


@pytest.fixture
def near(monkeypatch):
    """The site of the tests is on this machine, where an address is otherwise not asked."""
    monkeypatch.setattr(page.fetching, "Fetcher", partial(Fetcher, private=True))


def changes(address, desk):
    return [step for step in fetched(address, desk) if isinstance(step, Change)]


def names(desk):
    return [name for (name,) in desk.collection.index.library.rows("SELECT name FROM articles ORDER BY name")]


@pytest.mark.parametrize(
    ("host", "login", "read_only", "takes"),
    [
        ("127.0.0.1", False, False, True),
        ("localhost", False, False, True),
        ("0.0.0.0", True, False, True),
        ("0.0.0.0", False, False, False),
        ("192.0.2.7", False, False, False),
        ("127.0.0.1", True, True, False),
    ],
)
def test_addresses_are_taken_from_the_owner_and_from_who_logs_in(host, login, read_only, takes):
    assert offered(host, login=login, read_only=read_only) is takes


def test_the_field_is_there_only_where_addresses_are_taken():
    assert 'class="address"' in drop_html(Phrases("en"), fetches=True)
    assert 'class="address"' not in drop_html(Phrases("en"))


@pytest.mark.parametrize("data", [None, {}, {"files": ["/x"]}, {"address": 7}, {"address": ["https://a"]}])
def test_what_is_no_address_is_none(data):
    assert named_address(data) == ""
    assert named_address({"address": " https://example.org/a "}) == "https://example.org/a"


def test_a_page_goes_in_under_its_address_and_is_undone(desk, site, near):
    steps = list(fetched(f"{site}/bridge.html", desk))
    assert steps[0] == (f"{site}/bridge.html", 1, 0, None)
    [change] = [step for step in steps if isinstance(step, Change)]
    assert (change.name, change.status, change.article.url) == ("bridge", "added", f"{site}/bridge.html")
    assert [again.status for again in changes(f"{site}/bridge.html", desk)] == [Status.UNCHANGED]
    models = desk.models()
    assert [undone.status for undone in undo(change, desk.folder, models)] == [Status.REMOVED]
    assert names(desk) == ["cat"]


def test_an_article_from_an_address_is_taken_out_whole(desk, site, near):
    changes(f"{site}/bridge.html", desk)
    change = remove("bridge", desk.folder, desk.models())
    assert (change.status, change.stays, names(desk)) == (Status.REMOVED, True, ["cat"])


def test_each_page_of_a_feed_ends_in_one_change(desk, site, near):
    assert [(change.name, change.status) for change in changes(f"{site}/feed.xml", desk)] == [
        ("bridge", "added"),
        (f"{site}/gone.html", "failed"),
    ]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/etc/passwd", "is no address of a web page; check the spelling"),
        ("file:///etc/passwd", "is no address of a web page; check the spelling"),
        ("http://127.0.0.1:9/a", "is an address of your own network; allow it with --private"),
        ("http://169.254.169.254/a", "is an address of your own network; allow it with --private"),
        ("http://[::1]:9/a", "is an address of your own network; allow it with --private"),
    ],
)
def test_no_file_and_no_address_of_the_own_network_is_read(desk, address, reason):
    [change] = changes(address, desk)
    assert (change.status, change.reason) == (Status.FAILED, f"{address}: {reason}")
    assert names(desk) == ["cat"]
