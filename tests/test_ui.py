"""Where the page starts: the articles being made ready, the address, who is let in."""

import base64
import socket

import pytest
from serving import request

from index.build import Outcome, Status
from index.store import LibraryError
from page.chat import converse
from page.desk import Desk
from page.login import Attempts, NoLogin, admitted, protected, read_logins
from page.phrases import Phrases
from page.serve import PortTaken, guarded, probed
from page.visits import MOST, MOST_UPLOADED
from page.waiting import waiting
from ui import no_files, serve

ENGLISH = Phrases("en")
ANYWHERE = ("", [], [], [], "", "")


def test_getting_ready_counts_the_articles(tmp_path):
    desk = Desk(tmp_path)
    noticed = []

    def prepare():
        noticed.append(desk.notice(ENGLISH))
        for path in ("a", "b"):
            yield Outcome(path, Status.ADDED)
            noticed.append(desk.notice(ENGLISH))

    desk.get_ready(prepare, 2)
    assert noticed == [
        "Getting ready",
        "Getting ready: 1 of 2 articles",
        "Getting ready: 2 of 2 articles",
    ]


def test_what_prevents_the_articles_from_getting_ready_is_the_reply(tmp_path):
    desk = Desk(tmp_path / "none")
    desk.get_ready(lambda: iter(()), 0)
    [*_, now, _] = list(converse("Who?", 0, {}, ANYWHERE, desk, ENGLISH))[-1]
    assert '<p class="notice">The articles are not ready: ' in now
    assert "holds no index" in now


def test_an_index_that_is_not_there_stops_the_command(tmp_path):
    with pytest.raises(LibraryError, match="holds no index"):
        serve(tmp_path / "none", host="127.0.0.1", port=0)


def test_a_port_in_use_is_one_sentence_with_the_cure(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken) as error:
            serve(tmp_path, host="127.0.0.1", port=port, prepare=no_files)
    assert str(error.value).startswith(f"cannot serve on 127.0.0.1, port {port} (")
    assert str(error.value).endswith("): stop what runs there or set another PORT")


@pytest.mark.parametrize(
    ("language", "says"),
    [("ja", "準備しています"), ("de,it;q=0.5", "Preparazione in corso"), ("", "Getting ready")],
)
def test_the_page_that_waits_says_so_in_the_reader_s_language(tmp_path, language, says):
    status, headers, text = request(waiting(Desk(tmp_path)), accept_language=language)
    assert (status, headers[b"x-waiting"]) == (200, b"1")
    assert says in text
    assert request(waiting(Desk(tmp_path)), "/config")[0] == 503


async def hello(_, receive, send):
    """An application that reads all it is sent and says how much that was."""
    message = await receive()
    size = len(message.get("body", b"")) if message["type"] == "http.request" else -1
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def test_every_reply_forbids_what_comes_from_elsewhere():
    _, headers, _ = request(guarded(hello, alone=False), host="127.0.0.1")
    assert headers[b"content-security-policy"].startswith(b"default-src 'self'; ")
    assert headers[b"x-content-type-options"] == b"nosniff"


def test_what_is_sent_is_limited_whatever_it_says_of_its_length():
    assert request(guarded(hello, alone=False), host="127.0.0.1", body=b"x" * MOST)[2] == str(MOST)
    assert request(guarded(hello, alone=False), host="127.0.0.1", body=b"x" * (MOST + 1))[2] == "-1"
    assert request(guarded(hello, alone=False), host="127.0.0.1", content_length=str(MOST + 1))[0] == 413
    for size, status in ((MOST_UPLOADED, 200), (MOST_UPLOADED + 1, 413)):
        sent = {"host": "127.0.0.1", "content_length": str(size)}
        assert request(guarded(hello, alone=False), "/gradio_api/upload", **sent)[0] == status


HERE = {"host": "127.0.0.1:7860"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (HERE, 200),
        ({"host": "localhost"}, 200),
        ({"host": "[::1]:7860", "origin": "http://[::1]:7860"}, 200),
        ({"host": "evil.example:7860"}, 421),
        (HERE | {"origin": "https://evil.example"}, 403),
        ({"host": "127.0.0.1.evil.example"}, 421),
        ({"host": "[x"}, 421),
        ({"host": "localhost", "origin": "http://[x"}, 403),
        ({}, 421),
        (HERE | {"origin": "http://127.0.0.1:3000"}, 403),
        (HERE | {"origin": "http://localhost:7860"}, 403),
        (HERE | {"origin": "null"}, 403),
        (HERE | {"origin": "http://127.0.0.1:99999999"}, 403),
        (HERE | {"sec_fetch_site": "same-site", "sec_fetch_mode": "no-cors"}, 403),
        (HERE | {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}, 200),
        (HERE | {"sec_fetch_site": "same-origin", "sec_fetch_mode": "cors"}, 200),
        ({"host": "chat.example.org"}, 421),
        ({"host": "192.168.1.5:7860"}, 421),
    ],
)
def test_served_for_this_machine_alone_it_answers_no_other_page(headers, status):
    assert request(guarded(hello, alone=True), **headers)[0] == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "192.168.1.5:7860"}, 200),
        ({"host": "[fe80::1]:7860"}, 200),
        ({"host": "Chat.Example.org", "origin": "https://chat.example.org"}, 200),
        ({"host": "chat.example.org", "origin": "https://chat.example.org:8443"}, 403),
        ({"host": "evil.example"}, 421),
        ({"host": "192.168.1.5:7860", "origin": "http://192.168.1.5:80"}, 403),
        ({}, 421),
    ],
)
def test_served_for_others_it_answers_to_its_address_and_to_the_names_it_is_given(headers, status):
    assert request(guarded(hello, alone=False, names=["chat.example.org"]), **headers)[0] == status


def basic(credentials):
    return "Basic " + base64.b64encode(credentials.encode()).decode()


@pytest.mark.parametrize(
    ("header", "let_in"),
    [
        (basic("ann:pass:word"), True),
        (basic("花子:秘密"), True),
        (basic("ann:wrong"), False),
        (basic("ann:"), False),
        (basic("bob:pass:word"), False),
        (basic("bob:"), False),
        ("Bearer " + base64.b64encode(b"ann:pass:word").decode(), False),
        ("Basic ???", False),
        ("Basic é", False),
        ("", False),
    ],
)
def test_only_a_name_with_its_password_is_let_in(header, let_in):
    assert admitted(header, {"ann": "pass:word", "花子": "秘密"}) == let_in


def test_nothing_is_served_to_who_does_not_log_in():
    for path in ("/", "/article", "/progress", "/gradio_api/queue/join"):
        app = protected(hello, {"ann": "secret"})
        assert request(app, path)[0] == 401
        assert request(app, path, authorization=basic("ann:secret"))[0] == 200
        assert request(app, path, authorization=basic("ann:wrong"))[0] == 401


def test_each_wrong_login_makes_the_next_wait_twice_as_long_right_or_wrong():
    now = [0.0]
    app = protected(hello, {"ann": "secret"}, Attempts(lambda: now[0]))
    waits = []
    for _ in range(5):
        assert request(app, authorization=basic("ann:wrong"))[0] == 401
        status, headers, _ = request(app, authorization=basic("ann:secret"))
        assert status == 429
        waits.append(int(headers[b"retry-after"]))
        now[0] += waits[-1]
    assert waits == [1, 1, 2, 4, 8]
    assert request(app, authorization=basic("ann:secret"))[0] == 200
    assert request(app, authorization=basic("ann:wrong"))[0] == 401


def test_guesses_are_counted_by_name_and_address_and_said_ever_less_often(caplog):
    attempts = Attempts(lambda: 0.0)
    attempts.wrong("ann", "192.0.2.1")
    assert attempts.wait("ann", "192.0.2.1") == 0.5
    assert attempts.wait("ann", "192.0.2.2") == attempts.wait("bob", "192.0.2.1") == 0
    for number in range(11):
        attempts.wrong(f"name{number}", "192.0.2.1")
    assert attempts.wait("bob", "192.0.2.1") > 0
    for _ in range(400):
        attempts.wrong("ann", "192.0.2.3")
    assert attempts.wait("ann", "192.0.2.3") == 300
    said = [record.getMessage() for record in caplog.records if "192.0.2.3" in record.getMessage()]
    assert said[-1] == "wrong login for ann from 192.0.2.3, 256 times"
    assert len(said) == 9


def test_probes_need_no_login_and_say_yes_or_no():
    app = probed(protected(hello, {"ann": "secret"}), alive=lambda: True, ready=lambda: False)
    assert (request(app, "/health")[0], request(app, "/health")[2]) == (200, "yes")
    assert (request(app, "/ready")[0], request(app, "/ready")[2]) == (503, "no")
    assert request(app, "/healthy")[0] == 401


def test_logins_are_read_from_a_file_that_others_cannot_read(tmp_path):
    file = tmp_path / "logins"
    file.write_text("ann:pass:word\n\n花子:秘密\n", encoding="utf-8")
    file.chmod(0o600)
    assert read_logins(file) == {"ann": "pass:word", "花子": "秘密"}
    file.chmod(0o644)
    with pytest.raises(NoLogin, match="others can read the passwords"):
        read_logins(file)


@pytest.mark.parametrize("text", ["", "\n", "ann", "ann:", ":secret"])
def test_a_file_without_logins_says_what_to_write(tmp_path, text):
    file = tmp_path / "logins"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(NoLogin, match="write a line USER:PASSWORD"):
        read_logins(file)


def test_whatever_keeps_the_articles_from_being_ready_is_told(tmp_path, caplog):
    def break_down():
        raise RuntimeError("out of memory")

    desk = Desk(tmp_path)
    desk.get_ready(break_down, 0)
    assert desk.settled
    assert desk.error == "the index cannot be used (RuntimeError): the log of the server says more"
    assert "out of memory" in caplog.text
