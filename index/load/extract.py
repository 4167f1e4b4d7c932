"""What a reader of one kind of file hands back: blocks of text, put together with what the file states."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

ITEM = "- "

# On a page: left, bottom, right, top, in points from its lower left corner. On a picture of it: left, top,
# right, bottom, in shares of its width and height.
Bounds = tuple[float, float, float, float]


class Unreadable(ValueError):
    """A file that gives no article; the message goes on from its name: "is empty; put text into it"."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or item. A `unit`, such as a table row, is one line that is cited whole.

    `places` are the (offset, name) of the pages, slides or minutes that begin in it or go on there.
    """

    text: str
    unit: bool = False
    heading: bool = False
    places: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file and what the file states of itself; an empty field is not stated.

    `units` and `headings` are (start, end) in `text`, `places` (start, name); `notes` say what was not read.
    """

    text: str
    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""
    units: tuple[tuple[int, int], ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as WebP, in base64, and for each words the boxes around them, one a line; none where they cannot
    be placed.
    """

    image: str
    marks: tuple[tuple[Bounds, ...], ...]


def titled(extract: Extract) -> Extract:
    """Return the extract under its first heading, when it begins with one and states no title."""
    first = extract.headings[:1]
    title = extract.text[slice(*first[0])] if first and first[0][0] == 0 else ""
    return replace(extract, title=extract.title or title)


def assemble(blocks: Iterable[Block], *, notes: tuple[str, ...] = ()) -> Extract:
    """Return the blocks as one text, units and list items a line each, all else apart."""
    parts: list[str] = []
    units: list[tuple[int, int]] = []
    headings: list[tuple[int, int]] = []
    places: list[tuple[int, str]] = []
    turned: tuple[tuple[int, str], ...] = ()
    length = 0
    before = False
    for block in blocks:
        shown = (" ".join(block.text.splitlines()) if block.unit else block.text).strip()
        if not shown:
            turned = block.places[-1:] or turned
            continue
        close = block.unit or shown.startswith(ITEM)
        gap = "" if not parts else "\n" if close and before else "\n\n"
        span = (length + len(gap), length + len(gap) + len(shown))
        parts += [gap, shown]
        length, before = span[1], close
        if block.unit:
            units.append(span)
        if block.heading:
            headings.append(span)
        turned = block.places or tuple((0, name) for _, name in turned)
        for offset, name in turned:
            if not places or places[-1][1] != name:
                places.append((span[0] + offset, name))
        turned = ()
    return Extract(
        "".join(parts), units=tuple(units), headings=tuple(headings), places=tuple(places), notes=notes
    )


HYPHENATED = re.compile(r"[a-zà-ÿ][-\u00ad\u2010]$")
EAST_ASIAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def joined(text: str, line: str) -> str:
    """Return a text with the line that its last one goes on in: a word parted by a hyphen is one again."""
    if HYPHENATED.search(text) and line[:1].islower():
        return text[:-1] + line
    return text + line if EAST_ASIAN.match(text[-1:]) or EAST_ASIAN.match(line) else f"{text} {line}"
