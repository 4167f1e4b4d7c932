"""The articles tab: drop files and see what becomes of them, undo it, take articles out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from index.build import Status
from index.store import LibraryError
from page.collection import AT_ONCE as LISTED
from page.collection import Held, held_articles, held_html, removed_html
from page.desk import Desk
from page.drop import LONGEST_ADDRESS, drop_html, step_html
from page.faults import note_html, reason_html
from page.fetching import Step, fetched
from page.following import follow
from page.logs import note
from page.markup import safe
from page.part import AT_ONCE, PLAIN, QUEUED, Part, spoken
from page.phrases import Phrases
from page.shelf import LARGEST_TOGETHER, MOST_AT_ONCE, Change, add, remove, undo

# Changes that a visitor sees, and can undo.
SHOWN = 20
SAID = {
    Status.ADDED: "added",
    Status.REPLACED: "replaced",
    Status.UNCHANGED: "unchanged",
    Status.SAME: "same_text",
    Status.REMOVED: "taken_out",
    Status.FAILED: "not_added",
}


@dataclass(frozen=True, slots=True)
class News:
    """A change, and what became of undoing it: the name of a phrase, empty before."""

    change: Change
    undone: str = ""


def articles_tab(
    desk: Desk, tongue: gr.BrowserState, *, read_only: bool, fetches: bool
) -> tuple[Part, list[Any]]:
    """Put the articles into the page; return the part, and the events upon which others say themselves anew.

    A `read_only` one shows the articles and changes nothing; one that `fetches` takes addresses of the web.
    """
    with gr.Column(elem_id="shelf"):
        if not read_only:
            drop = gr.HTML(**PLAIN | {"js_on_load": "Polycite.shelf(element, trigger)"})
            latest = gr.HTML(elem_id="news", **PLAIN | {"js_on_load": "Polycite.presses(element, trigger)"})
        held = gr.HTML(elem_id="held", **PLAIN | {"js_on_load": "Polycite.presses(element, trigger)"})
    if read_only:
        return Part([held], lambda phrases: [list_html(desk, phrases, removable=False)]), []
    news = gr.State(())
    shown = [news, latest, held]

    def say(news: tuple[News, ...], phrases: Phrases) -> list[object]:
        return [news, news_html(news, phrases), list_html(desk, phrases, removable=True)]

    def added(
        event: gr.EventData, request: gr.Request, chosen: str, news: tuple[News, ...]
    ) -> Iterator[list[object]]:
        phrases, given = spoken(chosen, request), event._data
        address = named_address(given) if fetches else ""
        for step in fetched(address, desk) if address else followed(received(given), desk):
            if isinstance(step, Change):
                _note(step, request)
                news = (News(step), *news)[:SHOWN]
                yield say(news, phrases)
            else:
                yield [gr.skip(), step_html(*step, phrases) + news_html(news, phrases), gr.skip()]

    def taken_out(
        event: gr.EventData, request: gr.Request, chosen: str, news: tuple[News, ...]
    ) -> list[object]:
        change = removed(str(event._data["press"]), desk)
        _note(change, request)
        return say((News(change), *news)[:SHOWN], spoken(chosen, request))

    def undone(event: gr.EventData, request: gr.Request, chosen: str, news: tuple[News, ...]) -> list[object]:
        news = _without(int(event._data["press"]), news, desk, request)
        return say(news, spoken(chosen, request))

    changes = [
        drop.upload(added, [tongue, news], shown, **QUEUED),
        held.click(taken_out, [tongue, news], shown, **AT_ONCE),
        latest.click(undone, [tongue, news], shown, **AT_ONCE),
    ]
    part = Part(
        [drop, *shown],
        lambda phrases, news: [drop_html(phrases, fetches=fetches), *say(news, phrases)],
        [news],
    )
    return part, [change.then for change in changes]


def _without(at: int, news: tuple[News, ...], desk: Desk, request: gr.Request) -> tuple[News, ...]:
    """Return the news with one change undone, as it was where there is none or it is undone already."""
    if not 0 <= at < len(news) or news[at].undone:
        return news
    back = brought_back(news[at], desk)
    if back.undone == "put_back":
        _note(back.change, request, "undone")
    return (*news[:at], back, *news[at + 1 :])


def _note(change: Change, request: gr.Request, how: str = "") -> None:
    note(change, request.headers, request.client.host if request.client else "", how)


def received(data: object) -> list[Path]:
    """Return the files that the page has uploaded, as many as are taken together; other paths that it may
    send are passed over.
    """
    root = Path(get_upload_folder()).resolve()
    sent = data.get("files") if isinstance(data, dict) else None
    paths = [Path(str(path)).resolve() for path in sent[:MOST_AT_ONCE]] if isinstance(sent, list) else []
    files = [path for path in paths if path.is_relative_to(root) and path.is_file()]
    together = accumulate(file.stat().st_size for file in files)
    return [file for file, size in zip(files, together, strict=True) if size <= LARGEST_TOGETHER]


def named_address(data: object) -> str:
    """Return the address that the page has sent, empty when it has sent none."""
    sent = data.get("address") if isinstance(data, dict) else None
    return sent.strip()[:LONGEST_ADDRESS] if isinstance(sent, str) else ""


def followed(files: Sequence[Path], desk: Desk) -> Iterator[Change | Step]:
    """Add files one after another; yield how far the one at hand is, then the change."""
    for at, file in enumerate(files, 1):
        yield file.name, at, len(files), None
        yield from follow(partial(_add, file, at, len(files), desk))


def _add(file: Path, at: int, files: int, desk: Desk, tell: Callable[[Change | Step], None]) -> None:
    change = Change(file.stem, Status.FAILED, reason=desk.error)
    try:
        if models := desk.models():
            [change] = add(
                [file],
                desk.folder,
                models,
                lambda done, total: tell((file.name, at, files, done / max(total, 1))),
            )
    except LibraryError as error:
        change = Change(file.stem, Status.FAILED, reason=str(error))
    finally:
        tell(change)


def removed(name: str, desk: Desk) -> Change:
    """Take an article out and return what became of that."""
    models = desk.models()
    try:
        return remove(name, desk.folder, models) if models else Change(name, Status.FAILED, reason=desk.error)
    except LibraryError as error:
        return Change(name, Status.FAILED, reason=str(error))


def brought_back(news: News, desk: Desk) -> News:
    """Undo a change and return the news of it."""
    models = desk.models()
    try:
        undone = undo(news.change, desk.folder, models) if models else []
    except (LibraryError, OSError):
        undone = []
    failed = not undone or any(change.status is Status.FAILED for change in undone)
    return replace(news, undone="no_undo" if failed else "put_back")


def news_html(news: Sequence[News], phrases: Phrases) -> str:
    """Return what became of files and articles, the latest first, each with what was cleaned away."""
    items = "".join(_news_html(at, one, phrases) for at, one in enumerate(news))
    listed = f'<ul class="news" lang="{phrases.language}">{items}</ul>' if items else ""
    return f'<div role="status">{listed}</div>'


def _news_html(at: int, news: News, phrases: Phrases) -> str:
    change, article = news.change, news.change.article
    name = safe((article.title if article else "") or change.name)
    said = news.undone or SAID[change.status]
    says = phrases(said, n=change.passages, reason=reason_html(_bare_reason(change), phrases))
    about = f'<b lang="{safe(article.language if article else "")}">{name}</b> · {says}'
    if article and article.notes:
        about += f". {'; '.join(note_html(note, phrases) for note in article.notes)}"
    cleaned = removed_html(article, phrases) if article and change.passages else ""
    button = ""
    if change.undoable and not news.undone:
        label = safe(phrases("undo_of", file=article.title if article else change.name))
        button = f'<button type="button" data-press="{at}" aria-label="{label}">{phrases("undo")}</button>'
    if change.stays and not news.undone:
        about += f" · {phrases('comes_back')}"
    elif change.status is Status.REMOVED and not (change.undoable or news.undone):
        about += f" {phrases('no_undo')}"
    return f"<li><p>{about} {button}</p>{cleaned}</li>"


def _bare_reason(change: Change) -> str:
    """Return why a file did not go in, without its name, which stands before that."""
    return change.reason.partition(": ")[2] if change.reason.startswith(change.name) else change.reason


def list_html(desk: Desk, phrases: Phrases, *, removable: bool) -> str:
    """Return the latest articles, and the ways to all of them and to how well they answer."""
    if not desk.collection:
        return f'<p class="empty">{safe(desk.notice(phrases))}</p>'
    library = desk.collection.index.library
    with library.snapshot():
        held, total = held_articles(library, 0, LISTED), sum(library.counts().values())
    items = "".join(held_html(one, phrases, _button(one, phrases) if removable else "") for one in held)
    links = " ".join(
        f'<a href="{name}?in={phrases.language}" target="_blank">{phrases(name)}</a>'
        for name in ("collection", "quality")
    )
    items = f'<ul class="held">{items}</ul>' if items else f'<p class="empty">{phrases("no_articles")}</p>'
    heading = f"<h2>{phrases('articles', n=total)}</h2><nav>{links}</nav>"
    return f'<section lang="{phrases.language}">{heading}{items}</section>'


def _button(held: Held, phrases: Phrases) -> str:
    label = safe(phrases("remove_of", file=held.article.title or held.article.name))
    press = safe(held.article.name)
    sure = safe(phrases("remove_sure", file=held.article.title or held.article.name))
    return (
        f'<button type="button" data-press="{press}" data-sure="{sure}" aria-label="{label}">'
        f"{phrases('remove')}</button>"
    )
