"""Subtitles -> what is said, sentence by sentence, each cue a place named after its time."""

import re
from collections.abc import Iterator
from html import unescape

from pysubs2 import SSAFile
from pysubs2.exceptions import Pysubs2Error

from index.load.extract import Block, Extract, Unreadable, assemble, joined
from index.load.pages import SENTENCE_END
from index.load.text import decoded

MARKS = re.compile(r"<[^>]*>")


def read(raw: bytes) -> Extract:
    """Return the cues in order of time; a sentence that is spread over several is whole."""
    try:
        cues = SSAFile.from_string(decoded(raw))
    except Pysubs2Error:
        raise Unreadable("holds no subtitles: save it again as .srt or .vtt") from None
    cues.sort()
    return assemble(_sentences(cues))


def _sentences(cues: SSAFile) -> Iterator[Block]:
    text, places, shown = "", list[tuple[int, str]](), ""
    for cue in cues:
        lines = [" ".join(unescape(MARKS.sub("", line)).split()) for line in cue.plaintext.split("\n")]
        # Captions that roll up show the line before once more.
        words = " ".join(line for line in lines if line and line != shown)
        if not words:
            continue
        shown = next(line for line in reversed(lines) if line)
        text = joined(text, words) if text else words
        places.append((len(text) - len(words), _clock(cue.start)))
        if SENTENCE_END.search(text):
            yield Block(text, places=tuple(places))
            text, places = "", []
    yield Block(text, places=tuple(places))


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
