"""Spans that a reader may mark, and the whole values and names they belong to."""

import json
import re
from pathlib import Path

import pytest

from rag.values.widen import widen

CASES = [
    json.loads(line)
    for name in ("values.jsonl", "values_more.jsonl")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
]
CORE = re.compile(r"\d+|[〇零一二两三四五六七八九十百千万亿]+|[^\W\d_]+")


def cut(case):
    """Return where the core of an answer stands: the word named, or its first digits, or its last word."""
    answer = case["answer"]
    runs = [match[0] for match in CORE.finditer(answer)]
    numerals = [run for run in runs if not run[0].isalpha() or run[0] in "〇零一二两三四五六七八九十百千万亿"]
    core = case.get("core") or (numerals or runs[-1:])[0]
    start = case["text"].index(answer) + answer.index(core)
    return start, start + len(core)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_core_of_an_answer_grows_to_the_whole_answer(case):
    start, end = widen(case["text"], *cut(case))
    assert case["text"][start:end] == case["answer"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_whole_answer_stays_as_it_is(case):
    start = case["text"].index(case["answer"])
    begins, ends = widen(case["text"], start, start + len(case["answer"]))
    assert case["text"][begins:ends] == case["answer"]
