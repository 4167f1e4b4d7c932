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


@pytest.mark.parametrize(
    ("text", "span", "whole"),
    [
        ("È aperto dalle 8 alle 18 ogni giorno.", "8 alle 18", "dalle 8 alle 18"),
        ("È aperto dalle 8 alle 18 ogni giorno.", "8", "8"),
        ("締め切りは3月26日（水）まで。", "26", "3月26日（水）"),
        ("11月3日午前10時に開会した。", "10", "午前10時"),
        ("5月3〜5日に開く。", "5日", "5月3〜5日"),
        ("午前9〜11時に開く。", "9", "午前9〜11時"),
        ("Rents went from £850 to £920.", "850", "£850"),
        ("tel. 0432-123-456", "123", "0432-123-456"),
        ("It takes half an hour.", "half", "half an hour"),
        ("上半年的收入", "半", "半"),
        ("PX-500の価格", "500", "PX-500"),
        ("第77号文件", "77", "第77号"),
        ("ヴァン・ゴッホ美術館", "ゴッホ", "ヴァン・ゴッホ"),
        ("OpenAI CEO Sam Altman", "Altman", "Sam Altman"),
        ("OpenAI CEO Sam Altman", "OpenAI", "OpenAI"),
        ("The firm Acme Inc. said so.", "Acme Inc.", "Acme Inc."),
        ("The firm is Acme Inc. It pays.", "Acme Inc.", "Acme Inc"),
        ("「雪の朝」という題", "「雪の朝", "雪の朝"),
        ("「雪の朝」という題", "「雪の朝」", "「雪の朝」"),
        ("それは雨のためだった。", "雨のため", "雨のため"),
        ("It closed because the roof leaked.", " because the roof leaked.", "because the roof leaked"),
        ("蓮見忠之が直した。", "忠之", "忠之"),
    ],
)
def test_a_span_grows_to_its_value_and_loses_what_is_no_part_of_it(text, span, whole):
    start = text.index(span)
    begins, ends = widen(text, start, start + len(span))
    assert text[begins:ends] == whole
