"""A tree of HTML -> blocks of text: headings, paragraphs, list items, and rows of tables as units."""

import re
from collections.abc import Iterator
from itertools import product

from lxml.etree import SubElement  # type: ignore[import-untyped]  # lxml ships no types
from lxml.html import Element, HtmlElement, document_fromstring  # type: ignore[import-untyped]

from index.load import tables
from index.load.extract import ITEM, Block

# The readings above Han characters.
RUBY = "//rt | //rp | //rtc"
# What nobody reads on the page.
UNSEEN = (
    "//script | //style | //template | //noscript | //head/*[not(self::title)] | //svg"
    " | //iframe | //object | //select | //button | //textarea | //input | //dialog[not(@open)]"
    " | //*[@hidden] | //*[@aria-hidden='true']"
    " | //*[re:test(@style, '(display\\s*:\\s*none|visibility\\s*:\\s*hidden)', 'i')]"
)
EXSLT = {"re": "http://exslt.org/regular-expressions"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Inside these stand words; everything else begins and ends a paragraph.
INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "hi",
        "i",
        "ins",
    }
    | {
        "kbd",
        "label",
        "mark",
        "q",
        "rb",
        "ref",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
    }
    | {"sup", "time", "tt", "u", "var", "wbr"}
)
LINE_BREAK = "\u2028"
SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
EAST_ASIAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
BROKEN_WORD = re.compile(rf"(?<=[{EAST_ASIAN}])[ \t]*\n\s*(?=[{EAST_ASIAN}])")
# Above this a cell holds a text of its own, and the table only arranges the page.
LONGEST_CELL = 600
MOST_SPANNED = 1000


def parsed(markup: str | bytes) -> HtmlElement:
    """Return the tree of a page, without what nobody reads."""
    tree = document_fromstring(markup, ensure_head_body=True)
    prune(tree, RUBY, UNSEEN)
    mend(tree)
    return tree


def prune(tree: HtmlElement, *unseen: str) -> None:
    """Take what XPaths name out of a tree, and leave the words after it."""
    for element in tree.xpath(" | ".join(unseen), namespaces=EXSLT):
        if element.getparent() is not None:
            element.drop_tree()


def mend(tree: HtmlElement) -> None:
    """Join the words of Chinese and Japanese that the lines of the file break; code keeps its lines."""
    for element in tree.xpath("//body//*[not(ancestor-or-self::pre)]"):
        element.text = element.text and BROKEN_WORD.sub("", element.text)
        element.tail = element.tail and BROKEN_WORD.sub("", element.tail)


def blocks(element: HtmlElement) -> Iterator[Block]:
    """Yield what an element says, in reading order."""
    words: list[str] = []
    for piece in _pieces(element):
        if isinstance(piece, str):
            words.append(piece)
            continue
        said = _collapsed("".join(words))
        if said == ITEM.strip() and piece is None:
            # The words of the item stand in a paragraph of their own.
            continue
        if said:
            yield Block(said)
        words.clear()
        if piece is not None:
            yield piece
    if said := _collapsed("".join(words)):
        yield Block(said)


def simplify(element: HtmlElement) -> None:
    """Replace a table, code or a list of terms by a table of one column, each cell of which says a whole row.

    A table that only arranges the page is made plain parts of it.
    """
    said = _whole(element)
    if said is None or element.getparent() is None:
        for part in [element, *element.xpath("./tr | ./tr/* | ./*[tr] | ./*/tr | ./*/tr/*")]:
            part.tag = "div"
        return
    table = Element("table")
    for block in said:
        SubElement(SubElement(table, "tr"), "td").text = block.text
    table.tail = element.tail
    element.getparent().replace(element, table)


def text_of(element: HtmlElement) -> str:
    """Return the words of an element on one line."""
    return " ".join(_collapsed("".join(element.itertext())).split())


def _pieces(element: HtmlElement) -> Iterator[str | Block | None]:
    """Yield words, blocks, and None where a paragraph ends."""
    tag = element.tag
    if not isinstance(tag, str):
        return
    if tag == "br":
        yield LINE_BREAK
        return
    whole = _whole(element)
    if whole is not None:
        yield from whole
        yield None
        return
    if tag not in INLINE:
        yield None
    if tag == "li":
        yield ITEM
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    if tag not in INLINE:
        yield None


def _whole(element: HtmlElement) -> list[Block] | None:
    """Return the blocks of what is no run of paragraphs: a heading, a table, code, a list of terms."""
    tag = element.tag
    if tag in HEADINGS:
        return [Block(text_of(element), heading=True)]
    if tag == "pre":
        return [Block(line, unit=True) for line in "".join(element.itertext()).split("\n")]
    if tag == "dl":
        return list(_terms(element))
    if tag == "table" and _holds_data(element):
        return list(_table(element))
    return None


def _terms(element: HtmlElement) -> Iterator[Block]:
    names: list[str] = []
    before = ""
    for part in element.iter("dt", "dd"):
        if part.tag == "dt":
            names = [*names, text_of(part)] if before == "dt" else [text_of(part)]
        else:
            yield tables.pair(", ".join(names), text_of(part))
        before = part.tag


def _holds_data(table: HtmlElement) -> bool:
    cells = table.xpath(".//td | .//th")
    nested = table.xpath(".//table") or any(len(text_of(cell)) > LONGEST_CELL for cell in cells)
    return bool(cells) and not nested


def _table(table: HtmlElement) -> Iterator[Block]:
    for caption in table.iterfind("caption"):
        yield Block(text_of(caption))
    found = table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    grid = tables.squared(expanded(found))
    if not grid:
        return
    heads = _heads(found)
    side = all(row.xpath("count(./th) = 1 and ./*[1][self::th]") for row in found)
    if not heads and side and len(grid[0]) == 2:
        yield from (tables.pair(name, value) for name, value in grid)
    else:
        yield from tables.rows(grid, heads or (0 if side else None))


def _heads(found: list[HtmlElement]) -> int:
    """Return how many rows at the top hold nothing but the heads of columns."""
    for number, row in enumerate(found):
        if row.getparent().tag != "thead" and not row.xpath("./th and not(./td)"):
            return number
    return 0


def expanded(found: list[HtmlElement]) -> list[list[str]]:
    """Return the words of the cells of rows, a cell that spans several in each of them."""
    cells: dict[tuple[int, int], str] = {}
    for at, row in enumerate(found):
        column = 0
        for cell in row.xpath("./td | ./th"):
            while (at, column) in cells:
                column += 1
            said, across, down = text_of(cell), _span(cell, "colspan"), _span(cell, "rowspan")
            for below, beside in product(range(min(down, len(found) - at)), range(across)):
                cells[at + below, column + beside] = said
            column += across
    width = max((column for _, column in cells), default=-1) + 1
    return [[cells.get((at, column), "") for column in range(width)] for at in range(len(found))]


def _span(cell: HtmlElement, name: str) -> int:
    given = cell.get(name, "1").strip()
    return min(max(int(given), 1), MOST_SPANNED) if given.isdecimal() else 1


def _collapsed(words: str) -> str:
    lines = SPACE.sub(" ", words).split(LINE_BREAK)
    return "\n".join(line.strip() for line in lines).strip()
