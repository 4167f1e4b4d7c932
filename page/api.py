"""What programs can ask: the same functions as named endpoints of Gradio and as tools of the Model Context
Protocol, with the same typed JSON.
"""

import functools
from collections.abc import Callable
from datetime import date
from typing import Any, ParamSpec, TypeVar, cast

import gradio as gr
from gradio.events import api
from pydantic import ValidationError, validate_call

# Pydantic, which describes these records to programs, takes typing's own TypedDict from Python 3.12 on only.
from typing_extensions import TypedDict

from index.article import Article
from index.language import SUPPORTED
from index.scope import Scope
from index.store import LibraryError
from page.desk import Desk
from page.export import answer_json
from rag.ask import Collection, QuestionError, steps
from rag.ask import search as search_collection
from rag.everywhere import steps_everywhere
from rag.records import Answer
from rag.values.dates import NoDate, read_date

MOST_HITS = 100
# A program that asks while the articles are made ready waits so many seconds.
PATIENCE = 60

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class RequestError(ValueError):
    """A request that cannot be answered; the message says why and what to do."""


FAULTS = (RequestError, QuestionError, LibraryError)


class QuoteJson(TypedDict):
    """The exact words of an article: `text[start:end]`, counted in characters (code points)."""

    article: str
    title: str
    language: str
    date: str
    place: str
    start: int
    end: int
    quote: str


class CitationJson(QuoteJson):
    """A numbered quote."""

    number: int


class SpanJson(TypedDict):
    """The words of an article that were asked for: `text[start:end]` of it."""

    article: str
    start: int
    end: int
    text: str


class SentenceJson(TypedDict):
    """A sentence of an answer, and the numbers of the quotes it rests on.

    `span` are the words that answer a question for a name, a date or a number; `resolved` is the date they
    mean in ISO 8601, empty when they say it themselves, `meaning` what they are called in the
    language of the answer.
    """

    text: str
    citations: list[int]
    span: SpanJson | None
    resolved: str
    meaning: str
    large: bool


class AnswerJson(TypedDict):
    """An answer; when `answered` is false the articles do not say, and `related` holds what comes nearest.
    When `certain` is false they may not say, and the first sentence says so.
    """

    question: str
    language: str
    answered: bool
    certain: bool
    text: str
    sentences: list[SentenceJson]
    citations: list[CitationJson]
    related: list[QuoteJson]
    timings_ms: dict[str, float]


class HitJson(QuoteJson):
    """A sentence found for a question; the higher the score, the likelier it answers."""

    score: float


class ArticleJson(TypedDict):
    """What is known of an article; what it does not state is empty."""

    article: str
    title: str
    language: str
    date: str
    publisher: str
    url: str


class RemovalJson(TypedDict):
    """A stretch of an article that is never cited, and the rule that took it out."""

    rule: str
    start: int
    end: int


class WholeArticleJson(ArticleJson):
    """An article with its text as it was read."""

    text: str
    removed: list[RemovalJson]


class Programs:
    """The functions that programs call; each raises RequestError with one sentence."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(
        self,
        question: str,
        language: str = "",
        languages: list[str] | None = None,
        articles: list[str] | None = None,
        since: str = "",
        until: str = "",
    ) -> AnswerJson:
        """Answer a question from the articles; every sentence is cited to the exact words it rests on.

        The question is in English, Japanese, Chinese or Italian. `language` is that of the answer (en, ja, zh
        or it), the question's own when empty. Only articles in these `languages`, of these names (`articles`)
        and dated `since` to `until` (both included, 2024-08 or as people write dates) may answer; what is
        left out lets all pass.
        """
        collection = self._collection()
        _check_language(language)
        for name in articles or ():
            self._named(name)
        scope = Scope(frozenset(languages or ()), frozenset(articles or ()), _date(since), _date(until))
        *_, answer = self._desk.tally.counted(steps(question, collection, language=language, scope=scope))
        assert isinstance(answer, Answer)
        return cast(AnswerJson, answer_json(answer))

    def ask_all(self, question: str, language: str = "") -> AnswerJson:
        """Answer a question as `ask` does, from all collections that are served here, the surest evidence
        first; each article is named with its collection ("news::bridge").
        """
        self._collection()
        _check_language(language)
        asked = steps_everywhere(question, self._desk.collections(), language=language)
        *_, answer = self._desk.tally.counted(asked)
        assert isinstance(answer, Answer)
        return cast(AnswerJson, answer_json(answer))

    def offered(self) -> list[Callable[..., Any]]:
        """Return the functions there are: `ask_all` where there are several collections."""
        several = [self.ask_all] if self._desk.beside else []
        return [self.ask, *several, self.search, self.articles, self.article]

    def search(self, question: str, k: int = 10) -> list[HitJson]:
        """Return the `k` sentences of the articles that are likeliest to answer a question, best first.

        The question is in English, Japanese, Chinese or Italian; `k` is 1 to 100.
        """
        if not 1 <= k <= MOST_HITS:
            raise RequestError(f"{k} sentences cannot be found: ask for 1 to {MOST_HITS}")
        hits = search_collection(question, self._collection(), k=k)
        return [
            {**_quote(hit.article, hit.sentence.start, hit.sentence.end), "score": round(hit.score, 4)}
            for hit in hits
        ]

    def articles(self) -> list[ArticleJson]:
        """Return what is known of every article, by name, without its text."""
        library = self._collection().index.library
        found = library.entries(k=sum(library.counts().values()))
        return [
            {
                "article": entry.name,
                "title": entry.title,
                "language": entry.language,
                "date": entry.date,
                "publisher": entry.publisher,
                "url": entry.url,
            }
            for entry in sorted(found, key=lambda entry: entry.name)
        ]

    def article(self, name: str) -> WholeArticleJson:
        """Return the article of that name with its whole text as it was read, and what of it is never
        cited.
        """
        article = self._named(name)
        return {
            "article": article.name,
            "title": article.title,
            "language": article.language,
            "date": article.date,
            "publisher": article.publisher,
            "url": article.url,
            "text": article.text,
            "removed": [
                {"rule": removal.rule, "start": removal.start, "end": removal.end}
                for removal in article.removed
            ],
        }

    def _collection(self) -> Collection:
        if not self._desk.wait(PATIENCE):
            raise RequestError("the articles are still being made ready: try again in a minute")
        if not self._desk.collection:
            raise RequestError(f"the articles are not ready: {self._desk.error}")
        return self._desk.collection

    def _named(self, name: str) -> Article:
        article = self._collection().index.library.named(name)
        if article is None:
            raise RequestError(f"there is no article named {name!r}: `articles` lists them all")
        return article


def _check_language(language: str) -> None:
    if language not in ("", *SUPPORTED):
        raise RequestError(f"answers in {language!r} are not written: use {', '.join(SUPPORTED)}")


def _quote(article: Article, start: int, end: int) -> QuoteJson:
    return {
        "article": article.name,
        "title": article.title,
        "language": article.language,
        "date": article.date,
        "place": article.place(start),
        "start": start,
        "end": end,
        "quote": article.text[start:end],
    }


def _date(written: str) -> str:
    try:
        return read_date(written, date.today())
    except NoDate:
        raise RequestError(f"{written!r} is not a date: write 2024, 2024-08 or 2024-08-06") from None


def endpoints(desk: Desk) -> None:
    """Put the functions into the page that is being built, as endpoints of the same names."""
    for function in Programs(desk).offered():
        api(_telling(function), api_name=function.__name__)


def _telling(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Return the function with its faults told to the program that called it: Gradio keeps others to
    itself.
    """
    checked = validate_call(function)

    @functools.wraps(function)
    def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            return checked(*args, **kwargs)
        except ValidationError as error:
            [fault, *_] = error.errors()
            where = ".".join(map(str, fault["loc"]))
            raise gr.Error(f"{where}: {fault['msg']}", print_exception=False) from None
        except FAULTS as error:
            raise gr.Error(str(error), print_exception=False) from None

    return call
