import os
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from index.article import Article, ArticleError
from index.header import read_header, stated_date
from index.load import find, read, read_bytes

SEEDS = Path(__file__).parents[2] / "seeds"

JAPANESE = """OpenAIの共同創設者であるジョン・シュルマン氏が退職し、
競合企業のAnthropicに移籍することを発表しました。
同氏は「これは難しい決断でした」と述べ、
AIの安全性に関する研究に集中したいという個人的な希望を理由に挙げています。
社長のグレッグ・ブロックマン氏も年末まで長期休暇を取る予定で、会社の経営陣は大きく変わることになります。
専門家は、人材の流出が今後も続く可能性があると指摘しており、会社の対応が注目されています。"""
CHINESE = """OpenAI 联合创始人约翰·舒尔曼宣布离职，加入竞争对手 Anthropic。他在社交媒体上表示，
这是一个艰难的决定。
他希望把精力集中在人工智能的安全研究上，并且回到第一线的技术工作中去。公司总裁格雷格·布罗克曼也将休假到年底。
专家认为，人才流失的情况可能会继续下去，公司如何应对值得关注。去年十一月，董事会曾经解除首席执行官的职务。
几天之后他又回到了公司，董事会也进行了改组。从那以后，管理层一直没有真正稳定下来，外界对此有很多猜测。"""
TRADITIONAL = """OpenAI 聯合創始人約翰·舒爾曼宣布離職，加入競爭對手 Anthropic。他在社群媒體上表示，
這是一個艱難的決定。
他希望把精力集中在人工智慧的安全研究上，並且回到第一線的技術工作中去。公司總裁格雷格·布羅克曼也將休假到年底。
專家認為，人才流失的情況可能會繼續下去，公司如何應對值得關注。去年十一月，董事會曾經解除執行長的職務。
幾天之後他又回到了公司，董事會也進行了改組。從那以後，管理層一直沒有真正穩定下來，外界對此有很多猜測。"""
ITALIAN = """Il presidente non è più in città: perciò la riunione è rinviata a lunedì, così ha detto il
portavoce.
La società è nata nel 2015 e oggi dà lavoro a più di mille persone; perché i fondatori se ne vadano,
però, nessuno lo sa."""


def pdf_of(lines: list[str], *, title: str = "") -> bytes:
    """A PDF of one page with the lines on it, or of one page with nothing when there are none."""
    shown = "".join(
        f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T* " for line in lines
    )
    stream = f"BT /F1 12 Tf 72 720 Td 14 TL {shown}ET" if lines else ""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) >>",
    ]
    written, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(written)
    written += f"xref\n0 7\n0000000000 65535 f \n{table}trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\n"
    return (written + f"startxref\n{start}\n%%EOF\n").encode()


def encrypted(pdf: bytes, password: str) -> bytes:
    writer, out = PdfWriter(PdfReader(BytesIO(pdf))), BytesIO()
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


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", JAPANESE),
        ("utf-8-sig", JAPANESE),
        ("utf-16", JAPANESE),
        ("utf-16-le", JAPANESE),
        ("utf-16-be", JAPANESE),
        ("utf-16-le", ITALIAN),
        ("utf-16-be", ITALIAN),
        ("utf-32", ITALIAN),
        ("cp932", JAPANESE),
        ("euc_jp", JAPANESE),
        ("gb18030", CHINESE),
        ("gb2312", CHINESE.replace("·", "")),
        ("utf-16", CHINESE),
        ("big5", TRADITIONAL.replace("·", "")),
        ("cp1252", ITALIAN),
        ("cp932", "ジョン・シュルマンが退職"),
        ("euc_jp", "ジョン・シュルマンが退職してAnthropicへ移籍した。"),
        ("gb18030", "约翰·舒尔曼宣布离职，加入竞争对手。"),
        ("big5", "約翰宣布離職，加入競爭對手。"),
        ("cp1252", "Il presidente non è più in città."),
        ("cp1252", "It’s “over”, he said."),
    ],
)
def test_encodings_are_recognised(encoding, text):
    assert read_bytes(text.encode(encoding), "x").text == text


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("Shift_JIS", "cp932"), ("gb2312", "gb18030"), ("EUC-JP", "euc_jp"), ("x-user", "utf-8")],
)
def test_html_is_read_in_the_encoding_it_declares(declared, encoding):
    sentence = (
        "約五百人が参加しました。髙橋さんは「①番です」と言いました。"
        if encoding == "cp932"
        else "会議に参加しました。"
    )
    page = f'<html><head><meta charset="{declared}"></head><body><p>{sentence * 9}</p></body></html>'
    assert read_bytes(page.encode(encoding), "x").text == sentence * 9


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


@pytest.mark.parametrize(
    ("text", "title", "date", "publisher", "url"),
    [
        (
            "---\ntitle: 'The Fall'\ndate: 2021-03-04\nsource: ANSA\nurl: https://a.it/x\n---\n\nIt fell.",
            "The Fall",
            "2021-03-04",
            "ANSA",
            "https://a.it/x",
        ),
        ("---\nauthor: Jane Doe\ntags: [a, b]\n---\n# Heading\n\nText.", "Heading", "", "Jane Doe", ""),
        ("# A heading\n\nText follows.", "A heading", "", "", ""),
        ("A heading\n=========\nText follows.", "A heading", "", "", ""),
        (
            "notizia\n\nIl governo cade\n\n5 agosto 2024\n\nIl governo è caduto.",
            "Il governo cade",
            "2024-08-05",
            "",
            "",
        ),
        (
            "OpenAI、新モデルを発表\n2024年8月6日(火) 10:33配信\n発表した。",
            "OpenAI、新モデルを発表",
            "2024-08-06",
            "",
            "",
        ),
        (
            "OpenAI再失大将\n\n36氪的朋友们·2024-08-06 10:33\n\n他宣布离职。",
            "OpenAI再失大将",
            "2024-08-06",
            "",
            "",
        ),
        ("Titolo breve\n\nFonte: ANSA\n\nIl governo è caduto.", "Titolo breve", "", "ANSA", ""),
        (
            "Source: Reuters\nURL: https://r.com/1\nDate: August 6, 2024\n\nHe left.",
            "",
            "2024-08-06",
            "Reuters",
            "https://r.com/1",
        ),
        ("He left on 6 August 2024. Nobody knew why.\n\nSource code was lost.", "", "", "", ""),
        ("古池や\n蛙飛び込む\n水の音", "", "", "", ""),
        ("Q: Who?\n\nA: He.", "", "", "", ""),
        ("Only one line", "", "", "", ""),
        ("---\nnot front matter\n---\n", "", "", "", ""),
    ],
)
def test_the_first_lines_state_what_they_state_and_no_more(text, title, date, publisher, url):
    header = read_header(text)
    assert (header.title, header.date, header.publisher, header.url) == (title, date, publisher, url)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-08-06", "2024-08-06"),
        ("2024/8/6 10:33", "2024-08-06"),
        ("2024年8月6日", "2024-08-06"),
        ("2024年8月", "2024-08"),
        ("2024-08", "2024-08"),
        ("6 agosto 2024", "2024-08-06"),
        ("1° agosto 2024", ""),
        ("Aug. 6, 2024", "2024-08-06"),
        ("6th August 2024", "2024-08-06"),
        ("2024-13-45", ""),
        ("31 febbraio 2024", ""),
        ("12 monkeys 2024", ""),
    ],
)
def test_dates_are_iso_and_impossible_ones_are_no_dates(text, date):
    assert stated_date(text) == date


def test_pdf_gives_its_text_unwrapped_and_its_title():
    lines = [
        "John Schulman left OpenAI in August 2024 and",
        "joined its rival Anthropic.",
        "",
        "He had been there for nine years.",
    ]
    article = read_bytes(pdf_of(lines, title="He left"), "x")
    assert (
        article.text.splitlines()[0]
        == "John Schulman left OpenAI in August 2024 and joined its rival Anthropic."
    )
    assert article.text.splitlines()[-1] == "He had been there for nine years."
    assert (article.title, article.date) == ("He left", "")


@pytest.mark.parametrize("title", ["", "untitled", "Microsoft Word - draft3.docx", "scan0001.pdf"])
def test_a_pdf_title_left_by_a_program_is_no_title(title):
    assert read_bytes(pdf_of(["One sentence stands here."], title=title), "x").title == ""


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
        ("a.txt", pdf_of(["Text."]), "a.txt: is a PDF under another name; rename it to .pdf"),
        ("a.pdf", PNG, "a.pdf: is not a PDF; check what it is and rename it"),
        ("a.pdf", b"", "a.pdf: is empty; put the article's text into it"),
        (
            "a.pdf",
            b"%PDF-1.4\nbroken",
            "a.pdf: is a broken PDF: open it in a reader, save it again and add that copy",
        ),
        (
            "a.pdf",
            pdf_of([]),
            "a.pdf: holds no text, only pictures of it: run text recognition (OCR) on it first",
        ),
        (
            "a.pdf",
            encrypted(pdf_of(["Secret."]), "pw"),
            "a.pdf: is encrypted: save a copy without a password and add that",
        ),
        (
            "a.pdf",
            pdf_of(["word " * 20] * 30),
            "a.pdf: holds more than 1,000 characters of text: split it or raise the limit",
        ),
        (
            "a.html",
            b"<html><body></body></html>",
            "a.html: no article found in this web page; save its text as .txt",
        ),
        ("a.png", PNG, "a.png: files of this kind cannot be read; use .txt, .md, .html, .htm, .pdf"),
    ],
)
def test_what_cannot_be_read_gets_one_clear_sentence(tmp_path, monkeypatch, name, raw, message):
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(raw)
    with pytest.raises(ArticleError) as error:
        read(Path(name), max_bytes=1000)
    assert str(error.value) == message


def test_a_pdf_encrypted_with_an_empty_password_is_read():
    assert read_bytes(encrypted(pdf_of(["No secret at all."]), ""), "x").text == "No secret at all."


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


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("nowhere", "there is no such file or folder; check the spelling"),
        ("empty", "this folder holds no article; put .txt, .md, .html, .htm, .pdf files into it"),
        ("photo.png", "files of this kind cannot be read; use .txt, .md, .html, .htm, .pdf"),
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
