"""A table as plain text, its cells parted by commas, tabs or the like -> rows with their heads."""

import csv

from index.load import tables
from index.load.extract import Extract, assemble
from index.load.text import decoded

DELIMITERS = ",;\t|"
SAMPLE = 20_000


def read(raw: bytes) -> Extract:
    """Return the rows, of which the first names the columns when its cells are words."""
    text = decoded(raw)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:SAMPLE], DELIMITERS)
    except csv.Error:
        dialect = csv.excel_tab if "\t" in text.partition("\n")[0] else csv.excel
    csv.field_size_limit(len(text) + 1)
    cells = csv.reader(text.splitlines(keepends=True), dialect)
    return assemble(tables.sheet(tables.squared([[" ".join(cell.split()) for cell in row] for row in cells])))
