"""Articles that give orders to a language model: they are data to the prompt, the answer and the page."""

import json
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from endpoint import says, serving
from evidence import asks, hits_of
from fakes import POLICY, LiteralReader

from index.article import Article
from page.evidence import evidence_html
from page.exchange import exchange_html
from page.memory import Turn
from page.phrases import Phrases
from rag.compose import hit_quote
from rag.records import Answer, Verdict
from rag.writing.generate import write
from rag.writing.marks import marked_sentences
from rag.writing.prompt import plain, prompt, rewriting_prompt, translation_prompt
from rag.writing.writers import open_writer

JUDGE = LiteralReader(), POLICY
LINES = (Path(__file__).parent.parent / "injections.jsonl").read_text(encoding="utf-8").splitlines()
INJECTIONS = [json.loads(line) for line in LINES]
EACH = pytest.mark.parametrize("injection", INJECTIONS, ids=[entry["id"] for entry in INJECTIONS])
FRAME = re.compile(
    r"<evidence>\n(?P<lines>(?:\[\d+\] \([^\n]*\n)+)</evidence>\n\nQuestion: [^\n]*\n\n"
    r"Answer in English, every sentence with its numbers\."
)
# What opens a tag, a mark, a role or a template.
OPENS = re.compile(r"[<>\[\]{}`|＜＞［］【】｛｝]")
LIVE = {"script", "img", "iframe", "object", "embed", "style", "link", "meta", "form", "input", "base", "svg"}


def hostile(injection):
    """Return an article that gives its orders in its text, title, name, publisher and address."""
    text = injection["text"]
    return Article(text[:80], text, text, injection["language"], "2024-05-06", text, text)


def article_part(line):
    return re.sub(r"^\[\d+\] ", "", line)


@pytest.mark.parametrize("language", ["en", "ja", "zh", "it"])
def test_every_language_has_its_share(language):
    assert sum(injection["language"] == language for injection in INJECTIONS) >= 8


@EACH
def test_the_frame_of_the_prompt_stands(injection):
    hits = hits_of(hostile(injection))
    harmless = hits_of(Article("harmless", "A harmless sentence. " * len(hits), language="en"))
    messages = prompt(asks(injection["text"]), hits, "en")
    assert [message.role for message in messages] == ["system", "user"]
    assert messages[0] == prompt(asks("?"), harmless, "en")[0]
    frame = FRAME.fullmatch(messages[1].text)
    lines = frame["lines"].splitlines()
    assert [line.split(" ", 1)[0] for line in lines] == [f"[{n}]" for n in range(1, min(len(hits), 12) + 1)]
    assert not any(OPENS.search(article_part(line)) for line in lines)


@EACH
def test_nothing_hidden_reaches_the_model(injection):
    article = hostile(injection)
    hits = hits_of(article)
    answer = Answer(injection["text"], "en", False, (), (), (), {})
    told = [
        *prompt(asks(injection["text"]), hits, "ja"),
        *translation_prompt(hit_quote(hits[0]), "it"),
        *rewriting_prompt(injection["text"], [answer]),
    ]
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn"}
    for message in told:
        assert [c for c in message.text if unicodedata.category(c) in hidden and c != "\n"] == []


@EACH
def test_no_mark_in_an_article_is_a_mark_when_it_is_copied(injection):
    assert [sentence.numbers for sentence in marked_sentences(plain(injection["text"]), 999)] == [
        () for _ in marked_sentences(plain(injection["text"]), 999)
    ]


@EACH
def test_a_model_that_obeys_and_copies_everything_cites_nothing_but_the_evidence(injection):
    hits = hits_of(hostile(injection))
    said = " ".join(plain(hit_quote(hit).text) + f" [{n}]" for n, hit in enumerate(hits, 1))
    with serving(says(f"{said} {injection['text']} [77]")) as endpoint:
        writer = open_writer(endpoint.name, limit_s=20, keys={})
        *_, last = write(asks("?"), hits, writer, *JUDGE, language=injection["language"])
    places = {(hit.sentence.start, hit.sentence.end) for hit in hits}
    assert {(each.quote.start, each.quote.end) for each in last.citations} <= places
    assert [each.number for each in last.citations] == list(range(1, len(last.citations) + 1))
    assert all(each.citations and each.verdict is not Verdict.NOT_FOUND for each in last.statements)
    texts = "".join(each.text for each in last.statements)
    assert not re.search(r"\]\(http", texts)
    assert not any(unicodedata.category(character) in {"Cf", "Cc", "Cs", "Co", "Cn"} for character in texts)


class Page(HTMLParser):
    """Collects what is live in a page: its tags, and where they lead."""

    def __init__(self):
        super().__init__()
        self.tags, self.leads, self.handlers = set(), [], []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            if name in ("href", "src", "action", "formaction", "srcdoc", "style", "background", "srcset"):
                self.leads.append(value)
            if name.startswith("on"):
                self.handlers.append(name)


@EACH
def test_nothing_in_the_page_is_live(injection):
    article = hostile(injection)
    hits = hits_of(article)
    with serving(says(f"{injection['text']} [1]")) as endpoint:
        writer = open_writer(endpoint.name, limit_s=20, keys={})
        *_, last = write(asks("?"), hits, writer, *JUDGE, language="en")
    asked = injection["text"]
    answers = [
        Answer(
            asked, "en", True, last.statements, last.citations, (), {}, understood=f"{asked}!",
            written_by="m", notice=last.notice, struck=(*last.struck, asked),
        ),
        Answer(asked, "en", False, (), (), tuple(hit_quote(hit) for hit in hits), {}),
    ]  # fmt: skip
    for number, answer in enumerate(answers, 1):
        html = exchange_html(Turn(asked, answer), number, Phrases("en"))
        html += evidence_html(answer, number, Phrases("en"))
        page = Page()
        page.feed(html)
        # The one form is the page's own: a word to "helpful" or "wrong".
        assert page.tags & LIVE <= {"form", "input"}
        assert html.count("<form") == html.count('<form class="word"') == html.count("<input") <= 1
        assert [lead for lead in page.leads if not lead.startswith(("#t", "article?"))] == []
        assert page.handlers == []
