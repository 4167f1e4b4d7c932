"""A page of a PDF as it is printed, with the cited words marked on it."""

import threading
from collections.abc import Sequence
from itertools import count

from starlette.responses import HTMLResponse

from index.article import Article
from index.load.extract import Bounds, Unreadable
from index.load.worker import picture
from page.desk import Desk
from page.markup import safe, title_html
from page.original import original, parts, way_html
from page.phrases import Phrases
from page.reader import POLICY, Stretch, disjoint, document_html, stretches

SHOWN = f"{POLICY}; img-src data:"
# Whoever asks for more pictures at once waits for these.
_drawing = threading.BoundedSemaphore(2)


def picture_response(
    desk: Desk, name: str, at: str, also: str, number: int | None, phrases: Phrases
) -> HTMLResponse:
    """Return a page of an article: that of a number, else the one on which the stretch "120-180" begins.

    `also` names more stretches that are marked on it, with commas between.
    """
    headers = {"Content-Security-Policy": SHOWN}
    article = desk.named(name)
    if not article:
        html = document_html("Polycite", f"<main>{phrases('no_article')}</main>", phrases)
        return HTMLResponse(html, status_code=404, headers=headers)
    opened = stretches(article, at)[:1]
    on_pages = [parts(article, *stretch) for stretch in opened]
    shown = number or next((page for pages in on_pages for page, _, _ in pages), 1)
    marked = disjoint([*opened, *stretches(article, also)])
    body, status = _page_html(desk, article, shown, marked, opened, phrases)
    other = sorted({page for pages in on_pages for page, _, _ in pages} - {shown})
    ways = [way_html("as_text", "article", name, phrases, at=at, also=also)]
    ways += [way_html("goes_on", "picture", name, phrases, at=at, also=also, number=page) for page in other]
    head = f'<header>{title_html(article, "h1")}<p class="about">p. {shown}</p>{" ".join(ways)}</header>'
    return HTMLResponse(
        document_html(article.title or name, head + body, phrases), status_code=status, headers=headers
    )


def _page_html(
    desk: Desk, article: Article, number: int, marked: Sequence[Stretch], opened: Sequence[Stretch],
    phrases: Phrases,
) -> tuple[str, int]:  # fmt: skip
    """Return the page with what is marked on it, or why it cannot be shown, and the status of that."""
    raw = original(article, desk.collection.index.library) if desk.collection else None
    if raw is None:
        return f'<main><p class="notice">{phrases("original_gone")}</p></main>', 404
    here = [
        (stretch, start, end)
        for stretch in marked
        for page, start, end in parts(article, *stretch)
        if page == number
    ]
    words = [(_before(article, number, start), article.text[start:end]) for _, start, end in here]
    try:
        with _drawing:
            found = picture(raw, number, words)
    except Unreadable as fault:
        says = phrases("not_shown", reason=safe(str(fault)))
        return f'<main><p class="notice">{says}</p></main>', 422
    lost = any(not boxes for boxes in found.marks)
    note = f'<p class="notice">{phrases("not_placed")}</p>' if lost else ""
    also = count(1)
    marks = "".join(
        _mark_html(boxes, "quote" if stretch in opened else f"cited{next(also)}", text)
        for (stretch, _, _), boxes, (_, text) in zip(here, found.marks, words, strict=True)
    )
    image = f'<img src="data:image/webp;base64,{found.image}" alt="p. {number}">'
    return f'{note}<main class="printed">{image}{marks}</main>', 200


def _before(article: Article, number: int, start: int) -> str:
    """Return what stands on a page above an offset in the text."""
    return "".join(
        article.text[first:last] for page, first, last in parts(article, 0, start) if page == number
    )


def _mark_html(boxes: Sequence[Bounds], name: str, words: str) -> str:
    """Return the marks of one stretch, the first of which can be gone to and says the words."""
    kind = "" if name == "quote" else " also"
    html = ""
    for place, (left, top, right, bottom) in enumerate(boxes):
        about = f' id="{name}" tabindex="-1"' if not place else ""
        said = f'<span class="unseen">{safe(words)}</span>' if not place else ""
        box = f"left:{left:.2%};top:{top:.2%};width:{right - left:.2%};height:{bottom - top:.2%}"
        html += f'<mark class="box{kind}"{about} style="{box}">{said}</mark>'
    return html
