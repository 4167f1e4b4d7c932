"""A presentation -> what its slides say, and the notes to them; each slide a place of its own."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.slide import Slide

from index.load import tables
from index.load.extract import Block, Extract, Unreadable, assemble, titled


def read(raw: bytes) -> Extract:
    """Return the slides that are shown, in their order, a paragraph a block and tables as rows."""
    if not raw.startswith(b"PK"):
        raise Unreadable("is not a presentation, or protected by a password: save it again as .pptx")
    slides = Presentation(BytesIO(raw)).slides
    return titled(
        assemble(block for number, slide in enumerate(slides, 1) for block in _blocks(slide, number))
    )


def _blocks(slide: Slide, number: int) -> Iterator[Block]:
    yield Block("", places=((0, f"slide {number}"),))
    title = slide.shapes.title
    if title is not None:
        yield Block(" ".join(title.text_frame.text.split()), heading=True)
    yield from _shapes(shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from map(Block, slide.notes_slide.notes_text_frame.text.split("\n"))


def _shapes(shapes: Iterable[Any]) -> Iterator[Block]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        elif shape.has_text_frame:
            yield from (Block(" ".join(part.text.split())) for part in shape.text_frame.paragraphs)
        elif shape.has_table:
            table = shape.table
            grid = [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]
            yield from tables.rows(tables.squared(grid), 1 if table.first_row and len(grid) > 1 else None)
