"""A workbook -> the rows of its sheets with their column heads; what a formula came to, as it is shown."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import groupby, product
from zipfile import ZipFile

from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types
from openpyxl.cell import Cell  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from index.load import tables
from index.load.extract import Block, Extract, Unreadable, assemble

# Of a number format: words in quotes, a currency, and space as wide as a letter or as the cell.
LITERAL = re.compile(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]')
PADDING = re.compile(r"[_*].|\\|\[[^\]]*\]")
# A formula, and no value after it.
UNKNOWN = re.compile(rb"<f(?:[ >][^<]*</f>|\s[^>]*/>)\s*(?:<v\s*/>|<v></v>|(?=</c>))")
FIGURE = re.compile(r"(?P<before>[^#0]*)(?P<digits>[#0][#0,.]*)(?P<after>[^#0]*)")


def read(raw: bytes) -> Extract:
    """Return the rows of every sheet that is not hidden, each sheet a place of its own."""
    if not raw.startswith(b"PK"):
        raise Unreadable("is not a workbook, or protected by a password: save it again as .xlsx")
    sheets = load_workbook(BytesIO(raw), data_only=True).worksheets
    hidden = tuple(
        f"the hidden sheet {sheet.title} was left out" for sheet in sheets if sheet.sheet_state != "visible"
    )
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    notes = (*hidden, *without_value(raw))
    return assemble((block for sheet in shown for block in _blocks(sheet)), notes=notes)


def without_value(raw: bytes) -> Iterator[str]:
    """Yield what there is to say of formulas that no program has worked out yet: they show nothing."""
    with ZipFile(BytesIO(raw)) as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        count = sum(len(UNKNOWN.findall(book.read(name))) for name in names)
    if count:
        yield f"formulas without a value: {count}; open it in its own program and save it again"


def _blocks(sheet: Worksheet) -> Iterator[Block]:
    yield Block("", places=((0, sheet.title),))
    said = _said(sheet)
    lines = sorted({row for row, _ in said})
    # Rows one below the other are a table, in the columns in which any of them holds something.
    for _, group in groupby(enumerate(lines), key=lambda each: each[1] - each[0]):
        part = [row for _, row in group]
        within = range(part[0], part[-1] + 1)
        columns = sorted({column for row, column in said if row in within})
        yield from tables.sheet([[said.get((row, column), "") for column in columns] for row in part])


def _said(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """Return what the cells show, by row and column: those alone that show something.

    A workbook may hold one cell in its millionth row, and merge whole columns. Merged cells show the same.
    """
    # Asked for its rows, openpyxl makes a cell for every place of them.
    cells: dict[tuple[int, int], Cell] = sheet._cells
    said = {place: shown for place, cell in sorted(cells.items()) if (shown := _shown(cell))}
    last_row, last_column = (
        max(places, default=0) for places in (zip(*said, strict=True) if said else ((), ()))
    )
    for area in sheet.merged_cells.ranges:
        if first := said.get((area.min_row, area.min_col)):
            rows = range(area.min_row, min(area.max_row, last_row) + 1)
            columns = range(area.min_col, min(area.max_col, last_column) + 1)
            said |= dict.fromkeys(product(rows, columns), first)
    return said


def _shown(cell: Cell) -> str:
    value, pattern = cell.value, str(cell.number_format or "")
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return " ".join(str(value).split())
    return _figure(value, pattern.partition(";")[0])


def _figure(value: float, pattern: str) -> str:
    """Return a number with the decimals and the unit that its cell shows."""
    said = PADDING.sub("", LITERAL.sub(lambda found: found[1] or found[2] or "", pattern))
    shown = FIGURE.fullmatch(said)
    if not shown:
        return f"{value:.15g}"
    whole, _, decimals = shown["digits"].partition(".")
    amount = value * 100 if "%" in shown["after"] else value
    figure = f"{amount:{',' if ',' in whole else ''}.{len(decimals)}f}"
    return f"{shown['before']}{figure}{shown['after']}".strip()
