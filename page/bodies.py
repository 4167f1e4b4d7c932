"""JSON that is sent, looked at before anything else reads it: what is none is refused in one line."""

import json
import logging

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's own addresses: half a character in a question is no fault there, it is passed over.
LENIENT = "/gradio_api/"

log = logging.getLogger(__name__)


def checked(app: ASGIApp) -> ASGIApp:
    """Return the application for JSON that is whole, no deeper than Python reads it, and all of characters.

    The body is held until it is there: its size is limited before.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if "json" not in Headers(scope=scope).get("content-type", ""):
            await _answered(app, scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body, more = body + message.get("body", b""), message.get("more_body", False)
        if fault := fault_of(body, lenient=LENIENT in scope["path"]):
            await PlainTextResponse(fault, 400)(scope, receive, send)
            return
        held: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_held() -> Message:
            return held.pop() if held else await receive()

        await _answered(app, scope, receive_held, send)

    return answer


async def _answered(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Have a request answered; where Gradio breaks down over what was sent, refuse it in one line."""
    if LENIENT not in scope["path"]:
        await app(scope, receive, send)
        return
    held: list[Message] = []

    async def send_sound(message: Message) -> None:
        if held or message.get("status") == 500:
            held.append(message)
        else:
            await send(message)

    try:
        await app(scope, receive, send_sound)
    except Exception as error:
        if not held:
            raise
        log.warning("%s %s: %s", scope["method"], scope["path"], type(error).__name__)
        # What the machine lacks is not the fault of who asks.
        status = 500 if isinstance(error, OSError) else 400
        await PlainTextResponse("What was sent cannot be used here.", status)(scope, receive, send)
        return
    for message in held:
        await send(message)


def fault_of(body: bytes, *, lenient: bool) -> str:
    """Return what is wrong with JSON, empty when nothing is."""
    try:
        found = json.loads(body, parse_constant=_no_number) if body else None
        if not lenient:
            json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return "Half a character was sent: send whole ones."
    except ValueError:
        return "What was sent is no JSON."
    except RecursionError:
        return "What was sent is nested too deep."
    return ""


def _no_number(name: str) -> None:
    raise ValueError(name)


async def unfit(_: Request, error: Exception) -> PlainTextResponse:
    """Say which part of a request is not as it must be, without repeating it."""
    assert isinstance(error, RequestValidationError)
    said = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:3])
    return PlainTextResponse(said, 422)


async def unusable(_: Request, error: Exception) -> PlainTextResponse:
    """Say that the index cannot be used, and to the log why: where it lies is nobody's business."""
    log.error("%s", error)
    return PlainTextResponse("The index cannot be used now: the log of the server says why.", 503)
