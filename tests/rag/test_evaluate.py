import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from index.article import Article, Passage
from rag.checks.figures import around
from rag.evaluate import CORRUPTIONS, Outcome, compare, judge, same_words, summary, verdict_summary
from rag.gold import Claim, Gold, QuestionsError, holds_claims, read_claims, read_questions
from rag.records import Answer, Citation, Found, Quote, Statement, Verdict

CATS = Article("001_cats", "Cats sleep. Cats eat. Cats sleep. Cats play.")
HERE = Path(__file__).parent.parent


def line(**changes):
    entry = {
        "id": "q",
        "answerable": True,
        "questions": {"en": "What do cats do?", "it": "Che fanno i gatti?"},
        "evidence": [{"article": "001", "quote": "Cats sleep"}],
    }
    return json.dumps(entry | changes)


def claim(**changes):
    entry = {
        "id": "c",
        "language": "it",
        "claim": "I gatti dormono.",
        "true": True,
        "corruption": "",
        "evidence": [{"article": "001", "quote": "Cats sleep."}],
    }
    return json.dumps(entry | changes)


def written(tmp_path, *lines):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def quote(words):
    start = CATS.text.index(words)
    return Quote(CATS, Passage(0, len(CATS.text), ()), start, start + len(words))


def gold(*quotes, answers=()):
    spans = tuple((CATS.name, quote(words).start, quote(words).end) for words in quotes)
    return Gold("q", "en", "What do cats do?", bool(quotes), spans, "what", answers)


def answer(*quotes, span="", found=()):
    shown = [quote(words) for words in quotes]
    return Answer(
        question="What do cats do?",
        language="en",
        answered=bool(quotes),
        statements=(Statement("", shown[0], (1,), quote(span) if span else None),) if shown else (),
        citations=tuple(Citation(number, words) for number, words in enumerate(shown, 1)),
        related=(),
        timings_ms={},
        found=tuple(Found(quote(words), 1.0, {}) for words in found),
    )


def outcome(*, answerable=True, answered=True, certain=True, rank=1, hit=True, cited=(1, 1), span_hit=None):
    right, every = cited
    return Outcome(
        "q",
        "en",
        "",
        "?",
        answerable,
        answered,
        certain,
        0.9,
        rank,
        hit,
        right > 0,
        every,
        right,
        4,
        right,
        "",
        span_hit,
    )


def test_a_quote_counts_wherever_it_stands(tmp_path):
    english, italian = read_questions(written(tmp_path, line()), [CATS])
    assert english.spans == italian.spans == (("001_cats", 0, 10), ("001_cats", 22, 32))
    assert (english.language, italian.language) == ("en", "it")


def test_a_question_may_name_its_kind_and_the_words_that_answer(tmp_path):
    (plain, _), (typed, _) = (
        read_questions(written(tmp_path, entry), [CATS])
        for entry in (line(), line(kind="what", answers=["sleep", "eat"]))
    )
    assert (plain.kind, plain.answers) == ("", ())
    assert (typed.kind, typed.answers) == ("what", ("sleep", "eat"))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["not json"], "line 1: not a JSON object"),
        (["[]"], "line 1: not a JSON object"),
        ([line(), '{"id": "q"}'], "line 2: not a question"),
        ([line(questions={"en": 5})], "line 1: not a question"),
        ([line(answers=[5])], "line 1: not a question"),
        (["[" * 100_000], "line 1: not a JSON object"),
        ([line(evidence=[{"article": "001", "quote": "Dogs bark"}])], "line 1: none of its quotes"),
        ([""], "holds no questions"),
    ],
)
def test_a_faulty_file_of_questions_is_named_with_its_line(tmp_path, lines, message):
    with pytest.raises(QuestionsError, match=message):
        read_questions(written(tmp_path, *lines), [CATS])


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([claim(), line()], "line 2: not a claim"),
        ([claim(claim=None)], "line 1: not a claim"),
        (
            [claim(evidence=[{"article": "002", "quote": "Cats sleep."}])],
            "line 1: a quote of it does not stand",
        ),
        (["", ""], "holds no claims"),
    ],
)
def test_a_faulty_file_of_claims_is_named_with_its_line(tmp_path, lines, message):
    with pytest.raises(QuestionsError, match=message):
        read_claims(written(tmp_path, *lines), [CATS])


def test_a_claim_comes_with_its_quotes(tmp_path):
    (read,) = read_claims(written(tmp_path, claim()), [CATS])
    assert (read.text, read.true, read.evidence[0].text) == ("I gatti dormono.", True, "Cats sleep.")


def test_a_quote_stands_behind_the_sentence_before_it(tmp_path):
    evidence = [{"article": "001", "quote": "eep all"}]
    article = replace(CATS, text="It rains. Cats live here. They sleep all day. And eat.")
    (read,) = read_claims(written(tmp_path, claim(evidence=evidence)), [article])
    (quote,) = read.evidence
    assert (quote.text, around(quote)) == ("eep all", "Cats live here. They sleep all day.")


def test_claims_are_told_from_questions_by_the_first_line(tmp_path):
    assert holds_claims(written(tmp_path, "", claim()))
    assert not holds_claims(written(tmp_path, line()))


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("3人", "3 人"),
        ("残り３人", "3 人"),
        ("in Marzo", "marzo"),
        ("2024 年 5 月 15 号", "5月15号"),
        ("la Mira", "Mira"),
    ],
)
def test_the_same_words_are_found_in_one_another(found, wanted):
    assert same_words(found, wanted)
    assert same_words(wanted, found)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("13人", "3 人"),
        ("十九件", "九件"),
        ("4.7", "7"),
        ("Trento", "tre"),
        ("今年5月、スーパーアライメントチームの", "今年5月"),
        ("", "5月"),
        ("6月", "5月"),
    ],
)
def test_other_words_longer_words_and_parts_of_numbers_are_not_the_same(found, wanted):
    assert not same_words(found, wanted)


def test_one_answer_of_two_citations_one_right():
    known = gold("Cats eat", "play", answers=("eat",))
    seen = compare(known, answer("Cats eat.", "Cats sleep", span="eat", found=("Cats sleep", "Cats eat.")))
    assert (seen.rank, seen.answer_hit, seen.first_citation_hit) == (2, True, True)
    assert (seen.cited_right, seen.cited, seen.gold_cited, seen.gold) == (1, 2, 1, 2)
    assert (seen.span, seen.span_hit) == ("eat", True)


@pytest.mark.parametrize(
    ("known", "given", "hit"),
    [
        (gold("Cats eat", answers=("eat",)), answer("Cats eat.", span="Cats"), False),
        (gold("Cats eat", answers=("Cats",)), answer("Cats sleep.", span="Cats"), False),
        (gold("Cats eat", answers=("eat",)), answer("Cats eat."), False),
        (gold("Cats eat", answers=("eat",)), answer(), False),
        (gold("Cats eat"), answer("Cats eat.", span="eat"), None),
    ],
    ids=["other words", "right words elsewhere", "no words", "refused", "nothing to find"],
)
def test_words_count_only_where_they_answer(known, given, hit):
    assert compare(known, given).span_hit is hit


def test_the_figures_of_six_questions():
    outcomes = [
        outcome(rank=1, cited=(2, 3), span_hit=True),
        outcome(rank=3, certain=False, cited=(0, 2), span_hit=False),
        outcome(rank=7, hit=False, cited=(0, 0)),
        outcome(rank=0, answered=False, hit=False, cited=(0, 0)),
        outcome(answerable=False, rank=0, hit=False, cited=(0, 9)),
        outcome(answerable=False, certain=False, rank=0, hit=False, cited=(0, 9)),
    ]
    assert summary(outcomes) == {
        "recall@1": 0.25,
        "recall@5": 0.5,
        "recall@10": 0.75,
        "answer_hit": 0.5,
        "first_citation_hit": 0.25,
        "span_hit": 0.5,
        "citation_precision": 0.4,
        "citation_recall": 0.125,
        "error_rate": 0.25,
        "hallucination_rate": 1.0,
        "unreserved_hallucination_rate": 0.5,
        "reserve_rate": 0.25,
        "n_answerable": 4,
        "n_unanswerable": 2,
        "n_spans": 2,
    }


def test_the_figures_of_six_verdicts():
    told = {
        "true": Verdict.SUPPORTED,
        "true too": Verdict.NOT_FOUND,
        "number": Verdict.SUPPORTED,
        "number too": Verdict.NOT_FOUND,
        "name": Verdict.PARTLY,
        "name too": Verdict.NOT_FOUND,
    }
    claims = [
        Claim(text, "en", text, text.startswith("true"), "" if "true" in text else text.split()[0], ())
        for text in told
    ]
    assert verdict_summary(list(judge(claims, lambda text, evidence: told[text]))) == {
        "caught": 0.75,
        "caught: number": 0.5,
        "caught: date": None,
        "caught: name": 1.0,
        "caught: negation": None,
        "caught: citation": None,
        "caught: detail": None,
        "true_supported": 0.5,
        "true_unsupported": 0.5,
        "n_true": 2,
        "n_corrupted": 4,
    }


def test_a_rate_over_nothing_is_none():
    assert summary([])["recall@1"] is None
    assert verdict_summary([])["caught"] is None


def _lines(name):
    return [json.loads(entry) for entry in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _texts():
    files = [*(HERE.parent / "seeds").glob("*.txt"), *(HERE / "world").glob("*.txt")]
    return {path.name[:3]: path.read_text(encoding="utf-8") for path in files}


@pytest.mark.parametrize("name", ["seeds.jsonl", "seeds_more.jsonl", "world.jsonl"])
def test_every_question_has_four_languages_and_words_that_stand_in_its_articles(name):
    texts = _texts()
    for entry in _lines(name):
        articles = [texts[evidence["article"]] for evidence in entry["evidence"]]
        assert set(entry["questions"]) == {"en", "ja", "zh", "it"}, entry["id"]
        assert all(
            evidence["quote"] in text for evidence, text in zip(entry["evidence"], articles, strict=True)
        )
        assert all(any(words in text for text in articles) for words in entry.get("answers", ())), entry["id"]
        short = entry["answerable"] and entry["kind"] not in ("why", "what")
        assert bool(entry.get("answers")) == short, entry["id"]


def test_a_newcomer_asks_eleven_questions_in_each_language_of_what_stands_in_the_articles():
    texts = _texts()
    entries = _lines("newcomer.jsonl")
    assert Counter(language for entry in entries for language in entry["questions"]) == dict.fromkeys(
        ("en", "ja", "zh", "it"), 11
    )
    for entry in entries:
        assert all(found["quote"] in texts[found["article"]] for found in entry["evidence"]), entry["id"]
        assert all(any(words in text for text in texts.values()) for words in entry["answers"]), entry["id"]
        assert bool(entry["evidence"]) == entry["answerable"], entry["id"]


@pytest.mark.parametrize("name", ["claims.jsonl", "talk.jsonl"])
def test_every_quote_of_a_claim_or_a_talk_stands_in_its_article(name):
    texts = _texts()
    for entry in _lines(name):
        assert all(evidence["quote"] in texts[evidence["article"]] for evidence in entry["evidence"]), entry


def test_the_claims_are_many_and_even():
    claims = _lines("claims.jsonl")
    assert {entry["corruption"] for entry in claims} == {"", *CORRUPTIONS}
    true = [entry["language"] for entry in claims if entry["true"]]
    assert {language: true.count(language) for language in ("en", "ja", "zh", "it")} == {
        "en": 30,
        "ja": 30,
        "zh": 30,
        "it": 30,
    }
    assert len({entry["id"] for entry in claims}) == len(claims) == 357
