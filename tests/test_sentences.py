"""False sentences with true ones beside them: which of them the exact checks tell, and how many the model."""

import json
from collections import Counter
from pathlib import Path

import pytest
from fakes import POLICY, ToldReader

from benchmarks.sentences import SENTENCES, judge, read_pairs
from rag.records import Verdict
from rag.verify import verify

ROOT = Path(__file__).parent.parent
PAIRS = read_pairs(SENTENCES)
KINDS = ("roles", "opposite", "cause", "verb", "attribution", "name", "figure", "year", "modality", "order")


def judged_by(model, policy, pairs):
    return list(judge(pairs, lambda text, quotes: verify(text, quotes, model, policy).verdict))


@pytest.fixture(scope="module")
def believed():
    """Return the pairs as they are judged when the model holds every sentence to be supported."""
    return judged_by(ToldReader(), POLICY, PAIRS)


def test_the_pairs_are_many_and_every_second_is_kept_out_of_fitting():
    assert len(PAIRS) == len({pair.id for pair in PAIRS}) == 160
    assert [pair.held_out for pair in PAIRS] == [False, True] * 80
    assert Counter(pair.kind for pair in PAIRS) == dict.fromkeys(KINDS, 16)
    assert Counter(pair.language for pair in PAIRS) == dict.fromkeys(("en", "ja", "zh", "it"), 40)
    assert Counter(pair.held_out for pair in PAIRS if pair.crosses) == {False: 37, True: 34}


def test_what_is_cited_of_the_shipped_articles_stands_in_them():
    lines = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    cited = [(line["article"], line["evidence"]) for line in lines if line["article"]]
    texts = {path.name[:3]: path.read_text(encoding="utf-8") for path in (ROOT / "seeds").glob("*.txt")}
    assert len(cited) == 17
    assert [words for article, words in cited if words not in texts[article]] == []


def test_a_name_or_figure_that_the_cited_words_do_not_hold_is_never_shown_as_proven(believed):
    shown = {
        each.pair.id
        for each in believed
        if each.pair.kind in ("name", "figure", "year") and each.false is Verdict.SUPPORTED
    }
    # Figures and years of the cited words, said of what they are not said of there.
    elsewhere = {
        "figure-en-4", "figure-ja-3", "figure-ja-4", "figure-zh-1", "figure-zh-2", "figure-it-4",
        "year-en-4", "year-ja-3", "year-ja-4", "year-zh-2", "year-zh-3",
    }  # fmt: skip
    # Names in Han in words of another language, or written as any other word is.
    in_han = {"name-ja-2", "name-zh-1", "name-zh-3", "name-zh-4"}
    assert shown <= elsewhere | in_han


def test_names_and_figures_of_true_sentences_are_seldom_doubted(believed):
    doubted = [each.pair.id for each in believed if each.true is not Verdict.SUPPORTED]
    # Of Japanese names in Latin letters nothing tells the sound of their Han.
    assert len(doubted) <= 8


@pytest.mark.slow
def test_three_in_eight_sentences_at_most_are_misjudged(reader, policy):
    judged = judged_by(reader, policy, [pair for pair in PAIRS if pair.held_out])
    shown = sum(each.false is Verdict.SUPPORTED for each in judged)
    doubted = sum(each.true is not Verdict.SUPPORTED for each in judged)
    assert shown + doubted <= 60
