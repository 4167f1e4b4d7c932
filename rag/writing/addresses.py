"""Addresses in what a model writes: nobody is led anywhere by it."""

import re

# Whatever a program makes a link of, or a reader would type into one: with a scheme, with an @, or with dots
# and a last part of letters, as a domain has.
ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+|(?:mailto|tel|data|javascript):\S+"
    r"|[^\s@<>()\[\]]+@[^\s@<>()\[\]]+\.[^\s@<>()\[\]]+"
    r"|(?<![\w.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w.]*\w)(?:[/?#:]\S*)?|(?<!\w)www\.\S+"
    r"|(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)(?::\d+)?(?:/\S*)?",
    re.ASCII | re.IGNORECASE,
)


def names_address(text: str) -> bool:
    """Tell whether a text holds an address of the web, of a machine or of e-mail."""
    return bool(ADDRESS.search(text))


def without_addresses(text: str) -> str:
    """Return a text with a dash in the place of each address."""
    return ADDRESS.sub("—", text)
