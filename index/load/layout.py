"""A page of a PDF -> its lines in the order in which a person reads them: down one column, then the next.

Places on a page are given as a reader of it moves: `start` and `end` along the writing, `top` and `bottom`
across it, all in points. On a page written downwards, lines follow one another from right to left.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Any

from pdfminer.layout import LAParams, LTAnno, LTChar, LTContainer, LTPage, LTTextLine

from index.load.extract import Bounds

# Printed beside Han characters at about half their size, to say how they are read.
RUBY = 0.6
KANA = range(0x3040, 0x3100)
# In letters of its size: a gap that parts two pieces of one line, and one that parts two columns.
GAP = 1.0
GUTTER = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, or the part of one that stands in a column; `size` is the height of its letters.

    `letters` are those that the file paints, each where it stands on the page.
    """

    text: str
    start: float
    end: float
    top: float
    bottom: float
    size: float
    letters: tuple[tuple[str, Bounds], ...] = ()

    @property
    def length(self) -> float:
        """Return how long it is."""
        return self.end - self.start


Box = Callable[[LTChar], Bounds]


def read_lines(page: LTPage) -> list[Line]:
    """Return the lines of a page as it was painted, down the page, without ruby."""
    characters = list(_characters(page))
    vertical = is_vertical(characters)
    body = median([character.size for character in characters] or [0.0])
    page.analyze(LAParams(detect_vertical=vertical, boxes_flow=None))

    def box(character: LTChar) -> Bounds:
        if vertical:
            return (
                page.y1 - character.y1,
                page.y1 - character.y0,
                page.x1 - character.x1,
                page.x1 - character.x0,
            )
        return character.x0, character.x1, page.y1 - character.y1, page.y1 - character.y0

    found = (line for run in _runs(page) for line in _lines(run, box))
    return sorted(
        (line for line in found if line.text and not _is_ruby(line, body)), key=lambda line: line.top
    )


def is_vertical(characters: Sequence[LTChar]) -> bool:
    """Say whether most characters stand below the one before and not beside it."""
    down = sum(
        abs(after.x0 - before.x0) < before.size / 2 and 0 < before.y0 - after.y0 < 2 * before.size
        for before, after in pairwise(characters)
    )
    return down > len(characters) / 2


def _characters(container: LTContainer[Any]) -> Iterator[LTChar]:
    for item in container:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTContainer):
            yield from _characters(item)


def _runs(container: LTContainer[Any]) -> Iterator[LTTextLine]:
    for item in container:
        if isinstance(item, LTTextLine):
            yield item
        elif isinstance(item, LTContainer):
            yield from _runs(item)


def _lines(run: LTTextLine, box: Box) -> Iterator[Line]:
    """Yield a run of characters, in parts where it leaps over a gap."""
    words, held = "", list[LTChar]()
    for item in run:
        if isinstance(item, LTChar):
            if held and box(item)[0] - box(held[-1])[1] > GAP * item.size:
                yield _line(words, held, box)
                words, held = "", []
            held.append(item)
        if isinstance(item, LTChar | LTAnno):
            words += item.get_text()
    if held:
        yield _line(words, held, box)


def _line(words: str, held: Sequence[LTChar], box: Box) -> Line:
    starts, ends, tops, bottoms = zip(*map(box, held), strict=True)
    size = median(character.size for character in held)
    letters = tuple((character.get_text(), character.bbox) for character in held)
    return Line(" ".join(words.split()), min(starts), max(ends), min(tops), max(bottoms), size, letters)


def _is_ruby(line: Line, body: float) -> bool:
    kana = all(ord(letter) in KANA for letter in line.text if not letter.isspace())
    return kana and line.size < RUBY * body


def rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines, given down the page, as rows of what stands side by side, each from its start on."""
    found: list[list[Line]] = []
    for line in lines:
        middle = (line.top + line.bottom) / 2
        if found and found[-1][0].top < middle < found[-1][0].bottom:
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.start) for row in found]


def bands(lines: Sequence[Line]) -> list[list[list[Line]]]:
    """Return lines as the bands of a page, from the top; each is as many columns as stand side by side in it.

    A band ends where a line crosses the space between its columns.
    """
    found: list[list[list[Line]]] = []
    for row in rows(lines):
        if found:
            before = _gutters([line for each in found[-1] for line in each])
            together = _gutters([line for each in [*found[-1], row] for line in each])
            if len(together) >= max(len(before), len(_gutters(row))):
                found[-1].append(row)
                continue
        found.append([row])
    return [_columns([line for row in band for line in row]) for band in found]


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    gutters = _gutters(lines)
    keyed = sorted(
        lines, key=lambda line: (sum(line.start > gutter for gutter in gutters), line.top, line.start)
    )
    return [
        list(column)
        for _, column in groupby(keyed, key=lambda line: sum(line.start > gutter for gutter in gutters))
    ]


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Return where a column ends and, after enough space that no line crosses, the next one starts."""
    found, reached = [], float("-inf")
    for line in sorted(lines, key=lambda line: line.start):
        if reached > float("-inf") and line.start - reached > GUTTER * line.size:
            found.append((line.start + reached) / 2)
        reached = max(reached, line.end)
    return found
