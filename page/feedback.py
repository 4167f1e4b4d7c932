"""What a reader thinks of an answer or a citation: the buttons, and what pressing one keeps."""

import json

from pydantic import BaseModel, Field

from index.feedback import (
    LONGEST_QUESTION,
    LONGEST_WORD,
    MOST_QUOTES,
    Feedback,
    Opinion,
    add_word,
    give,
    take_back,
)
from page.desk import Desk
from page.markup import safe
from page.phrases import Phrases
from rag.records import Answer, Quote


class Given(BaseModel):
    """An opinion as the page sends it; quotes are an article's name, a start and an end in its text."""

    opinion: Opinion
    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    language: str = Field(max_length=10)
    quotes: list[tuple[str, int, int]] = Field(max_length=MOST_QUOTES)


class Word(BaseModel):
    """What a reader writes to the opinion of a key."""

    key: str = Field(max_length=100)
    word: str = Field(max_length=LONGEST_WORD)


def answer_buttons_html(answer: Answer, phrases: Phrases) -> str:
    """Return what a reader can say of a whole answer: one thing or the other."""
    if answer.small_talk:
        return ""
    quotes = [citation.quote for citation in answer.citations]
    buttons = "".join(
        button_html(opinion, answer, quotes, phrases) for opinion in (Opinion.HELPFUL, Opinion.WRONG)
    )
    return f'<span class="rating" role="group" aria-label="{phrases("rate")}">{buttons}</span>'


def said_html(phrases: Phrases) -> str:
    """Return where the page says what became of an opinion on the answer above, and takes a word on it."""
    names = ("thanks", "taken_back", "not_kept", "word_kept")
    said = " ".join(f'data-{name}="{phrases(name)}"' for name in names)
    word = safe(phrases("word"))
    field = f'<input maxlength="{LONGEST_WORD}" placeholder="{word}" aria-label="{word}">'
    return (
        f'<p class="said about" role="status" {said}></p><form class="word" hidden>{field}'
        f"<button>{phrases('send_word')}</button></form>"
    )


def citation_button_html(quote: Quote, answer: Answer, phrases: Phrases) -> str:
    """Return the button that says a citation does not support the answer."""
    return button_html(Opinion.UNSUPPORTED, answer, [quote], phrases)


def button_html(opinion: Opinion, answer: Answer, quotes: list[Quote], phrases: Phrases) -> str:
    """Return a button that gives an opinion, and takes it back when pressed again."""
    given = {
        "opinion": opinion,
        "question": answer.question[:LONGEST_QUESTION],
        "language": answer.language,
        "quotes": [(quote.article.name, quote.start, quote.end) for quote in quotes[:MOST_QUOTES]],
    }
    attribute = safe(json.dumps(given, ensure_ascii=False))
    return (
        f'<button type="button" aria-pressed="false" data-feedback="{attribute}">{phrases(opinion)}</button>'
    )


def keep(given: Given, desk: Desk) -> str | None:
    """Keep an opinion with the words that were cited, and return its key; None when no article has them."""
    if not desk.collection:
        return None
    library = desk.collection.index.library
    quotes = []
    for name, start, end in given.quotes:
        article = desk.named(name)
        if article is None or not 0 <= start < end <= len(article.text):
            return None
        quotes.append((name, article.text[start:end]))
    return give(library, Feedback(given.opinion, given.question, given.language, tuple(quotes)))


def annotate(said: Word, desk: Desk) -> None:
    """Keep what was written to the opinion of that key."""
    if desk.collection:
        add_word(desk.collection.index.library, said.key, said.word)


def withdraw(key: str, desk: Desk) -> None:
    """Forget the opinion of that key."""
    if desk.collection:
        take_back(desk.collection.index.library, key)
