"""Two collections from one server, and the words that answer, in a real browser."""

import subprocess

import pytest
from playwright.sync_api import expect
from visitors import POLYCITE, ROOT, Served

SIZES = [{"width": 1280, "height": 800}, {"width": 390, "height": 844}]
BRIDGE = "The harbour bridge\n\n2031-05-02\n\nThe harbour bridge was closed because its cables had rusted."
WHY = "Why was the harbour bridge closed?"


@pytest.fixture(scope="module")
def two(folder, tmp_path_factory):
    """The four articles and, in another collection, one more."""
    place = tmp_path_factory.mktemp("two")
    (place / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    command = [*POLYCITE, "index", str(place / "bridge.txt"), "--to", str(place / "harbour")]
    subprocess.run(command, cwd=ROOT, check=True)
    server = Served(folder, "--index", str(place / "harbour"))
    yield server
    server.stop()


@pytest.mark.parametrize("viewport", SIZES)
def test_each_collection_has_its_page_with_articles_and_conversations_of_its_own(two, visit, viewport):
    page = visit(served=two, viewport=viewport).page
    expect(page.locator("h2 a")).to_have_text([two.folder.name, "harbour"], timeout=60_000)
    page.get_by_role("link", name="harbour", exact=True).click()
    expect(page.locator("#others")).to_have_text("harbour")
    visitor = visit("/harbour/", served=two, viewport=viewport)
    visitor.ask(WHY)
    expect(visitor.page.locator(".answer")).to_contain_text("its cables had rusted")
    visitor.page.reload()
    visitor.wait_for_turn(1)
    visitor.page.goto(f"{two.address}/{two.folder.name}/")
    expect(visitor.page.locator(".outline li")).to_have_count(4)
    expect(visitor.page.locator(".exchange")).to_have_count(0)


@pytest.mark.parametrize("viewport", SIZES)
def test_the_words_that_answer_stand_out_from_their_sentence_in_the_card_and_in_the_article(visit, viewport):
    visitor = visit(viewport=viewport)
    visitor.ask("Chi è il guardiano del faro?")
    page = visitor.page
    page.locator(".exchange a.number").first.click()
    ground = "one => getComputedStyle(one).backgroundColor"
    card = page.locator(".card mark").first
    expect(card.locator("strong")).to_have_text("Matteo Ferri")
    assert card.evaluate(ground) != card.locator("strong").evaluate(ground)
    page.locator(".card a.whole").first.click()
    quote = page.frame_locator("#reader iframe").locator("#quote")
    expect(quote.locator("strong")).to_have_text("Matteo Ferri")
    assert quote.evaluate(ground) != quote.locator("strong").evaluate(ground)
