"""The words of the page in its four languages."""

import re
from pathlib import Path

import pytest

from page.exchange import step_text
from page.phrases import LANGUAGES, PHRASES, Phrases, marks, preferred
from page.phrases_chat import CHAT
from page.phrases_files import FILES
from page.phrases_frame import FRAME
from page.phrases_hant import HANT
from page.phrases_quality import QUALITY
from page.phrases_shelf import SHELF
from page.phrases_status import STATUS

PAGE = Path(__file__).parent.parent.parent / "page"


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_is_filled_in_with_the_same_values_in_every_language(name):
    wanted = [set(re.findall(r"\{(\w+)\}", form)) for text in PHRASES[name] for form in [text.split("|")[-1]]]
    assert len(PHRASES[name]) == len(LANGUAGES)
    assert all(values == wanted[0] for values in wanted)
    assert all(PHRASES[name])


def test_no_phrase_takes_the_place_of_another():
    assert len(PHRASES) == sum(map(len, (FRAME, CHAT, SHELF, FILES, QUALITY, STATUS)))


@pytest.mark.parametrize("step", ["searching", "reading", "writing"])
def test_every_step_on_the_way_to_an_answer_has_words_of_its_own(step):
    assert all(step_text(step, Phrases(language)) not in ("", step) for language in LANGUAGES)


def test_every_phrase_the_page_asks_for_is_there():
    asked = {
        name
        for file in PAGE.glob("*.py")
        for name in re.findall(r"""phrases\(\s*["'](\w+)["']""", file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 50
    assert asked <= set(PHRASES)


@pytest.mark.parametrize(
    ("language", "n", "text"),
    [
        ("en", 1, "1 article"), ("en", 5, "5 articles"), ("it", 1, "1 articolo"), ("it", 0, "0 articoli"),
        ("ja", 1, "記事1本"), ("zh", 2, "2 篇文章"), ("fr", 2, "2 articles"),
    ],
)  # fmt: skip
def test_one_is_told_from_many(language, n, text):
    assert Phrases(language)("articles", n=n) == text


def test_numbers_are_written_as_the_language_writes_them():
    assert Phrases("it").figure("4,905 · 11.4%") == "4.905 · 11,4%"
    assert [Phrases(code).figure("4,905 · 11.4%") for code in ("en", "ja", "zh")] == ["4,905 · 11.4%"] * 3


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"), ("ja", "ja"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("it-IT,it;q=0.9", "it"),
        ("de,fr;q=0.9", "en"), ("de,it;q=0.3,ja;q=0.5", "ja"), ("en;q=0.1, zh-TW;q=0.4", "zh-Hant"),
        (";;,q=x;q=y,it", "it"), ("*", "en"),
    ],
)  # fmt: skip
def test_the_page_speaks_the_language_the_browser_asks_for_first(header, language):
    assert preferred(header) == language


@pytest.mark.parametrize("step", ["searching", "reading", "writing"])
def test_every_step_on_the_way_to_an_answer_can_be_said(step):
    assert "{" not in "".join(PHRASES[step])


def test_chinese_is_spoken_in_both_its_scripts_as_each_says_it():
    traditional, simplified = Phrases("zh-Hant"), Phrases("zh")
    assert (traditional("link"), simplified("link")) == ("複製連結", "复制链接")
    assert (traditional("undo"), simplified("undo")) == ("復原", "撤销")
    assert traditional.language_name("it") == "義大利語"
    assert traditional.of("zh")("more_quotes", n=2) == "另有 2 處引文"
    assert traditional.of("it")("more_quotes", n=2) == "Altre 2 citazioni"


def test_traditional_chinese_quotes_with_corners_and_publishes_what_is_no_software():
    traditional = Phrases("zh-Hant")
    assert traditional("note_attachment", file="附錄") == "未讀取附件「附錄」"
    assert traditional.said("2024年8月6日发布") == "2024年8月6日發布"
    assert marks("橋", "zh-Hant") == ("「", "」")
    assert marks("「橋」", "zh-Hant") == ("『", "』")


@pytest.mark.parametrize("name", HANT)
def test_what_is_written_by_hand_fills_in_what_the_phrase_does(name):
    kept = re.findall(r"\{\w+\}", PHRASES[name][2].partition("|")[0])
    assert sorted(re.findall(r"\{\w+\}", HANT[name])) == sorted(kept)


@pytest.mark.parametrize(
    ("asked_for", "language"),
    [
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-CN", "zh"),
        ("zh", "zh"),
        ("zh-HK", "zh-Hant"),
    ],
)
def test_a_browser_of_taiwan_or_hong_kong_gets_traditional_characters(asked_for, language):
    assert preferred(asked_for) == language
