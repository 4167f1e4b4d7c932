"""Rich text -> its text, by striprtf; the rows of its tables with their heads."""

from collections.abc import Iterator
from itertools import groupby

from striprtf.striprtf import rtf_to_text

from index.load import tables
from index.load.extract import Block, Extract, Unreadable, assemble

CELL = "|"


def read(raw: bytes) -> Extract:
    """Return the text, a paragraph a block."""
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("is not rich text: save it again as .rtf")
    return assemble(_blocks(_words(raw.decode("latin-1"))))


def _words(markup: str) -> str:
    # A byte that its code page lacks is one lost letter, and no lost article.
    words: str = rtf_to_text(markup, errors="replace")  # type: ignore[no-untyped-call]
    return words


def _blocks(text: str) -> Iterator[Block]:
    for is_table, lines in groupby(text.split("\n"), key=lambda line: line.endswith(CELL)):
        if is_table:
            cells = [[cell.strip() for cell in line.split(CELL)[:-1]] for line in lines]
            yield from tables.rows(tables.squared(cells))
        else:
            yield from map(Block, lines)
