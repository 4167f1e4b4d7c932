"""Who is let in: whoever gives a login, by HTTP Basic before everything the server offers."""

import asyncio
import base64
import ipaddress
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# Seconds that a wrong password waits for its reply: guessing takes long.
WRONG = 1.0
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Polycite", charset="UTF-8"'}


class NoLogin(OSError):
    """A file of logins that cannot be used; the message names it and says what to do."""


class Unprotected(OSError):
    """What strangers could use, and must not without a login; the message says what to do."""


def for_this_machine(host: str) -> bool:
    """Tell whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def open_to_others(host: str) -> str:
    """Return what to know of a page that is served at `host` without a login, "" on this machine alone."""
    if for_this_machine(host):
        return ""
    return (
        f"Whoever reaches {host} can ask, read, add and remove articles: --auth FILE asks them to log in,"
        " --read-only keeps the articles as they are"
    )


def read_logins(file: Path) -> dict[str, str]:
    """Return the password of each user from a file of lines USER:PASSWORD; raise NoLogin.

    Passwords are in a file and not in the command, which every user of the machine can list.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise NoLogin(f"{file} cannot be read ({error}): write a line USER:PASSWORD into it") from error
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise NoLogin(f"others can read the passwords in {file}: run `chmod 600 {file}`")
    pairs = [line.strip().partition(":") for line in text.splitlines() if line.strip()]
    if not pairs or not all(user and password for user, _, password in pairs):
        raise NoLogin(f"{file} holds no logins: write a line USER:PASSWORD for each user into it")
    return {user: password for user, _, password in pairs}


def protected(app: ASGIApp, logins: Mapping[str, str]) -> ASGIApp:
    """Return the application for those alone who give one of the logins."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        given = "" if scope["type"] == "lifespan" else HTTPConnection(scope).headers.get("authorization", "")
        if scope["type"] == "lifespan" or admitted(given, logins):
            await app(scope, receive, send)
            return
        if given:
            await asyncio.sleep(WRONG)
        refusal = PlainTextResponse("Log in to ask.", status_code=401, headers=CHALLENGE)
        await refusal(scope, receive, send)

    return answer


def admitted(authorization: str, logins: Mapping[str, str]) -> bool:
    """Tell whether an Authorization header holds one of the logins; wrong ones take equally long."""
    scheme, _, credentials = authorization.partition(" ")
    try:
        user, _, password = base64.b64decode(credentials, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return False
    right = secrets.compare_digest(password.encode(), logins.get(user, "").encode())
    return scheme.lower() == "basic" and user in logins and right
