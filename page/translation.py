"""A cited quote in the language of the page: the button, and what a language model makes of it."""

import json

from pydantic import BaseModel, Field

from index.article import Article, Passage
from page.desk import Desk
from page.markup import safe
from page.phrases import Phrases
from rag.records import Quote
from rag.translate import Translation, translators
from rag.writing.generate import translate

# Characters of a quote that are translated at once.
LONGEST = 2_000


class ToTranslate(BaseModel):
    """The words to translate, as the page names them: an article, a start and an end in its text; and the
    language of the page.
    """

    name: str = Field(max_length=1_000)
    start: int = Field(ge=0)
    end: int
    language: str = Field(max_length=10)


def translate_button_html(quote: Quote, phrases: Phrases) -> str:
    """Return the button below a quote in another language; the browser shows it where there is a translator.

    The translation is put below the quote and never takes its place.
    """
    if quote.article.language == phrases.spoken or len(quote.text) > LONGEST:
        return ""
    if offline(quote.text, quote.article, phrases):
        return ""
    wanted = ToTranslate(name=quote.article.name, start=quote.start, end=quote.end, language=phrases.language)
    return (
        f'<button type="button" hidden aria-expanded="false" data-from="{safe(quote.article.language)}"'
        f' data-translate="{safe(json.dumps(wanted.model_dump(), ensure_ascii=False))}">'
        f"{phrases('translation')}</button>"
    )


def translated_html(text: str, article: Article, phrases: Phrases) -> str:
    """Return words of an article in the language of the page, as a machine on this server says them, and
    whether that is doubtful; nothing where it has no models for that.
    """
    translation = offline(text, article, phrases)
    if not translation:
        return ""
    said = safe(phrases.said(translation.text))
    about = phrases("translation_doubtful" if translation.doubtful else "translation_compared")
    return (
        f'<span class="translated"><span lang="{phrases.language}">{said}</span>'
        f' <small class="{"doubtful" if translation.doubtful else "about"}">{about}</small></span>'
    )


def offline(text: str, article: Article, phrases: Phrases) -> Translation | None:
    """Return words of an article in the language of the page, None where no model on this machine says
    them.
    """
    made = translators()
    if made is None or len(text) > LONGEST or article.language == phrases.spoken:
        return None
    return made.translated(text, article.language, phrases.spoken, article.date)


def translators_html(desk: Desk, phrases: Phrases) -> str:
    """Return, as attributes, what translates here and what the page says of it."""
    model = desk.writer.name if desk.writer else ""
    by_model = phrases("translated_by", model=model)
    return (
        f'data-model="{safe(model)}" data-by-model="{safe(by_model)}"'
        f' data-by-browser="{phrases("translated_by_browser")}" data-translating="{phrases("translating")}"'
        f' data-untranslated="{phrases("untranslated")}"'
    )


def translation(wanted: ToTranslate, desk: Desk) -> str | None:
    """Return the words in the language model's translation, empty when it fails; None when there are no such
    words, or no model.
    """
    if not desk.collection or not desk.writer:
        return None
    article = desk.named(wanted.name)
    if article is None or not wanted.start < wanted.end <= min(len(article.text), wanted.start + LONGEST):
        return None
    passage = Passage(wanted.start, wanted.end, ())
    quote = Quote(article, passage, wanted.start, wanted.end)
    phrases = Phrases(wanted.language)
    return phrases.said(translate(quote, phrases.spoken, desk.writer))
