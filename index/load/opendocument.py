"""An OpenDocument text -> its text: its elements are those of HTML under other names."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml.etree import SubElement, XMLParser, fromstring  # type: ignore[import-untyped]  # lxml ships no types
from lxml.html import HtmlElement  # type: ignore[import-untyped]
from lxml.html import fromstring as parsed

from index.load.extract import Extract, Unreadable, assemble, titled
from index.load.markup import blocks

# No entity may name a file or an address.
SAFE = XMLParser(resolve_entities=False, no_network=True)
NAMES = {
    "h": "h2", "list": "ul", "list-item": "li", "table": "table", "table-header-rows": "thead",
    "table-row": "tr", "table-cell": "td", "p": "p", "line-break": "br",
}  # fmt: skip
SPANS = {"number-columns-spanned": "colspan", "number-rows-spanned": "rowspan"}
# What is said beside the text, or was taken out of it.
BESIDE = (
    "tracked-changes",
    "annotation",
    "note-citation",
    "sequence-decls",
    "ruby-text",
    "covered-table-cell",
)


def read(raw: bytes) -> Extract:
    """Return the text of a document, its notes where they are referred to."""
    try:
        content = fromstring(ZipFile(BytesIO(raw)).read("content.xml"), SAFE)
    except (BadZipFile, KeyError):
        raise Unreadable("is not an OpenDocument text: save it again as .odt") from None
    page = parsed("<html><body></body></html>")
    _copy(content, page.find("body"))
    return titled(assemble(blocks(page)))


def _copy(source: HtmlElement, target: HtmlElement) -> None:
    """Add what stands in an element of the document to one of HTML."""
    _add(target, source.text)
    for child in source:
        name = _local(child.tag) if isinstance(child.tag, str) else ""
        if name in NAMES:
            spans = {SPANS[_local(key)]: value for key, value in child.items() if _local(key) in SPANS}
            _copy(child, SubElement(target, NAMES[name], spans))
        elif name in ("s", "tab"):
            _add(target, " ")
        elif name and name not in BESIDE:
            _copy(child, target)
        _add(target, child.tail)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _add(target: HtmlElement, words: str | None) -> None:
    if len(target):
        target[-1].tail = (target[-1].tail or "") + (words or "")
    else:
        target.text = (target.text or "") + (words or "")
