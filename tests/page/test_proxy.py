"""Behind a proxy: its path, its names, and whom it is believed to speak for."""

import subprocess
import sys

import pytest
from serving import request
from visitors import ROOT, Served

from page.proxy import behind, root_of


async def told(scope, receive, send):
    """An application that says what it was asked, by whom and by which name."""
    said = f"{scope['client'][0]} {scope['scheme']} {dict(scope['headers']).get(b'host', b'').decode()}"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": f"{said} {scope['path']}".encode()})


FORWARDED = {
    "host": "inside:7860",
    "x_forwarded_for": "192.0.2.7",
    "x_forwarded_proto": "https",
    "x_forwarded_host": "chat.example.org",
}


def asked(path="/", proxies=(), root=""):
    async def from_proxy(scope, receive, send):
        seen = {**scope, "client": ("10.0.0.2", 4000), "scheme": "http"}
        await behind(told, root=root, proxies=proxies)(seen, receive, send)

    return request(from_proxy, path, **FORWARDED)[2]


def test_what_is_forwarded_is_believed_from_given_proxies_alone():
    assert asked() == "10.0.0.2 http inside:7860 /"
    assert asked(proxies=["127.0.0.1"]) == "10.0.0.2 http inside:7860 /"
    assert asked(proxies=["10.0.0.2"]) == "192.0.2.7 https chat.example.org /"
    assert asked(proxies=["10.0.0.0/8"]) == "192.0.2.7 https chat.example.org /"


@pytest.mark.parametrize(
    ("path", "seen"),
    [("/article", "/article"), ("/chat/article", "/article"), ("/chat/", "/"), ("/chatter", "/chatter")],
)
def test_the_path_of_the_proxy_is_cut_off_where_it_was_left(path, seen):
    assert asked(path, root="/chat").rpartition(" ")[2] == seen


def test_the_path_alone_leads_to_what_is_below_it():
    async def from_proxy(scope, receive, send):
        await behind(told, root="/chat")({**scope, "server": ("x", 80)}, receive, send)

    status, headers, _ = request(from_proxy, "/chat", host="chat.example.org")
    assert (status, headers[b"location"]) == (307, b"/chat/")


@pytest.mark.parametrize(
    ("given", "root"), [("/chat", "/chat"), ("chat/", "/chat"), ("/", ""), ("/a/b", "/a/b")]
)
def test_a_path_is_written_as_one_likes(given, root):
    assert root_of(given) == root


@pytest.mark.parametrize("given", ["/a?b", "/../x", "/é", "https://x y"])
def test_what_is_no_path_says_how_one_is_written(given):
    with pytest.raises(ValueError, match="write it as in --root-path /chat"):
        root_of(given)


@pytest.fixture
def behind_proxy(folder):
    """The page below /chat of a proxy that calls it chat.example.org."""
    server = Served(folder, "--root-path", "/chat", "--allowed-host", "chat.example.org")
    port, script = server.address.rpartition(":")[2], str(ROOT / "tests" / "proxy.py")
    command = [sys.executable, script, port, "chat.example.org", "/chat"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as proxy:
        server.address = f"http://127.0.0.1:{proxy.stdout.readline().strip()}"
        yield server
        proxy.terminate()
    server.stop()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])
def test_the_page_works_below_a_path_and_under_another_name(behind_proxy, visit, size):
    looks = {"viewport": {"width": size[0], "height": size[1]}}
    visitor = visit("/chat/", served=behind_proxy, **looks)
    visitor.ask("猫カフェはなぜ閉店しますか？")
    page, here = visitor.page, f"{behind_proxy.address}/chat/"
    page.get_by_role("tab", name="Articles").click()
    link = page.locator("#held nav a").first
    assert link.evaluate("(link) => link.href") == f"{here}collection?in=en"
    assert [url for url in visitor.asked_for if not url.startswith((here, "data:"))] == []
    # The icon of the whole site is the browser's own question.
    assert [fault for fault in visitor.faults if "/favicon.ico" not in fault] == []
    visitor.faults.clear()
