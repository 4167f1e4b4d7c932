"""What the readers of files say, in the language of the page."""

import re
from pathlib import Path

import pytest

from page.faults import note_html, reason_html
from page.phrases import Phrases
from page.phrases_files import FILES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("says", "language", "said"),
    [
        ("is empty; put the article's text into it", "it", "è vuoto; mettici il testo dell&#x27;articolo"),
        ("holds more than 5,000,000 characters of text: split it or raise the limit", "zh",
         "文字超过 5,000,000 个，请拆分"),
        ("is broken, or not a .docx file (KeyError):"
         " open it in its own program, save it again and add that copy",
         "zh", "已损坏，或不是 .docx 文件（KeyError）：请用原程序打开，重新保存后添加该副本"),
        ("is not a workbook, or protected by a password: save it again as .xlsx", "ja",
         "Excelブックではないか、パスワードで保護されています。.xlsxとして保存し直してください"),
        ("the site answers 404; check the address", "ja",
         "サイトの応答は404です。アドレスを確かめてください"),
        ("melts <b>", "ja", '<span lang="en">melts &lt;b&gt;</span>'),
    ],
)  # fmt: skip
def test_a_reason_is_said_in_the_language_of_the_page_and_else_in_english(says, language, said):
    assert reason_html(says, Phrases(language)) == said


@pytest.mark.parametrize(
    ("says", "language", "said"),
    [
        ("page 2 holds no text, only pictures: install polycite[ocr] to read pictures of text", "it",
         "la pagina 2 non contiene testo, solo immagini: installa polycite[ocr] per leggerle"),
        ("pages 2, 4 and 7 were read by text recognition: check names and figures", "ja",
         "2、4、7ページは文字認識で読みました。名前と数字を確かめてください"),
        ("left out 1 picture written out in the text", "it", "esclusa 1 immagine scritta nel testo"),
        ("left out 3 pictures written out in the text", "zh", "已略去嵌入文中的 3 张图片"),
        ("the attachment <i>.pdf was not read", "ja", "添付ファイル「&lt;i&gt;.pdf」は読んでいません"),
    ],
)  # fmt: skip
def test_a_note_is_said_in_the_language_of_the_page(says, language, said):
    assert note_html(says, Phrases(language)) == said


@pytest.mark.parametrize("name", FILES)
def test_what_has_words_in_four_languages_is_still_said(name):
    sources = [path for room in ("index", "page") for path in sorted((ROOT / room).rglob("*.py"))]
    said = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "phrases_files.py")
    words = re.sub(r'"\s*\n\s*f?"', "", said)
    longest = max(re.split(r"\{\w+\}", FILES[name][0].split("|")[-1]), key=len)
    assert longest[-16:] in words
