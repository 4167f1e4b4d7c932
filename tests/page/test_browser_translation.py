"""A cited quote translated below itself, in a browser.

The language model is a server on loopback. Chromium's own translator would fetch its languages from
elsewhere, so that of a browser is a stand-in with the same interface:
https://developer.mozilla.org/en-US/docs/Web/API/Translator.
"""

import endpoint
import pytest
from playwright.sync_api import expect
from visitors import Served

QUESTION = "猫カフェはなぜ閉店しますか？"
# The question is answered by quotes alone: the model fails at that, and then translates.
MARKED = "<img src=x onerror=\"document.title='run'\"> The café closes because the rent has doubled."
# What looks like an address in what a model writes is struck.
STRUCK = MARKED.replace("document.title", "—")
BROWSER = """
const pair = ({ sourceLanguage, targetLanguage }) => `${sourceLanguage}-${targetLanguage}`;
self.Translator = {
  availability: async (wanted) => (pair(wanted) === "ja-en" ? "downloadable" : "unavailable"),
  create: async (wanted) => {
    wanted.monitor({ addEventListener: (kind, tell) => tell({ loaded: 0.5 }) });
    await new Promise((go) => setTimeout(go, 300));
    return { translate: async (text) => `${pair(wanted)}: ${text}`, destroy: () => {} };
  },
};
"""


@pytest.fixture
def translating(folder):
    """The page with a model that writes no answer, translates slowly, and then fails."""
    slow = endpoint.says(MARKED, piece=20, pause=0.2)
    with endpoint.serving(endpoint.fails(400), slow, endpoint.fails(400)) as model:
        server = Served(folder, "--llm", model.name)
        yield server, model
        server.stop()


def first_card(page):
    card = page.locator(".card").first
    return card, card.get_by_role("button", name="Translation")


def test_a_model_translates_a_quote_below_the_original_once(translating, visit):
    server, model = translating
    visitor = visit(served=server)
    page = visitor.page
    visitor.ask(QUESTION)
    card, button = first_card(page)
    original = card.locator("mark").text_content()
    button.click()
    expect(card.locator(".translation")).to_have_text("Translating")
    expect(card.locator(".translation p[lang=en]")).to_have_text(STRUCK)
    expect(card.locator(".translation .about")).to_have_text(
        "Translated by openai-like:scripted, not checked: the original counts"
    )
    expect(card.locator("mark")).to_have_text(original)
    assert card.locator(".translation img").count() == 0
    asked = len(model.asked)
    button.click()
    expect(card.locator(".translation")).to_have_count(0)
    button.click()
    expect(card.locator(".translation")).to_contain_text(STRUCK)
    page.reload()
    card, button = first_card(page)
    button.click()
    expect(card.locator(".translation")).to_contain_text(STRUCK)
    assert len(model.asked) == asked
    # The next is not there: the model fails.
    visitor.ask("长江新桥是谁设计的？")
    card, button = first_card(page)
    expect(card.locator("blockquote")).to_have_attribute("lang", "zh")
    button.click()
    expect(card.locator(".translation")).to_have_text(
        "No translation came this time: the original stands above."
    )
    assert [fault for fault in visitor.faults if "502" not in fault] == []
    visitor.faults.clear()


def test_in_the_language_of_the_page_there_is_nothing_to_translate(translating, visit):
    visitor = visit(served=translating[0], locale="ja")
    visitor.ask(QUESTION)
    expect(visitor.page.locator(".card").first).to_be_visible()
    expect(visitor.page.locator("[data-translate]")).to_have_count(0)


def test_without_a_model_the_browser_translates_where_it_can(visit):
    visitor = visit()
    visitor.page.add_init_script(BROWSER)
    visitor.page.reload()
    visitor.ask(QUESTION)
    card, button = first_card(visitor.page)
    button.click()
    expect(card.locator(".translation")).to_have_text("Translating 50%")
    expect(card.locator(".translation p[lang=en]")).to_have_text(
        f"ja-en: {card.locator('mark').text_content()}"
    )
    expect(card.locator(".translation")).to_contain_text("Translated by your browser, not checked")
    visitor.ask("长江新桥是谁设计的？")
    expect(visitor.page.locator(".card [data-from=zh]").first).to_be_attached()
    expect(visitor.page.locator(".card [data-from=zh]:visible")).to_have_count(0)


def test_without_either_there_is_no_button(visit):
    visitor = visit()
    visitor.page.add_init_script("delete self.Translator;")
    visitor.page.reload()
    visitor.ask(QUESTION)
    expect(visitor.page.locator(".card [data-translate]").first).to_be_attached()
    expect(visitor.page.locator(".card [data-translate]:visible")).to_have_count(0)
