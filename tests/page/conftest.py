"""The page, served once for all tests, and browsers that visit it."""

import json
import subprocess

import pytest
from playwright.sync_api import sync_playwright
from visitors import ARTICLES, CANDIDATES, CHROMIUM, POLYCITE, QUIET, ROOT, Served, Visitor


def pytest_collection_modifyitems(items):
    """Skip what needs a browser where there is none."""
    without = pytest.mark.skip(reason="no Chromium here: install the chromium package")
    for item in items:
        if not CHROMIUM and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(without)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """An index of four small articles, one of them full of markup."""
    articles, index = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("index")
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    subprocess.run([*POLYCITE, "index", str(articles), "--to", str(index)], cwd=ROOT, check=True)
    lines = "".join(json.dumps(candidate) + "\n" for candidate in CANDIDATES)
    (index / "questions.jsonl").write_text(lines, encoding="utf-8")
    return index


@pytest.fixture(scope="session")
def served(folder):
    """The page, until the last test."""
    server = Served(folder)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@pytest.fixture
def visit(browser, served):
    """Open the page; afterwards nothing may have failed in it, and nothing been loaded from elsewhere.

    A test with a server of its own asks for that first, so that the page is closed before it stops.
    """
    visitors = []

    def visit(path="/", *, served=served, **settings):
        visitors.append(Visitor(browser, served.address + path, **{"locale": "en"} | settings))
        visitors[-1].served = served
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.page.context.close()
        assert visitor.faults == []
        here = (f"{visitor.served.address}/", "data:", "blob:", "about:")
        assert {url for url in visitor.asked_for if not url.startswith(here)} == set()
