"""The page as a visitor has it: the real command, a real index, a real browser."""

import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

import ui
from index.build import Outcome, Status

ROOT = Path(__file__).parent.parent
POLYCITE = [sys.executable, "-m", "rag"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A busy machine may take its time; nothing here measures speed.
expect.set_options(timeout=20_000)
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: install the chromium package")

ARTICLES = {
    "neko.txt": "駅前の猫カフェ、三月に閉店\n\n2024-03-05\n\n"
    "駅前の猫カフェは三月末に閉店します。店主の佐藤花子さんは、家賃が二倍になったため店を閉めると話しました。"
    "猫たちは近くの保護団体に引き取られます。常連客は別れを惜しんでいます。",
    "qiao.txt": "长江新桥通车\n\n2024-05-20\n\n"
    "长江新桥于五月二十日正式通车。新桥全长三千二百米，由工程师王建国设计。桥面设有六条车道和两条人行道。",
    "bread.txt": "The bakery that bakes at night\n\n2024-06-01\n\n"
    "The bakery on Mill Street bakes its bread at night. "
    "Its owner <script>document.title='run'</script> Tom Baker says that the ovens are cheaper after dark. "
    "He adds <img src=https://evil.example/x.png onerror=\"document.title='run'\"> and "
    "![bread](https://evil.example/y.png) to every [1] loaf {{of}} ${bread}, as **customers** like it.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An index of three small articles, one of them full of markup."""
    articles, index = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("index")
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    subprocess.run([*POLYCITE, "index", str(articles), "--to", str(index)], cwd=ROOT, check=True)
    return index


@pytest.fixture(scope="module")
def address(folder):
    """The address that the command says it serves at; it stops with the last test."""
    command = [*POLYCITE, "chat", "--index", str(folder), "--port", "0"]
    environment = os.environ | {"no_proxy": "127.0.0.1,localhost"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield re.fullmatch(r"Polycite is ready at (http://127\.0\.0\.1:\d+)\n", server.stdout.readline())[
                1
            ]
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


class Visitor:
    """A browser of its own on the page, which remembers what went wrong and what it was asked to load."""

    def __init__(self, browser, address, **settings):
        self.page = browser.new_context(**settings).new_page()
        self.faults, self.asked_for = [], set()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.on("request", lambda request: self.asked_for.add(request.url))
        self.page.goto(address)

    def ask(self, question):
        """Ask, and wait for the whole turn."""
        turn = self.page.locator(".exchange").count() + 1
        box = self.page.get_by_label("Question")
        box.fill(question)
        box.press("Enter")
        expect(self.page.locator(".turn")).to_have_count(turn)
        # Gradio loses what is sent in the milliseconds in which the stream of the last answer closes.
        self.page.wait_for_timeout(500)


@pytest.fixture
def visit(browser, address):
    """Open the page; afterwards nothing may have failed in it, and nothing been loaded from elsewhere."""
    visitors = []

    def visit(**settings):
        visitors.append(Visitor(browser, address, **settings))
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.page.context.close()
        assert visitor.faults == []
        outside = {url for url in visitor.asked_for if not url.startswith((f"{address}/", "data:", "blob:"))}
        assert outside == set()


@needs_browser
@pytest.mark.parametrize(
    ("question", "language", "name", "words"),
    [
        ("猫カフェはなぜ閉店しますか？", "ja", "neko.txt", "家賃が二倍になった"),
        ("长江新桥是谁设计的？", "zh", "qiao.txt", "由工程师王建国设计"),
    ],
)
def test_a_number_leads_to_the_exact_words_in_the_article(visit, question, language, name, words):
    visitor = visit(viewport={"width": 1280, "height": 500})
    visitor.ask(question)
    page = visitor.page
    expect(page.locator("#status")).to_have_text("3 articles: 1 English, 1 Japanese, 1 Chinese")
    statement = page.locator(".statement", has_text=words)
    quote = statement.locator(".quote").inner_text()
    number = statement.locator("a.number").first
    number.click()
    mark = page.locator(f"#t1-{number.inner_text()}")
    expect(mark).to_be_in_viewport(ratio=1)
    assert mark.inner_text() == quote
    assert quote in ARTICLES[name]
    assert page.locator("blockquote", has=mark).get_attribute("lang") == language


@needs_browser
def test_the_whole_article_opens_at_the_quote(visit):
    visitor = visit()
    visitor.ask("猫カフェはなぜ閉店しますか？")
    quote = visitor.page.locator(".card mark").first.inner_text()
    visitor.page.get_by_role("link", name="Whole article").first.click()
    article = visitor.page.frame_locator("#reader iframe")
    expect(article.locator("#quote")).to_have_text(quote)
    expect(article.locator("#quote")).to_be_in_viewport()
    assert article.locator("main").inner_text().strip() == ARTICLES["neko.txt"]
    visitor.page.get_by_role("button", name="Close").click()
    expect(visitor.page.locator("#reader")).to_be_hidden()


@needs_browser
def test_an_article_full_of_markup_is_shown_and_runs_nothing(visit):
    visitor = visit()
    visitor.ask("Why does Tom Baker bake bread at night?")
    visitor.ask("What does he add to every loaf? <img src=x onerror=\"document.title='run'\"> **bold**")
    conversation, evidence = (visitor.page.locator(pane).inner_text() for pane in ("#chat", "#evidence"))
    assert "<img src=x onerror=\"document.title='run'\"> **bold**" in conversation
    for literal in (
        "<script>document.title='run'</script>",
        "![bread](https://evil.example/y.png)",
        "${bread}",
        "[1]",
    ):
        assert literal in evidence
    visitor.page.get_by_role("link", name="Whole article").first.click()
    expect(visitor.page.frame_locator("#reader iframe").locator("main")).to_contain_text(
        "<script>document.title"
    )
    assert visitor.page.locator("#panes :is(script, img)").count() == 0
    assert visitor.page.title() == "Polycite"


@needs_browser
@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("", "The question"),
        ("   ", "The question"),
        ("🎉🎉", "The question"),
        ("why " * 2_500, "The question"),
    ],
    ids=["empty", "blank", "only emoji", "10,000 characters"],
)
def test_what_cannot_be_asked_gets_one_sentence(visit, question, begins):
    page = visit().page
    page.get_by_label("Question").fill(question)
    page.get_by_role("button", name="Ask").click()
    notice = page.locator(".exchange .notice")
    expect(notice).to_have_text(re.compile(rf"^{begins} .*\.$"))
    assert page.locator(".card").count() == 0


@needs_browser
def test_what_the_articles_do_not_say_has_no_numbers(visit):
    visitor = visit()
    visitor.ask("How many moons does Jupiter have?")
    expect(visitor.page.locator(".silent")).to_have_text("The articles do not say.")
    expect(visitor.page.locator("#evidence h2")).to_contain_text("Related passages, not an answer")
    assert visitor.page.locator("a.number").count() == 0


@needs_browser
def test_an_example_asks_its_question(visit):
    page = visit().page
    page.get_by_role("button", name="Why did Jan Leike leave?").click()
    expect(page.locator(".question")).to_have_text("Why did Jan Leike leave?")
    expect(page.locator("#examples")).to_have_count(0)


@needs_browser
def test_visitors_have_conversations_of_their_own(visit):
    first, second = visit(), visit()
    first.ask("猫カフェはなぜ閉店しますか？")
    second.ask("长江新桥是谁设计的？")
    first.ask("The bakery bakes when?")
    assert first.page.locator(".question").all_inner_texts() == [
        "猫カフェはなぜ閉店しますか？",
        "The bakery bakes when?",
    ]
    assert second.page.locator(".question").all_inner_texts() == ["长江新桥是谁设计的？"]


@needs_browser
def test_enter_does_not_send_while_characters_are_composed(visit):
    page = visit().page
    box = page.get_by_label("Question")
    box.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "ねこ", "selectionStart": 2, "selectionEnd": 2})
    # What a browser reports for a key that the input method takes: no character, code 229.
    keyboard.send(
        "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229}
    )
    keyboard.send("Input.insertText", {"text": "猫"})
    expect(box).to_have_value("猫")
    assert page.locator(".exchange").count() == 0
    box.press("Enter")
    expect(page.locator(".question")).to_have_text("猫")


@needs_browser
def test_on_a_phone_nothing_is_too_wide_and_a_number_leads_down_to_its_words(visit):
    visitor = visit(viewport={"width": 375, "height": 500})
    visitor.ask("猫カフェはなぜ閉店しますか？")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == 375
    expect(visitor.page.locator("#t1-1")).not_to_be_in_viewport()
    visitor.page.locator("a.number").first.click()
    expect(visitor.page.locator("#t1-1")).to_be_in_viewport(ratio=1)


def test_a_question_asked_too_early_waits_for_the_articles(folder):
    desk, go_on = ui.Desk(folder), threading.Event()

    def prepare():
        yield Outcome("neko.txt", Status.ADDED)
        go_on.wait()
        yield Outcome("qiao.txt", Status.FAILED)

    builder = threading.Thread(target=desk.get_ready, args=(prepare, 2))
    turns = ui.reply("猫カフェはなぜ閉店しますか？", 1, desk)
    builder.start()
    waiting = next(turns)
    go_on.set()
    builder.join()
    assert re.search(r"Getting ready(: 1 of 2 articles)?\. The answer follows by itself\.", waiting.reply)
    assert "家賃が二倍になった" in list(turns)[-1].reply
    assert desk.notice == "3 articles: 1 English, 1 Japanese, 1 Chinese · 1 could not be read"
