"""Whether what was found answers a question at all, or only comes near it.

Sentences about the same people are alike whether or not they hold the answer. So beside their scores it
counts whether they speak of what is asked, name whom it is asked of, and hold the kind of words that would
answer.
"""

import math
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from index.embed import bundled_tokenizer
from rag.gather import Question
from rag.question import Kind, can_answer
from rag.records import Quote
from rag.retrieve import Hit
from rag.values.concepts import share_of
from rag.values.numbers import dates, numbers
from rag.values.spellings import Name, names, resemblance
from rag.wanted import Wanted, wanted

# What each of the grounds adds to the log odds that a question is answered: fitted by benchmarks/refusal.py
# for this model.
FITTED_FOR = "bundled@25835dbb-6beb2290"
BIAS = -5.16
WEIGHTS = {
    "score": 0.57,
    "lead": 1.32,
    "named": 0.31,
    "passage": 4.29,
    "same": -0.69,
    "about": 0.95,
    "holds": 1.74,
}
# Below the first of these odds the articles are said to be silent; below the second an answer comes with a
# reserve. docs/answers.md shows what other choices cost, and how often each is right.
ANSWERED, CERTAIN = -0.45, 0.4

READ = 10
# A hit this far below the best speaks no longer for the question.
MARGIN = 0.8
LEAD_OVER = 4
# What the lead is on average, for collections too small to have a fifth sentence.
USUAL_LEAD = 0.5
# Names that sound less alike than the first are others, those that do more than the second the same.
OTHER_NAME, SAME_NAME = 0.5, 0.8
# AI and UN are written otherwise in other languages, SSI is not.
SHORT = 2
TOPIC = re.compile("[ァ-ヺー]{2,}[はが]")


class Standing(StrEnum):
    """Whether the articles answer a question, only may, or do not say."""

    CERTAIN = "certain"
    UNSURE = "unsure"
    SILENT = "silent"


def standing(question: Question, hits: Sequence[Hit]) -> Standing:
    """Return whether the hits, best first, hold an answer."""
    likely = odds(grounds(question, hits)) if hits else -math.inf
    if likely < ANSWERED:
        return Standing.SILENT
    return Standing.CERTAIN if likely >= CERTAIN else Standing.UNSURE


def odds(found: Mapping[str, float]) -> float:
    """Return the log odds that a question with these grounds is answered."""
    return BIAS + sum(weight * found[name] for name, weight in WEIGHTS.items())


def grounds(question: Question, hits: Sequence[Hit]) -> dict[str, float]:
    """Return what speaks for an answer being among the hits, best first, at least one.

    `score` and `passage` are the best hit's score and its passage's cosine, `lead` how far it is ahead of the
    fifth, `same` whether it is in the question's language. The others are of the hit that has most, 0 to 1:
    `named` is how far it and its neighbours name whom is asked about, `about` how much of what is asked they
    speak of, `holds` the same where it also names whom and holds words that could answer.
    """
    best = hits[0]
    near = [hit for hit in hits[:READ] if hit.score > best.score - MARGIN]
    named = [_named(question, f"{hit.article.title}\n{around(hit)}") for hit in near]
    return {
        "score": best.score,
        "lead": best.score - hits[LEAD_OVER].score if len(hits) > LEAD_OVER else USUAL_LEAD,
        "named": max(named),
        "passage": best.evidence["passage_dense"],
        "same": float(best.article.language == question.language),
        "about": max(share_of(question.concepts, around(hit)) for hit in near),
        "holds": max(
            math.exp(hit.score - best.score) * alike * _holds(question, hit)
            for hit, alike in zip(near, named, strict=True)
        ),
    }


def around(hit: Hit) -> str:
    """Return the sentence of a hit with the two before it and the one after, as far as its passage goes."""
    sentences = hit.passage.sentences
    at = sentences.index(hit.sentence)
    return hit.article.text[sentences[max(at - 2, 0)].start : sentences[min(at + 1, len(sentences) - 1)].end]


def _holds(question: Question, hit: Hit) -> float:
    sentence = Quote(hit.article, hit.passage, hit.sentence.start, hit.sentence.end).text
    about = (share_of(question.concepts, sentence) + share_of(question.concepts, around(hit))) / 2
    return about * (1.0 if _could_answer(question, sentence, hit) else 0.2)


def _named(question: Question, text: str) -> float:
    """Return how far the names in a question are in a text, across scripts, 0 to 1; 1 when it has none.

    The one that is least there decides: what all articles are about is in every text.
    """
    least = min(likenesses(question, text), default=1.0)
    return min(max((least - OTHER_NAME) / (SAME_NAME - OTHER_NAME), 0.0), 1.0)


def likenesses(question: Question, text: str) -> list[float]:
    """Return how much each name in a question sounds like one in a text, 0 to 1.

    Abbreviations of two letters are left out: they may be written out.
    """
    return [resemblance(name, text) for name in _asked_of(question.text)]


@lru_cache(maxsize=256)
def _asked_of(question: str) -> tuple[str, ...]:
    """Return what stays the same of each name in a question that is no date."""
    days = dates(question, "")
    return tuple(
        _telling(name)
        for name in names(question)
        if name.parts
        and not _short(name)
        and (name.sure or _may_be_someone(name, question))
        and not any(day.start < name.end and name.start < day.end for day in days)
    )


def _may_be_someone(name: Name, question: str) -> bool:
    """Tell whether a question begins with a katakana word for what it is about that is too rare to be a piece
    of its own, as common borrowed words are.
    """
    if name.start or not TOPIC.fullmatch(question[: name.end + 1]):
        return False
    return len(bundled_tokenizer().encode(name.text, add_special_tokens=False)) > 1


def _short(name: Name) -> bool:
    return len(name.text) <= SHORT and name.text.isupper()


def _telling(name: Name) -> str:
    """Return the part of a name that stays the same: the one with digits, else of a person the surname."""
    with_digits = [part for part in name.parts if any(map(str.isdigit, part))]
    return (with_digits or name.parts)[-1]


def _could_answer(question: Question, sentence: str, hit: Hit) -> bool:
    kind, units = wanted(question.text)
    if kind is Wanted.DATE:
        return bool(dates(sentence, hit.article.date))
    if kind is Wanted.NUMBER:
        return any(not units or number.unit in units for number in numbers(sentence))
    # "What is her best known book" reads like a question for a meaning, but a name answers it.
    told_by_name = question.kind is Kind.MEANING and kind is not Wanted.NONE
    return told_by_name or question.kind is Kind.OTHER or can_answer(question.kind, sentence)
