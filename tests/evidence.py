"""Questions, hits and readings by hand, for what comes after retrieval."""

import numpy as np
from fakes import POLICY, odds

from index.article import Article, Passage, Sentence
from index.chunk import sentences
from rag.gather import Question
from rag.read import Reading
from rag.retrieve import Hit

NOTHING = np.zeros(0, dtype=np.float32)


def asks(text, language="en"):
    return Question(text, language, NOTHING, NOTHING, NOTHING, ())


def hits_of(article):
    """Return every sentence of an article, in reading order, as a hit."""
    found = tuple(sentences(article.text, 0, len(article.text)))
    passage = Passage(found[0].start, found[-1].end, found)
    return [Hit(article, passage, sentence, 1.0, {}) for sentence in found]


def reading(article, words, *, likely=0.9, sure=0.9):
    """Return the one passage of an article read as answering with `words`, so likely and with words so sure;
    by tests' POLICY a question is answered as likely as its first window answers.
    """
    start = article.text.index(words)
    hit = next(each for each in hits_of(article) if start < each.sentence.end)
    place = hit.passage.sentences.index(hit.sentence)
    shares = tuple(float(at == place) for at in range(len(hit.passage.sentences)))
    evidence = {"answered": odds(likely), "words": odds(sure)}
    assert abs(POLICY.window.of(evidence) - likely) < 1e-9
    return Reading(
        hit,
        Sentence(hit.sentence.start, hit.sentence.end),
        start,
        start + len(words),
        likely,
        evidence,
        shares,
    )


BRIDGE = Article(
    "bridge",
    "The bridge at Ostrand was closed on 4 May 2024. It will reopen in September, the mayor Ida Lunde said."
    " Repairs cost 12 million crowns.",
    title="Bridge closed for the summer",
    language="en",
    date="2024-05-06",
)
