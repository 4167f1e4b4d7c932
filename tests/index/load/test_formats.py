"""What a file of each kind becomes; docs/formats.md says the same in words."""

import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from made import docx, docx_table, epub, odt, pptx, xlsx
from openpyxl import Workbook

from index.article import Article, ArticleError
from index.load import read
from index.load.sheets import without_value

FILES = Path(__file__).parents[2] / "files"
FEES = [["Boat", "Length", "Fee"], ["Heron", "6 m", "120 euros"], ["Kite", "9 m", "210 euros"]]
FEE_ROWS = ["Boat: Heron | Length: 6 m | Fee: 120 euros", "Boat: Kite | Length: 9 m | Fee: 210 euros"]


def units(article: Article) -> list[str]:
    return [article.text[unit.start : unit.end] for unit in article.units]


def places(article: Article) -> list[tuple[str, str]]:
    """The name of each place, and the first three words there."""
    return [(place.name, " ".join(article.text[place.start :].split()[:3])) for place in article.places]


@pytest.fixture
def article(tmp_path):
    def made(name: str, raw: bytes | str) -> Article:
        path = tmp_path / name
        path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
        return read(path)

    return made


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SHOUT.TXT", "The red flag means that nobody may row."),
        ("book.epub", "The first boat was called Heron."),
        ("fees.xlsx", "Member: Adult | Fee: 58 euros"),
        ("guide.markdown", "The coxswain sits in the stern."),
        ("lease.docx", "The boat shed is let to the Rowing Club until 30 June 2034 for 1,450 euros a year."),
        ("log.text", "The river froze on 3 February 2030."),
        ("mail.eml", "The dinner after the regatta is on 21 June at the Anchor."),
        ("old.rtf", "The old flag is green and white."),
        ("page.xhtml", "The bell rings at noon."),
        ("rules.rst", "No swimming near the weir."),
        ("stock.csv", "item: life jackets | amount: 61 | place: shed B"),
        ("talk.srt", "The regatta was first rowed in the summer of 1908."),
        ("talk.vtt", "The cup is made of pewter and weighs two kilos."),
        ("welcome.txt", "The rowing club meets every Saturday at nine."),
    ],
)
def test_every_kind_of_file_gives_its_words(name, words):
    assert words in read(FILES / "formats" / name).text.split("\n")


def test_a_word_document_gives_headings_lists_and_rows(article):
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>The boats</w:t></w:r></w:p>'
    found = article(
        "boats.docx", docx(heading + docx_table(FEES) + "<w:p><w:r><w:t>Pay in May.</w:t></w:r></w:p>")
    )
    assert (units(found), found.text.split("\n")[-1]) == (FEE_ROWS, "Pay in May.")


def test_an_opendocument_text_gives_its_rows_and_leaves_out_what_was_struck(article):
    cells = (
        "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        for row in FEES
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    struck = "<text:tracked-changes><text:p>Pay in June.</text:p></text:tracked-changes>"
    body = f"{struck}<text:h>The boats</text:h><table:table>{table}</table:table>"
    body += "<text:p>Pay in<text:s/>May.</text:p>"
    found = article("boats.odt", odt(body))
    assert (found.title, units(found)) == ("The boats", FEE_ROWS)
    assert found.text.split("\n")[-1] == "Pay in May."
    assert "June" not in found.text


def test_a_table_in_rich_text_is_rows(article):
    rows = "".join(r"\trowd " + "".join(cell + r"\cell " for cell in row) + r"\row " for row in FEES)
    text = r"{\rtf1\ansi The boats\par " + rows + r"\pard Pay in May.}"
    assert units(article("boats.rtf", text)) == FEE_ROWS


def test_a_workbook_shows_figures_as_its_cells_do(article):
    day = datetime.datetime(2031, 4, 1)
    rows = [["Fees of 2031"], [], ["Boat", "Since", "Fee", "Share"], ["Heron", day, 1450, 0.125]]
    found = article(
        "fees.xlsx", xlsx({"Boats": rows, "Empty": [], "Club": FEES}, {"C4": '#,##0.00 "EUR"', "D4": "0.0%"})
    )
    assert units(found) == ["Boat: Heron | Since: 2031-04-01 | Fee: 1,450.00 EUR | Share: 12.5%", *FEE_ROWS]
    assert places(found) == [("Boats", "Fees of 2031"), ("Club", "Boat: Heron |")]


def test_a_sheet_is_as_large_as_what_it_holds(article):
    book, out = Workbook(), BytesIO()
    sheet = book.active
    sheet["B2"], sheet["C2"], sheet["B3"], sheet["C3"] = "Boat", "Fee", "Heron", "120 euros"
    sheet["XFD1048576"] = "The end."
    sheet["B4"], sheet["C4"] = "Kite", "120 euros"
    sheet.merge_cells("C3:C4")
    sheet.merge_cells("E1:E2000")
    book.save(out)
    found = article("fees.xlsx", out.getvalue())
    assert units(found) == ["Boat: Heron | Fee: 120 euros", "Boat: Kite | Fee: 120 euros"]
    assert found.text.endswith("\nThe end.")


def test_slides_are_places_and_their_notes_are_read(article):
    found = article("talk.pptx", pptx("The boats", "We have two boats.", FEES, "Say that a third is coming."))
    assert (found.title, units(found)) == ("The boats", FEE_ROWS)
    assert places(found) == [("slide 1", "The boats We"), ("slide 2", "Boat: Heron |")]
    assert found.text.endswith("Say that a third is coming.")


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_a_table_in_plain_text_is_rows_whatever_parts_its_cells(article, between):
    text = "\n".join(between.join(f'"{cell}"' for cell in row) for row in FEES)
    assert units(article("fees.csv", text)) == FEE_ROWS


def test_the_chapters_of_a_book_come_in_its_order_with_what_it_states(article):
    chapters = [f"<html><body><h1>{name}</h1><p>{text}</p></body></html>" for name, text in
                [("The river", "It is wide."), ("The boats", "They are two.")]]  # fmt: skip
    stated = (
        "<dc:title>On boats</dc:title><dc:publisher>Weir Press</dc:publisher><dc:date>2031-03-26</dc:date>"
    )
    found = article("boats.epub", epub(chapters, stated))
    assert found.text == "The river\n\nIt is wide.\n\nThe boats\n\nThey are two."
    assert (found.title, found.publisher, found.date) == ("On boats", "Weir Press", "2031-03-26")
    assert [place.name for place in found.places] == ["The river", "The boats"]


def test_a_mail_says_who_wrote_when_and_what_was_attached(article):
    body = "船は二隻です。".encode("iso-2022-jp").decode("ascii")
    mail = (
        "From: Anna <anna@example.org>\nTo: all@example.org\nSubject: =?utf-8?b?6Ii5?=\n"
        "Date: Mon, 02 Jun 2031 10:00:00 +0200\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html; charset=iso-2022-jp\n\n'
        f"<p>{body}</p>\n--b\nContent-Type: application/pdf\n"
        'Content-Disposition: attachment; filename="fees.pdf"\n\nx\n--b--\n'
    )
    found = article("boats.eml", mail)
    assert (found.title, found.date) == ("船", "2031-06-02")
    assert units(found)[0].startswith(
        "From: Anna <anna@example.org> | To: all@example.org | Date: Mon, 02 Jun"
    )
    assert found.text.endswith("船は二隻です。")
    assert found.notes == ("the attachment fees.pdf was not read",)


@pytest.mark.parametrize(
    ("charset", "encoding", "words"),
    [
        ("x-unknown", "utf-8", "Perché no."),
        ("", "utf-8", "船は赤い。"),
        ("utf-8", "cp1252", "Perché no, perché sì: la barca è rossa."),
        ("shift_jis", "cp932", "①船は赤い㈱。"),
    ],
)
def test_a_mail_is_read_whatever_it_says_of_its_encoding(article, charset, encoding, words):
    head = f"From: a@example.org\nSubject: Boats\nContent-Type: text/plain; charset={charset}\n\n"
    assert article("boats.eml", head.encode() + words.encode(encoding)).text.endswith(words)


@pytest.mark.parametrize(
    ("cell", "notes"),
    [
        ("<c><f>B2+1</f></c>", 1),
        ('<c><f t="shared" ref="A1:A2" si="0">B2+1</f><v/></c><c><f t="shared" si="0"/></c>', 2),
        ('<c><f t="shared" si="0"/><v>3</v></c><c><f>B2</f><v>3</v></c>', 0),
    ],
)
def test_formulas_without_a_value_are_counted_shared_ones_too(cell, notes):
    raw = BytesIO()
    with ZipFile(raw, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", f"<row>{cell}</row>")
    told = (
        [f"formulas without a value: {notes}; open it in its own program and save it again"] if notes else []
    )
    assert list(without_value(raw.getvalue())) == told


def test_a_sheet_is_headed_by_years_too_and_says_which_formulas_have_no_value(article):
    rows = [["", "2030", "2031"], ["Heron", 1200, "=B2+1"], ["Kite", 9, 8]]
    found = article("fees.xlsx", xlsx({"Boats": rows}))
    assert units(found) == ["Heron | 2030: 1200", "Kite | 2030: 9 | 2031: 8"]
    assert found.notes == ("formulas without a value: 1; open it in its own program and save it again",)
    # What was born and what died: the first row is one like the others.
    assert units(article("people.csv", "Ada,1815,1852\nBob,1820,1899\n")) == [
        "Ada | 1815 | 1852", "Bob | 1820 | 1899",
    ]  # fmt: skip


def test_a_sentence_spread_over_subtitles_is_whole_and_keeps_their_times(article):
    cues = ["<v Ida>The boat &amp; oar", "The boat &amp; oar", "left at <i>six</i>.", "Nobody saw it."]
    text = "".join(f"01:00:0{at}.000 --> 01:00:0{at + 1}.000\n{cue}\n\n" for at, cue in enumerate(cues))
    found = article("talk.vtt", f"WEBVTT\n\n{text}")
    assert found.text == "The boat & oar left at six.\n\nNobody saw it."
    assert places(found) == [
        ("1:00:00", "The boat &"), ("1:00:02", "left at six."), ("1:00:03", "Nobody saw it."),
    ]  # fmt: skip


def test_a_restructured_text_opens_nothing(article):
    text = "Boats\n=====\n\n.. include:: /etc/hostname\n\n.. raw:: html\n\n   <b>raw</b>\n\n- Two *boats*.\n"
    assert article("boats.rst", text).text == "Boats\n\n- Two boats."


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.rtf", "a.xlsx", "a.pptx", "a.epub", "a.eml", "a.srt"])
def test_a_file_that_is_not_of_its_kind_says_so(article, name):
    with pytest.raises(ArticleError, match=rf"{name}: (is|holds) (not|no) .*: save it again as {name[1:]}"):
        article(name, "Nothing of the kind.")


def test_a_broken_file_says_so(article):
    with pytest.raises(ArticleError, match=r"a\.docx: is broken, or not a \.docx file \(\w+\): open it in"):
        article("a.docx", docx("<w:p>")[:-9])
