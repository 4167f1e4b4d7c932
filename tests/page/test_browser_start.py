"""An empty conversation in a real browser: what the articles are about, and questions that they answer."""

import pytest
from playwright.sync_api import expect

SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture(params=SIZES)
def viewport(request):
    width, height = SIZES[request.param]
    return {"width": width, "height": height}


@pytest.mark.parametrize("language", ["en", "ja", "zh", "it"])
def test_a_question_to_begin_with_is_answered_without_a_reserve(visit, viewport, language):
    visitor = visit(locale=language, viewport=viewport)
    page = visitor.page
    expect(page.locator("[data-begin]")).to_have_count(0, timeout=60_000)
    begin = page.locator(".welcome button").first
    question = begin.text_content()
    begin.click()
    visitor.wait_for_turn(1)
    expect(page.locator(".question")).to_have_text(question)
    expect(page.locator(".answer a.number").first).to_be_visible()
    expect(page.locator(".unsure, .silent")).to_have_count(0)
    for suggested in page.locator(".choices button").all_text_contents():
        visitor.ask(suggested)
        expect(page.locator("#now :is(.unsure, .silent)")).to_have_count(0)


def test_the_start_page_says_what_the_articles_are_about(visit, viewport):
    page = visit(viewport=viewport).page
    outline = page.locator(".outline")
    expect(outline.locator("h3")).to_have_text("Articles in the collection")
    expect(outline.locator("> .about")).to_contain_text("5 March 2024 – 1 June 2024")
    expect(outline.locator("li")).to_have_count(4)
    bread = outline.locator("li").first
    expect(bread.locator("span")).to_have_text("The bakery on Mill Street bakes its bread at night.")
    bread.locator("a").click()
    article = page.frame_locator("#reader iframe")
    expect(article.locator("#quote")).to_have_text("The bakery on Mill Street bakes its bread at night.")
