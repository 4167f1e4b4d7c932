"""Asking and checking in a real browser."""

import json
import re

import pytest
from playwright.sync_api import expect
from visitors import ARTICLES

QUESTIONS = [
    ("ja", "猫カフェはなぜ閉店しますか？", "neko.txt", "家賃が二倍になった"),
    ("zh", "长江新桥是谁设计的？", "qiao.txt", "由工程师王建国设计"),
    ("it", "Chi è il guardiano del faro?", "faro.txt", "Matteo Ferri"),
    ("en", "Why does Tom Baker bake bread at night?", "bread.txt", "cheaper after dark"),
]


@pytest.mark.parametrize(("language", "question", "name", "words"), QUESTIONS)
def test_a_number_opens_the_exact_words_in_the_article(visit, language, question, name, words):
    visitor = visit(viewport={"width": 1280, "height": 560})
    visitor.ask(question)
    page = visitor.page
    statement = page.locator(".statement", has_text=words)
    quote = statement.locator(".quote").text_content()
    number = statement.locator("a.number").first
    number.click()
    mark = page.locator(f"#t1-{number.text_content()}")
    expect(mark).to_be_in_viewport(ratio=1)
    expect(mark).to_be_focused()
    assert mark.text_content() == quote
    assert quote in ARTICLES[name].replace("\u202e", "").replace("\u202c", "")
    assert page.locator("blockquote", has=mark).get_attribute("lang") == language


def test_a_card_marks_the_sentences_that_use_it(visit):
    visitor = visit()
    visitor.ask("猫カフェはなぜ閉店しますか？")
    number = visitor.page.locator(".card button.number").first
    expect(number).to_have_attribute("aria-pressed", "false")
    number.press("Enter")
    expect(number).to_have_attribute("aria-pressed", "true")
    used = visitor.page.locator(".statement.used")
    assert used.locator("a.number").all_text_contents()[0] == "1"
    visitor.page.locator(".card h3").first.click()
    expect(visitor.page.locator(".statement.used")).to_have_count(0)


def test_a_number_previews_its_words(visit):
    visitor = visit()
    visitor.ask("猫カフェはなぜ閉店しますか？")
    quote = visitor.page.locator(".statement .quote").first.text_content()
    visitor.page.locator(".statement a.number").first.focus()
    preview = visitor.page.get_by_role("tooltip")
    expect(preview).to_contain_text(quote)
    expect(preview).to_have_attribute("lang", "ja")
    visitor.page.keyboard.press("Escape")
    expect(preview).to_have_count(0)


def test_the_whole_article_opens_at_the_quote_and_its_address_opens_it_again(visit):
    visitor = visit()
    visitor.ask("猫カフェはなぜ閉店しますか？")
    quote = visitor.page.locator(".card mark").first.text_content()
    visitor.page.locator(".card a.whole").first.click()
    address = re.compile(r"\?article=neko&at=\d+-\d+$")
    expect(visitor.page).to_have_url(address)
    for page in (visitor.page, visit(visitor.page.url.removeprefix(visitor.page.url.split("/?")[0])).page):
        article = page.frame_locator("#reader iframe")
        expect(article.locator("#quote")).to_have_text(quote)
        expect(article.locator("#quote")).to_be_in_viewport()
        assert ARTICLES["neko.txt"].split("\n\n")[2] in article.locator("main").inner_text()
        page.get_by_role("button", name="Close").click()
        expect(page.locator("#reader")).to_be_hidden()
        expect(page).not_to_have_url(address)


def test_a_link_asks_its_question_once(visit):
    visitor = visit(
        "/?q=%E9%95%BF%E6%B1%9F%E6%96%B0%E6%A1%A5%E6%98%AF%E8%B0%81%E8%AE%BE%E8%AE%A1%E7%9A%84%EF%BC%9F"
    )
    visitor.wait_for_turn(1)
    expect(visitor.page.locator(".question")).to_have_text("长江新桥是谁设计的？")
    visitor.page.reload()
    visitor.wait_for_turn(1)
    visitor.page.wait_for_timeout(500)
    expect(visitor.page.locator(".exchange")).to_have_count(1)


def test_an_article_full_of_markup_is_shown_and_runs_nothing(visit):
    visitor = visit()
    visitor.ask("What does he add to every loaf? <img src=x onerror=\"document.title='run'\"> **bold**")
    visitor.ask("Why does Tom Baker bake bread at night?")
    page = visitor.page
    assert "<img src=x onerror=\"document.title='run'\"> **bold**" in page.locator("#chat").inner_text()
    page.locator("a.whole").last.click()
    article = page.frame_locator("#reader iframe").locator("main")
    for literal in (
        "<script>document.title='run'</script>",
        "![bread](https://evil.example/y.png)",
        "{{of}} ${bread}",
        "every [1] loaf",
    ):
        expect(article).to_contain_text(literal)
    assert "\u202e" not in page.content()
    assert page.locator("#panes :is(script, img)").count() == 0
    assert page.title() == "Polycite"


@pytest.mark.parametrize("question", ["🎉🎉", "why " * 2_500], ids=["only emoji", "10,000 characters"])
def test_what_cannot_be_asked_gets_one_sentence(visit, question):
    page = visit().page
    page.locator("#question textarea").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".exchange .notice")).to_have_text(re.compile(r"^The question .*\.$"))
    assert page.locator(".card").count() == 0


def test_spaces_alone_are_not_sent(visit):
    visitor = visit()
    for blank in ("", "   ", "\u3000"):
        visitor.box.fill(blank)
        visitor.box.press("Enter")
        visitor.page.get_by_role("button", name="Ask", exact=True).click()
    visitor.page.wait_for_timeout(1_000)
    expect(visitor.page.locator(".exchange")).to_have_count(0)
    expect(visitor.page.locator(".welcome")).to_be_visible()
    visitor.ask("长江新桥是谁设计的？")


def test_what_the_articles_do_not_say_has_no_numbers_and_says_why(visit):
    visitor = visit()
    visitor.ask("How many moons does Jupiter have?")
    page = visitor.page
    expect(page.locator(".silent")).to_have_text("The articles do not say.")
    expect(page.locator("#evidence h2")).to_have_text("Related passages, not an answer")
    assert page.locator(".number").count() == 0
    page.locator(".actions").get_by_role("button", name="More").click()
    page.get_by_text("Search details").click()
    expect(page.locator(".searched")).to_contain_text("No sentence answers the question well enough")


def test_a_question_to_begin_with_asks_itself(visit):
    page = visit(locale="it-IT").page
    first = page.locator(".welcome button").first
    question = first.text_content()
    first.click()
    expect(page.locator(".question")).to_have_text(question)
    expect(page.locator(".welcome")).to_have_count(0)


def test_the_switch_changes_every_word_of_the_page_at_once(visit):
    visitor = visit(locale="ja-JP")
    page = visitor.page
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    visitor.ask("猫カフェはなぜ閉店しますか？")
    expect(page.locator(".actions").first).to_contain_text("回答をコピー")
    page.get_by_label("表示言語").select_option("it")
    expect(page.locator("html")).to_have_attribute("lang", "it")
    expect(page.locator(".actions").first).to_contain_text("Copia la risposta")
    expect(page.locator("#status")).to_contain_text("4 articoli")
    expect(page.get_by_role("button", name="Chiedi", exact=True)).to_be_visible()
    expect(page.locator("#question textarea")).to_have_attribute("placeholder", "Fai una domanda")
    expect(page.locator(".card a.whole").first).to_have_text("Articolo intero")
    expect(page.locator(".answer")).to_contain_text("家賃が二倍になった")
    japanese = re.compile(r"[ぁ-ん]")
    own = page.locator("#top, #options, .actions, .bar, .card footer").all_inner_texts()
    assert [text for text in own if japanese.search(text)] == []
    page.reload()
    expect(page.get_by_role("button", name="Chiedi", exact=True)).to_be_visible()


def test_the_conversation_is_there_again_after_the_page_and_the_server_restart(visit, served):
    visitor = visit()
    visitor.ask("猫カフェはなぜ閉店しますか？")
    visitor.ask("长江新桥是谁设计的？")
    said = visitor.page.locator(".answer").all_text_contents()
    visitor.page.reload()
    visitor.wait_for_turn(2)
    assert visitor.page.locator(".answer").all_text_contents() == said
    visitor.page.goto("about:blank")
    served.start_again()
    visitor.page.goto(served.address)
    visitor.wait_for_turn(2)
    assert visitor.page.locator(".answer").all_text_contents() == said
    visitor.page.locator('.exchange[data-turn="1"] a.number').first.click()
    expect(visitor.page.locator("#t1-1")).to_be_in_viewport()
    visitor.page.get_by_role("button", name="New conversation").click()
    expect(visitor.page.locator(".welcome")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.locator(".welcome")).to_be_visible()


def test_visitors_have_conversations_of_their_own(visit):
    first, second = visit(), visit()
    first.ask("猫カフェはなぜ閉店しますか？")
    second.ask("长江新桥是谁设计的？")
    first.ask("The bakery bakes when?")
    assert first.page.locator(".question").all_text_contents() == [
        "猫カフェはなぜ閉店しますか？",
        "The bakery bakes when?",
    ]
    assert second.page.locator(".question").all_text_contents() == ["长江新桥是谁设计的？"]


def test_an_edited_question_takes_the_place_of_the_old_one(visit):
    visitor = visit()
    visitor.ask("猫カフェはなぜ閉店しますか？")
    visitor.page.locator(".actions").get_by_role("button", name="More").click()
    visitor.page.get_by_role("button", name="Edit the question").click()
    expect(visitor.box).to_have_value("猫カフェはなぜ閉店しますか？")
    expect(visitor.page.locator("#note")).to_contain_text("replaces question 1")
    visitor.box.fill("长江新桥是谁设计的？")
    visitor.box.press("Enter")
    expect(visitor.page.locator(".question")).to_have_text("长江新桥是谁设计的？")
    visitor.wait_for_turn(1)
    expect(visitor.page.locator("#note")).to_have_text("")


def test_enter_does_not_send_while_characters_are_composed(visit):
    visitor = visit()
    page, box = visitor.page, visitor.box
    box.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "ねこ", "selectionStart": 2, "selectionEnd": 2})
    # What a browser reports for a key that the input method takes: no character, code 229.
    keyboard.send(
        "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229}
    )
    # Another browser reports the Enter that ends a composition as an Enter.
    box.evaluate(
        """(box) => {
          box.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
          for (const kind of ["keydown", "keypress"])
            box.dispatchEvent(new KeyboardEvent(kind, { key: "Enter", keyCode: 13, bubbles: true }));
          box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }"""
    )
    keyboard.send("Input.insertText", {"text": "猫"})
    expect(box).to_have_value("猫")
    page.wait_for_timeout(300)
    assert page.locator(".exchange").count() == 0
    box.press("Enter")
    expect(page.locator(".question")).to_have_text("猫")


def test_the_answer_and_the_conversation_can_be_taken_away(visit):
    visitor = visit()
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.ask("猫カフェはなぜ閉店しますか？")
    page = visitor.page
    page.get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    quote = page.locator(".card mark").first.text_content()
    assert f"1. “{quote}” — *駅前の猫カフェ、三月に閉店*" in copied
    page.get_by_role("button", name="Conversations").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as JSON").click()
    assert download.value.suggested_filename == "polycite.json"
    [answer] = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert answer["citations"][0]["quote"] == quote


def test_only_the_chosen_articles_answer(visit):
    visitor = visit()
    page = visitor.page
    page.locator("#options button.label-wrap").click()
    page.get_by_label("Chinese").check()
    expect(page.locator("#options button.label-wrap")).to_contain_text("Searching Chinese")
    visitor.ask("猫カフェはなぜ閉店しますか？")
    assert set(page.locator(".card blockquote").evaluate_all("all => all.map((one) => one.lang)")) <= {"zh"}
    page.get_by_label("Published since").fill("soon")
    expect(page.locator("#options")).to_contain_text("Not understood: write August 2024")
    visitor.ask("猫カフェはなぜ閉店しますか？")
    said = "“soon” is not understood as a date: write August 2024, 2024-08-06 or last year."
    expect(page.locator(".notice")).to_have_text(said)


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
def test_each_source_has_a_switch_and_a_date_is_understood_as_it_is_written(visit, viewport):
    visitor = visit(viewport=viewport)
    page = visitor.page
    page.locator("#options button.label-wrap").click()
    expect(page.locator("#sources input")).to_have_count(4)
    expect(page.locator("#reach")).to_have_text("4 articles are searched.")
    page.get_by_label("Published until").fill("２０２４年４月")
    expect(page.locator("#options")).to_contain_text("April 2024")
    expect(page.locator("#reach")).to_have_text("2 articles are searched.")
    page.get_by_label("Il faro di Capo Verdello riapre al pubblico").check()
    expect(page.locator("#reach")).to_have_text("1 article is searched.")
    visitor.ask("Chi è il guardiano del faro?")
    assert set(page.locator(".card blockquote").evaluate_all("all => all.map((one) => one.lang)")) == {"it"}
    page.get_by_role("button", name="Reset the filters").click()
    expect(page.locator("#reach")).to_have_text("4 articles are searched.")


def test_on_a_phone_nothing_is_too_wide_and_a_number_opens_the_fold_with_its_words(visit):
    visitor = visit(viewport={"width": 375, "height": 700}, has_touch=True)
    visitor.ask("猫カフェはなぜ閉店しますか？")
    page = visitor.page
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    expect(page.locator("#t1-1")).to_be_hidden()
    page.locator("a.number").first.tap()
    expect(page.locator("#t1-1")).to_be_in_viewport(ratio=1)
    fold = page.get_by_role("button", name="Evidence")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.tap()
    expect(page.locator("#t1-1")).to_be_hidden()


def test_a_full_queue_and_a_lost_server_say_so_in_the_language_of_the_page(visit):
    visitor = visit(locale="it-IT")
    page, note = visitor.page, visitor.page.get_by_role("alert")
    page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"detail": "Queue is full."}))
    visitor.box.fill("Chi?")
    visitor.box.press("Enter")
    expect(note).to_have_text("In questo momento chiedono in molti: riprova tra poco.")
    expect(visitor.box).to_have_value("Chi?")
    page.route("**/queue/join*", lambda route: route.abort())
    visitor.box.press("Enter")
    expect(note).to_contain_text("Il server non risponde.")
    visitor.faults.clear()
