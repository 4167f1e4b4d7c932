"""Where files are dropped and an address is given, and how far what was given is."""

from index.load import READABLE
from index.load.kinds import PACKED, USUAL
from page.markup import safe
from page.phrases import Phrases
from page.shelf import LARGEST, LARGEST_TEXT, LARGEST_TOGETHER, MOST_AT_ONCE

MEGABYTE = 1_000_000
LONGEST_ADDRESS = 2_000


def drop_html(phrases: Phrases, *, fetches: bool = False) -> str:
    """Return the place for files, with all that it may have to say; for an address too where it `fetches`."""
    limits = phrases(
        "drop_limits", kinds=USUAL, files=MOST_AT_ONCE, text=LARGEST_TEXT // MEGABYTE, pdf=LARGEST // MEGABYTE
    )
    faults = {
        "many": phrases("too_many", n="{n}", most=MOST_AT_ONCE),
        "kind": phrases("wrong_kind", file="{file}", kinds=USUAL),
        "together": phrases("too_much", n="{n}", most=LARGEST_TOGETHER // MEGABYTE),
        "large": phrases("too_large", file="{file}", most="{most}"),
        "lost": phrases("not_uploaded", file="{file}"),
    }
    said = " ".join(f'data-{name}="{safe(text)}"' for name, text in faults.items())
    return (
        f'<div class="drop" lang="{phrases.language}" data-kinds="{" ".join(READABLE)}"'
        f' data-packed="{" ".join(PACKED)}" data-most="{MOST_AT_ONCE}"'
        f' data-text="{LARGEST_TEXT}" data-pdf="{LARGEST}" data-all="{LARGEST_TOGETHER}" {said}>'
        f'<label><input type="file" multiple accept="{",".join(READABLE)}">'
        f"<span>{phrases('drop')}</span></label>"
        f'<p class="about">{limits}</p>'
        f'<div class="step" data-says="{safe(phrases("sending", file="{file}", share="{share}"))}" hidden>'
        '<label><span></span> <progress max="1" value="0"></progress></label></div>'
        '<div role="alert"><ul class="faults"></ul></div></div>'
        f"{address_html(phrases) if fetches else ''}"
    )


def address_html(phrases: Phrases) -> str:
    """Return the place for an address."""
    return (
        f'<form class="address" lang="{phrases.language}"><label>{phrases("address")} '
        f'<input type="url" name="address" required maxlength="{LONGEST_ADDRESS}" placeholder="https://…"'
        f"></label><button>{phrases('fetch')}</button></form>"
    )


def step_html(name: str, at: int, files: int, share: float | None, phrases: Phrases) -> str:
    """Return how far the file at hand is: it is read, its texts are taken in, it is stored."""
    stage = "reading_file" if share is None else "taking_in_file" if share < 1 else "storing_file"
    says = safe(
        phrases(stage if files else "fetching", file=name, at=at, files=files, share=f"{share or 0:.0%}")
    )
    value = "" if share is None else f' value="{share:.3f}"'
    return f'<div class="step"><label>{says} <progress max="1"{value}></progress></label></div>'
