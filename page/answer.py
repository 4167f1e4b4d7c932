"""An answer: the words asked for first, then the quotes, and after each the article that it stands in."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.article import Article
from page.markup import about_article, emphasized_html, safe
from page.phrases import Phrases, marks
from page.translation import translated_html
from rag.languages import TITLE_COLUMNS, according_to, date_in_words, shortened
from rag.records import Answer, Statement, Verdict

# Quotes that are shown at once; the others unfold.
QUOTES = 3
DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
VERDICTS = {Verdict.PARTLY: "partly", Verdict.NOT_FOUND: "not_found"}


def answer_html(answer: Answer, turn: int, phrases: Phrases) -> str:
    """Return an answer: the words asked for in large, then its statements, at most three quotes unfolded."""
    kind = "answer" if answer.answered or answer.small_talk else "answer silent"
    if not answer.certain:
        kind = "answer unsure"
    asked_for = [statement for statement in answer.statements if statement.large]
    short = short_html(asked_for, answer, turn, phrases) if asked_for else ""
    statements = [
        statement_html(
            replace(one, resolved="", meaning="") if one in asked_for else one, answer, turn, place, phrases
        )
        for place, one in enumerate(answer.statements, start=1)
    ]
    quotes = [place for place, one in enumerate(answer.statements) if one.shown]
    folded = ""
    if more := len(quotes[QUOTES:]):
        words = phrases.of(answer.language)("more_quotes", n=more)
        folded = f"<details><summary>{words}</summary>{''.join(statements[quotes[QUOTES] :])}</details>"
        statements = statements[: quotes[QUOTES]]
    spoken = phrases.of(answer.language)
    notice = f'<p class="notice">{safe(spoken.said(answer.notice))}</p>' if answer.notice else ""
    writer = ""
    if answer.written_by:
        writer = f'<p class="about">{safe(phrases("written_by", model=answer.written_by))}</p>'
    language = safe(spoken.language)
    return f'<div class="{kind}" lang="{language}">{short}{"".join(statements)}{folded}</div>{notice}{writer}'


def short_html(asked_for: Sequence[Statement], answer: Answer, turn: int, phrases: Phrases) -> str:
    """Return the very words that were asked for, of every statement that has them, and how many articles
    they come from.
    """
    words = [
        f'<span lang="{safe(one.span.article.language)}">{safe(one.span.text)}</span>'
        f"{resolved_html(one, phrases.of(answer.language))} {numbers_html(one, answer, turn, phrases)}"
        f"{'' if one.meaning else translated_html(one.span.text, one.span.article, phrases)}"
        for one in asked_for
        if one.span
    ]
    numbers = {number for one in asked_for for number in one.citations}
    articles = {cited.quote.article.name for cited in answer.citations if cited.number in numbers}
    bear = phrases.of(answer.language)("borne_out", n=len(articles))
    return f'<p class="short">{" · ".join(words)}</p><p class="about">{bear}</p>'


def statement_html(statement: Statement, answer: Answer, turn: int, place: int, phrases: Phrases) -> str:
    """Return one statement: frame words, the quote in its own language, a link for each number, and below
    them the article, where that is all that the frame words say.
    """
    spoken = phrases.of(answer.language)
    source = ""
    if not statement.shown:
        words = safe(spoken.said(statement.lead))
    else:
        article = statement.shown.article
        opened, closed = marks(statement.shown.text, spoken.language)
        lead = statement.lead.removesuffix(according_to(article, answer.language))
        source = "" if lead == statement.lead else source_html(article, spoken)
        span = statement.span
        quote = emphasized_html(statement.shown, [span] if span else [])
        words = f"{lead_html(lead, article, spoken)}{opened}"
        words += f'<span class="quote" lang="{safe(article.language)}">{quote}</span>{closed}'
    numbers = numbers_html(statement, answer, turn, phrases)
    said = translated_html(statement.shown.text, statement.shown.article, phrases) if statement.shown else ""
    flag = ""
    if statement.verdict in VERDICTS:
        flag = f' <span class="tag">{phrases(VERDICTS[statement.verdict])}</span>'
    return (
        f'<p class="statement" id="t{turn}-s{place}" tabindex="-1">{words}'
        f"{resolved_html(statement, spoken)}{numbers and f' {numbers}'}{flag}{said}{source}</p>"
    )


def source_html(article: Article, phrases: Phrases) -> str:
    """Return the article that a quote stands in: title, language, date, publisher."""
    title = safe(shortened(article.title or article.name, TITLE_COLUMNS))
    about = safe(about_article(article, phrases))
    return f'<small class="source"><cite lang="{safe(article.language)}">{title}</cite> · {about}</small>'


def resolved_html(statement: Statement, phrases: Phrases) -> str:
    """Return what the words are called in the language of the answer, or the date they mean and do not say
    themselves.
    """
    if statement.meaning:
        says = safe(phrases.said(statement.meaning))
        says = f"（{says}）" if phrases.spoken in ("ja", "zh") else f" ({says})"
        return f'<span class="resolved">{says}</span>'
    if not statement.resolved:
        return ""
    says = " – ".join(date_in_words(day, phrases.spoken) for day in statement.resolved.split("/"))
    says = f"（{safe(says)}）" if phrases.spoken in ("ja", "zh") else f" ({safe(says)})"
    return f'<time class="resolved" datetime="{safe(statement.resolved)}">{says}</time>'


def numbers_html(statement: Statement, answer: Answer, turn: int, phrases: Phrases) -> str:
    """Return a link to its card for each number of a statement."""
    titles = {citation.number: citation.quote.article.title for citation in answer.citations}
    return "".join(
        f'<a class="number" href="#t{turn}-{number}" title="{safe(titles[number])}"'
        f' aria-label="{safe(phrases("show_words", n=number))}">{number}</a>'
        for number in statement.citations
    )


def lead_html(lead: str, article: Article, phrases: Phrases) -> str:
    """Return frame words; the headline that they name keeps the language of its article, and its words."""
    before, headline, after = lead.partition(shortened(article.title or article.name, TITLE_COLUMNS))
    if not headline:
        return unbroken_html(phrases.said(lead))
    title = f'<span lang="{safe(article.language)}">{safe(headline)}</span>'
    return f"{unbroken_html(phrases.said(before))}{title}{unbroken_html(phrases.said(after))}"


def unbroken_html(words: str) -> str:
    """Return frame words with each date in one piece: a browser breaks lines at a hyphen."""
    return DATE.sub(r'<span class="date">\g<0></span>', safe(words))


def struck_html(answer: Answer, phrases: Phrases) -> str:
    """Return, folded, the sentences of a language model that the articles do not bear out."""
    if not answer.struck:
        return ""
    sentences = "".join(f"<li><s>{safe(sentence)}</s></li>" for sentence in answer.struck)
    return (
        f'<details class="struck"><summary>{phrases("struck", n=len(answer.struck))}</summary>'
        f'<ul lang="{safe(answer.language)}">{sentences}</ul></details>'
    )
