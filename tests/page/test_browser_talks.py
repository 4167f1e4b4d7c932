"""Conversations that are kept, and what keys do."""

from playwright.sync_api import expect

WHY = "猫カフェはなぜ閉店しますか？"
WHO = "长江新桥是谁设计的？"


def titles(page):
    return page.locator("#talks li:not([hidden]) [data-talk=open]")


def test_two_tabs_with_one_conversation_lose_nothing_of_each_other(visit, served):
    first = visit()
    first.ask(WHY)
    expect(titles(first.page)).to_have_text([WHY])
    page = first.page.context.new_page()
    page.goto(served.address)
    box = page.locator("#question textarea")
    box.wait_for()
    page.get_by_role("button", name="Conversations").click()
    titles(page).click()
    expect(page.locator(".question")).to_have_text(WHY)
    box.fill(WHO)
    box.press("Enter")
    expect(page.locator('.exchange[data-turn="2"] .actions')).to_have_count(1)
    first.ask("Chi è il guardiano del faro?")
    expect(titles(first.page)).to_have_count(2)
    for tab, asked in ((page, WHO), (first.page, "Chi è il guardiano del faro?")):
        tab.reload()
        expect(tab.locator(".question")).to_have_text([WHY, asked])


def test_a_question_sent_as_the_page_is_left_is_asked_again(visit):
    visitor = visit()
    visitor.box.fill(WHO)
    visitor.box.press("Enter")
    visitor.page.wait_for_timeout(40)
    visitor.page.reload()
    visitor.wait_for_turn(1)
    expect(visitor.page.locator(".question")).to_have_text(WHO)
    visitor.faults.clear()


def test_keys_edit_and_cancel_walk_through_citations_and_show_themselves(visit):
    visitor = visit()
    visitor.ask(WHY)
    page = visitor.page
    page.locator(".answer").click()
    page.keyboard.press("]")
    expect(page.locator("#t1-1")).to_be_focused()
    page.keyboard.press("/")
    expect(visitor.box).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(visitor.box).to_have_value(WHY)
    page.keyboard.press("Escape")
    expect(page.locator("#note")).to_have_text("")
    page.locator(".answer").click()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.locator("#theme").select_option("dark")
    expect(page.locator("body")).to_have_class("dark")
