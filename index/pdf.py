"""A PDF on standard input -> JSON on standard output, in a child process that a hostile file may take down.

The JSON holds `text` and `title`, or `fault`, what to tell the reader. Arguments: how many seconds, bytes of
memory and characters of text it may take.
"""

import io
import json
import logging
import re
import sys

SENTENCE_END = re.compile(r"[。．.!?！？:：;；…」』”\")）]$")
HYPHENATED = re.compile(r"[a-zà-ÿ]-$")
EAST_ASIAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
# What office programs write when nobody gave the document a title.
NO_TITLE = re.compile(
    r"untitled|senza titolo|無題|无标题|.*\.(?:docx?|pdf|indd|tex|odt|rtf|pptx?|qxd)"
    r"|.*\b(?:Microsoft Word|PowerPoint)\b.*",
    re.I,
)
FULL_LINE = 0.7


def limit(seconds: int, memory: int) -> None:
    """Let the system end this process when it needs more; without such limits, the parent's clock does."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def unwrap(page: str) -> str:
    """Return the page with each paragraph on one line: a full line that ends no sentence runs on."""
    lines = [line.strip() for line in page.split("\n")]
    full = FULL_LINE * max(map(len, lines))
    text = lines[0]
    for before, line in zip(lines, lines[1:], strict=False):
        goes_on = before and line and len(before) >= full and not SENTENCE_END.search(before)
        text = _join(text, line) if goes_on else f"{text}\n{line}"
    return text.strip("\n")


def extract(raw: bytes, characters: int) -> dict[str, str]:
    """Return the text of all pages and the stated title, or the fault that keeps them from being read."""
    from pypdf import PdfReader  # after the limits are set, and never in the parent
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"fault": "is encrypted: save a copy without a password and add that"}
        pages: list[str] = []
        for page in reader.pages:
            pages.append(unwrap(page.extract_text()))
            if sum(map(len, pages)) > characters:
                return {
                    "fault": f"holds more than {characters:,} characters of text: split it or raise the limit"
                }
        title = str(reader.metadata.title or "").strip() if reader.metadata else ""
    except DependencyError:
        return {"fault": "is encrypted in an unknown way: save a copy without a password and add that"}
    # A broken file makes the parser fail in any way there is; none of them may go without a sentence.
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, RecursionError):
        return {"fault": "is a broken PDF: open it in a reader, save it again and add that copy"}
    text = "\n\n".join(filter(str.strip, pages))
    if not text:
        return {"fault": "holds no text, only pictures of it: run text recognition (OCR) on it first"}
    return {"text": text, "title": "" if NO_TITLE.fullmatch(title) else title}


def _join(text: str, line: str) -> str:
    if HYPHENATED.search(text) and line[0].islower():
        return text[:-1] + line
    return text + line if EAST_ASIAN.match(text[-1]) or EAST_ASIAN.match(line) else f"{text} {line}"


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    seconds, memory, characters = map(int, sys.argv[1:4])
    limit(seconds, memory)
    json.dump(extract(sys.stdin.buffer.read(), characters), sys.stdout)
