"""The page for those who use a keyboard or a screen reader, as axe-core checks it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


def serious(page):
    """Return the rules that the page breaks and the elements that break them, serious and critical alone."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(
    ("width", "height", "theme"), [(1280, 800, "light"), (390, 844, "dark")], ids=["desktop", "phone"]
)
def test_no_part_of_the_page_is_closed_to_anyone(visit, width, height, theme):
    visitor = visit(color_scheme=theme, viewport={"width": width, "height": height}, locale="ja-JP")
    page = visitor.page
    expect(page.locator(".welcome")).to_be_visible()
    assert serious(page) == []
    visitor.ask("猫カフェはなぜ閉店しますか？")
    visitor.ask("How many moons does Jupiter have?")
    page.locator('.exchange[data-turn="1"] a.number').first.click()
    for fold in page.locator("summary").all():
        if fold.is_visible():
            fold.click()
    page.locator("#options button.label-wrap").click()
    page.wait_for_timeout(600)
    assert serious(page) == []
    page.locator("a.whole:visible").first.click()
    expect(page.frame_locator("#reader iframe").locator("h1")).to_be_visible()
    assert serious(page) == []


def test_everything_can_be_reached_with_the_keyboard(visit):
    visitor = visit()
    visitor.ask("猫カフェはなぜ閉店しますか？")
    page, reached = visitor.page, set()
    page.locator("#tongue").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className + ' ' + document.activeElement.id"))
        assert page.evaluate(
            "document.activeElement === document.body || document.activeElement.matches('iframe') "
            "|| getComputedStyle(document.activeElement).outlineStyle !== 'none' "
            "|| getComputedStyle(document.activeElement).boxShadow !== 'none'"
        ), page.evaluate("document.activeElement.outerHTML")
    for wanted in ("number", "unfold", "whole", "cards"):
        assert any(wanted in name.split() for name in reached), (wanted, reached)
