"""A log -> its lines, each of which stands for itself."""

from index.load.extract import Block, Extract, assemble
from index.load.text import decoded


def read(raw: bytes) -> Extract:
    """Return the lines, each a unit."""
    return assemble(Block(line, unit=True) for line in decoded(raw).split("\n"))
