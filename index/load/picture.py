"""A page of a PDF as a picture, and where words of it stand there."""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby, islice

import pypdfium2
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from index.load.extract import Bounds, Picture, Unreadable
from index.load.layout import Line, bands, read_lines, rows
from index.load.pdf import laid_out
from index.load.tidy import ordinary

# Dots an inch, and how many there are at most: of a poster, fewer an inch.
RESOLUTION = 130
MOST_DOTS = 4_000_000
POINTS = 72
# What a row of a table is given beside its cells: their heads, and what stands between.
HEAD = re.compile(r"(?:^|(?<= \| ))[^|\n]*?: | \| ", re.M)
BETWEEN_WORDS = "-\u00ad\u2010"

# What stands on the page before some words, and the words.
Words = tuple[str, str]
# A letter and its place on the page; `line` counts the lines.
Letter = tuple[str, Bounds, int]


def picture(raw: bytes, number: int, words: Sequence[Words]) -> Picture:
    """Return a page, counted from 1.

    :raises Unreadable: there is no such page.
    """
    page = next(islice(PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(raw)))), number - 1, None), None)
    if page is None:
        raise Unreadable(f"has no page {number}")
    # What lies outside is not shown, and not counted from.
    page.mediabox = _within(page.mediabox, page.cropbox)
    layout = laid_out(page, PDFResourceManager())
    lines = read_lines(layout)
    read = [list(_letters(order)) for order in (_by_columns(lines), _by_rows(lines))]
    tried = ([(each, *pair) for each in read] + [(read[1], *map(_cells, pair))] for pair in words)
    found = (next(filter(None, (_placed(*each) for each in ways)), []) for ways in tried)
    return Picture(
        _rendered(raw, number),
        tuple(tuple(_share(box, layout.width, layout.height) for box in boxes) for boxes in found),
    )


def fold(text: str) -> str:
    """Return letters and figures as they compare, whatever the layout puts between and makes of them."""
    usual = unicodedata.normalize("NFKC", ordinary(text)).casefold()
    return "".join(letter for letter in usual if not letter.isspace() and letter not in BETWEEN_WORDS)


def _within(media: Bounds, crop: Bounds) -> Bounds:
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media


def _rendered(raw: bytes, number: int) -> str:
    page = pypdfium2.PdfDocument(raw)[number - 1]
    width, height = page.get_size()
    scale = min(RESOLUTION / POINTS, (MOST_DOTS / (width * height)) ** 0.5)
    out = BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(out, "WEBP", quality=80)
    return b64encode(out.getvalue()).decode()


def _by_columns(lines: Sequence[Line]) -> list[Line]:
    return [line for band in bands(lines) for column in band for line in column]


def _by_rows(lines: Sequence[Line]) -> list[Line]:
    return [line for row in rows(lines) for line in row]


def _letters(lines: Sequence[Line]) -> Iterator[Letter]:
    for number, line in enumerate(lines):
        for said, box in line.letters:
            yield from ((letter, box, number) for letter in fold(said))


def _placed(letters: Sequence[Letter], before: str, words: str) -> list[Bounds]:
    """Return the boxes of words, one a line: of several such words those that as many stand before."""
    page, wanted = "".join(letter for letter, _, _ in letters), fold(words)
    at = page.find(wanted) if wanted else -1
    for _ in range(fold(before).count(wanted) if at >= 0 else 0):
        at = max(page.find(wanted, at + 1), at)
    found = letters[at : at + len(wanted)] if at >= 0 else ()
    return [_around([box for _, box, _ in line]) for _, line in groupby(found, key=lambda letter: letter[2])]


def _cells(text: str) -> str:
    """Return the rows of tables without the heads that they were given."""
    return HEAD.sub("", text)


def _around(boxes: Sequence[Bounds]) -> Bounds:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _share(box: Bounds, width: float, height: float) -> Bounds:
    left, bottom, right, top = box
    return left / width, 1 - top / height, right / width, 1 - bottom / height
