"""A language model's server on loopback that answers as OpenAI's do, or misbehaves in every way one can.

`python tests/endpoint.py FOLDER` prints its port and serves the transformers model in FOLDER, token by token.
"""

import json
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODEL = "scripted"


@dataclass
class Endpoint:
    """A server that is up: its address for `open_writer`, and what it was asked, headers and body."""

    port: int
    asked: list = field(default_factory=list)

    @property
    def name(self):
        return f"openai-like:http://127.0.0.1:{self.port}/v1#{MODEL}"


@contextmanager
def serving(*behaviours):
    """Serve one behaviour for each request in turn, the last one for all that follow."""
    endpoint = Endpoint(0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append((dict(self.headers), body))
            behaviour = behaviours[min(len(endpoint.asked), len(behaviours)) - 1]
            # Whoever asked may have heard enough.
            with suppress(BrokenPipeError, ConnectionResetError):
                behaviour(self, body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def begin(handler, *, status=200, kind="text/event-stream", headers=()):
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()


def send(handler, text, finish=None):
    delta = {"content": text} if text else {}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL, "choices": [choice]}
    handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
    handler.wfile.flush()


def says(text, *, finish="stop", piece=3, pause=0.0):
    """Write a text in pieces of so many characters, then the reason for the end, None for none."""

    def behaviour(handler, body):
        begin(handler)
        for at in range(0, len(text), piece):
            send(handler, text[at : at + piece])
            time.sleep(pause)
        if finish:
            send(handler, "", finish)
            handler.wfile.write(b"data: [DONE]\n\n")

    return behaviour


def fails(status):
    """Answer with an error that repeats the key, as some services do."""

    def behaviour(handler, body):
        begin(handler, status=status, kind="application/json")
        error = {"error": {"message": f"not with {handler.headers['Authorization']}", "code": status}}
        handler.wfile.write(json.dumps(error).encode())

    return behaviour


def waits(seconds):
    """Say nothing for so long, then a sentence."""

    def behaviour(handler, body):
        begin(handler)
        time.sleep(seconds)
        send(handler, "The bridge was closed. [1]")
        send(handler, "", "stop")

    return behaviour


def breaks_off(text):
    """Promise more bytes than come."""

    def behaviour(handler, body):
        begin(handler, headers=[("Content-Length", "100000")])
        send(handler, text)

    return behaviour


def sends(raw):
    """Answer with these bytes."""

    def behaviour(handler, body):
        begin(handler)
        handler.wfile.write(raw)

    return behaviour


def never_ends(text):
    """Repeat a text until nobody listens; with none, keep the stream alive and say nothing."""

    def behaviour(handler, body):
        begin(handler)
        while True:
            send(handler, text)
            time.sleep(0 if text else 0.01)

    return behaviour


def generates(folder):
    """Write what the transformers model in a folder makes of the prompt's last 100 tokens."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    torch.set_num_threads(1)
    torch.manual_seed(0)

    def behaviour(handler, body):
        begin(handler)
        told = "\n".join(message["content"] for message in body["messages"])
        ids = tokenizer(told, return_tensors="pt").input_ids[:, -100:]
        begun, said = ids.shape[1], ""
        for _ in range(120):
            with torch.no_grad():
                chances = torch.softmax(model(ids[:, -128:]).logits[0, -1] / 0.9, dim=-1)
            ids = torch.cat([ids, torch.multinomial(chances, 1)[None]], dim=1)
            whole = tokenizer.decode(ids[0, begun:])
            if not whole.endswith("\ufffd"):
                send(handler, whole[len(said) :])
                said = whole
        send(handler, "", "stop")

    return behaviour


if __name__ == "__main__":
    with serving(generates(sys.argv[1])) as served:
        sys.stdout.write(f"{served.port}\n")
        sys.stdout.flush()
        threading.Event().wait()
