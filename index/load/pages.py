"""Lines on pages -> paragraphs and rows of tables, each begun on the page where its first word stands."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from index.load import tables
from index.load.extract import Block, joined
from index.load.layout import Line, bands, rows

# One page: its lines in no order but down the page, and its height in points.
Page = tuple[Sequence[Line], float]

# After one of these a line that fills its column has nothing to go on in the next.
SENTENCE_END = re.compile(r"[。．.!?！？:：;；…」』”\")）]$")
# The share of its column that a line fills when its sentence may go on in the next.
FULL_LINE = 0.7
# The share of a page at its top and at its foot where running heads and page numbers stand.
MARGIN = 0.12
NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.I)
# Beside the size of the text, that of a footnote; and how much sizes of one text differ.
SMALL = 0.92
SAME_SIZE = 0.08
# In letters of its size, what stands between the lines of one paragraph at most.
LEADING = 0.6
# What most cells of a table hold at most, in Latin letters; a Chinese or Japanese character is two.
SHORT_CELL = 14


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text or a row of a table; the sentence of an `open` one goes on in the next of its size.

    `place` is the name of its page.
    """

    text: str
    unit: bool = False
    size: float = 0.0
    open: bool = False
    place: str = ""


def blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """Yield what the pages say, in reading order; running heads and page numbers are no part of it.

    A footnote follows the paragraph in which the text of its page ends, on whatever page that is.
    """
    paragraph: list[Piece] = []
    waiting: list[Piece] = []
    for number, lines in enumerate(_without_margins(pages), 1):
        body, notes = _footnotes([piece for band in bands(lines) for piece in _pieces(band)])
        for piece in _on_page(body, number):
            if paragraph and not _goes_on(paragraph[-1], piece):
                yield _block(paragraph)
                yield from _paragraphs(waiting)
                paragraph, waiting = [], []
            paragraph.append(piece)
        waiting += _on_page(notes, number)
    if paragraph:
        yield _block(paragraph)
    yield from _paragraphs(waiting)


def _paragraphs(pieces: Sequence[Piece]) -> Iterator[Block]:
    held: list[Piece] = []
    for piece in pieces:
        if held and not _goes_on(held[-1], piece):
            yield _block(held)
            held = []
        held.append(piece)
    if held:
        yield _block(held)


def _goes_on(before: Piece, after: Piece) -> bool:
    return before.open and not after.unit and abs(before.size - after.size) <= SAME_SIZE * before.size


def _block(pieces: Sequence[Piece]) -> Block:
    """Return pieces of one paragraph as a block, with the pages that begin in it."""
    text = pieces[0].text
    places = [(0, pieces[0].place)]
    for piece in pieces[1:]:
        text = joined(text, piece.text)
        places.append((len(text) - len(piece.text), piece.place))
    return Block(text, unit=pieces[0].unit, places=tuple(places))


def _on_page(pieces: Sequence[Piece], number: int) -> list[Piece]:
    return [replace(piece, place=f"p. {number}") for piece in pieces]


def _without_margins(pages: Sequence[Page]) -> Iterator[list[Line]]:
    """Yield the lines of each page without those at its edges that several have, numbers apart."""
    found = [
        {_mark(line, height): line for line in lines if _at_edge(line, height)} for lines, height in pages
    ]
    often = {mark for mark, count in Counter(mark for marks in found for mark in marks).items() if count > 1}
    for (lines, _), marks in zip(pages, found, strict=True):
        furniture = [line for mark, line in marks.items() if mark in often]
        yield [line for line in lines if line not in furniture]


def _at_edge(line: Line, height: float) -> bool:
    return min(line.bottom, height - line.top) < MARGIN * height


def _mark(line: Line, height: float) -> tuple[str, bool]:
    return NUMBER.sub("#", line.text), line.top > height / 2


def _footnotes(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """Return the text of a page and the smaller print at its foot."""
    size = median([piece.size for piece in pieces if not piece.unit] or [0.0])
    end = len(pieces)
    while end and not pieces[end - 1].unit and pieces[end - 1].size < SMALL * size:
        end -= 1
    return pieces[:end], pieces[end:]


def _pieces(columns: Sequence[Sequence[Line]]) -> Iterator[Piece]:
    """Yield the lines of a band column by column, or the rows of the table that it is."""
    if _is_table(columns):
        yield from (Piece(block.text, unit=True) for block in tables.rows(_grid(columns)))
        return
    for column in columns:
        widest = max(line.length for line in column)
        for line, below in zip(column, [*column[1:], None], strict=True):
            full = line.length >= FULL_LINE * widest
            unended = not SENTENCE_END.search(line.text) or (
                below is not None and _same_paragraph(line, below)
            )
            yield Piece(line.text, size=line.size, open=full and unended)


def _same_paragraph(line: Line, below: Line) -> bool:
    """Say whether a line stands close below another and begins no further in."""
    return below.top - line.bottom < LEADING * line.size and below.start - line.start < line.size / 2


def _is_table(columns: Sequence[Sequence[Line]]) -> bool:
    """Say whether columns are those of a table: most hold no more than a few words a line."""
    if len(columns) < 2 or len(rows([line for column in columns for line in column])) < 2:
        return False
    short = sum(median(_weight(line.text) for line in column) <= SHORT_CELL for column in columns)
    return short > len(columns) / 2 or (short == 1 and len(columns) == 2)


def _weight(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text if not letter.isspace())


def _grid(columns: Sequence[Sequence[Line]]) -> list[list[str]]:
    """Return the rows of a table; one with nothing in its first column goes on with the row before."""
    grid: list[list[str]] = []
    for row in rows(sorted((line for column in columns for line in column), key=lambda line: line.top)):
        cells = [" ".join(line.text for line in row if line in column) for column in columns]
        if grid and not cells[0]:
            grid[-1] = [
                joined(*pair) if all(pair) else "".join(pair) for pair in zip(grid[-1], cells, strict=True)
            ]
        else:
            grid.append(cells)
    return grid
