"""What is served beside the chat: articles and other pages, what the page sends by itself, figures."""

from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse

from page.collection import collection_response
from page.desk import Desk
from page.feedback import Given, Word, annotate, keep, withdraw
from page.phrases import Phrases
from page.picture import picture_response
from page.quality import quality_response
from page.reader import article_response
from page.status import status_response
from page.tally import METRICS
from page.translation import ToTranslate, translation
from page.welcome import begin_html


def add_pages(app: FastAPI, desk: Desk) -> None:
    """Add the pages beside the chat: an article, its print, the collection, the figures, how far all is."""

    @app.get("/html-to-image.js")
    def picture_library() -> FileResponse:
        return FileResponse(Path(__file__).with_name("html-to-image.js"))

    @app.get("/progress")
    def progress(language: str = Query("", alias="in")) -> PlainTextResponse:
        notice = desk.notice(Phrases(language))
        return PlainTextResponse(notice, status_code=200 if desk.settled else 202)

    @app.get("/begin")
    def begin(language: str = Query("", alias="in")) -> HTMLResponse:
        phrases = Phrases(language)
        known = desk.starters(phrases)
        return HTMLResponse(begin_html(desk, phrases), status_code=202 if known is None else 200)

    @app.get("/article")
    def article(
        name: str, at: str = "", also: str = "", words: str = "", language: str = Query("", alias="in")
    ) -> HTMLResponse:
        return article_response(desk, name, at, also, Phrases(language), words=words)

    @app.get("/picture")
    def picture(
        name: str, at: str = "", also: str = "", number: Annotated[int | None, Query(ge=1)] = None,
        language: str = Query("", alias="in"),
    ) -> HTMLResponse:  # fmt: skip
        return picture_response(desk, name, at, also, number, Phrases(language))

    @app.get("/collection")
    def collection(page: int = 1, language: str = Query("", alias="in")) -> HTMLResponse:
        return collection_response(desk, page, Phrases(language))

    @app.get("/quality")
    def quality(language: str = Query("", alias="in")) -> HTMLResponse:
        return quality_response(desk, Phrases(language))


def add_requests(app: FastAPI, desk: Desk) -> None:
    """Add what the page sends by itself: feedback, and quotes to be translated."""

    @app.post("/feedback")
    def give_feedback(given: Given) -> str:
        if key := keep(given, desk):
            return key
        raise HTTPException(409, "the articles have changed: ask again")

    @app.put("/feedback")
    def write_to_feedback(said: Word) -> None:
        annotate(said, desk)

    @app.delete("/feedback")
    def take_feedback_back(key: str) -> None:
        withdraw(key, desk)

    @app.post("/translation")
    def translate(wanted: ToTranslate) -> str:
        text = translation(wanted, desk)
        if text is None:
            raise HTTPException(409, "no language model, or no such words: ask again")
        if not text:
            raise HTTPException(502, "the language model wrote no translation")
        return text


def add_figures(app: FastAPI, desk: Desk, *, status: bool, metrics: bool) -> None:
    """Add what the operator sees: figures of what was answered, nothing of what was asked."""
    if status:

        @app.get("/status")
        def show_status(language: str = Query("", alias="in")) -> HTMLResponse:
            return status_response(desk, Phrases(language))

    if metrics:

        @app.get("/metrics")
        def show_metrics() -> PlainTextResponse:
            return PlainTextResponse(desk.tally.metrics(desk), media_type=METRICS)
