"""A cited quote in the language of the page, by a model's server on loopback."""

import endpoint
import httpx
import pytest
from serving import serving

import ui
from index.article import Article, Passage
from index.build import build
from index.store import create
from page.desk import Desk
from page.phrases import LANGUAGES, Phrases
from page.translation import LONGEST, ToTranslate, translate_button_html, translation, translators_html
from rag.records import Quote
from rag.writing.writers import open_writer

# Gradio leaves event loops open when a page is built in a process that goes on without it.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

TEXT = "猫は納屋で眠る。犬は庭で眠る。"
CAT = {"name": "cat", "start": 0, "end": 8, "language": "it"}
ITALIAN = "Il gatto dorme nel fienile."


@pytest.fixture(scope="module")
def folder(tmp_path_factory, models):
    file = tmp_path_factory.mktemp("articles") / "cat.txt"
    file.write_text(TEXT, encoding="utf-8")
    library = create(tmp_path_factory.mktemp("index"), models.embedder.name)
    list(build([file], library, models))
    library.close()
    return library.folder


def desk_of(folder, model=None):
    desk = Desk(folder, model and open_writer(model.name, limit_s=10, keys={}))
    desk.open()
    return desk


def quote(language, text=TEXT, end=8):
    return Quote(Article("cat", text, language=language), Passage(0, len(text), ()), 0, end)


def test_the_model_is_told_the_exact_words_and_the_language_alone(folder):
    with endpoint.serving(endpoint.says(ITALIAN)) as model:
        assert translation(ToTranslate(**CAT), desk_of(folder, model)) == ITALIAN
    system, user = (message["content"] for message in model.asked[0][1]["messages"])
    assert "into Italian" in system
    assert "猫は納屋で眠る。" in user
    assert "犬" not in user


def test_a_model_that_fails_gives_nothing(folder):
    with endpoint.serving(endpoint.fails(400)) as model:
        assert translation(ToTranslate(**CAT), desk_of(folder, model)) == ""


@pytest.mark.parametrize(
    "changes", [{"name": "dog"}, {"end": 0}, {"end": 99}, {"start": 8}, {"end": LONGEST + 1}]
)
def test_only_words_of_an_article_are_translated(folder, changes):
    with endpoint.serving(endpoint.says(ITALIAN)) as model:
        assert translation(ToTranslate(**CAT | changes), desk_of(folder, model)) is None
    assert model.asked == []


def test_the_page_asks_for_it_by_http(folder):
    with (
        endpoint.serving(endpoint.says(ITALIAN), endpoint.fails(400)) as model,
        serving(ui.application(desk_of(folder, model))) as address,
    ):
        reply = httpx.post(f"{address}/translation", json=CAT)
        assert (reply.status_code, reply.json()) == (200, ITALIAN)
        assert httpx.post(f"{address}/translation", json=CAT).status_code == 502
        assert httpx.post(f"{address}/translation", json=CAT | {"end": 99}).status_code == 409
        assert httpx.post(f"{address}/translation", json=CAT | {"start": -1}).status_code == 422


def test_without_a_model_nothing_is_translated_by_the_server(folder):
    assert translation(ToTranslate(**CAT), desk_of(folder)) is None
    assert 'data-model=""' in translators_html(desk_of(folder), Phrases("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_quote_in_another_language_has_a_button(language):
    html = translate_button_html(quote("ja"), Phrases(language))
    assert bool(html) == (language != "ja")
    assert html.startswith('<button type="button" hidden ') or not html


def test_what_an_article_or_a_model_is_called_is_no_markup():
    article = Article('"><b>', TEXT, language='"><i>')
    html = translate_button_html(Quote(article, Passage(0, 8, ()), 0, 8), Phrases("en"))
    assert html.count("<") == 2


def test_a_quote_as_long_as_a_book_has_no_button():
    assert translate_button_html(quote("ja", "x" * 3_000, LONGEST), Phrases("en"))
    assert not translate_button_html(quote("ja", "x" * 3_000, LONGEST + 1), Phrases("en"))
