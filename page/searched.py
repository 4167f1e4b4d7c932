"""What was searched for an answer: how many sentences in which language, which articles, with what score."""

from collections import Counter
from collections.abc import Iterable

from index.article import Article
from page.markup import reader_link, safe
from page.phrases import Phrases
from rag.languages import shortened
from rag.records import Answer, Found, Quote

# Columns of a sentence in the table of scores.
SENTENCE_COLUMNS = 120


def searched_html(answer: Answer, phrases: Phrases) -> str:
    """Return, folded, what was considered for an answer and what became of it."""
    if not answer.found:
        return ""
    count = Counter(found.quote.article.language for found in answer.found)
    mix = phrases.joiner.join(
        phrases("language_count", language=phrases.language_name(code), n=n)
        for code, n in count.most_common()
    )
    used = firsts(citation.quote for citation in answer.citations)
    unused = {
        name: quote
        for name, quote in firsts(found.quote for found in answer.found).items()
        if name not in used
    }
    why = "" if answer.answered else f"<p>{phrases('refused')}</p>"
    return (
        f'<details class="searched"><summary>{phrases("searched")}</summary>{why}'
        f"<p>{safe(phrases('sentences_found', n=len(answer.found), mix=mix))}</p>"
        f"{articles_html(phrases('cited_articles'), used.values(), phrases)}"
        f"{articles_html(phrases('uncited_articles'), unused.values(), phrases)}"
        f"{scores_html(answer.found, phrases)}</details>"
    )


def firsts(quotes: Iterable[Quote]) -> dict[str, Quote]:
    """Return the first quote of each article, by the article's name."""
    found: dict[str, Quote] = {}
    for quote in quotes:
        found.setdefault(quote.article.name, quote)
    return found


def articles_html(heading: str, quotes: Iterable[Quote], phrases: Phrases) -> str:
    """Return a list of articles, each a link to the quote in it; nothing when there is none."""
    items = "".join(
        f'<li><a class="whole" href="{safe(reader_link(quote, phrases))}" target="_blank"'
        f' lang="{safe(quote.article.language)}">{safe(title(quote.article))}</a></li>'
        for quote in quotes
    )
    return f"<p>{heading}</p><ul>{items}</ul>" if items else ""


def title(article: Article) -> str:
    """Return what an article is called."""
    return article.title or article.name


def scores_html(found: tuple[Found, ...], phrases: Phrases) -> str:
    """Return, folded, the sentences that were considered, best first, each with its score."""
    rows = "".join(
        f"<tr><td>{phrases.figure(f'{one.score:.2f}')}</td>"
        f'<td><span lang="{safe(one.quote.article.language)}">'
        f"{safe(shortened(one.quote.text, SENTENCE_COLUMNS))}</span></td></tr>"
        for one in found
    )
    return (
        f"<details><summary>{phrases('scores')}</summary><table><thead><tr><th>{phrases('score')}</th>"
        f"<th>{phrases('sentence')}</th></tr></thead><tbody>{rows}</tbody></table></details>"
    )
