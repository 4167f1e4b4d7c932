"""Language models opened by name: llama-index's, with their own retries off, since they multiply."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import ChatMessage, ChatResponse


class Chat(Protocol):
    """What a language model is asked by: those of llama-index have it."""

    def stream_chat(self, messages: "Sequence[ChatMessage]", /) -> "Iterable[ChatResponse]":
        """Yield a reply in pieces."""


# What a local model reads and writes: twelve sentences of evidence, the rules and the answer, in tokens.
CONTEXT = 8_192


class WriterError(ValueError):
    """A language model that cannot be opened; the message names it, says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A language model opened for writing; `name` is what a reader is told.

    A reply takes at most `limit_s` seconds, retries included. `tells_end` says that the model gives a reason
    for its last piece, as the services do: without one the reply was cut. `turn` is held while it writes.
    """

    name: str
    # Its repr holds the key.
    llm: Chat = field(repr=False)
    limit_s: float
    tells_end: bool = True
    turn: AbstractContextManager[Any] = field(default_factory=nullcontext, repr=False)


def open_writer(name: str, *, limit_s: float, keys: Mapping[str, str]) -> Writer:
    """Open ollama:NAME, openai:NAME, anthropic:NAME, openai-like:URL#NAME or llamacpp:PATH.gguf; raise
    WriterError.

    `keys` is the environment: OPENAI_API_KEY, ANTHROPIC_API_KEY, and OPENAI_LIKE_API_KEY for addresses of
    other services, which never see the first two. OLLAMA_HOST is where Ollama listens.
    """
    kind, _, rest = name.partition(":")
    if kind not in OPENERS or not rest:
        known = ", ".join(f"{each}:{hint}" for each, (_, hint) in OPENERS.items())
        raise WriterError(f"{kind!r} names no language model: write one of {known}")
    try:
        return OPENERS[kind][0](rest, limit_s, keys)
    except ModuleNotFoundError as error:
        raise WriterError(
            f"{kind} models need a package that is missing: pip install 'polycite[{kind}]'"
        ) from error


def _ollama(name: str, limit_s: float, keys: Mapping[str, str]) -> Writer:
    from llama_index.llms.ollama import Ollama
    from ollama import Client

    from rag.writing.line import transport

    address = keys.get("OLLAMA_HOST") or "http://localhost:11434"
    client = Client(host=address, timeout=limit_s, follow_redirects=False, transport=transport(limit_s))
    llm = Ollama(
        model=name,
        base_url=address,
        request_timeout=limit_s,
        context_window=CONTEXT,
        temperature=0.0,
        client=client,
    )
    return Writer(f"ollama:{name}", llm, limit_s)


def _openai(name: str, limit_s: float, keys: Mapping[str, str]) -> Writer:
    from llama_index.llms.openai import OpenAI

    key = _key("OPENAI_API_KEY", keys)
    llm = OpenAI(
        model=name,
        api_key=key,
        timeout=limit_s,
        max_retries=0,
        temperature=0.0,
        http_client=_line(limit_s),
    )
    try:
        # It knows models by a list, and any other only fails once it is asked.
        _ = llm.metadata
    except ValueError as error:
        raise WriterError(
            f"llama-index does not know openai:{name}: check the name, or put the key into"
            f" OPENAI_LIKE_API_KEY and open openai-like:https://api.openai.com/v1#{name}"
        ) from error
    return Writer(f"openai:{name}", llm, limit_s)


def _anthropic(name: str, limit_s: float, keys: Mapping[str, str]) -> Writer:
    from llama_index.llms.anthropic import Anthropic

    key = _key("ANTHROPIC_API_KEY", keys)
    llm = Anthropic(
        model=name, api_key=key, timeout=limit_s, max_retries=0, temperature=0.0, max_tokens=2_000
    )
    # llama-index takes no client for it.
    llm._client = llm._client.with_options(http_client=_line(limit_s))
    return Writer(f"anthropic:{name}", llm, limit_s)


def _openai_like(address: str, limit_s: float, keys: Mapping[str, str]) -> Writer:
    from llama_index.llms.openai_like import OpenAILike

    url, _, name = address.rpartition("#")
    try:
        site = urlsplit(url)
    except ValueError:
        site = urlsplit("")
    if site.scheme not in ("http", "https") or not site.hostname or not name or "@" in site.netloc:
        raise WriterError(
            "openai-like takes an address and a model, without a key in it: openai-like:http://127.0.0.1:8000/v1#NAME"
        )
    llm = OpenAILike(
        model=name,
        api_base=url,
        api_key=keys.get("OPENAI_LIKE_API_KEY") or "none",
        is_chat_model=True,
        context_window=CONTEXT,
        timeout=limit_s,
        max_retries=0,
        temperature=0.0,
        http_client=_line(limit_s),
    )
    return Writer(f"openai-like:{name}", llm, limit_s)


def _llamacpp(path: str, limit_s: float, keys: Mapping[str, str]) -> Writer:
    if not Path(path).is_file():
        raise WriterError(f"{path} is no file: name a model in GGUF format")
    if not find_spec("llama_cpp"):
        raise ModuleNotFoundError("llama_cpp")
    from rag.writing.beside import Beside

    model = Beside(Path(path), limit_s)
    # One model writes for one reader at a time.
    return Writer(f"llamacpp:{Path(path).stem}", model, limit_s, turn=threading.Lock())


def _line(limit_s: float) -> "httpx.Client":
    from rag.writing.line import line

    return line(limit_s)


def _key(name: str, keys: Mapping[str, str]) -> str:
    if not keys.get(name):
        raise WriterError(f"{name} is not set: put the key of your account into this environment variable")
    return keys[name]


Opener = Callable[[str, float, Mapping[str, str]], Writer]
OPENERS: Mapping[str, tuple[Opener, str]] = {
    "ollama": (_ollama, "NAME"),
    "openai": (_openai, "NAME"),
    "anthropic": (_anthropic, "NAME"),
    "openai-like": (_openai_like, "URL#NAME"),
    "llamacpp": (_llamacpp, "PATH.gguf"),
}
