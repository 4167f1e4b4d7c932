"""Markdown, or what uses its marks -> the text as it is written, but for tables and pictures written out.

A table becomes rows with their column heads, here as in every other kind of file. All else stays to the
letter: the lines of code and the definitions of terms are marked as units where they stand.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.load import tables
from index.load.extract import Block, Extract, assemble
from index.load.markup import blocks, parsed

# Only where one of these stands is there anything to do.
MARKS = re.compile(r"^[ >]*\|?\s*:?-+:?\s*\|[\s:|-]*$|^[ >]*(?:```|~~~)|<table\b", re.M | re.I)
TERM = re.compile(r"^(?![ \t>#*|:-])\S[^\n]{0,80}\n(?::[ \t]+\S[^\n]*\n?)+", re.M)
# A picture whose bytes stand in the text itself.
PICTURE = re.compile(
    r"data:[\w.+-]+/[\w.+-]+(?:;[\w=.-]+)*;base64,\s*[A-Za-z0-9+/=%]+(?:\s+[A-Za-z0-9+/=%]{20,})*"
)
CODE_LINE = re.compile(r"\S[^\n]*")
PARSER = MarkdownIt("commonmark").enable("table")


def marked(text: str) -> Extract:
    """Return the text with its units, and a note of the pictures that were left out."""
    bare, pictures = PICTURE.subn("", text)
    notes = (f"left out {pictures} picture{'s' if pictures > 1 else ''} written out in the text",)
    found = _rewritten(bare) if MARKS.search(bare) else Extract(bare)
    terms = tuple((term.start(), term.start() + len(term[0].rstrip())) for term in TERM.finditer(found.text))
    return replace(found, units=tuple(sorted(found.units + terms)), notes=notes if pictures else ())


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
    tokens = PARSER.parse(text)
    for at, token in enumerate(tokens):
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "table_open":
            yield first, last, assemble(_table(tokens[at:]))
        elif token.type == "fence":
            code = token.content.rstrip()
            yield first, last, Extract(code, units=tuple(line.span() for line in CODE_LINE.finditer(code)))
        elif token.type == "html_block" and "<table" in token.content.lower():
            yield first, last, assemble(blocks(parsed(token.content)))


def _table(tokens: list[Token]) -> Iterator[Block]:
    grid: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            grid.append([])
        elif token.type == "inline" and token.children is not None:
            grid[-1].append(_words(token.children))
        elif token.type == "table_close":
            break
    yield from tables.rows(tables.squared(grid), 1 if len(grid) > 1 else 0)


def _words(tokens: list[Token]) -> str:
    """Return the words of a cell without their marks."""
    said = (" " if token.type.endswith("break") else token.content for token in tokens)
    return " ".join(re.sub(r"<br\s*/?>", " ", "".join(said)).split())
