"""A question as it is typed becomes a Question: its language, its vector, its terms. Read once."""

import re

import numpy as np

from index.article import UNKNOWN_LANGUAGE
from index.embed import Models
from index.language import SUPPORTED, question_language
from index.terms import terms
from rag.gather import Question

LONGEST_QUESTION = 2_000
# Weights of tokens are this power of their lengths: training makes content words long, function words short.
SHARPER = 1.5
# A letter, not merely a sign that lengthens or repeats one.
WORD = re.compile(r"[^\W\d_ー々〻ゝゞヽヾ]")
# What is left of bytes that were not UTF-8.
SURROGATES = re.compile("[\ud800-\udfff]")
SPOKEN = "ask in English, Japanese, Chinese or Italian"


class QuestionError(ValueError):
    """A question that cannot be asked; the message says why and what to do."""


def plain(question: str) -> str:
    """Return what was typed without the white space around and inside; raise QuestionError when there is
    nothing to look for in it, or too much.
    """
    asked = " ".join(SURROGATES.sub(" ", question).split())
    if not WORD.search(asked):
        raise QuestionError(f"the question holds no words: {SPOKEN}")
    if len(asked) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(asked):,} characters: ask in at most {LONGEST_QUESTION:,}"
        )
    return asked


def language_of(question: str) -> str:
    """Return the language of a question, "und" for one that Polycite does not speak: it may read it."""
    language = question_language(question)
    return language if language in SUPPORTED else UNKNOWN_LANGUAGE


def check_read(question: str) -> None:
    """Raise QuestionError for a question that nothing answers, where it may not have been understood."""
    language = question_language(question)
    if language not in (*SUPPORTED, UNKNOWN_LANGUAGE):
        raise QuestionError(f"the question seems to be in another language ({language}): {SPOKEN}")


def read_question(text: str, language: str, models: Models) -> Question:
    """Return a question with its vectors; the weights of its tokens sum to 1."""
    ids = models.tokens.tokens([text])[0]
    lengths = models.tokens.lengths[ids]
    weights = lengths**SHARPER
    return Question(
        text=text,
        language=language,
        vector=models.embedder.embed_question(text),
        tokens=models.tokens.vectors[ids].astype(np.float32) / np.maximum(lengths, 1e-6)[:, None],
        weights=weights / max(float(weights.sum()), 1e-6),
        terms=terms(text, language),
    )
