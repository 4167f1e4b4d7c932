"""What is taken along, shared, sought and not lost, on a desktop and a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

WHY = "猫カフェはなぜ閉店しますか？"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
sizes = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


@sizes
def test_a_link_brings_question_and_answer_without_asking(visit, viewport):
    visitor = visit(viewport=viewport)
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.ask(WHY)
    said = page.locator(".answer").inner_text()
    page.locator(".actions").get_by_role("button", name="More").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = visit(f"/?{link.partition('?')[2]}", viewport=viewport)
    other.box.wait_for()
    expect(other.page.locator(".answer")).to_have_text(page.locator(".answer").text_content())
    assert other.page.locator(".answer").inner_text() == said
    assert not any("queue/join" in url for url in other.asked_for)
    other.ask("Chi è il guardiano del faro?")
    expect(other.page).not_to_have_url(re.compile("#a="))
    other.page.reload()
    other.wait_for_turn(2)


@sizes
def test_what_is_sought_in_an_article_is_found_and_escape_closes_it(visit, viewport):
    visitor = visit(viewport=viewport)
    visitor.ask(WHY)
    page = visitor.page
    page.locator("a.number").first.click()
    page.locator(".card a.whole").first.click()
    expect(page.locator("#place")).to_have_text("1 of 1")
    field = page.get_by_label("Find in the article")
    field.fill("保護団体")
    field.press("Enter")
    found = "(frame) => String(frame.contentDocument.getSelection())"
    assert page.locator("#reader iframe").evaluate(found) == "保護団体"
    field.fill("nowhere")
    field.press("Enter")
    assert field.evaluate("(field) => field.validationMessage") == "Not found"
    page.locator("#place").click()
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()


def test_a_card_is_a_picture_and_a_sentence_to_ask_about(visit):
    visitor = visit(locale="ja")
    visitor.ask(WHY)
    card = visitor.page.locator(".card").first
    card.locator("[data-unfolds]").click()
    with visitor.page.expect_download() as download:
        card.get_by_role("button", name="画像として保存").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    quote = card.locator("mark").text_content()
    card.get_by_role("button", name="この文について質問").click()
    expect(visitor.box).to_have_value(f"「{quote}」 ")


def test_what_was_being_written_is_there_after_a_reload(visit):
    visitor = visit()
    visitor.box.press_sequentially("Who bakes")
    visitor.page.reload()
    expect(visitor.box).to_have_value("Who bakes")
    visitor.ask("Who bakes bread at night?")
    visitor.page.reload()
    visitor.wait_for_turn(1)
    expect(visitor.box).to_have_value("")


@sizes
def test_at_most_four_controls_stand_under_an_answer_and_nothing_is_closed_to_anyone(visit, viewport):
    visitor = visit(locale="zh-TW", viewport=viewport)
    page = visitor.page
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    visitor.ask("长江新桥是谁设计的？")
    expect(page.locator(".actions :is(button, a):visible")).to_have_count(4)
    expect(page.locator(".answer")).to_contain_text("王建国")
    expect(page.locator(".actions")).to_contain_text("複製回答")
    number = page.locator(".short .number, .statement .number").first
    expect(number).to_be_in_viewport()
    number.click()
    page.locator(".card").first.locator("[data-unfolds]").click()
    found = Axe().run(page).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
    if viewport == PHONE:
        small = """(buttons) => buttons.filter((one) => one.offsetParent && !one.matches(".number")
          && (one.offsetHeight < 44 || one.offsetWidth < 44)).map((one) => one.outerHTML)"""
        assert page.locator("#top button, #chat button, .card button, .bar button").evaluate_all(small) == []
