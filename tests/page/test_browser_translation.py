"""A cited quote translated below itself, in a browser.

The language model is a server on loopback. Chromium's own translator would fetch its languages from
elsewhere, so that of a browser is a stand-in with the same interface:
https://developer.mozilla.org/en-US/docs/Web/API/Translator.
"""

import json
from pathlib import Path

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


WORDS = {
    "駅前の猫カフェ": "The cat café ",
    "三月に閉店": "closes in March",
    "家賃が二倍になった": "the rent has doubled 9 times ",
}


@pytest.fixture
def offline(folder, tmp_path, monkeypatch):
    """The page with a model from Japanese to English on its machine, opened by a stand-in of the engine."""
    model = tmp_path / "fxtranslate" / "models" / "ja-en"
    model.mkdir(parents=True)
    (model / "model.jaen.bin").write_text(json.dumps(WORDS), encoding="utf-8")
    for part in ("srcvocab.jaen.spm", "trgvocab.jaen.spm"):
        (model / part).write_bytes(b"words")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent / "engine"), prepend=":")
    server = Served(folder)
    yield server
    server.stop()


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
def test_models_on_this_machine_translate_title_quote_and_answer_and_say_when_that_is_doubtful(
    offline, visit, viewport
):
    visitor = visit(served=offline, viewport=viewport)
    visitor.ask(QUESTION)
    page = visitor.page
    quoted = page.locator(".statement .translated").first
    expect(quoted.locator("[lang=en]")).to_contain_text("the rent has doubled 9 times")
    expect(quoted.locator(".doubtful")).to_contain_text("Doubtful machine translation")
    title, quote = (page.locator(".card .translated").nth(place) for place in range(2))
    expect(title.locator("[lang=en]")).to_contain_text("The cat café")
    expect(title.locator(".about")).to_contain_text("Machine translation; numbers, dates and names as in")
    expect(quote.locator("[lang=en]")).to_have_text(quoted.locator("[lang=en]").text_content())
    expect(page.locator(".card [data-from=ja]")).to_have_count(0)


NEVER = """
self.Translator = { availability: async () => "downloadable", create: () => new Promise(() => {}) };
"""


def test_a_browser_that_never_says_whether_it_can_has_failed_after_ten_seconds(visit):
    visitor = visit()
    visitor.page.add_init_script(NEVER)
    visitor.page.reload()
    visitor.ask(QUESTION)
    card, button = first_card(visitor.page)
    button.click()
    expect(card.locator(".translation")).to_contain_text("No translation came this time", timeout=12_000)


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
