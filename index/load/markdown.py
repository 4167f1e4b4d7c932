"""Markdown, or what uses its marks -> the text as it is written, but for pictures and HTML tables in it.

The rows of tables, the lines of code and the definitions of terms are marked as units where they stand, to
the letter: what is quoted from them is what the file says.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt

from index.load.extract import Extract, assemble
from index.load.markup import blocks, parsed

# Only where one of these stands is there anything to do.
MARKS = re.compile(r"^[ >]*\|?\s*:?-+:?\s*\|[\s:|-]*$|^[ >]*(?:```|~~~)|<table\b", re.M | re.I)
TERM = re.compile(r"^(?![ \t>#*|:-])\S[^\n]{0,80}\n(?::[ \t]+\S[^\n]*\n?)+", re.M)
# A picture whose bytes stand in the text itself.
PICTURE = re.compile(
    r"data:[\w.+-]+/[\w.+-]+(?:;[\w=.-]+)*;base64,\s*[A-Za-z0-9+/=%]+(?:\s+[A-Za-z0-9+/=%]{20,})*"
)
CODE_LINE = re.compile(r"\S[^\n]*")
DASHES = re.compile(r"[\s|:-]+")
PARSER = MarkdownIt("commonmark").enable("table")


def without_pictures(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the pictures that are written out in it, and a note of how many there were."""
    bare, count = PICTURE.subn("", text)
    note = f"left out {count} picture{'s' if count > 1 else ''} written out in the text"
    return bare, (note,) if count else ()


def marked(text: str) -> Extract:
    """Return the text with its units, and a note of the pictures that were left out."""
    bare, notes = without_pictures(text)
    found = _rewritten(bare) if MARKS.search(bare) else Extract(bare)
    terms = tuple((term.start(), term.start() + len(term[0].rstrip())) for term in TERM.finditer(found.text))
    return replace(found, units=tuple(sorted(found.units + terms)), notes=notes)


def _rewritten(text: str) -> Extract:
    lines = re.split(r"(?<=\n)", text)
    parts: list[str] = []
    units: list[tuple[int, int]] = []
    length = done = 0
    for first, last, said in _changes(text):
        if first < done:
            continue
        parts += ["".join(lines[done:first]), said.text, "\n" if said.text else ""]
        length += len(parts[-3])
        units += [(length + start, length + end) for start, end in said.units]
        length += len(parts[-2]) + len(parts[-1])
        done = last
    return Extract("".join([*parts, *lines[done:]]), units=tuple(units))


def _changes(text: str) -> Iterator[tuple[int, int, Extract]]:
    """Yield where a table or code begins, the line below where it ends, and what it says."""
    lines = re.split(r"(?<=\n)", text)
    for token in PARSER.parse(text):
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "table_open":
            yield first, last, _rows("".join(lines[first:last]))
        elif token.type == "fence":
            code = token.content.rstrip()
            yield first, last, Extract(code, units=tuple(line.span() for line in CODE_LINE.finditer(code)))
        elif token.type == "html_block" and "<table" in token.content.lower():
            yield first, last, assemble(blocks(parsed(token.content)))


def _rows(table: str) -> Extract:
    """Return a table as it is written, each of its rows a unit, the line of dashes none."""
    found = (line.span() for line in CODE_LINE.finditer(table) if not DASHES.fullmatch(line[0].rstrip()))
    return Extract(table.rstrip("\n"), units=tuple(found))
