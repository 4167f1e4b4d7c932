"""A PDF -> its text by layout, and the page on which each part of it stands."""

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from index.load.extract import Extract, Unreadable, assemble
from index.load.layout import read_lines
from index.load.pages import blocks
from index.load.recognition import is_installed, recognised
from index.load.tidy import ordinary

CURE = "install polycite[ocr] to read pictures of text"
ONE = {"hold": "holds", "were": "was"}
# What office programs write when nobody gave the document a title.
NO_TITLE = re.compile(
    r"\(?(?:anonymous|untitled|unspecified|senza titolo)\)?|無題|无标题"
    r"|\S+\.[a-z]{2,5}|.*\.(?:docx?|pdf|indd|tex|odt|rtf|pptx?|qxd)"
    r"|.*\b(?:Microsoft Word|PowerPoint)\b.*",
    re.I,
)


def read(raw: bytes) -> Extract:
    """Return the text of all pages, of which running heads and page numbers are no part, and the title.

    Pages that are pictures of text are read where the extra for it is installed, and named where not.
    """
    try:
        document = PDFDocument(PDFParser(BytesIO(raw)))
        resources = PDFResourceManager()
        layouts = [laid_out(page, resources) for page in PDFPage.create_pages(document)]
    except PDFPasswordIncorrect:
        raise Unreadable("is encrypted: save a copy without a password and add that") from None
    except PSException:
        raise Unreadable("is a broken PDF: open it in a reader, save it again and add that copy") from None
    pages = {number: (read_lines(layout), layout.height) for number, layout in enumerate(layouts, 1)}
    pictures = [number for number, (lines, _) in pages.items() if not lines and len(layouts[number - 1])]
    seen = recognised(raw, pictures) if pictures and is_installed() else {}
    pages |= {number: (lines, pages[number][1]) for number, lines in seen.items()}
    if not any(lines for lines, _ in pages.values()):
        raise Unreadable("holds no text, only pictures of it: run text recognition (OCR) on it first")
    title = ordinary(decode_text(document.info[0].get("Title", b""))).strip() if document.info else ""
    left = [number for number in pictures if number not in seen]
    notes = [
        *([_note(left, "hold", f"no text, only pictures: {CURE}")] if left else []),
        *([_note(list(seen), "were", "read by text recognition: check names and figures")] if seen else []),
    ]
    found = assemble(blocks(list(pages.values())))
    return replace(found, title="" if NO_TITLE.fullmatch(title) else title, notes=tuple(notes))


def laid_out(page: PDFPage, resources: PDFResourceManager) -> LTPage:
    """Return a page with what is painted on it and where; `resources` hold the fonts of its document."""
    device = PDFPageAggregator(resources, laparams=None)
    PDFPageInterpreter(resources, device).process_page(page)
    return device.get_result()


def _note(numbers: Sequence[int], verb: str, what: str) -> str:
    """Return what there is to say of pages: "pages 2 and 3 hold no text"."""
    if len(numbers) == 1:
        return f"page {numbers[0]} {ONE[verb]} {what}"
    *most, last = map(str, numbers)
    return f"pages {', '.join(most)} and {last} {verb} {what}"
