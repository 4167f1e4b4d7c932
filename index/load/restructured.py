"""reStructuredText -> its text, by docutils; nothing that it names is opened."""

from docutils.core import publish_string  # type: ignore[import-untyped]  # ships no types

from index.load.extract import Extract, assemble, titled
from index.load.markup import blocks, parsed
from index.load.text import decoded

SETTINGS = {
    "file_insertion_enabled": False, "raw_enabled": False, "_disable_config": True, "embed_stylesheet": False,
    "report_level": 5, "halt_level": 5, "output_encoding": "unicode", "math_output": "latex",
    "initial_header_level": 1,
}  # fmt: skip


def read(raw: bytes) -> Extract:
    """Return the text of the document as it reads when it is set."""
    page = publish_string(decoded(raw), writer="html5", settings_overrides=SETTINGS)
    return titled(assemble(blocks(parsed(str(page)).find("body"))))
