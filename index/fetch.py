"""Addresses of the web -> the bytes there, within limits: public ones, and those that robots.txt allows."""

import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from index.article import ArticleError

AGENT = "polycite"
SECONDS = 20.0
MOST_REDIRECTS = 5
MOST_ROBOTS = 500_000
BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address holds: its bytes, and the media type and encoding that the server says."""

    address: str
    raw: bytes
    media_type: str
    charset: str


def is_address(source: str) -> bool:
    """Say whether a source is an address of the web."""
    return source.lower().startswith(("http://", "https://"))


class Fetcher:
    """Fetches addresses, and remembers what each site allows."""

    def __init__(self, *, most: int, private: bool = False) -> None:
        self._most = most
        self._private = private
        self._robots: dict[str, RobotFileParser] = {}

    def fetch(self, address: str) -> Fetched:
        """Return what an address holds, at most `most` bytes of it; redirects are followed.

        :raises ArticleError: it cannot be had, or may not be.
        """
        seen = address
        for _ in range(MOST_REDIRECTS + 1):
            if not self._allows(seen):
                raise ArticleError(
                    f"{address}: its site asks programs to leave it; save the page and add that"
                )
            response, raw = self._get(seen, self._most, seen)
            place = response.get_redirect_location()
            if not place:
                return _fetched(address, seen, response, raw)
            seen = urljoin(seen, place)
        raise ArticleError(f"{address}: leads from one address to another without end; check it")

    def _allows(self, address: str) -> bool:
        parts, _, _ = _parted(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            response, raw = self._get(f"{site}/robots.txt", MOST_ROBOTS, address)
            # No file allows everything; a site that fails to say allows nothing.
            said = raw.decode("utf-8", "replace").splitlines() if response.status == 200 else []
            rules.parse(["User-agent: *", "Disallow: /"] if response.status >= 500 else said)
            self._robots[site] = rules
        return self._robots[site].can_fetch(AGENT, address)

    def _get(self, address: str, most: int, wanted: str) -> tuple[BaseHTTPResponse, bytes]:
        """Return one response and its bytes; faults name the address that is wanted."""
        parts, host, port = _parted(address)
        # The connection goes to the number that was checked, whatever the name stands for a moment later.
        number = self._number(wanted, host, port)
        pool = (
            HTTPSConnectionPool(number, port, server_hostname=host, assert_hostname=host, timeout=SECONDS)
            if parts.scheme == "https"
            else HTTPConnectionPool(number, port, timeout=SECONDS)
        )
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        host_header = parts.netloc.rpartition("@")[2]
        try:
            with pool:
                response = pool.urlopen(
                    "GET",
                    path,
                    headers={
                        "Host": host_header,
                        "User-Agent": AGENT,
                        "Accept-Encoding": "gzip",
                    },
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
                return response, _read(response, wanted, most)
        except HTTPError as error:
            raise ArticleError(
                f"{wanted}: cannot be reached ({type(error).__name__}); try again later"
            ) from None

    def _number(self, address: str, host: str, port: int) -> str:
        """Return the network address of a host, refusing those of this network."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise ArticleError(f"{address}: there is no such site; check spelling and network") from None
        numbers = [str(entry[4][0]) for entry in found]
        if not self._private and not all(ipaddress.ip_address(each).is_global for each in numbers):
            raise ArticleError(f"{address}: is an address of your own network; allow it with --private")
        return numbers[0]


def _parted(address: str) -> tuple[SplitResult, str, int]:
    """Return an address in its parts, and the host and port that it names."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise ArticleError(f"{address}: is no address of a web page; check the spelling")
    return parts, host, port


def _read(response: BaseHTTPResponse, address: str, most: int) -> bytes:
    raw, until = bytearray(), time.monotonic() + SECONDS
    for block in response.stream(BLOCK, decode_content=True):
        raw += block
        if len(raw) > most:
            raise ArticleError(f"{address}: is larger than {most:,} bytes; raise the limit")
        if time.monotonic() > until:
            raise ArticleError(f"{address}: takes more than {SECONDS:.0f} seconds to come; try again later")
    return bytes(raw)


def _fetched(address: str, seen: str, response: BaseHTTPResponse, raw: bytes) -> Fetched:
    if response.status != 200:
        raise ArticleError(f"{address}: the site answers {response.status}; check the address")
    media_type, _, rest = response.headers.get("Content-Type", "").partition(";")
    charset = rest.partition("charset=")[2].partition(";")[0].strip("\"' ")
    return Fetched(seen, raw, media_type.strip().lower(), charset)
