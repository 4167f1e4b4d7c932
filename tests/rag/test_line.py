"""The line to a model's server: a real server on loopback that misbehaves."""

import time

import httpx
import pytest
from endpoint import begin, says, sends, serving

from rag.writing.line import MOST_BYTES, Overlong, line
from rag.writing.listen import Fault, WriterFault, listen
from rag.writing.prompt import Message
from rag.writing.writers import open_writer

EVIDENCE = [Message("user", "the evidence")]


def redirects(address, status):
    def behaviour(handler, body):
        begin(handler, status=status, headers=[("Location", address)])

    return behaviour


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("kind", ["openai-like", "ollama"])
def test_the_evidence_follows_no_redirect(status, kind):
    with serving(says("Nine. [1]")) as other:
        there = f"http://127.0.0.1:{other.port}/v1/chat/completions"
        with serving(redirects(there, status)) as endpoint:
            name = endpoint.name if kind == "openai-like" else "ollama:tiny"
            keys = {"OLLAMA_HOST": f"http://127.0.0.1:{endpoint.port}"}
            writer = open_writer(name, limit_s=5, keys=keys)
            with pytest.raises(WriterFault):
                list(listen(EVIDENCE, writer))
            assert len(endpoint.asked) == 1
        assert other.asked == []


def test_a_line_without_an_end_is_cut_at_its_size():
    with serving(sends(b"data: " + b"x" * (MOST_BYTES + 1))) as endpoint:
        address = f"http://127.0.0.1:{endpoint.port}"
        with line(5) as client, pytest.raises(Overlong), client.stream("POST", address, json={}) as reply:
            list(reply.iter_lines())
        with pytest.raises(WriterFault) as ended:
            list(listen(EVIDENCE, open_writer(endpoint.name, limit_s=5, keys={})))
        assert ended.value.fault is Fault.FAILED


def test_a_line_that_drips_is_cut_at_its_time():
    def drips(handler, body):
        begin(handler)
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    with serving(drips) as endpoint:
        began = time.monotonic()
        address = f"http://127.0.0.1:{endpoint.port}"
        with (
            line(0.5) as client,
            pytest.raises(httpx.ReadTimeout),
            client.stream("POST", address, json={}) as reply,
        ):
            list(reply.iter_lines())
        assert time.monotonic() - began < 3


def test_what_is_said_comes_through_whole():
    with serving(says("The bridge was closed. [1]")) as endpoint:
        said = "".join(listen(EVIDENCE, open_writer(endpoint.name, limit_s=5, keys={})))
    assert said == "The bridge was closed. [1]"
