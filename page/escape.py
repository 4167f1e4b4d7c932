"""Text of others on a terminal or in a log: what would be obeyed there, or not seen, is written out."""

import unicodedata

# What turns the direction of the text around it, or cannot be seen at all.
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
TAGS = range(0xE0000, 0xE1000)


def escaped(text: str) -> str:
    """Return text with whatever a terminal would obey, or would not show, written as in JSON."""
    return "".join(char if char == "\n" or _harmless(char) else _escape(char) for char in text)


def one_line(text: str) -> str:
    """Return text of others, a name or a reason, as `escaped` does, so that it cannot begin a line."""
    return escaped(text).replace("\n", "\\n")


def _harmless(char: str) -> bool:
    if char.isprintable() or char == "\u3000":
        return True
    category = unicodedata.category(char)
    return category not in ("Cc", "Cs", "Zl", "Zp") and not (
        unicodedata.bidirectional(char) in BIDI or ord(char) in TAGS
    )


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
