"""An empty conversation: questions to begin with, and what the articles are about."""

from page.desk import Desk
from page.markup import about_article, reader_link, safe
from page.phrases import Phrases
from rag.languages import date_in_words, shortened
from rag.outline import Line, Outline

# Columns of a headline, and of the sentence below it.
TITLE_COLUMNS, SENTENCE_COLUMNS = 90, 160


def welcome_html(desk: Desk, phrases: Phrases) -> str:
    """Return what stands in an empty conversation."""
    outline = desk.outline()
    told = outline_html(desk, outline, phrases) if outline and outline.lines else ""
    return (
        f'<div class="choices welcome" lang="{phrases.language}"><h2>{phrases("welcome")}</h2>'
        f"<p>{phrases('welcome_more')}</p>{begin_html(desk, phrases)}</div>{told}"
    )


def begin_html(desk: Desk, phrases: Phrases) -> str:
    """Return questions to begin with, or a place that the page fills once they were all asked."""
    known = desk.starters(phrases) if desk.collection else ()
    if known is None:
        return f'<p class="step" data-begin>{phrases("looking")}</p>'
    return "".join(f'<button type="button" data-do="ask">{safe(one.question)}</button>' for one in known)


def outline_html(desk: Desk, outline: Outline, phrases: Phrases, below: str = "") -> str:
    """Return how many articles there are, of which languages and dates, and a line for each or for each
    topic. Their page is `below` the page that is shown, by a path such as "news/".
    """
    days = [date_in_words(day, phrases.spoken) for day in dict.fromkeys((outline.since, outline.until))]
    dated = " – ".join(day for day in days if day)
    undated = phrases("undated", n=outline.undated) if outline.undated else ""
    about = " · ".join(filter(None, (desk.notice(phrases), dated, undated)))
    heading = phrases("topics" if any(line.more for line in outline.lines) else "held")
    lines = "".join(line_html(line, phrases, below) for line in outline.lines)
    return (
        f'<section class="outline" lang="{phrases.language}"><h3>{heading}</h3>'
        f'<p class="about">{safe(about)}</p><ul>{lines}</ul></section>'
    )


def line_html(line: Line, phrases: Phrases, below: str) -> str:
    """Return an article by its headline and its best sentence, and how many others are near it."""
    quote, article = line.quote, line.quote.article
    title = safe(shortened(article.title or article.name, TITLE_COLUMNS))
    sentence = safe(shortened(" ".join(quote.text.split()), SENTENCE_COLUMNS))
    more = f" · {phrases('more_like_it', n=line.more)}" if line.more else ""
    return (
        f'<li><a class="whole" href="{safe(below + reader_link(quote, phrases))}" target="_blank"'
        f' lang="{safe(article.language)}">{title}</a>'
        f'<small class="about">{safe(about_article(article, phrases))}{more}</small>'
        f'<span lang="{safe(article.language)}">{sentence}</span></li>'
    )
