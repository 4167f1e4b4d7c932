"""Adding articles, feedback and the pages beside the chat, as a visitor has them."""

import json
import re
import subprocess
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from visitors import POLYCITE, ROOT, Served

from index.feedback import given
from index.store import model_of, open_library
from page.phrases import LANGUAGES, Phrases

BRIDGE = "長江新橋が開通\n\n2024-05-20\n\n長江新橋は五月二十日に開通した。技師の王建国が設計した。"
CAT = (
    "The cat café closes\n\n2024-03-05\n\nThe cat café on Mill Street closes in March. "
    "Its rent has doubled.\n\nShare on Facebook\n"
)
CLOSES = "The cat café on Mill Street closes in March."
QUESTION = "When does the cat café close?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An index of one article, for the tests here alone: they change it."""
    articles, index = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("index")
    (articles / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    subprocess.run([*POLYCITE, "index", str(articles), "--to", str(index)], cwd=ROOT, check=True)
    return index


@pytest.fixture(scope="module")
def served(folder):
    server = Served(folder)
    yield server
    server.stop()


@pytest.fixture
def drop(visit, tmp_path):
    """Open the articles tab and drop files there; give what they became."""
    visitor = visit()
    visitor.page.get_by_role("tab", name="Articles").click()

    def drop(*files):
        paths = []
        for name, content in files:
            paths.append(tmp_path / name)
            paths[-1].write_bytes(content if isinstance(content, bytes) else content.encode())
        visitor.page.locator(".drop input").set_input_files(paths)
        return visitor

    return drop


def tab(visitor, name):
    visitor.page.get_by_role("tab", name=name).click()


def test_a_dropped_file_is_asked_about_at_once_then_undone(drop, served):
    visitor = drop(("cat.txt", CAT))
    page = visitor.page
    expect(page.locator(".news > li")).to_contain_text("The cat café closes · Added, 1 passage")
    page.locator(".news summary").click()
    expect(page.locator(".news .cleaned")).to_contain_text("Share on Facebook")
    expect(page.locator("#held h3")).to_have_text(["長江新橋が開通", "The cat café closes"])
    expect(page.locator("#status")).to_have_text("2 articles · English 1 · Japanese 1")
    tab(visitor, "Ask")
    visitor.ask(QUESTION)
    expect(page.locator("#now .statement").first).to_contain_text(CLOSES)
    tab(visitor, "Articles")
    page.get_by_role("button", name="Undo: The cat café closes").click()
    expect(page.locator(".news > li")).to_contain_text("Undone")
    expect(page.locator("#held h3")).to_have_text(["長江新橋が開通"])
    expect(page.locator("#status")).to_have_text("1 article · Japanese 1")
    tab(visitor, "Ask")
    visitor.ask(QUESTION)
    expect(page.locator("#now")).not_to_contain_text(CLOSES)


def test_how_far_a_file_is_shows_while_it_is_sent_and_taken_in(drop):
    visitor = drop()
    visitor.page.evaluate(
        """() => {
            window.steps = [];
            const look = () => document.querySelectorAll("#shelf .step:not([hidden])").forEach((step) => {
                if (window.steps.at(-1) !== step.innerText.trim()) window.steps.push(step.innerText.trim());
            });
            new MutationObserver(look).observe(document.querySelector("#shelf"),
                { subtree: true, childList: true, attributes: true, characterData: true });
        }"""
    )
    drop(("long.txt", (CAT + "\n\n") * 40))
    expect(visitor.page.locator(".news > li").first).to_contain_text("Added")
    steps = visitor.page.evaluate("window.steps")
    assert steps[0].startswith("Sending long.txt, ")
    assert steps.index("Sending long.txt, 100%") < steps.index("Reading long.txt (1 of 1)")
    assert "Taking in long.txt, 0% (1 of 1)" in steps
    expect(visitor.page.locator(".drop .step")).to_be_hidden()
    visitor.page.get_by_role("button", name="Undo").click()
    expect(visitor.page.locator("#held h3")).to_have_count(1)


def test_what_was_uploaded_is_there_after_a_restart_and_can_be_removed(drop, served):
    visitor = drop(("cat.txt", CAT))
    expect(visitor.page.locator(".news > li")).to_have_count(1)
    served.start_again()
    visitor.page.reload()
    visitor.faults.clear()
    tab(visitor, "Articles")
    asked = []
    visitor.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    visitor.page.get_by_role("button", name="Remove: The cat café closes").click()
    expect(visitor.page.locator(".news > li")).to_contain_text("The cat café closes · Removed")
    expect(visitor.page.locator("#held h3")).to_have_text(["長江新橋が開通"])
    visitor.page.get_by_role("button", name="Undo").click()
    expect(visitor.page.locator("#held h3")).to_have_count(2)
    visitor.page.get_by_role("button", name="Remove: The cat café closes").click()
    expect(visitor.page.locator("#held h3")).to_have_count(1)
    assert asked == ["Remove “The cat café closes” from the collection?"] * 2


def test_files_that_cannot_be_taken_say_why_and_the_others_go_in(drop):
    visitor = drop(
        ("cat.exe", CAT),
        ("long.txt", "x" * 5_600_000),
        ("empty.txt", "  "),
        ("gatto.txt", "Il gatto dorme nel granaio."),
    )
    page = visitor.page
    expect(page.locator(".faults li")).to_contain_text(
        ["cat.exe: ", "long.txt is larger than 5 MB: split it."]
    )
    expect(page.locator(".news > li")).to_have_count(2)
    expect(page.locator(".news > li").nth(1)).to_contain_text(
        "empty · Not added: is empty; put the article's text into it"
    )
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#held h3")).to_have_count(1)


def test_too_many_files_at_once_are_refused(drop):
    visitor = drop(*((f"{number}.txt", CAT) for number in range(21)))
    expect(visitor.page.locator(".faults")).to_have_text("21 files are too many at once: drop at most 20.")
    expect(visitor.page.locator(".news > li")).to_have_count(0)


def test_an_article_full_of_markup_goes_in_and_out_as_characters(drop):
    visitor = drop(
        (
            "<b>x</b>.txt".replace("/", "∕"),
            "<img src=x onerror=\"document.title='run'\">\n\nThe cat sleeps in the barn.",
        )
    )
    expect(visitor.page.locator("#held h3", has_text="<img src=x")).to_have_count(1)
    visitor.page.get_by_role("button", name="Undo").click()
    expect(visitor.page.locator("#held h3")).to_have_count(1)
    assert visitor.page.locator("#shelf img").count() == 0
    assert visitor.page.title() == "Polycite"


def test_a_text_dropped_on_the_chat_becomes_an_article(visit):
    page = visit().page
    page.locator("#question textarea").wait_for()
    page.evaluate(
        """(text) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.setData("text/plain", text);
          const dropped = new DragEvent("drop", { dataTransfer, bubbles: true });
          document.querySelector("#chat").dispatchEvent(dropped);
        }""",
        "The mill: a note\n\nThe mill on Mill Street turns again.",
    )
    expect(page.locator(".news > li")).to_contain_text("Added, 1 passage")
    expect(page.locator("#held")).to_contain_text("The mill")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#held h3")).to_have_count(1)


def test_an_address_of_the_server_s_own_network_is_not_fetched(visit, served):
    page = visit().page
    page.locator("#question textarea").wait_for()
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }""",
        f"{served.address}/collection",
    )
    expect(page.locator(".news > li")).to_contain_text("Not added")
    expect(page.locator("#held h3")).to_have_count(1)


def test_a_word_goes_with_an_opinion(visit, folder):
    visitor = visit()
    page = visitor.page
    visitor.ask("長江新橋はいつ開通した？")
    page.get_by_role("button", name="Wrong").click()
    page.locator("form.word input").fill("It was the 21st.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said")).to_have_text("Thank you, noted.")
    assert [(one.opinion, one.word) for one in feedback(folder)][-1] == ("wrong", "It was the 21st.")
    command = [*POLYCITE, "feedback", "--all", "--index", str(folder)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert json.loads(said.splitlines()[-1])["word"] == "It was the 21st."


def test_the_articles_tab_speaks_every_language(visit):
    page = visit().page
    page.get_by_role("tab", name="Articles").click()
    for language in LANGUAGES:
        phrases = Phrases(language)
        spoken = page.get_by_role("tab", name=phrases("articles_tab"), exact=True)
        page.locator("#tongue").select_option(language)
        expect(spoken).to_be_visible()
        expect(page.locator(".drop > label")).to_have_text(phrases("drop"))
        expect(page.locator("#held nav a").first).to_have_text(phrases("collection"))


def test_feedback_is_kept_until_it_is_taken_back(visit, folder):
    visitor, earlier = visit(), len(feedback(folder))
    page = visitor.page
    visitor.ask("長江新橋はいつ開通した？")
    page.get_by_role("button", name="Helpful").click()
    expect(page.locator(".said")).to_have_text("Noted. Press again to take it back.")
    page.locator(".card").first.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Does not support this").first.click()
    expect(page.get_by_role("button", name="Does not support this").first).to_have_attribute(
        "aria-pressed", "true"
    )
    words = [(one.opinion, one.question, one.quotes[0]) for one in feedback(folder)[earlier:]]
    quote = ("bridge", "長江新橋は五月二十日に開通した。")
    assert words == [
        ("helpful", "長江新橋はいつ開通した？", quote),
        ("unsupported", "長江新橋はいつ開通した？", quote),
    ]
    page.reload()
    helpful = page.get_by_role("button", name="Helpful")
    expect(helpful).to_have_attribute("aria-pressed", "true")
    helpful.click()
    expect(helpful).to_have_attribute("aria-pressed", "false")
    expect(page.locator("form.word")).to_be_hidden()
    expect(page.locator(".said")).to_have_text("Taken back.")
    assert [one.opinion for one in feedback(folder)[earlier:]] == ["unsupported"]


def feedback(folder):
    library = open_library(folder, _model(folder))
    found = given(library)
    library.close()
    return found


def _model(folder):
    from index.contextual import bundled_models

    assert model_of(folder) == "bundled"
    return bundled_models().embedder.name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "title"), [("ja", "収録内容"), ("it", "La raccolta")])
def test_the_collection_page_opens_in_the_language_of_the_page(visit, scheme, language, title):
    page = visit(f"/collection?in={language}", color_scheme=scheme).page
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".held h3")).to_have_text(["長江新橋が開通"])


def test_on_a_phone_tables_scroll_by_themselves(visit, folder):
    report = {
        "date": "2026-01-02", "file": "q.jsonl", "articles": "",
        "overall": {"recall@5": 0.5, "n_answerable": 2, "n_unanswerable": 0},
        "languages": {"en": {"recall@5": 0.5, "n_answerable": 2, "n_unanswerable": 0}},
        "questions": [
            {"language": "en", "evidence": dict.fromkeys(LANGUAGES, {"rank": 1, "cited": False})},
            {"language": "en", "evidence": {"en": {"rank": 6, "cited": True}}},
        ],
    }  # fmt: skip
    (folder / "evaluation.json").write_text(json.dumps(report), encoding="utf-8")
    page = visit("/quality?in=en", viewport={"width": 375, "height": 700}).page
    expect(page.locator("table").first.locator("td").first).to_have_text("50%2 questions")
    assert page.evaluate("document.documentElement.scrollWidth") == 375


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])
def test_neither_pages_nor_tab_are_closed_to_anyone(visit, tmp_path, scheme, size):
    looks = {"color_scheme": scheme, "viewport": {"width": size[0], "height": size[1]}}
    for path in ("/collection?in=ja", "/quality?in=zh"):
        assert serious(visit(path, **looks).page) == []
    page = visit(**looks).page
    page.get_by_role("tab", name="Articles").click()
    files = {"cat.txt": CAT, "empty.txt": "", "cat.docx": CAT}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    page.locator(".drop input").set_input_files([tmp_path / name for name in files])
    expect(page.locator(".news > li")).to_have_text(
        [
            re.compile("^cat · Not added: is not a Word document"),
            re.compile("^empty · Not added: is empty"),
            re.compile("^The cat café closes · Added"),
        ]
    )
    page.locator(".news summary").click()
    expect(page.locator("#held h3")).to_have_count(2)
    assert serious(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#held h3")).to_have_count(1)


def serious(page):
    """The rules of accessibility that a page breaks, serious and critical ones alone."""
    found = Axe().run(page).response["violations"]
    return [
        (rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")
    ]


def test_a_pdf_is_shown_as_it_is_printed_with_the_cited_words_marked(drop):
    visitor = drop(("dairy.pdf", (ROOT / "tests" / "files" / "pdf" / "pagebreak.pdf").read_bytes()))
    page, words = visitor.page, "members voted by nine to four"
    expect(page.locator(".news > li").first).to_contain_text("Added")
    with closing(open_library(visitor.served.folder, _model(visitor.served.folder))) as library:
        text = library.named("dairy").text
    start = text.index(words)
    page.goto(f"{visitor.served.address}/?article=dairy&at={start}-{start + len(words)}")
    reader = page.frame_locator("#reader iframe")
    reader.get_by_text("The page as printed").click()
    expect(reader.locator("img")).to_be_visible()
    expect(reader.locator("#quote")).to_be_in_viewport()
    assert serious(page) == []
    reader.get_by_text("The text", exact=True).click()
    expect(reader.locator("#quote")).to_have_text(words)


def test_an_address_given_to_the_page_ends_in_one_line(visit):
    page = visit().page
    page.get_by_role("tab", name="Articles").click()
    page.get_by_label("Or the address of a page or feed").fill("http://127.0.0.1:9/boats")
    page.get_by_role("button", name="Fetch").click()
    expect(page.locator(".news > li")).to_contain_text(
        "http://127.0.0.1:9/boats · Not added: is an address of your own network; allow it with --private"
    )
