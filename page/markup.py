"""Text of others as HTML in which whatever it says is only characters: words, quotes, headings, links."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from index.article import Article
from page.export import UNSEEN, web_site
from page.phrases import PHRASES, Phrases
from rag.everywhere import IN
from rag.records import Quote

# What a phone changes stands at the end of the second.
LOOKS = "".join(
    Path(__file__).with_name(f"{name}.css").read_text(encoding="utf-8")
    for name in ("answers", "looks", "beside")
)
# Columns of a question that are shown: it may be as long as a book and stands beside its answer.
LONGEST_SHOWN = 800
# What a page says of itself, not of another page or of machine translation as a subject.
TRANSLATED = re.compile(
    r"\bthis (?:page|article|text|post) (?:is|was|has been) (?:a )?(?:machine|automatically)[- ]translat"
    r"|^\W*(?:machine|automatically)[- ]translat(?:ed|ion)\b"
    r"|^\W*traduzione automatica\b|\b(?:pagina|articolo|testo) (?:è stat[oa] )?tradott[oa] automaticamente"
    r"|(?:この|本)(?:ページ|記事|サイト|文章)[はを].{0,20}(?:機械|自動)翻訳|^\W*(?:機械|自動)翻訳\W*$"
    r"|[\[【(（]机翻|^\W*机翻|本(?:文|页面?|文章)(?:由|为|是|系).{0,12}(?:机器翻译|机翻|自动翻译)"
    r"|^\W*(?:机器|自动)翻译\W*$",
    re.IGNORECASE | re.MULTILINE,
)


def safe(text: str) -> str:
    """Return text as HTML that shows its characters and nothing else."""
    return escape(UNSEEN.sub("", text))


def machine_translated(article: Article) -> bool:
    """Tell whether a page says of itself that a machine has translated it."""
    return bool(TRANSLATED.search(article.title) or TRANSLATED.search(article.text))


def heading_html(article: Article, level: str, phrases: Phrases, place: str = "") -> str:
    """Return title and what is known of an article, and where in its file a quote stands."""
    return f"{title_html(article, level)}{about_html(article, phrases, place)}"


def title_html(article: Article, level: str) -> str:
    """Return what an article is called, as a heading of a level such as "h3"."""
    return f'<{level} lang="{safe(article.language)}">{safe(article.title or article.name)}</{level}>'


def about_html(article: Article, phrases: Phrases, place: str = "") -> str:
    """Return what is known of an article beside its title, where in its file a quote stands, and whether a
    machine has translated it.
    """
    machine = f' <span class="tag">{phrases("machine")}</span>' if machine_translated(article) else ""
    known = " · ".join(filter(None, (about_article(article, phrases), place)))
    return f'<p class="about">{safe(known)}{machine}</p>'


def about_article(article: Article, phrases: Phrases) -> str:
    """Return collection, language, date and publisher of an article, as far as it states them."""
    collection, parted, _ = article.name.partition(IN)
    named = collection if parted else ""
    known = (named, phrases.language_name(article.language), article.date, article.publisher)
    return " · ".join(filter(None, known))


def emphasized_html(quote: Quote, words: Iterable[Quote]) -> str:
    """Return the words of a quote; those inside it that were asked for are emphasized."""
    article, pieces, at = quote.article, [], quote.start
    for start, end in sorted({(one.start, one.end) for one in words if same(one.article, article)}):
        if at <= start < end <= quote.end:
            pieces += [safe(article.text[at:start]), f"<strong>{safe(article.text[start:end])}</strong>"]
            at = end
    return "".join(pieces) + safe(article.text[at : quote.end])


def same(one: Article, other: Article) -> bool:
    """Tell whether two are one article, and one version of it."""
    return one is other or (one.name, one.text) == (other.name, other.text)


def dimmed_html(article: Article, start: int, end: int, phrases: Phrases) -> str:
    """Return `article.text[start:end]`; what was cleaned away from it is dimmed and says by which rule."""
    pieces, at = [], start
    for removal in article.removed:
        first, last = max(at, removal.start), min(end, removal.end)
        if first < last:
            rule = phrases("removed", rule=rule_name(removal.rule, phrases))
            removed = f'<span class="removed" title="{rule}">{safe(article.text[first:last])}</span>'
            pieces += [safe(article.text[at:first]), removed]
            at = last
    return "".join(pieces) + safe(article.text[at:end])


def rule_name(rule: str, phrases: Phrases) -> str:
    """Return what a rule of the cleaner is called, its own name where there is no word for it."""
    return safe(phrases(f"rule_{rule}") if f"rule_{rule}" in PHRASES else rule)


def reader_link(
    quote: Quote, phrases: Phrases, cited: Sequence[Quote] = (), words: Sequence[Quote] = ()
) -> str:
    """Return the address of the whole article, opened at a quote; others cited from it are marked too, and
    the words that were asked for are emphasized.
    """
    place = {"name": quote.article.name}
    # What was kept of an article that has changed is all of its text here, and stands nowhere in it now.
    if quote.text != quote.article.text:
        place["at"] = f"{quote.start}-{quote.end}"
        for key, quotes in (("also", cited), ("words", words)):
            if named := [f"{one.start}-{one.end}" for one in quotes if same(one.article, quote.article)]:
                place[key] = ",".join(dict.fromkeys(named))
    return f"article?{urlencode(place | {'in': phrases.language})}#quote"


def source_html(url: str) -> str:
    """Return a link to where an article was published; only web addresses become links."""
    site = web_site(url)
    return site and f'<a href="{safe(url)}" target="_blank" rel="noopener noreferrer">{safe(site)}</a>'
