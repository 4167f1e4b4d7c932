"""A language model writes the answer: its words grow, can be stopped, and are checked."""

import endpoint
import pytest
from playwright.sync_api import expect
from visitors import Served

WRITTEN = "The café closes because its rent has doubled. [1] It will move to the moon with 40 cats. [1] "


@pytest.fixture
def writing(folder):
    """The page, with a model that writes so slowly that one can watch it."""
    with endpoint.serving(endpoint.says(WRITTEN * 2, pause=0.1)) as model:
        server = Served(folder, "--llm", model.name)
        yield server
        server.stop()


def test_what_is_written_grows_and_can_be_stopped_and_asked_again(writing, visit):
    visitor = visit(served=writing)
    page = visitor.page
    visitor.box.fill("Why does the cat café close?")
    visitor.box.press("Enter")
    expect(page.locator(".step")).to_have_text("Writing the answer")
    expect(page.locator(".draft")).to_contain_text("The café closes")
    # Enter does not send while an answer grows.
    visitor.box.fill("And then?")
    visitor.box.press("Enter")
    expect(visitor.box).to_have_value("And then?")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".notice")).to_have_text("Stopped before there was an answer.")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".draft")).to_contain_text("The café closes")
    expect(page.locator(".exchange")).to_have_count(1)
    visitor.wait_for_turn(1)
    expect(page.locator(".answer")).to_contain_text("rent has doubled")
    expect(page.locator(".answer")).not_to_contain_text("moon")
    expect(page.locator("#chat")).to_contain_text("checked against the articles")


@pytest.fixture
def hesitating(folder):
    """The page, with a model that takes a second for each few words, and so a second to be stopped."""
    with endpoint.serving(endpoint.says(WRITTEN, piece=20, pause=1.0)) as model:
        server = Served(folder, "--llm", model.name)
        yield server
        server.stop()


def test_what_is_stopped_can_be_asked_again_once_it_has_stopped_and_not_before(hesitating, visit):
    visitor = visit(served=hesitating)
    page = visitor.page
    visitor.box.fill("Why does the cat café close?")
    visitor.box.press("Enter")
    expect(page.locator(".draft")).to_contain_text("The café closes")
    page.get_by_role("button", name="Stop").click()
    # Until it has stopped, Gradio would lose the question.
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".draft")).to_contain_text("The café closes")
    visitor.wait_for_turn(1)


def test_a_new_conversation_begins_once_the_answer_that_grew_has_stopped(hesitating, visit):
    visitor = visit(served=hesitating)
    page = visitor.page
    # What comes before is talk that no question leans on: what grows is the answer, not another question.
    visitor.ask("Hello")
    visitor.box.fill("Why does the cat café close?")
    visitor.box.press("Enter")
    expect(page.locator(".draft")).to_contain_text("The café closes")
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name="Ask", exact=True).wait_for()
    visitor.box.fill("When does the cat café close?")
    visitor.box.press("Enter")
    visitor.wait_for_turn(1)
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.locator(".question")).to_have_text("When does the cat café close?")


def test_a_language_chosen_while_an_answer_grows_is_that_of_the_whole_page_once_it_is_there(writing, visit):
    visitor = visit(served=writing)
    page = visitor.page
    visitor.box.fill("Why does the cat café close?")
    visitor.box.press("Enter")
    expect(page.locator(".draft")).to_contain_text("The café closes")
    page.locator("#tongue").select_option("it")
    expect(page.locator(".draft")).to_contain_text("rent has doubled")
    expect(page.get_by_role("button", name="Copia la risposta")).to_be_visible()
    expect(page.get_by_role("tab", name="Articoli")).to_be_visible()
    expect(page.locator(".answer")).to_contain_text("rent has doubled")
