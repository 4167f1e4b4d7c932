"""Mutated files of every kind: each becomes text or a sentence, and costs no file of the same run."""

import random
import re
import time
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from attack import tell, times
from made import docx, docx_table, epub, odt, pdf, pptx, xlsx

from index.load import recognition
from index.load.extract import Unreadable
from index.load.worker import MEMORY, PATIENCE, RECOGNITION, SECONDS, Worker

FILES = Path(__file__).parents[1] / "files"
ROWS = [["Boat", "Length", "Fee"], ["Heron", "6 m", "120 euros"], ["Kite", "9 m", "210 euros"]]
LINES = ["The river froze on 3 February 2030.", "", "川は凍った。", "Il fiume gelò il 3 febbraio."]
TEXT = "\n".join(LINES * 8)
WORD = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>The boats</w:t></w:r></w:p>'
ODF = (
    "<text:h>The boats</text:h><text:list><text:list-item><text:p>Two.</text:p></text:list-item></text:list>"
)
CHAPTER = f"<html><body><h1>The river</h1><p>{LINES[0]}</p></body></html>"
MARKDOWN = (
    f"# The boats\n\n{TEXT}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1\n```\n\nTerm\n: What it is\n"
)
RST = (
    f"Boats\n=====\n\n- 2 *boats*.\n\n+---+---+\n| a | b |\n+---+---+\n\n.. note:: {LINES[0]}\n\nA::\n\n b\n"
)
RTF = r"{\rtf1\ansi The boats\par \trowd Heron\cell 6 m\cell \row \pard \u33337?{\*\x y}\'e9 Pay.\par}"
LOG = "\n".join(f"2030-02-0{day} 12:00:00 pump {day} started" for day in range(1, 9))
MAIL = (
    "From: a@example.org\nTo: b@example.org\nSubject: =?utf-8?b?6Ii5?=\n"
    "Date: Mon, 02 Jun 2031 10:00:00 +0200\n"
    'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+Qm9hdHM8L3A+\n--b\n"
    'Content-Type: application/pdf\nContent-Disposition: attachment; filename="f.pdf"\n\nx\n--b--\n'
)
CUES = "".join(
    f"{at}\n00:00:0{at},000 --> 00:00:0{at + 1},000\nThe boat <i>left</i> at {at}.\n\n" for at in range(9)
)
# The files of each kind that are mutated.
BASES = {
    ".txt": [TEXT.encode(), (FILES / "encoding/iso2022jp.txt").read_bytes(), TEXT.encode("utf-16")],
    ".md": [MARKDOWN.encode(), (FILES / "tables/rooms.md").read_bytes()],
    ".html": [path.read_bytes() for path in sorted((FILES / "html").iterdir())],
    ".xhtml": [(FILES / "formats/page.xhtml").read_bytes()],
    ".log": [LOG.encode()],
    ".rst": [RST.encode()],
    ".pdf": [pdf(LINES[:1] * 9, title="On boats"), *((FILES / f"pdf/{name}.pdf").read_bytes()
             for name in ("pagebreak", "two_columns", "half_scanned"))],
    ".docx": [docx(WORD + docx_table(ROWS)), (FILES / "formats/lease.docx").read_bytes()],
    ".odt": [odt(ODF)],
    ".rtf": [RTF.encode()],
    ".xlsx": [xlsx({"Boats": ROWS, "Club": ROWS}, {"C2": '#,##0.00 "EUR"'})],
    ".pptx": [pptx("The boats", "We have two.", ROWS, "A third is coming.")],
    ".csv": ["\n".join(f'"{between.join(row)}"' for row in ROWS * 4).encode() for between in ('","', '";"')],
    ".epub": [epub([CHAPTER] * 3, "<dc:title>On boats</dc:title><dc:date>2031-03-26</dc:date>")],
    ".eml": [MAIL.encode()],
    ".srt": [CUES.encode()],
    ".vtt": [f"WEBVTT\n\n{CUES}".replace(",0", ".0").encode()],
}  # fmt: skip


def mutated(raw, chance):
    """The bytes with one or more changes, of a packed file mostly inside one of its parts."""
    if raw.startswith(b"PK") and chance.random() < 0.8:
        return _repacked(raw, chance)
    changed = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, other = chance.randrange(len(changed) + 1), chance.randrange(len(changed) + 1)
        length = chance.choice((1, 1, 2, 8, 64, 512))
        piece = changed[other : other + length]
        digits = chance.choice(list(re.finditer(rb"[0-9]+", changed)) or [None])
        what = chance.randrange(6)
        if what < 4:
            cut = chance.choice((0, length))
            changed[at : at + cut] = (b"", piece, piece * 50, chance.randbytes(length))[what]
        elif digits:
            changed[slice(*digits.span())] = chance.choice((b"0", b"-1", b"999999999", b"1" * 40))
    return bytes(changed)


def _repacked(raw, chance):
    out = BytesIO()
    with ZipFile(BytesIO(raw)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        chosen = chance.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, mutated(part, chance) if name == chosen else part)
    return out.getvalue()


def held(worker):
    """Return the most memory in bytes that the child at work has held so far, 0 where it is gone."""
    if worker._child is None:
        return 0
    status = Path(f"/proc/{worker._child.pid}/status").read_text(encoding="ascii")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(peak[1]) * 1_000 if peak else 0


@pytest.mark.parametrize("kind", BASES)
def test_a_mutated_file_becomes_text_or_a_sentence_and_costs_no_other(kind):
    chance, became, slowest, most, worker = random.Random(kind), Counter(), 0.0, 0, Worker()
    try:
        for number in range(count := times(6, 1_000)):
            changed = mutated(chance.choice(BASES[kind]), chance)
            began = time.monotonic()
            try:
                worker.extract(changed, kind, characters=5_000_000)
                became["read"] += 1
            except Unreadable as fault:
                became[str(fault).partition("(")[0].partition(":")[0].strip()] += 1
            slowest, most = max(slowest, time.monotonic() - began), max(most, held(worker))
            if number % 5 == 0:
                # The files beside it are read, whatever it did.
                assert worker.extract(TEXT.encode(), ".txt", characters=1_000).text == TEXT
    finally:
        worker.close()
    # Pictures of text take more time and memory where they are read.
    recognises = recognition.is_installed()
    assert slowest < (SECONDS + 1) * PATIENCE + (RECOGNITION if recognises and kind == ".pdf" else 0)
    assert most < (recognition.MEMORY if recognises else MEMORY)
    said = ", ".join(f"{times} {what}" for what, times in became.most_common())
    tell(f"{kind}: {count} mutated, slowest {slowest:.1f} s, {most / 1e6:.0f} MB at most; {said}")
