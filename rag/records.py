"""What a reader is given: an answer, its statements, and the exact words of the articles that each rests
on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from index.article import Article, Passage


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, `article.text[start:end]`, inside the passage they were found in."""

    article: Article
    passage: Passage
    start: int
    end: int

    def __post_init__(self) -> None:
        """Raise ValueError when the words lie outside the passage: such a quote must never be shown."""
        if not self.passage.start <= self.start < self.end <= self.passage.end <= len(self.article.text):
            raise ValueError(f"{self.article.name}: no words at {self.start}:{self.end} in its passage")

    @property
    def text(self) -> str:
        """Return the exact words."""
        return self.article.text[self.start : self.end]

    @property
    def place(self) -> str:
        """Return where in its file the quote begins, such as "p. 3"; empty when the file has no places."""
        return self.article.place(self.start)


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote; numbers count from 1 in the order of first use."""

    number: int
    quote: Quote


class Verdict(StrEnum):
    """How far the cited words bear a sentence out."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer: frame words, then a quote shown as one.

    `lead` is in the answer's language; a sentence that a language model wrote is all lead. `shown`, when
    there is one, is displayed between quotation marks and stays in its own language. `citations` are the
    numbers of all quotes that carry the statement. `span` are the words inside `shown` that answer; they may
    stand `large` when they are surely right. `resolved` is the date they mean in ISO 8601 ("this May" is
    2024-05) when they do not say it themselves, `meaning` what they are called in the language of the answer
    (US$5 bn).
    """

    lead: str
    shown: Quote | None
    citations: tuple[int, ...]
    span: Quote | None = None
    resolved: str = ""
    meaning: str = ""
    large: bool = False
    verdict: Verdict = Verdict.SUPPORTED

    @property
    def text(self) -> str:
        """Return the words of the statement, without its numbers."""
        return f"{self.lead}“{self.shown.text}”" if self.shown else self.lead


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that was considered for an answer, best first; `evidence` holds the parts of its score."""

    quote: Quote
    score: float
    evidence: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Draft:
    """How far an answer is: the step taken, and what a language model has written so far."""

    step: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question, or that they do not say it.

    When `answered` is false the one statement says so, `citations` is empty and `related` holds the nearest
    quotes; a reply to a greeting or a thank-you is `small_talk` and has no `related` either. When an answer
    is not `certain`, its first statement says that the articles may not say it. `likely` is the calibrated
    probability that the articles answer, 0 where nothing was read.
    `language` is that of all frame words. `timings_ms` names the steps taken. `understood` is the question
    that was searched for: `question` itself, or written out in full from the turns before. `found` is all
    that was considered. `written_by` names the language model, empty when the answer is made of quotes;
    `notice` says why the model did not write it; `struck` are sentences of the model that the articles do not
    bear out.
    """

    question: str
    language: str
    answered: bool
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    related: tuple[Quote, ...]
    timings_ms: Mapping[str, float]
    understood: str = ""
    found: tuple[Found, ...] = ()
    small_talk: bool = False
    written_by: str = ""
    notice: str = ""
    struck: tuple[str, ...] = ()
    certain: bool = True
    likely: float = 0.0

    @property
    def text(self) -> str:
        """Return the answer as plain text, a line for each statement, numbers as [1][2]."""
        return "\n".join(
            statement.text
            + (" " if statement.citations else "")
            + "".join(f"[{number}]" for number in statement.citations)
            for statement in self.statements
        )
