"""Pages that are pictures -> their lines, by RapidOCR and the models in its wheel: the extra `ocr`.

The models read Chinese, Japanese, English and other languages in Latin letters. A page takes some seconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from index.load.child import limit
from index.load.layout import Line

# Dots an inch at which letters of an ordinary page are as high as the models want them.
RESOLUTION = 200
POINTS = 72
MOST_PAGES = 100
SECONDS_PER_PAGE = 20
MEMORY = 4_000_000_000


def is_installed() -> bool:
    """Say whether pictures of text can be read here."""
    return find_spec("rapidocr") is not None


def recognised(raw: bytes, numbers: Sequence[int]) -> Mapping[int, list[Line]]:
    """Return the lines of the pages of a PDF that have these numbers, counted from 1, down each page."""
    import pypdfium2  # the pages of pictures alone need it
    from rapidocr import RapidOCR  # an extra

    # What it takes, a page that is none of text included, goes beyond what any other file may take.
    limit(len(numbers[:MOST_PAGES]) * SECONDS_PER_PAGE, MEMORY)
    scale = RESOLUTION / POINTS
    engine, document = RapidOCR(), pypdfium2.PdfDocument(raw)
    found = {}
    for number in numbers[:MOST_PAGES]:
        read: Any = engine(document[number - 1].render(scale=scale).to_numpy())
        boxes = read.boxes if read.boxes is not None else ()
        lines = [_line(text, box / scale) for text, box in zip(read.txts or (), boxes, strict=True)]
        found[number] = sorted(lines, key=lambda line: line.top)
    return found


def _line(text: str, corners: Iterable[Sequence[float]]) -> Line:
    across, down = zip(*corners, strict=True)
    start, end, top, bottom = map(float, (min(across), max(across), min(down), max(down)))
    return Line(" ".join(text.split()), start, end, top, bottom, bottom - top)
