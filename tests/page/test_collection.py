"""The collection page of a real library."""

import re

import pytest

from index.build import build
from index.clean import LINE_RULES
from index.furniture import STRONG
from index.load import find
from index.store import create
from page.collection import AT_ONCE, collection_html, rule_name
from page.phrases import LANGUAGES, PHRASES, Phrases

ARTICLES = {
    "neko.txt": "猫カフェが閉店\n\n2024-03-05\n\n駅前の猫カフェは三月に閉店します。家賃が二倍です。",
    "inu.txt": "犬の学校\n\n2024-03-20\n\n犬の学校が四月に開校します。先生は佐藤さんです。",
    "gatto.txt": "Il gatto\n\n2024-06-01\n\nIl gatto dorme nel granaio.\n\nCondividi su Facebook\n",
    "evil.txt": "<script>alert(1)</script>\n\nThe cat <img src=x onerror=alert(1)> sleeps in the old barn.",
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory, models):
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = create(tmp_path_factory.mktemp("index"), models.embedder.name)
    assert {outcome.status for outcome in build(find(folder), library, models)} == {"added"}
    return library


def rows(html, caption):
    """The rows of the table with that caption, each a list of what its cells say."""
    [table] = re.findall(f"<caption>{caption}</caption>.*?</table>", html, re.S)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>.*?</tr>", table, re.S)]


def test_articles_are_counted_by_month_and_language(library):
    html = collection_html(library, 1, Phrases("en"))
    assert rows(html, "By language and date") == [
        ["", "English", "Italian", "Japanese", "All"],
        ["2024-06", "", "1", "", "1"],
        ["2024-03", "", "", "2", "2"],
        ["no date", "1", "", "", "1"],
    ]
    assert '<p class="about">4 articles</p>' in html


def test_what_was_cleaned_away_is_counted_by_rule_and_shown_by_article(library):
    html = collection_html(library, 1, Phrases("it"))
    [head, *found] = rows(html, "Parti escluse, per regola")
    assert head == ["Regola", "Parti", "Caratteri"]
    whole = sum(map(len, (article.text for article in library.articles())))
    assert ["condivisione", "1", f"21 · {21 / whole:.1%}".replace(".", ",")] in found
    assert '<b>condivisione</b> <small>riga 7</small> <span lang="it">Condividi su Facebook</span>' in html


def test_the_latest_article_comes_first_with_the_size_it_has(library):
    html = collection_html(library, 1, Phrases("zh"))
    titles = re.findall(r'<h3 lang="\w+">(.*?)</h3>', html)
    assert titles == ["Il gatto", "犬の学校", "猫カフェが閉店", "&lt;script&gt;alert(1)&lt;/script&gt;"]
    assert f"段落 1 · 字符 {len(ARTICLES['inu.txt'])} · <code>inu</code>" in html


def test_what_an_article_says_is_never_markup(library):
    for language in LANGUAGES:
        html = collection_html(library, 1, Phrases(language))
        assert "<script" not in html
        assert "<img" not in html


def test_an_empty_collection_says_so(tmp_path, models):
    html = collection_html(create(tmp_path / "index", models.embedder.name), 1, Phrases("ja"))
    assert "記事はまだありません。" in html
    assert "<table" not in html


def test_a_long_list_has_pages_and_any_number_leads_to_one(library, monkeypatch):
    assert AT_ONCE == 50
    monkeypatch.setattr("page.collection.AT_ONCE", 3)
    second = collection_html(library, 2, Phrases("en"))
    assert re.findall(r"<code>(\w+)</code>", second) == ["evil"]
    assert "Page 2 of 2" in second
    assert 'href="collection?page=1&amp;in=en"' in second
    assert "Page 2 of 2" in collection_html(library, 99, Phrases("en"))
    assert "Page 1 of 2" in collection_html(library, -5, Phrases("en"))


def test_many_months_become_years(library, monkeypatch):
    monkeypatch.setattr("page.collection.MOST_MONTHS", 2)
    table = rows(collection_html(library, 1, Phrases("en")), "By language and date")
    assert [row[0] for row in table] == ["", "2024", "no date"]


def test_every_rule_of_the_cleaner_has_a_name_in_every_language():
    of_blocks = {
        "header",
        "language menu",
        "no words",
        "page end",
        "references",
        "related",
        "button",
    }
    rules = {*STRONG, *(rule for rule, _ in LINE_RULES), *of_blocks}
    assert {rule for rule in rules if f"rule_{rule}" not in PHRASES} == set()
    assert rule_name("share", Phrases("ja")) == "共有"
    assert rule_name("a new rule", Phrases("ja")) == "a new rule"
