"""What was answered since the start, counted for the operator and Prometheus; nothing of what was asked."""

import platform
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    disable_created_metrics,
    generate_latest,
)

from rag.ask import QuestionError
from rag.records import Answer, Draft

if TYPE_CHECKING:
    from page.desk import Desk

METRICS = "text/plain; version=0.0.4"
OUTCOMES = ("answered", "reserve", "refused", "talk", "unfit")
# Seconds that an answer took, at most.
SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

Step = TypeVar("Step", bound=Draft | Answer)

disable_created_metrics()  # type: ignore[no-untyped-call]  # prometheus_client leaves this one untyped


class Tally:
    """Counts answers by outcome, errors by kind, and how long answers took."""

    def __init__(self) -> None:
        self.registry = kept = CollectorRegistry()
        self._questions = Counter("polycite_questions", "Questions by outcome", ["outcome"], registry=kept)
        self._errors = Counter("polycite_errors", "Questions that broke down", ["kind"], registry=kept)
        self._seconds = Histogram(
            "polycite_answer_seconds", "Time to an answer", buckets=SECONDS, registry=kept
        )
        self._articles = Gauge("polycite_articles", "Articles by language", ["language"], registry=kept)
        self._passages = Gauge("polycite_passages", "Passages", registry=kept)
        self._bytes = Gauge("polycite_index_bytes", "Size of the index on the disk", registry=kept)
        self._about = Info("polycite", "Versions", registry=kept)
        for outcome in OUTCOMES:
            self._questions.labels(outcome)

    def counted(self, steps: Iterator[Step]) -> Iterator[Step]:
        """Yield the steps on the way to an answer, and count what comes of it."""
        begun = time.perf_counter()
        try:
            for step in steps:
                if isinstance(step, Answer):
                    self._seconds.observe(time.perf_counter() - begun)
                    self._questions.labels(outcome_of(step)).inc()
                yield step
        except QuestionError:
            self._questions.labels("unfit").inc()
            raise
        except Exception as error:
            self._errors.labels(type(error).__name__).inc()
            raise

    def read(self, desk: "Desk") -> None:
        """Take in how large the index is now, and which versions are in use."""
        if not desk.collection:
            return
        library = desk.collection.index.library
        self._articles.clear()
        for language, held in library.counts().items():
            self._articles.labels(language).set(held)
        self._passages.set(library.census().passages)
        self._bytes.set(sum(file.stat().st_size for file in library.folder.rglob("*") if file.is_file()))
        used = {"gradio": version("gradio"), "python": platform.python_version(), "model": library.model}
        self._about.info({"version": version("polycite"), **used})

    def figure(self, name: str, **labels: str) -> float:
        """Return one figure by the name that Prometheus has for it, 0 where nothing was counted."""
        return self.registry.get_sample_value(name, labels) or 0.0

    def metrics(self, desk: "Desk") -> str:
        """Return all figures as Prometheus reads them."""
        self.read(desk)
        return generate_latest(self.registry).decode()


def outcome_of(answer: Answer) -> str:
    """Return what became of a question, one of OUTCOMES."""
    if answer.small_talk:
        return "talk"
    if not answer.answered:
        return "refused"
    return "answered" if answer.certain else "reserve"
