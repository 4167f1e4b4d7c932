"""Tables -> lines that each carry a row with its column heads: "Room: Heron | Winter: 68 euros"."""

import re
from collections.abc import Iterator, Sequence

from index.load.extract import Block

# The text of the cells of each row; all rows are equally long.
Grid = Sequence[Sequence[str]]

BETWEEN_CELLS = " | "
DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?<!\d)(?:1[89]|2[01])\d\d(?!\d)")
ENDS_HEAD = (":", "：")


def rows(grid: Grid, heads: int | None = None) -> Iterator[Block]:
    """Yield each row as one unit, its cells headed by the first `heads` rows; None finds out how many.

    A cell that spans columns or rows stands in each of them; one that spans a whole row heads nothing.
    """
    count = int(has_heads(grid)) if heads is None else heads
    above = [_head(column) for column in zip(*grid[:count], strict=True)] or [""] * len(
        grid[0] if grid else ()
    )
    for row in grid[count:] if count < len(grid) else grid:
        yield Block(_row(above if count < len(grid) else [""] * len(row), row), unit=True)


def _head(cells: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, cells)))


def _row(heads: Sequence[str], row: Sequence[str]) -> str:
    filled = [cell for cell in row if cell]
    if len(set(filled)) == 1 and len(filled) > 1:
        return filled[0]
    return BETWEEN_CELLS.join(_labelled(head, cell) for head, cell in zip(heads, row, strict=True) if cell)


def _labelled(head: str, cell: str) -> str:
    if not head or head == cell:
        return cell
    return f"{head} {cell}" if head.endswith(ENDS_HEAD) else f"{head}: {cell}"


def sheet(grid: Grid) -> Iterator[Block]:
    """Yield the rows of a sheet, whose first names its columns; what stands alone above that is its title."""
    filled = [sum(map(bool, row)) for row in grid]
    top = next((at for at, count in enumerate(filled) if count > 1), len(grid))
    yield from (Block(" ".join(filter(None, row))) for row in grid[:top])
    if top < len(grid):
        yield from rows(grid[top:], int(top + 1 < len(grid) and names_columns(grid[top:])))


def pair(name: str, value: str) -> Block:
    """Return a term and what is said of it, or the two cells of such a row, as one unit."""
    return Block(_labelled(name, value), unit=True)


def has_heads(grid: Grid) -> bool:
    """Say whether the first row names the columns, where nothing in the file tells.

    Of two columns it does only when figures stand below: the first row of a list of pairs is a pair.
    """
    if len(grid) < 2 or not names_columns(grid):
        return False
    below = zip(*grid[1:], strict=True)
    return len(grid[0]) > 2 or any(all(map(DIGIT.search, column)) for column in below)


def names_columns(grid: Grid) -> bool:
    """Say whether the cells of the first row differ and name what stands below: by words, or by a year
    where no years stand below. That of the first column may be empty.
    """
    heads, below = grid[0], zip(*grid[1:], strict=True)
    return (
        len(heads) > 1
        and all(heads[1:])
        and len(set(heads)) == len(heads)
        and all(_names(head, column) for head, column in zip(heads, below, strict=True))
    )


def _names(head: str, column: Sequence[str]) -> bool:
    return not DIGIT.search(head) or bool(YEAR.search(head)) and not any(map(YEAR.search, column))


def squared(found: Sequence[Sequence[str]]) -> Grid:
    """Return rows of one length without those that are empty."""
    width = max(map(len, found), default=0)
    return [[*row, *[""] * (width - len(row))] for row in found if any(row)]
