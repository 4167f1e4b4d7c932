"""A model of llama.cpp in a process of its own: native code that dies there costs one reply and no more.

This file is that process too, where it imports nothing of ours: it reads a line of JSON with the messages,
writes a line for each piece, and an empty one at the end.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage, ChatResponse

CONTEXT = 8_192
LONGEST = 1_000


class Beside:
    """The model of a GGUF file, asked as llama-index's models are; it is loaded with the first question."""

    def __init__(self, path: Path, limit_s: float) -> None:
        self._path = path
        self._limit_s = limit_s
        self._process: subprocess.Popen[str] | None = None

    def stream_chat(self, messages: "Sequence[ChatMessage]") -> "Iterator[ChatResponse]":
        """Yield a reply in pieces; raise ConnectionError when the process ends before the reply does.

        Whoever stops listening ends the process: it would write on.
        """
        from llama_index.core.llms import ChatMessage, ChatResponse

        process, whole = self._running(), False
        assert process.stdin
        assert process.stdout
        # Native code that hangs says nothing at which to stop listening.
        late = threading.Timer(self._limit_s, process.kill)
        late.start()
        told = [{"role": message.role.value, "content": message.content} for message in messages]
        try:
            process.stdin.write(json.dumps(told) + "\n")
            process.stdin.flush()
            for line in process.stdout:
                if line == "\n":
                    whole = True
                    return
                piece = json.loads(line)
                message = ChatMessage(role="assistant", content=piece["text"])
                yield ChatResponse(message=message, delta=piece["text"], raw={"done_reason": piece["end"]})
            raise ConnectionError(f"the process of {self._path.name} has ended")
        finally:
            late.cancel()
            if not whole:
                self.close()

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(self._path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _serve(path: str) -> None:
    from llama_cpp import Llama

    model = Llama(model_path=path, n_ctx=CONTEXT, verbose=False)
    for line in sys.stdin:
        pieces: Any = model.create_chat_completion(
            json.loads(line), stream=True, temperature=0.0, max_tokens=LONGEST
        )
        for piece in pieces:
            [choice] = piece["choices"]
            text, end = choice["delta"].get("content") or "", choice.get("finish_reason") or ""
            sys.stdout.write(json.dumps({"text": text, "end": end}) + "\n")
            sys.stdout.flush()
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    # Its folder is no place to import from.
    sys.path.pop(0)
    _serve(sys.argv[1])
