"""A Word document -> its text, by mammoth: headings, lists, tables, footnotes; no running heads."""

from io import BytesIO

import mammoth  # type: ignore[import-untyped]  # ships no types

from index.load.extract import Extract, Unreadable, assemble, titled
from index.load.markup import blocks, parsed

STYLES = "p[style-name='Title'] => h1:fresh"


def read(raw: bytes) -> Extract:
    """Return the text of a document, of tracked changes as they read once accepted."""
    if not raw.startswith(b"PK"):
        raise Unreadable("is not a Word document, or protected by a password: save it again as .docx")
    pictures_out = mammoth.images.img_element(lambda _: {})
    found = mammoth.convert_to_html(BytesIO(raw), style_map=STYLES, convert_image=pictures_out)
    return titled(assemble(blocks(parsed(found.value))))
