"""Plain text, Markdown and web pages: bytes in some encoding -> the text, of a web page its main text."""

import re
from dataclasses import replace

from index.decode import NotText, decode
from index.load.extract import Extract, Unreadable
from index.load.markdown import marked, without_pictures

HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)


def read(raw: bytes) -> Extract:
    """Return the text as it is written but for its tables; of a web page, what its main part says."""
    text = decoded(raw)
    if HTML_START.match(text):
        from index.load.webpage import read_webpage  # 0.3 CPU-s to import trafilatura

        bare, notes = without_pictures(text)
        return replace(read_webpage(bare), notes=notes)
    return marked(text)


def decoded(raw: bytes) -> str:
    """Return the text that the bytes are.

    :raises Unreadable: they are none.
    """
    try:
        return decode(raw)
    except NotText:
        raise Unreadable("is not text, or in an unknown encoding; save it as UTF-8 text") from None
