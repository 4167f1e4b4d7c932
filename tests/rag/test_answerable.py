import math

import numpy as np
import pytest

from index.article import Article, Passage, Sentence
from rag.answerable import FITTED_FOR, WEIGHTS, Standing, around, grounds, odds, standing
from rag.gather import Question
from rag.question import kind_of
from rag.retrieve import Hit
from rag.values.concepts import concepts

NOTHING = np.zeros(0, dtype=np.float32)
EVIDENCE = {"dense": 0.5, "passage_dense": 0.6}


def asked(text, language="en"):
    return Question(text, language, kind_of(text), NOTHING, NOTHING, NOTHING, (), concepts(text, language))


def hit(*sentences, at=0, score=1.0, language="en", title=""):
    text = " ".join(sentences)
    ends = np.cumsum([len(sentence) + 1 for sentence in sentences]).tolist()
    cut = tuple(Sentence(end - len(words) - 1, end - 1) for words, end in zip(sentences, ends, strict=True))
    article = Article("a", text, title=title, language=language, date="2024-08-19")
    return Hit(article, Passage(0, len(text), cut), cut[at], NOTHING, score, EVIDENCE)


@pytest.mark.parametrize(
    ("question", "sentence", "about", "holds"),
    [
        ("When was Ada Lovelace born?", "Ada Lovelace was born in 1815.", 1, 1),
        ("When was Angela Merkel born?", "アンゲラ・メルケルは1954年に生まれた。", 1, 1),
        # No date.
        ("When was Ada Lovelace born?", "Ada Lovelace was born in London.", 1, 0.2),
        # Nobody is born.
        ("When was Ada Lovelace born?", "Ada Lovelace met Babbage in 1833.", 0, 0),
        # Somebody else is.
        ("When was Ada Lovelace born?", "Victor Hugo was born in 1802.", 1, 0),
        # Who is not there counts, not what all are about.
        (
            "When was Ada Lovelace of IBM Research born?",
            "Grace Hopper of IBM Research was born in 1906.",
            1,
            0,
        ),
        ("メルケルはいつ生まれましたか?", "Angela Merkel was born in 1954.", 1, 1),
        ("メルケルはいつ生まれましたか?", "Grace Hopper was born in 1906.", 1, 0),
        ("When was ZBK founded?", "KLM was founded in 1919.", 1, 0),
        # Elsewhere it may be IA.
        ("When was AI founded?", "KLM was founded in 1919.", 1, 1),
        # A borrowed word is nobody.
        ("チームはいつ生まれましたか?", "Grace Hopper was born in 1906.", 1, 1),
        ("What is 10,000 Maniacs?", "10.000 Maniacs is a band.", 1, 1),
        ("What is 10,000 Maniacs?", "A thousand maniacs is a crowd.", 1, 0),
        # What reads like a question for a meaning is one for a name.
        ("What is the best known book of Ada Lovelace?", "Ada Lovelace's best book, Notes.", 1, 1),
        # A price is not in people.
        ("How much does the ticket cost?", "The ticket price is 8 euros.", 1, 1),
        ("How much does the ticket cost?", "The ticket price kept 300 people away.", 1, 0.2),
    ],
)
def test_what_speaks_for_an_answer(question, sentence, about, holds):
    found = grounds(asked(question), [hit(sentence)])
    assert found["about"] == about
    assert found["holds"] == pytest.approx(holds, abs=0.01)


def test_a_name_may_stand_in_the_headline_and_what_is_asked_in_the_sentence_before():
    found = grounds(
        asked("When was Ada Lovelace born?"),
        [hit("She was born in London.", "The year was 1815.", at=1, title="Ada Lovelace")],
    )
    # Half of it, for what is asked stands beside the sentence and not in it.
    assert found["holds"] == pytest.approx(0.5, abs=0.01)


def test_a_weaker_hit_counts_less_and_one_far_below_not_at_all():
    question = asked("When was Ada Lovelace born?")
    best = hit("Ada Lovelace met Babbage in 1833.", score=2.0)
    holds = [
        grounds(question, [best, hit("Ada Lovelace was born in 1815.", score=score)])["holds"]
        for score in (1.5, 1.1)
    ]
    assert holds == pytest.approx([math.exp(-0.5), 0.0], abs=0.01)


def test_the_lead_is_over_the_fifth_hit_and_the_usual_one_where_there_is_none():
    hits = [hit("It is.", score=score) for score in (2.0, 1.9, 1.5, 1.4, 1.2, 0.1)]
    assert grounds(asked("Is it?"), hits)["lead"] == pytest.approx(0.8)
    assert grounds(asked("Is it?"), hits[:4])["lead"] == 0.5


def test_around_a_sentence_are_the_two_before_it_and_the_one_after():
    assert around(hit("One.", "Two.", "Three.", "Four.", "Five.", at=3)) == "Two. Three. Four. Five."
    assert around(hit("One.", "Two.", at=0)) == "One. Two."


def test_no_ground_speaks_against_an_answer():
    assert all(weight >= 0 for name, weight in WEIGHTS.items() if name in ("score", "about", "holds"))
    least = {name: 0.0 for name in WEIGHTS}
    assert odds({**least, "holds": 1.0}) > odds(least)


def test_nothing_found_is_no_answer():
    assert standing(asked("Is it?"), []) is Standing.SILENT


def test_the_weights_were_fitted_for_the_bundled_model(models):
    assert models.embedder.name == FITTED_FOR
