"""What the readers of files say in English -> the same in the language of the page."""

import re
from functools import cache

from page.markup import safe
from page.phrases import PHRASES, Phrases

PLACE = re.compile(r"\{(\w+)\}")
# What the readers put between the numbers of pages.
BETWEEN_PAGES = re.compile(r", | and ")


def reason_html(says: str, phrases: Phrases) -> str:
    """Return why a file does not become an article; in English where there are no words for it."""
    return _said_html(says, "why_", phrases)


def note_html(says: str, phrases: Phrases) -> str:
    """Return what of an article was not read; in English where there are no words for it."""
    return _said_html(says, "note_", phrases)


def _said_html(says: str, kind: str, phrases: Phrases) -> str:
    for name, form in _forms(kind):
        if found := form.fullmatch(says):
            return safe(phrases(name, **_values(found.groupdict(), phrases)))
    return f'<span lang="en">{safe(says)}</span>'


@cache
def _forms(kind: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return the name and the English of the phrases of a kind, those first that fill in least."""
    named = [
        (name, form) for name in PHRASES if name.startswith(kind) for form in PHRASES[name][0].split("|")
    ]
    named.sort(key=lambda pair: len(PLACE.findall(pair[1])))
    return [(name, re.compile(_pattern(form), re.S)) for name, form in named]


def _pattern(form: str) -> str:
    parts = PLACE.split(form)
    return "".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))


def _values(found: dict[str, str], phrases: Phrases) -> dict[str, object]:
    values: dict[str, object] = dict(found)
    if "n" in found:
        values["n"] = int(found["n"])
    if "pages" in found:
        pages = BETWEEN_PAGES.split(found["pages"])
        values |= {"n": len(pages), "pages": phrases.joiner.join(pages)}
    return values
