"""A local model in a process of its own: a double of llama_cpp that says what it is asked, or dies."""

import os
import signal

import pytest
from llama_index.core.llms import ChatMessage

from rag.writing.beside import Beside
from rag.writing.listen import Fault, WriterFault, listen
from rag.writing.prompt import Message
from rag.writing.writers import Writer

DOUBLE = """
import os, signal, time
class Llama:
    def __init__(self, model_path, n_ctx, verbose):
        pass
    def create_chat_completion(self, messages, stream, temperature, max_tokens):
        for word in messages[-1]["content"].split():
            if word == "dies":
                os.kill(os.getpid(), signal.SIGSEGV)
            if word == "waits":
                time.sleep(60)
            yield {"choices": [{"delta": {"content": word + " "}, "finish_reason": None}]}
        yield {"choices": [{"delta": {}, "finish_reason": "stop"}]}
"""


@pytest.fixture
def writer(tmp_path, monkeypatch):
    (tmp_path / "llama_cpp.py").write_text(DOUBLE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    model = Beside(tmp_path / "tiny.gguf", limit_s=20)
    yield Writer("llamacpp:tiny", model, limit_s=20)
    model.close()


def said(writer, text):
    return "".join(listen([Message("user", text)], writer))


def test_a_model_in_its_own_process_is_heard_piece_by_piece_and_again(writer):
    assert list(listen([Message("user", "猫 sleeps")], writer)) == ["猫 ", "sleeps "]
    assert said(writer, "It dreams") == "It dreams "


def test_a_model_that_dies_costs_one_reply(writer):
    with pytest.raises(WriterFault) as ended:
        said(writer, "it dies here")
    assert ended.value.fault is Fault.CUT
    assert said(writer, "still here") == "still here "


def test_a_reply_that_nobody_waits_for_ends_its_process(writer):
    reply = writer.llm.stream_chat([ChatMessage(role="user", content="one waits")])
    assert next(reply).delta == "one "
    number = writer.llm._process.pid
    reply.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, signal.SIG_DFL)
    assert said(writer, "again") == "again "
