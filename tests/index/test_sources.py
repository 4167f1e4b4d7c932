"""Folders, archives, pages and feeds as sources."""

import tarfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from zipfile import ZipFile

import pytest

from index.article import ArticleError
from index.fetch import Fetcher
from index.sources import Item, expand, is_there

PAGE = "<!doctype html><html><body><p>The bridge opens in May.</p></body></html>"
BRIDGE = PAGE.replace("bridge", "橋")
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><link>{site}/</link>
<item><link>{site}/bridge.html</link></item><item><link>{site}/gone.html</link></item></channel></rss>"""


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        site = f"http://{self.headers['Host']}"
        pages = {
            "/robots.txt": (200, "text/plain", "User-agent: *\nDisallow: /secret"),
            "/bridge.html": (
                200,
                "text/html; charset=shift_jis",
                PAGE.replace("bridge", "橋").encode("cp932"),
            ),
            "/feed.xml": (200, "application/rss+xml", FEED.format(site=site)),
            "/large": (200, "text/plain", "x" * 5000),
            "/away": (302, "/bridge.html", ""),
            "/round": (302, "/round", ""),
            "/secret": (200, "text/plain", "Nobody may read it."),
        }
        status, kind, body = pages.get(self.path, (404, "text/plain", "no such page"))
        self.send_response(status)
        self.send_header("Location" if status == 302 else "Content-Type", kind)
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


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


def test_an_address_is_there_and_a_file_of_an_archive_while_that_is(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"")
    assert is_there("https://example.org/a")
    assert is_there(str(tmp_path / "a.zip" / "b.txt"))
    assert not is_there(str(tmp_path / "b.zip" / "b.txt"))
