"""Connections that ask for nothing go; who asks is served meanwhile."""

import asyncio
import socket
import threading
import time
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn

from page.connections import limited, room
from page.logs import OncePerMinute
from page.serve import bind


async def read_all(scope, receive, send):
    """An application that reads all it is sent, and says how much that was."""
    size, more = 0, scope["type"] == "http"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    if scope["path"] == "/slow":
        await asyncio.sleep(0.6)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
    await send({"type": "http.response.body", "body": str(size).encode()[:1]})


@contextmanager
def server(**limits):
    bound = bind("127.0.0.1", 0)
    config = uvicorn.Config(
        read_all, http=limited(**limits), log_config=None, lifespan="off", timeout_graceful_shutdown=1
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    address = bound.getsockname()
    with ExitStack() as stack:
        yield lambda *sent, **told: stack.enter_context(opened(address, *sent, **told))
    running.should_exit = True
    thread.join()


def opened(address, sent=b"", source="127.0.0.1"):
    connection = socket.create_connection(address, timeout=5, source_address=(source, 0))
    connection.sendall(sent)
    return connection


def drip(connection):
    for _ in range(20):
        time.sleep(0.1)
        connection.sendall(b"x")


def closed(connection):
    try:
        return connection.recv(1_000) == b""
    except ConnectionResetError:
        return True


GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"


@pytest.mark.parametrize("sent", [b"", b"GET / HT", GET[:-2], POST, POST + b"12345678"])
def test_a_request_that_is_not_finished_in_time_is_closed(sent):
    with server(head_s=0.2, piece_s=0.2) as connect:
        began = time.monotonic()
        assert closed(connect(sent))
        assert 0.15 < time.monotonic() - began < 3


def test_bytes_that_drip_do_not_make_it_longer():
    with server(head_s=0.3, body_s=0.3, piece_s=0.2) as connect:
        for begins in (b"GET /", POST):
            connection = connect(begins)
            with pytest.raises((ConnectionResetError, BrokenPipeError)):
                drip(connection)


def test_an_answer_may_take_its_time_and_the_connection_is_kept_for_the_next():
    with server(head_s=0.2, piece_s=0.2) as connect:
        connection = connect(GET.replace(b"/ ", b"/slow "))
        assert connection.recv(1_000).startswith(b"HTTP/1.1 200 OK")
        connection.sendall(POST + b"123456789")
        answer = b""
        while not answer.endswith(b"9"):
            answer += connection.recv(1_000)
        connection.sendall(b"GET /")
        assert closed(connection)


def test_of_one_address_with_too_many_the_oldest_that_asked_nothing_goes():
    with server(most_of_one=5) as connect:
        idle = [connect(source="127.0.0.2") for _ in range(8)]
        other = connect(GET)
        assert other.recv(1_000).startswith(b"HTTP/1.1 200")
        assert [closed(connection) for connection in idle[:3]] == [True] * 3
        idle[-1].sendall(GET)
        assert idle[-1].recv(1_000).startswith(b"HTTP/1.1 200")


def test_half_open_connections_of_many_addresses_lock_nobody_out():
    with server(most=50) as connect:
        idle = [connect(b"GET /", source=f"127.0.1.{number % 100 + 1}") for number in range(300)]
        for _ in range(5):
            asked = connect(GET)
            assert asked.recv(1_000).startswith(b"HTTP/1.1 200")
            asked.close()
        for connection in idle:
            connection.close()


def test_there_is_room_for_fewer_connections_than_descriptors():
    import resource

    assert 100 <= room() < resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def test_errors_of_one_kind_are_written_once_a_minute():
    import logging

    now = [0.0]
    only = OncePerMinute(lambda: now[0])

    def record(message, *arguments):
        return logging.LogRecord("asyncio", logging.ERROR, "", 0, message, arguments, None)

    passed = [only.filter(record("out of %s\nsocket: %d", "files", number)) for number in range(5)]
    assert passed == [True, False, False, False, False]
    assert only.filter(record("another"))
    now[0] = 60.0
    last = record("out of %s\nsocket: 9", "files")
    assert only.filter(last)
    assert last.getMessage() == "out of files\nsocket: 9 (4 more like this before)"
