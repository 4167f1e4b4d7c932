import os
import sys
from io import BytesIO
from pathlib import Path

import pytest
from made import pdf
from pypdf import PdfReader, PdfWriter

from index.article import Article, ArticleError
from index.load import find, passed_over, read, read_bytes
from index.load.kinds import USUAL

SEEDS = Path(__file__).parents[2] / "seeds"


def encrypted(raw: bytes, password: str) -> bytes:
    writer, out = PdfWriter(PdfReader(BytesIO(raw))), BytesIO()
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "title", "date", "publisher"),
    [
        (
            "000_0c0a9f209ccbafdd",
            "OpenAIのトップマネジメントの大きな変化:Lianchuang氏は辞任し、",
            "2024-08-06",
            "",
        ),
        (
            "001_4f4ba5aed45ce6da",
            "OpenAI は、頭脳流出、財務的圧力、競合他社の追い上げなど、",
            "2024-08-19",
            "",
        ),
        ("002_19c6ec88cb400d7b", "OpenAIの共同創設者ジョン・シュルマンが退職してAnthropicへ移籍", "", ""),
        ("003_a515efed1dfb9b2d", "Terremoto del personale OpenAI: l'alleato di Ultraman", "2024-08-06", ""),
        ("004_5663c54eee9583b0", "【AI前沿洞察】OpenAI —— Ilya离开+超级对齐团队解散", "", "体积比"),
    ],
)
def test_seeds_state_their_title_date_and_publisher(name, title, date, publisher):
    article = read(SEEDS / f"{name}.txt")
    assert article.name == name
    assert article.title.startswith(title)
    assert (article.date, article.publisher, article.url) == (date, publisher, "")
    assert (article.language, article.removed) == ("und", ())
    assert article.text == (SEEDS / f"{name}.txt").read_text("utf-8")


def test_line_ends_become_line_feeds_and_nothing_else_changes():
    assert read_bytes(b"one \r\ntwo\rthree\n\n\tfour", "x").text == "one \ntwo\nthree\n\n\tfour"


PAGE = """<!doctype html><html><head><title>Il governo cade | Corriere</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Il governo cade dopo il voto</h1>{byline}
<p>Il governo è caduto ieri sera dopo un voto di sfiducia al Senato, con 160 voti contro 140. La crisi
era attesa.</p>
<p>Nel 2019 una crisi simile si era conclusa con un nuovo esecutivo. Il 3 marzo 2021 il presidente aveva
deciso.</p>
</article><footer>© 2020 Corriere della Sera 2023-01-02</footer></body></html>"""
STATED = """<meta property="article:published_time" content="2024-08-06T10:00:00+02:00">
<meta property="og:site_name" content="Corriere della Sera"><link rel="canonical" href="https:
//www.corriere.it/a">"""


def test_html_gives_its_main_text_and_metadata(tmp_path):
    (tmp_path / "governo.html").write_text(PAGE.format(head=STATED, byline=""), encoding="utf-8")
    article = read(tmp_path / "governo.html")
    assert (article.title, article.date) == ("Il governo cade dopo il voto", "2024-08-06")
    assert (article.publisher, article.url) == ("Corriere della Sera", "https://www.corriere.it/a")
    assert "con 160 voti contro 140." in article.text
    assert "Sport" not in article.text
    assert "2020" not in article.text


@pytest.mark.parametrize(
    ("head", "byline", "date"),
    [
        ("", "", ""),
        (
            '<script type="application/ld+json">{"datePublished": "2023-02-01T08:00Z"}</script>',
            "",
            "2023-02-01",
        ),
        ("", '<time datetime="2024-08-05T09:00">ieri</time>', "2024-08-05"),
        ('<meta name="date" content="soon">', "", ""),
        ('<meta name="generator" content="2019-01-01">', "", ""),
    ],
)
def test_a_page_is_dated_by_what_it_states_and_never_by_a_guess(head, byline, date):
    assert read_bytes(PAGE.format(head=head, byline=byline).encode(), "x").date == date


def test_pdf_gives_its_text_unwrapped_and_its_title():
    lines = [
        "John Schulman left OpenAI in August 2024 and",
        "joined its rival Anthropic.",
        "",
        "He had been there for nine years.",
    ]
    article = read_bytes(pdf(lines, title="He left"), "x")
    assert (
        article.text.splitlines()[0]
        == "John Schulman left OpenAI in August 2024 and joined its rival Anthropic."
    )
    assert article.text.splitlines()[-1] == "He had been there for nine years."
    assert (article.title, article.date) == ("He left", "")


@pytest.mark.parametrize("title", ["", "untitled", "Microsoft Word - draft3.docx", "scan0001.pdf"])
def test_a_pdf_title_left_by_a_program_is_no_title(title):
    assert read_bytes(pdf(["One sentence stands here."], title=title), "x").title == ""


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 3


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.txt", b"", "a.txt: is empty; put the article's text into it"),
        ("a.txt", b" \n\t\r\n ", "a.txt: is empty; put the article's text into it"),
        ("a.txt", "\u3000\n\u3000".encode(), "a.txt: holds no text; check that it is the article"),
        ("a.txt", PNG, "a.txt: is not text, or in an unknown encoding; save it as UTF-8 text"),
        (
            "a.txt",
            b"The first line of\x00a binary file\x00\x00\x01" * 9,
            "a.txt: is not text, or in an unknown encoding; save it as UTF-8 text",
        ),
        (
            "a.md",
            b"\x1f\x8b\x08" + bytes(range(255, 0, -1)) * 3,
            "a.md: is not text, or in an unknown encoding; save it as UTF-8 text",
        ),
        ("a.txt", b"x" * 1001, "a.txt: is larger than 1,000 bytes of text; split it or raise the limit"),
        ("a.txt", pdf(["Text."]), "a.txt: is a PDF under another name; rename it to .pdf"),
        ("a.pdf", PNG, "a.pdf: is not a PDF; check what it is and rename it"),
        ("a.pdf", b"", "a.pdf: is empty; put the article's text into it"),
        (
            "a.pdf",
            b"%PDF-1.4\nbroken",
            "a.pdf: is a broken PDF: open it in a reader, save it again and add that copy",
        ),
        (
            "a.pdf",
            pdf([]),
            "a.pdf: holds no text, only pictures of it: run text recognition (OCR) on it first",
        ),
        (
            "a.pdf",
            encrypted(pdf(["Secret."]), "pw"),
            "a.pdf: is encrypted: save a copy without a password and add that",
        ),
        (
            "a.pdf",
            pdf(["word " * 20] * 30),
            "a.pdf: holds more than 1,000 characters of text: split it or raise the limit",
        ),
        (
            "a.html",
            b"<html><body></body></html>",
            "a.html: no article found in this web page; save its text as .txt",
        ),
        ("a.png", PNG, f"a.png: files of this kind cannot be read; use {USUAL}"),
    ],
)
def test_what_cannot_be_read_gets_one_clear_sentence(tmp_path, monkeypatch, name, raw, message):
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(raw)
    with pytest.raises(ArticleError) as error:
        read(Path(name), max_bytes=1000)
    assert str(error.value) == message


def test_a_pdf_encrypted_with_an_empty_password_is_read():
    assert read_bytes(encrypted(pdf(["No secret at all."]), ""), "x").text == "No secret at all."


def test_a_folder_gives_its_article_files_sorted_and_nothing_from_outside(tmp_path):
    outside, root = tmp_path / "outside.txt", tmp_path / "articles"
    (root / "deep" / ".git").mkdir(parents=True)
    for path in (
        outside,
        root / "b.TXT",
        root / "deep" / "a.md",
        root / ".hidden.txt",
        root / "deep" / ".git" / "c.txt",
    ):
        path.write_text("Text.", encoding="utf-8")
    (root / "photo.png").write_bytes(PNG)
    (root / "z.txt").symlink_to(outside)
    (root / "y.txt").symlink_to(root / "b.TXT")
    (root / "loop").symlink_to(root)
    assert find(root) == [root / "b.TXT", root / "deep" / "a.md", root / "y.txt"]
    assert passed_over(root) == [
        (root / ".hidden.txt", "is hidden"),
        (root / "deep" / ".git", "is a hidden folder"),
        (root / "loop", "is a link to a folder"),
        (root / "photo.png", "files ending in .png are not read"),
        (root / "z.txt", "is a link that leads out of the folder"),
    ]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("nowhere", "there is no such file or folder; check the spelling"),
        ("empty", f"this folder holds no article; put {USUAL} files into it"),
        ("photo.png", f"files of this kind cannot be read; use {USUAL}"),
    ],
)
def test_paths_that_name_no_article_say_so(tmp_path, name, fault):
    (tmp_path / "empty").mkdir()
    (tmp_path / "photo.png").write_bytes(PNG)
    with pytest.raises(ArticleError) as error:
        find(tmp_path / name)
    assert str(error.value) == f"{tmp_path / name}: {fault}"


def test_a_folder_named_like_an_article_is_no_article(tmp_path):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(ArticleError, match=r"a\.txt: is a folder; name the files in it$"):
        read(tmp_path / "a.txt")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs permissions that bind")
def test_an_unreadable_file_says_so(tmp_path):
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(
        ArticleError, match=r"a\.txt: cannot be read \(Permission denied\); check its permissions$"
    ):
        read(tmp_path / "a.txt")


def test_standard_input_is_an_article_named_stdin(monkeypatch):
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": BytesIO("È finita.".encode())}))
    assert find(Path("-")) == [Path("-")]
    assert read(Path("-")) == Article("stdin", "È finita.")
