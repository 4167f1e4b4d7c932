"""Several collections from one server."""

import httpx
import pytest
from serving import serving

import ui
from index.build import build
from index.store import LibraryError, create
from page.api import Programs
from page.desk import Desk
from page.markup import about_article
from page.phrases import Phrases
from page.several import list_html, named

# Gradio leaves event loops open when a page is built in a process that goes on without it.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

ARTICLES = {
    "town": "The bridge\n\n2031-05-02\n\nThe bridge is closed until spring. Its engineer is Ada Finch.",
    "mare": "Il faro\n\n2030-04-11\n\nIl faro di Capo Verdello riapre al pubblico. Il guardiano è Ferri.",
}


@pytest.fixture(scope="module")
def desks(tmp_path_factory, models):
    desks = []
    for name, text in ARTICLES.items():
        folder = tmp_path_factory.mktemp("several") / name
        file = folder.parent / "article.txt"
        file.write_text(text, encoding="utf-8")
        library = create(folder, models.embedder.name)
        list(build([file], library, models))
        library.close()
        desks.append(Desk(folder, name=name))
        desks[-1].open()
    return desks


def test_collections_are_named_by_their_folders_and_two_of_one_name_are_refused(tmp_path):
    assert named([tmp_path / "a" / "town", tmp_path / "mare"]) == {
        "town": tmp_path / "a" / "town",
        "mare": tmp_path / "mare",
    }
    with pytest.raises(LibraryError, match="two indexes are called town: give one of the folders another"):
        named([tmp_path / "a" / "town", tmp_path / "b" / "town"])


def test_the_list_says_of_each_what_it_is_about(desks):
    html = list_html({desk.name: desk for desk in desks}, Phrases("it"))
    assert '<h2><a href="town/">town</a></h2>' in html
    assert "1 articolo · inglese 1 · 2 maggio 2031" in html
    assert 'href="town/article?name=article' in html
    assert "1 articolo · italiano 1 · 11 aprile 2030" in html


def test_each_has_a_page_with_its_own_articles_and_endpoints_below_its_name(desks):
    from gradio_client import Client

    app = ui.applications(desks, read_only=True, mcp=False, login=False)
    with serving(app) as address:
        assert httpx.get(f"{address}/town?q=1").headers["location"] == "town/?q=1"
        assert httpx.get(f"{address}/town/begin?in=zh-Hant").status_code in (200, 202)
        assert httpx.get(f"{address}/favicon.ico", follow_redirects=True).url == f"{address}/town/favicon.ico"
        for name, language in (("town", "en"), ("mare", "it")):
            client = Client(f"{address}/{name}/", verbose=False)
            try:
                [article] = client.predict(api_name="/articles")
            finally:
                client.close()
            assert article["language"] == language


def test_all_are_asked_at_once_and_each_citation_says_its_collection(desks):
    town, _ = desks
    town.beside = {desk.name: desk for desk in desks}
    answer = Programs(town).ask_all("Who is the engineer of the bridge?")
    assert answer["citations"][0]["article"] == "town::article"
    assert "Ada Finch" in answer["citations"][0]["quote"]
    assert town.named("mare::article").title == "Il faro"
    assert about_article(town.named("mare::article"), Phrases("en")) == "mare · Italian · 2030-04-11"
    assert town.named("nowhere::article") is None
