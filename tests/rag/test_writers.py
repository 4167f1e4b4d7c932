import importlib.util

import pytest

from rag.writing.writers import WriterError, open_writer

KEYS = {"OPENAI_API_KEY": "sk-one", "ANTHROPIC_API_KEY": "sk-two", "OPENAI_LIKE_API_KEY": "sk-three"}


@pytest.mark.parametrize(
    ("name", "shown", "kind"),
    [
        ("ollama:qwen3:4b", "ollama:qwen3:4b", "Ollama"),
        ("openai:gpt-4o-mini", "openai:gpt-4o-mini", "OpenAI"),
        ("openai-like:http://127.0.0.1:8000/v1#org/tiny", "openai-like:org/tiny", "OpenAILike"),
    ],
)
def test_a_model_is_opened_by_name_with_one_limit_and_no_retries_of_its_own(name, shown, kind):
    writer = open_writer(name, limit_s=7, keys=KEYS)
    assert (writer.name, type(writer.llm).__name__) == (shown, kind)
    assert getattr(writer.llm, "max_retries", 0) == 0
    assert getattr(writer.llm, "timeout", None) == 7 or writer.llm.request_timeout == 7


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gpt-4", r"'gpt-4' names no language model: write one of ollama:NAME, openai:NAME"),
        ("ollama:", "names no language model"),
        ("openai:gpt-4o-mini", "^OPENAI_API_KEY is not set: put the key of your account into"),
        ("openai-like:127.0.0.1:8000#m", "takes an address and a model"),
        ("openai-like:http://127.0.0.1:8000/v1", "takes an address and a model"),
        ("openai-like:http://user:sk-secret@127.0.0.1/v1#m", "without a key in it"),
        ("openai-like:http://[::1/v1#m", "takes an address and a model"),
        ("llamacpp:/no/such.gguf", "^/no/such.gguf is no file: name a model in GGUF format"),
    ],
)
def test_a_model_that_cannot_be_opened_says_what_to_do(name, message):
    with pytest.raises(WriterError, match=message) as caught:
        open_writer(name, limit_s=7, keys={})
    assert "sk-secret" not in str(caught.value)


def test_a_model_openai_made_since_is_opened_by_address():
    with pytest.raises(WriterError, match="open openai-like:https://api.openai.com/v1#gpt-99"):
        open_writer("openai:gpt-99", limit_s=7, keys=KEYS)


@pytest.mark.skipif(
    importlib.util.find_spec("llama_index.llms.anthropic") is not None, reason="it is installed"
)
def test_a_missing_extra_is_named_with_its_command():
    with pytest.raises(WriterError) as caught:
        open_writer("anthropic:claude", limit_s=7, keys=KEYS)
    assert (
        str(caught.value)
        == "anthropic models need a package that is missing: pip install 'polycite[anthropic]'"
    )


def test_an_address_of_others_is_never_sent_the_key_of_openai():
    keys = {"OPENAI_API_KEY": "sk-one"}
    writer = open_writer("openai-like:http://127.0.0.1:8000/v1#tiny", limit_s=7, keys=keys)
    assert writer.llm.api_key == "none"


@pytest.mark.parametrize("name", ["openai:gpt-4o-mini", "openai-like:http://127.0.0.1:8000/v1#tiny"])
def test_a_writer_prints_without_its_key(name):
    writer = open_writer(name, limit_s=7, keys=KEYS)
    # What it keeps out: llama-index prints it.
    assert "sk-" in repr(writer.llm)
    assert "sk-" not in repr(writer)
    assert "sk-" not in str(writer)


def test_opening_reads_no_environment(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    with pytest.raises(WriterError, match="OPENAI_API_KEY is not set"):
        open_writer("openai:gpt-4o-mini", limit_s=7, keys={})
    writer = open_writer("openai-like:http://127.0.0.1:8000/v1#tiny", limit_s=7, keys={})
    assert writer.llm.api_key == "none"
