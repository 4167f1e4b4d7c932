"""Mutated files and questions: each ends as an outcome or an answer, never as a traceback."""

import random
from contextlib import closing

from attack import fast_name, tell, times, write_articles

from index.build import Status, build
from index.load import find
from index.models import FAST, open_models
from index.search import PassageIndex
from index.store import create
from rag.ask import Collection, ask
from rag.question import QuestionError

WORDS = (
    "When did the lighthouse 2 get its lamp 7?", "灯台2のランプ7はいつですか?", "灯塔2的灯7是什么时候?",
    "Quando ha avuto la lampada 7 il faro 2?", "Why?", "", "12", "2024-13-99", "８万9", "a.b.c", "Ⅻ ½ ㊗",
)  # fmt: skip
PIECES = (
    "\x00", "\x1b]52;c;aGk=\x07", "\u202e", "\ud800", "\U000e0041", "\u0301" * 50, "\ufeff", "\u2028",
    "「" * 40, "<script>", "{{7*7}}", "${x}", "%s%n", "' OR 1=1 --", "../../etc/passwd", '"', "\\", "[1][2]",
    "(" * 99, "9" * 400, "ﷺ", "👩‍🚀", "．。．", "1e999", "-0", "NaN", "null",
)  # fmt: skip


def mutated(text, chance):
    """Return a text with some pieces put in, taken out, doubled or turned round."""
    for _ in range(chance.randrange(1, 5)):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        text = chance.choice(
            (
                text[:at] + chance.choice(PIECES) + text[at:],
                text[:at] + text[to:],
                text[:to] + text[at:to] * 3 + text[to:],
                text[:at] + text[at:to][::-1] + text[to:],
                text[:at] + chance.choice(WORDS) + text[to:],
            )
        )
    return text[:3_000]


def test_no_mutated_question_ends_in_anything_but_an_answer_or_a_line(tmp_path):
    models, chance = open_models(FAST), random.Random("questions")
    with closing(create(tmp_path / "index", models.embedder.name)) as library:
        list(build(find(write_articles(tmp_path / "articles", 4)), library, models))
        index = PassageIndex(library)
        # To read takes much longer than to find.
        collections = [Collection(index, models, reads=number == 0) for number in range(15)]
        answers = lines = 0
        for _ in range(times(150, 10_000)):
            try:
                answer = ask(mutated(chance.choice(WORDS), chance), chance.choice(collections))
            except QuestionError:
                lines += 1
                continue
            answers += 1
            for citation in answer.citations:
                quote = citation.quote
                assert quote.article.text[quote.start : quote.end] == quote.text
    tell(f"questions: {answers + lines} mutated, {answers} answers, {lines} refused in one line")


def test_no_mutated_file_ends_the_run(tmp_path):
    models, chance = open_models(FAST), random.Random("files")
    text = "The lighthouse\n\n2024-05-01\n\nThe lighthouse got its lamp in 1807. 灯台は1807年に建てられた。\n"
    page = f"<html><head><title>T</title></head><body><p>{text * 3}</p></body></html>"
    folder, kinds = tmp_path / "articles", (".txt", ".md", ".html")
    folder.mkdir()
    for number in range(files := times(40, 10_000)):
        content = mutated(chance.choice((text, page)), chance).encode("utf-8", "surrogatepass")
        broken = bytearray(content)
        for _ in range(chance.randrange(4)):
            broken[chance.randrange(len(broken) or 1) : 0] = bytes([chance.randrange(256)])
        (folder / f"{number}{chance.choice(kinds)}").write_bytes(broken)
    with closing(create(tmp_path / "index", fast_name())) as library:
        outcomes = list(build(find(folder), library, models))
    failed = [outcome.reason for outcome in outcomes if outcome.status is Status.FAILED]
    assert len(outcomes) == files
    assert all(reason and "\n" not in reason for reason in failed)
    tell(f"files: {files} mutated, {files - len(failed)} read, {len(failed)} refused in one line")
