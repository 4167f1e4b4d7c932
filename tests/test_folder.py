"""A folder of a hundred files of many kinds: each ends in one line, and becomes what docs/formats.md says."""

from collections import Counter
from contextlib import closing

import pytest
from made import docx, docx_table, epub, odt, pdf, pptx, xlsx
from test_command import polycite

from index.models import FAST, open_models
from index.store import open_library

EACH = 5
ROWS = "Boat: {n} | Built: 190{n} | Fee: {n}20 euros"
SAYS = "The {kind} boat number {n} was built in 190{n} and costs {n}20 euros a year."


def table(n):
    return [["Boat", "Built", "Fee"], [f"{n}", f"190{n}", f"{n}20 euros"], ["Kite", "1899", "9 euros"]]


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def page(says):
    return f"<!doctype html><html><body><nav>Home</nav><article><p>{says}</p></article></body></html>"


def sheet(n):
    return "\n".join(",".join(row) for row in table(n))


def mail(n, says):
    return f"From: a{n}@example.org\nTo: b@example.org\nSubject: Boats\n\n{says}\n"


def cues(says, point):
    """Two cues, the sentence spread over them."""
    half = says.index(" and ")
    times = [f"00:00:0{at}{point}000 --> 00:00:0{at + 1}{point}000" for at in (1, 3)]
    return f"{times[0]}\n{says[:half]}\n\n{times[1]}\n{says[half + 1 :]}\n"


# The ending -> the file with that number that says the sentence, what stands in its article, and its place.
KINDS = {
    ".txt": (lambda n, says: says, SAYS, ""),
    ".text": (lambda n, says: says.encode("utf-16"), SAYS, ""),
    ".md": (lambda n, says: f"# Boats\n\n{says}\n", SAYS, ""),
    ".markdown": (lambda n, says: f"| Boat | Fee |\n|---|---|\n| {says} | 9 |\n", f"| {SAYS} | 9 |", ""),
    ".log": (lambda n, says: f"12:00 {says}\n12:01 done\n", "12:00 " + SAYS, ""),
    ".html": (lambda n, says: page(says), SAYS, ""),
    ".xhtml": (lambda n, says: f'<?xml version="1.0"?>{page(says)}', SAYS, ""),
    ".pdf": (lambda n, says: pdf([says]), SAYS, "p. 1"),
    ".docx": (lambda n, says: docx(paragraph(says) + docx_table(table(n))), SAYS + "\n\n" + ROWS, ""),
    ".odt": (lambda n, says: odt(f"<text:p>{says}</text:p>"), SAYS, ""),
    ".rtf": (lambda n, says: rf"{{\rtf1\ansi {says}\par}}", SAYS, ""),
    ".xlsx": (lambda n, says: xlsx({"Boats": [["About", "It"], [says, "so"], []] + table(n)}), ROWS, "Boats"),
    ".pptx": (lambda n, says: pptx("Boats", says, table(n), ""), SAYS, "slide 1"),
    ".csv": (lambda n, says: sheet(n), ROWS, ""),
    ".tsv": (lambda n, says: sheet(n).replace(",", "\t").replace("Kite", "Finch"), ROWS, ""),
    ".epub": (lambda n, says: epub([f"<html><h1>Boats</h1><p>{says}</p></html>"], ""), SAYS, "Boats"),
    ".eml": (lambda n, says: mail(n, says), SAYS, ""),
    ".srt": (lambda n, says: "1\n" + cues(says, ","), SAYS, "0:00:01"),
    ".vtt": (lambda n, says: "WEBVTT\n\n" + cues(says, "."), SAYS, "0:00:01"),
}  # fmt: skip
# What ends in another line than "added", and how that begins.
OTHERS = {
    "zsame.txt": (SAYS.format(kind=".txt", n=1), "zsame.txt (held already as txt1)"),
    "empty.txt": ("", "empty.txt: is empty; put the article's text into it"),
    "broken.docx": (docx("<w:p>")[:-9], "broken.docx: is broken, or not a .docx file"),
    "notes.json": ("{}", "notes.json (files ending in .json are not read)"),
    "README": ("Boats", "README (its name has no ending)"),
}


def written(folder, name, content):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The lines that a run over the folder prints, and the articles of its index by name."""
    place = tmp_path_factory.mktemp("hundred")
    (place / "articles").mkdir()
    for kind, (made, _, _) in KINDS.items():
        for n in range(1, EACH + 1):
            written(place / "articles", f"{kind[1:]}{n}{kind}", made(n, SAYS.format(kind=kind, n=n)))
    for name, (content, _) in OTHERS.items():
        written(place / "articles", name, content)
    assert len(list((place / "articles").iterdir())) == 100
    done = polycite("index", place / "articles", "--to", place / "index", "--fast")
    with closing(open_library(place / "index", open_models(FAST).embedder.name)) as library:
        return (done.stdout + done.stderr).splitlines(), {each.name: each for each in library.articles()}


def test_every_file_ends_in_exactly_one_line(run):
    lines, articles = run
    for kind in KINDS:
        for n in range(1, EACH + 1):
            assert sum(line.startswith(f"added: {kind[1:]}{n} (") for line in lines) == 1
    for _, said in OTHERS.values():
        assert sum(said in line for line in lines) == 1
    # One more says what the index holds, and one how many did not go in.
    assert (len(lines), len(articles)) == (102, 95)
    assert Counter(line.partition(":")[0] for line in lines)["added"] == 95


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_becomes_what_the_table_says(run, kind):
    _, stands, place = KINDS[kind]
    for n in range(1, EACH + 1):
        article, words = run[1][f"{kind[1:]}{n}"], stands.format(kind=kind, n=n)
        assert words in article.text
        assert article.place(article.text.index(words)) == place
