"""The collection page: which articles there are, by language and date, and what was cleaned away."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from index.article import Article
from index.clean import removal_lines
from index.record import Record
from page.desk import Desk
from page.markup import heading_html, rule_name, safe, source_html
from page.phrases import Phrases
from page.reader import POLICY, back_html, document_html
from rag.languages import shortened

# Articles on one page of the list.
AT_ONCE = 50
# Months are shown up to so many; older and larger collections go by years.
MOST_MONTHS = 18
# What is shown of a stretch that was cleaned away, in columns, and how many of them of one article.
STRETCH_COLUMNS = 300
STRETCHES = 40


@dataclass(frozen=True, slots=True)
class Held:
    """An article of the collection and how many passages it was cut into."""

    article: Article
    passages: int


def collection_response(desk: Desk, page: int, phrases: Phrases) -> HTMLResponse:
    """Return the page about the collection, with the articles of one page of the list, counted from 1."""
    headers = {"Content-Security-Policy": POLICY}
    if not desk.collection:
        html = document_html("Polycite", f"<main>{safe(desk.notice(phrases))}</main>", phrases)
        return HTMLResponse(html, status_code=202, headers=headers | {"Refresh": "2"})
    library = desk.collection.index.library
    with library.snapshot():
        html = collection_html(library, page, phrases)
    return HTMLResponse(html, headers=headers)


def collection_html(library: Record, page: int, phrases: Phrases) -> str:
    """Return the page about a collection."""
    total = sum(library.counts().values())
    pages = max(-(-total // AT_ONCE), 1)
    at = min(max(page, 1), pages)
    rows = "".join(held_html(held, phrases) for held in held_articles(library, AT_ONCE * (at - 1), AT_ONCE))
    body = (
        f'{back_html(phrases)}<main class="wide"><h1>{phrases("collection")}</h1>'
        f'<p class="about">{phrases("articles", n=total)}</p>'
        + (by_date_html(library, phrases) + by_rule_html(library, phrases) if total else "")
        + f"<h2>{phrases('held')}</h2>"
        + (f'<ul class="held">{rows}</ul>' if rows else f'<p class="empty">{phrases("no_articles")}</p>')
        + pager_html(at, pages, phrases)
        + "</main>"
    )
    return document_html(phrases("collection"), body, phrases)


def held_articles(library: Record, first: int, count: int) -> list[Held]:
    """Return `count` articles from the place `first` on, the latest first, those without a date last."""
    entries = library.entries(k=count, skip=first)
    articles = library.by_id(entry.id for entry in entries)
    return [Held(articles[entry.id], entry.passages) for entry in entries]


def by_date_html(library: Record, phrases: Phrases) -> str:
    """Return a table of how many articles each language has from each month, or each year."""
    found = library.census().articles
    by_year = len({date for date, _ in found}) > MOST_MONTHS
    counts: Counter[tuple[str, str]] = Counter()
    for (date, language), count in found.items():
        counts[date[:4] if by_year else date, language] += count
    dates = sorted({date for date, _ in counts}, reverse=True)
    languages = sorted({language for _, language in counts})
    most = max(counts.values())
    head = "".join(f'<th scope="col">{safe(phrases.language_name(code))}</th>' for code in languages)
    rows = ""
    for date in dates:
        cells = "".join(
            tinted_html(str(counts[date, code] or ""), counts[date, code] / most) for code in languages
        )
        total = sum(counts[date, code] for code in languages)
        rows += f'<tr><th scope="row">{safe(date or phrases("no_date"))}</th>{cells}<td>{total}</td></tr>'
    return table_html(
        phrases("by_language_and_date"), f"<td></td>{head}<th scope='col'>{phrases('all')}</th>", rows
    )


def by_rule_html(library: Record, phrases: Phrases) -> str:
    """Return a table of how much each rule cleaned away, the most first."""
    cleaned = library.cleaned()
    if not cleaned.rules:
        return f'<p class="empty">{phrases("nothing_removed")}</p>'
    whole = cleaned.characters
    head = "".join(f'<th scope="col">{phrases(name)}</th>' for name in ("rule", "stretches", "characters"))
    rows = "".join(
        f'<tr><th scope="row">{rule_name(rule, phrases)}</th><td>{stretches}</td>'
        + tinted_html(phrases.figure(f"{characters:,} · {characters / whole:.1%}"), characters / whole)
        + "</tr>"
        for rule, stretches, characters in cleaned.rules
    )
    return table_html(phrases("left_out_by"), head, rows)


def table_html(caption: str, head: str, rows: str) -> str:
    """Return a table that scrolls by itself where the screen is narrow."""
    return (
        f'<div class="scroll" role="region" aria-label="{safe(caption)}" tabindex="0"><table class="heat">'
        f"<caption>{safe(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def tinted_html(text: str, share: float, note: str = "") -> str:
    """Return a cell of a table, the deeper in colour the nearer `share` is to 1."""
    small = f"<small>{safe(note)}</small>" if note else ""
    return f'<td class="tinted" style="--share:{min(max(share, 0), 1):.2f}">{safe(text)}{small}</td>'


def held_html(held: Held, phrases: Phrases, button: str = "") -> str:
    """Return an article of the list: what is known of it, how much of it there is, and what was cleaned
    away.
    """
    article = held.article
    address = f"article?{urlencode({'name': article.name, 'in': phrases.language})}"
    characters = phrases.figure(f"{len(article.text):,}")
    size = (
        f"{phrases('passages')} {held.passages} · {phrases('characters')} {characters}"
        f" · <code>{safe(article.name)}</code>"
    )
    return (
        f"<li>{heading_html(article, 'h3', phrases)}"
        f'<p class="about">{size} · '
        f'<a class="whole" href="{safe(address)}" target="_blank">{phrases("whole")}</a>'
        f" {source_html(article.url)}</p>{removed_html(article, phrases)}{button}</li>"
    )


def removed_html(article: Article, phrases: Phrases) -> str:
    """Return what was cleaned away from an article, folded: rule, lines and words of each stretch."""
    if not article.removed:
        return f'<p class="about">{phrases("nothing_removed")}</p>'
    characters = sum(removal.end - removal.start for removal in article.removed)
    share = phrases.figure(f"{characters / len(article.text):.1%}")
    items = ""
    for removal in article.removed[:STRETCHES]:
        first, last = removal_lines(article, removal)
        where = phrases("lines", n=1 if first == last else 2, first=first, last=last)
        words = shortened(" ".join(article.text[removal.start : removal.end].split()), STRETCH_COLUMNS)
        items += (
            f"<li><b>{rule_name(removal.rule, phrases)}</b> <small>{where}</small> "
            f'<span lang="{safe(article.language)}">{safe(words)}</span></li>'
        )
    rest = len(article.removed) - STRETCHES
    items += f"<li>{phrases('and_more', n=rest)}</li>" if rest > 0 else ""
    summary = phrases("cleaned", n=len(article.removed), share=share)
    return f'<details class="cleaned"><summary>{summary}</summary><ul>{items}</ul></details>'


def pager_html(at: int, pages: int, phrases: Phrases) -> str:
    """Return links to the pages before and after, nothing when there is only one."""
    if pages == 1:
        return ""
    links: Sequence[tuple[int, str]] = ((at - 1, "earlier"), (at + 1, "later"))
    shown = " ".join(
        f'<a href="collection?{safe(urlencode({"page": page, "in": phrases.language}))}">{phrases(name)}</a>'
        for page, name in links
        if 1 <= page <= pages
    )
    return f'<nav class="pager"><span>{phrases("page_of", at=at, pages=pages)}</span> {shown}</nav>'
