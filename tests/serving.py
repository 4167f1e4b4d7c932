"""Web applications and coroutines in this process, beside a browser that has its event loop."""

import asyncio
import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import uvicorn

from page.serve import address, bind, guarded


@contextmanager
def serving(app):
    """Serve a web application for as long as the block runs; give its address."""
    bound = bind("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(guarded(app, alone=True), log_level="critical", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield address(bound)
    finally:
        server.should_exit = True
        thread.join()
        # What Gradio leaves open is found now, not in the middle of another test.
        gc.collect()


def finished(coroutine):
    """Run a coroutine in a thread of its own: in this one Playwright may have a loop running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def request(app, path="/", body=b"", **headers):
    """Return status, headers and text of an application's reply to one request."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": listed, "query_string": b""}
    finished(app(scope, receive, send))
    text = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], dict(sent[0]["headers"]), text.decode()
