"""The page under many users, half-open connections and requests that are none."""

import json
import random
import re
import resource
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from attack import SHARE, tell, times, write_articles

QUESTION = "When did the lighthouse 2 get its lamp 7?"
DESCRIPTORS = 1_024
JSON = {"content-type": "application/json"}


class Page:
    """The real command at an address, with a limited number of descriptors and its log in a file."""

    def __init__(self, place):
        articles = write_articles(place / "articles", 5)
        run = [sys.executable, "-m", "command"]
        subprocess.run(
            [*run, "index", str(articles), "--to", str(place / "i"), "--fast"],
            check=True,
            capture_output=True,
        )
        self.log = place / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*run, "chat", "--index", str(place / "i"), "--port", "0", "--mcp"],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS)),
            )
        self.address = self.process.stdout.readline().split()[-1]
        self.place = ("127.0.0.1", int(self.address.rpartition(":")[2]))
        with self.client() as client:
            while client.get("/ready").status_code != 200:
                time.sleep(0.1)

    def client(self):
        return httpx.Client(base_url=self.address, timeout=60, trust_env=False)

    def ask(self, question=QUESTION):
        """Ask as a program does, and return the answer."""
        with self.client() as client:
            data = {"data": [question, "", None, None, "", ""]}
            event = client.post("/gradio_api/call/ask", json=data).json()["event_id"]
            said = client.get(f"/gradio_api/call/ask/{event}").text
        return json.loads(said.split("data: ", 1)[1].splitlines()[0])

    def memory(self):
        """Megabytes that the process holds now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def descriptors(self):
        """How many files and connections the process has open now."""
        return len([*Path(f"/proc/{self.process.pid}/fd").iterdir()])


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    if not sys.platform.startswith("linux"):
        pytest.skip("needs /proc")
    served = Page(tmp_path_factory.mktemp("door"))
    yield served
    assert served.process.poll() is None
    served.process.terminate()
    served.process.communicate(timeout=20)


def test_half_open_connections_lock_nobody_out(page):
    whole = page.log.stat().st_size
    held = []
    for number in range(1_100):
        # Of four addresses on this machine, none of them that of the visitor.
        one = socket.socket()
        one.bind((f"127.0.0.{number % 4 + 2}", 0))
        one.settimeout(20)
        one.connect(page.place)
        one.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        held.append(one)
    began = time.monotonic()
    assert page.ask()[0]["answered"]
    took = time.monotonic() - began
    for one in held:
        one.close()
    logged = page.log.stat().st_size - whole
    assert logged < 10_000
    tell(f"half-open: 1,100 at {DESCRIPTORS} descriptors, an answer in {took:.1f} s, {logged} bytes of log")


def bodies(chance):
    """Yield path, body and headers of requests that are none."""
    deep = b"[" * 50_000 + b"]" * 50_000
    given = {"opinion": "helpful", "question": "x", "language": "en", "quotes": []}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    values = ["\ud800", None, -1, 10**40, [[]], {"a": {}}, "x" * 5_000, 1e308, True, "2024-99-99", "\x00"]
    for path in ("/feedback", "/translation", "/mcp", "/gradio_api/call/ask", "/gradio_api/queue/join"):
        yield path, deep
        yield path, b"\xff\xfe"
        yield path, b'{"a": NaN}'
    while True:
        broken = {**given, chance.choice([*given, "more"]): chance.choice(values)}
        yield "/feedback", json.dumps(broken).encode()
        asked = {
            "name": chance.choice(["ask", "search", "no"]),
            "arguments": {"question": chance.choice(values)},
        }
        yield "/mcp", json.dumps({**call, "params": asked}).encode()
        joined = {"fn_index": chance.choice([0, 3, 99_999]), "data": [chance.choice(values)] * 3}
        yield (
            "/gradio_api/queue/join",
            json.dumps({**joined, "session_hash": chance.choice(["s", "\ud800"])}).encode(),
        )


def test_requests_that_are_none_are_refused_in_one_line(page):
    statuses, whole = {}, page.log.stat().st_size
    accept = {**JSON, "accept": "application/json, text/event-stream"}
    with page.client() as client:
        requests = bodies(random.Random("requests"))
        for _ in range(number := times(60, 800)):
            path, body = next(requests)
            reply = client.post(path, content=body, headers=accept)
            statuses[reply.status_code] = statuses.get(reply.status_code, 0) + 1
            assert reply.status_code < 500, (path, body[:200], reply.text)
    assert page.ask()[0]["answered"]
    logged = page.log.stat().st_size - whole
    # A fault of each kind is told with where it came from, once a minute.
    assert logged < 100_000
    tell(f"requests that are none: {number}, statuses {statuses}, {logged} bytes of log")


@pytest.mark.parametrize("users", (20, 100) if SHARE else (20,))
def test_many_users_at_once_are_all_answered(page, users):
    began = time.monotonic()
    with ThreadPoolExecutor(users) as people:
        answers = list(people.map(lambda _: page.ask()[0]["answered"], range(users)))
    assert answers == [True] * users
    tell(f"users: {users} at once, all answered in {time.monotonic() - began:.1f} s")


def test_a_long_day_does_not_make_it_grow(page):
    for _ in range(20):
        page.ask()
    memory, descriptors = page.memory(), page.descriptors()
    for number in range(questions := times(40, 5_000)):
        page.ask(f"When did the lighthouse {number % 5} get its lamp {number % 12}?")
    grown = page.memory() - memory
    assert page.descriptors() <= descriptors + 5
    assert grown < 60
    more = page.descriptors() - descriptors
    tell(f"soak: {questions} questions, memory {grown:+.0f} MB, descriptors {more:+d}")
