"""Folders, archives, pages and feeds as sources."""

import tarfile
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from site_of_pages import BRIDGE

from index.article import ArticleError
from index.fetch import Fetcher
from index.sources import Item, expand, is_there
from index.stores import here


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "workspace").mkdir()
    return tmp_path / "workspace"


FETCHER = Fetcher(most=1000, private=True)


def test_a_page_is_fetched_over_redirects_in_the_encoding_that_its_server_says(site, workspace):
    [item] = expand(f"{site}/away", workspace, FETCHER)
    assert (item.name, item.file.suffix) == (f"{site}/away", ".html")
    assert item.file.read_text("utf-8-sig") == BRIDGE


def test_a_feed_is_the_list_of_its_pages(site, workspace):
    assert [(item.name, item.why_not) for item in expand(f"{site}/feed.xml", workspace, FETCHER)] == [
        (f"{site}/bridge.html", ""),
        (f"{site}/gone.html", f"{site}/gone.html: the site answers 404; check the address"),
    ]


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/secret", "its site asks programs to leave it; save the page and add that"),
        ("/large", "is larger than 1,000 bytes; raise the limit"),
        ("/round", "leads from one address to another without end; check it"),
    ],
)
def test_what_cannot_be_fetched_says_why(site, path, fault):
    with pytest.raises(ArticleError) as error:
        FETCHER.fetch(site + path)
    assert str(error.value) == f"{site}{path}: {fault}"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "0.0.0.0"]
)
def test_an_address_of_the_own_network_is_not_asked(host):
    with pytest.raises(ArticleError, match="is an address of your own network; allow it with --private$"):
        Fetcher(most=1000).fetch(f"http://{host}:9/a")


def test_what_is_no_address_says_so(workspace):
    [item] = expand("http://", workspace, FETCHER)
    assert (item.why_not, item.failed) == ("http://: is no address of a web page; check the spelling", True)


def packed(name: str) -> bytes:
    out, files = BytesIO(), {"a.txt": b"One.", "../../b.txt": b"Two.", "c.png": b"", ".git/d.txt": b""}
    if name.endswith(".zip"):
        with ZipFile(out, "w") as archive:
            for inside, raw in files.items():
                archive.writestr(inside, raw)
    else:
        with tarfile.open(fileobj=out, mode="w:gz") as archive:
            for inside, raw in files.items():
                entry = tarfile.TarInfo(inside)
                entry.size = len(raw)
                archive.addfile(entry, BytesIO(raw))
    return out.getvalue()


@pytest.mark.parametrize("name", ["pack.zip", "pack.tar.gz"])
def test_an_archive_is_read_as_a_folder_and_writes_nowhere_else(tmp_path, workspace, name):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / name).write_bytes(packed(name))
    items = list(expand(str(folder), workspace, FETCHER))
    assert [(item.name.removeprefix(f"{folder / name}/"), item.why_not) for item in items] == [
        ("a.txt", ""),
        ("b.txt", ""),
        ("c.png", "files ending in .png are not read"),
        (".git/d.txt", "is hidden"),
    ]
    assert [item.file.read_text() for item in items if not item.why_not] == ["One.", "Two."]
    assert sorted(tmp_path.iterdir()) == [folder, workspace]


def test_a_broken_archive_costs_itself_alone(tmp_path, workspace):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.zip").write_bytes(b"PK nothing")
    (folder / "b.txt").write_text("One.")
    broken, good = expand(str(folder), workspace, FETCHER)
    fault = f"{folder / 'a.zip'}: is broken or needs a password; unpack it and name its folder"
    assert (broken.failed, broken.why_not) == (True, fault)
    assert good == Item(str(folder / "b.txt"), folder / "b.txt")


def test_an_archive_that_opens_to_too_much_says_so_after_what_came_before(tmp_path, workspace, monkeypatch):
    monkeypatch.setattr("index.sources.MOST_UNPACKED", 3_000_000)
    with ZipFile(tmp_path / "a.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "One.")
        archive.writestr("b.txt", b" " * 50_000_000)
    first, large = expand(str(tmp_path / "a.zip"), workspace, FETCHER)
    assert (first.file.read_text(), large.failed) == ("One.", True)
    assert large.why_not == (
        f"{tmp_path / 'a.zip'}: holds too much to unpack here; unpack it and name its folder"
    )
    # No more of it was written than was asked for.
    assert sum(path.stat().st_size for path in workspace.iterdir()) < 4_000_000


def test_an_address_is_there_and_a_file_of_an_archive_while_that_is(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"")
    assert is_there("https://example.org/a")
    assert is_there(str(tmp_path / "a.zip" / "b.txt"))
    assert not is_there(str(tmp_path / "b.zip" / "b.txt"))


def test_a_store_is_listed_by_the_addresses_of_its_files(tmp_path, workspace):
    (tmp_path / "news" / ".kept").mkdir(parents=True)
    for name in ("a.txt", "b.pdf", "c.xyz", ".kept/d.txt"):
        (tmp_path / "news" / name).write_text("Tea.", encoding="utf-8")
    news = f"file://{tmp_path}/news"
    assert [(item.name, item.why_not) for item in expand(news, workspace, FETCHER)] == [
        (f"{news}/.kept/d.txt", "is hidden"),
        (f"{news}/a.txt", ""),
        (f"{news}/b.pdf", ""),
        (f"{news}/c.xyz", "files ending in .xyz are not read"),
    ]
    [item] = expand(f"{news}/a.txt", workspace, FETCHER)
    assert item.name == f"{news}/a.txt"
    assert is_there(f"{news}/gone.txt")
    with here(item.file, item.name, most=2) as copy:
        assert (copy.read_text(), copy.suffix, copy.is_relative_to(tmp_path)) == ("Tea.", ".txt", False)
    assert not copy.exists()


def test_a_store_that_cannot_be_had_says_why(workspace):
    [item] = expand("nowhere://news", workspace, FETCHER)
    assert item.failed
    assert item.why_not == (
        "nowhere://news: cannot be had (Protocol not known: nowhere); check the address, your rights and the"
        " packages it needs"
    )
