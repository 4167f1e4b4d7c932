"""Who is let in: whoever gives a login, by HTTP Basic before everything the server offers."""

import base64
import ipaddress
import logging
import math
import os
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# Seconds to wait after a first wrong login; each further one doubles them, until they are forgotten.
WRONG_S = 0.5
LONGEST_S = 300.0
FORGOTTEN_S = 3_600.0
REMEMBERED = 10_000
# Wrong logins of one address with whatever names before it has to wait as well.
FREE = 10
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Polycite", charset="UTF-8"'}

log = logging.getLogger(__name__)


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


def check_open(host: str, *, login: bool, told: bool, read_only: bool) -> str:
    """Return what to know of a page that is served at `host`, "" where nobody else reaches it.

    Raise Unprotected when others do, nobody has to log in, and nobody was told that this is meant.
    """
    if login or for_this_machine(host):
        return ""
    may = "ask and read" if read_only else "ask, read, add and remove articles"
    if not told:
        raise Unprotected(
            f"whoever reaches {host} could {may}: --auth FILE asks them to log in, --no-login lets them in"
        )
    return f"Whoever reaches {host} can {may}"


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


class Attempts:
    """Wrong logins, by name and address and by address alone: each makes the next wait twice as long."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: dict[tuple[str, ...], tuple[int, float]] = {}

    def wait(self, name: str, address: str) -> float:
        """Return how many seconds a login has to wait, right or wrong; 0 when it may be tried."""
        until = max(self._until((name, address), 0), self._until((address,), FREE))
        return max(until - self._now(), 0.0)

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong login."""
        for key in ((name, address), (address,)):
            count, last = self._wrong.pop(key, (0, self._now()))
            count = 1 if self._now() - last > FORGOTTEN_S else count + 1
            self._wrong[key] = count, self._now()
        while len(self._wrong) > REMEMBERED:
            del self._wrong[next(iter(self._wrong))]
        count = self._wrong[name, address][0]
        if count & (count - 1) == 0:
            log.warning("wrong login for %s from %s, %d times", name[:80], address, count)

    def right(self, name: str, address: str) -> None:
        """Forget what was wrong before."""
        self._wrong.pop((name, address), None)

    def _until(self, key: tuple[str, ...], free: int) -> float:
        count, last = self._wrong.get(key, (0, 0.0))
        if count <= free:
            return -math.inf
        return last + min(WRONG_S * 2.0 ** min(count - free - 1, 20), LONGEST_S)


def protected(app: ASGIApp, logins: Mapping[str, str], attempts: Attempts | None = None) -> ASGIApp:
    """Return the application for those alone who give one of the logins."""
    tried = attempts or Attempts()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        given, name = connection.headers.get("authorization", ""), user_of(connection.headers)
        address = connection.client.host if connection.client else ""
        refusal = PlainTextResponse("Log in to ask.", 401, CHALLENGE)
        if given and (seconds := math.ceil(tried.wait(name, address))):
            told = f"Too many wrong logins: try again in {seconds} seconds."
            refusal = PlainTextResponse(told, 429, {"Retry-After": str(seconds)})
        elif given and admitted(given, logins):
            tried.right(name, address)
            await app(scope, receive, send)
            return
        elif given:
            tried.wrong(name, address)
        await refusal(scope, receive, send)

    return answer


def user_of(headers: Mapping[str, str]) -> str:
    """Return the name that a request logs in with, empty when it gives none."""
    return _credentials(headers.get("authorization", ""))[0]


def _credentials(authorization: str) -> tuple[str, str]:
    scheme, _, credentials = authorization.partition(" ")
    try:
        user, _, password = base64.b64decode(credentials, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return "", ""
    return (user, password) if scheme.lower() == "basic" else ("", "")


def admitted(authorization: str, logins: Mapping[str, str]) -> bool:
    """Tell whether an Authorization header holds one of the logins; wrong ones take equally long."""
    user, password = _credentials(authorization)
    right = secrets.compare_digest(password.encode(), logins.get(user, "").encode())
    return user in logins and right
