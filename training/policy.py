"""`python -m training.policy ...` fits every figure that decides an answer: index/model/policy.json.

Logistic regressions over what the reader marked, on questions about articles that it was not trained on; then
limits for stated costs. Run it after every change of the reader.
"""

import argparse
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track
from sklearn.linear_model import LogisticRegression

from index.language import question_language
from index.reader import READER, Marks, ReadingModel
from rag.ask import HITS, Collection, open_collection
from rag.compose import grounds
from rag.evaluate import same_words
from rag.gold import Gold, read_questions
from rag.policy import POLICY, Odds, read_policy
from rag.question import read_question
from rag.read import Reading, read
from rag.retrieve import Hit, retrieve

WINDOW = ("answered", "share", "retrieved", "missing", "missing_near")
ANSWERED = ("answered", "share", "retrieved", "missing", "missing_near", "likely", "ahead")
WORDS = ("answered", "words", "share", "missing_near", "likely", "ahead")
# Of what the articles do not say this share may be answered without a reserve; words in large type must be
# right so often; a quote beside the first must be as likely right as not.
UNRESERVED, LARGE, BESIDE = 0.08, 0.7, 0.5
# To refuse what the articles answer costs so many times what it costs to answer what they do not say, with a
# reserve in most cases.
REFUSAL_COST = 2.0
# True claims about articles like those of training that may be doubted, and that may be called not found; of
# others two or three times as many are.
DOUBTED, NOT_FOUND = 0.05, 0.005
# Standing questions that may be taken for leaning ones, and leaning ones that may be read alone only.
TAKEN, LEFT = 0.05, 0.1
UNFITTED: Mapping[str, Any] = {
    "window": {"weights": {"answered": 1.0}, "bias": 0.0},
    "answered": {"weights": {}, "bias": 0.0},
    "words": {"weights": {}, "bias": 0.0},
    **dict.fromkeys(
        ("refuse", "reserve", "large", "beside", "supported", "contradicted", "leans", "may_lean"), 0.0
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose truth is known, and its windows as they were read."""

    gold: Gold
    readings: tuple[Reading, ...]

    def right(self, reading: Reading) -> bool:
        """Tell whether the sentence of a reading overlaps a quote that answers."""
        name, sentence = reading.hit.article.name, reading.sentence
        return any(
            name == article and start < sentence.end and sentence.start < end
            for article, start, end in self.gold.spans
        )

    def words_right(self, reading: Reading) -> bool:
        """Tell whether the words of a reading are an answer."""
        words = reading.hit.article.text[reading.start : reading.end]
        return self.right(reading) and any(same_words(words, answer) for answer in self.gold.answers)


def main() -> None:
    """Fit and write the policy."""
    parser = argparse.ArgumentParser(prog="python -m training.policy", description=main.__doc__)
    parser.add_argument("--index", type=Path, required=True, help="an index of articles kept out of training")
    parser.add_argument("--questions", type=Path, required=True, help="questions about them, as for eval")
    parser.add_argument("--claims", type=Path, required=True, help="claims_in_four rows kept out of training")
    parser.add_argument("--talk", type=Path, required=True, help="JSONL: before, question, leans")
    parser.add_argument("--sample", type=int, default=2, help="languages in which each question is read")
    parser.add_argument("--to", type=Path, default=POLICY)
    options = parser.parse_args()
    collection = open_collection(options.index)
    model = Remembering()
    golds = read_questions(options.questions, collection.index.library.articles())
    searched = _searched(_sampled(golds, options.sample), collection)
    fitted = {
        "reader": model.checksum,
        **fit_twice(searched, model),
        **_claim_limits(_rows(options.claims), model),
        **_talk_limits(_rows(options.talk), model),
    }
    options.to.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted, indent=1))


class Remembering(ReadingModel):
    """The reading model, which reads no question with the same window twice."""

    def __init__(self, folder: Path = READER) -> None:
        super().__init__(folder)
        self._read: dict[tuple[str, str], Marks] = {}

    def read(self, question: str, windows: Sequence[str]) -> list[Marks]:
        """Return each window as it is read for the question, in the order given."""
        new = [window for window in dict.fromkeys(windows) if (question, window) not in self._read]
        self._read.update(
            zip(((question, window) for window in new), super().read(question, new), strict=True)
        )
        return [self._read[question, window] for window in windows]


def fit_twice(searched: Sequence[tuple[Gold, Sequence[Hit]]], model: ReadingModel) -> dict[str, Any]:
    """Return what is fitted; the second time as it is used, with the windows read again that it chooses."""
    fitted = {**UNFITTED}
    for _ in range(2):
        policy = read_policy(fitted)
        asked = [
            Asked(gold, read(gold.text, hits, model, policy)) for gold, hits in track(searched, "Reading")
        ]
        fitted = {**UNFITTED, **fit(asked)}
    return fitted


def fit(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return the three regressions and the limits of answering."""
    window = _odds(
        WINDOW, [(reading.evidence, one.right(reading)) for one in asked for reading in one.readings]
    )
    ranked = [replace(one, readings=_ranked(one.readings, window)) for one in asked if one.readings]
    answered = _odds(ANSWERED, [(grounds(one.readings), one.gold.answerable) for one in ranked])
    told = [one for one in ranked if one.gold.answers or not one.gold.answerable]
    words = _odds(WORDS, [(grounds(one.readings), one.words_right(one.readings[0])) for one in told])
    chances = np.array([answered.of(grounds(one.readings)) for one in ranked])
    truths = np.array([one.gold.answerable for one in ranked])
    large = [(words.of(grounds(one.readings)), one.words_right(one.readings[0])) for one in told]
    refuse = _cheapest(chances, truths)
    print(_curve(chances, truths))
    return {
        "window": _plain(window),
        "answered": _plain(answered),
        "words": _plain(words),
        "refuse": refuse,
        "reserve": max(refuse, float(np.quantile(chances[~truths], 1 - UNRESERVED))),
        "large": _precise(large, LARGE),
        "beside": BESIDE,
    }


def _searched(golds: Iterable[Gold], collection: Collection) -> list[tuple[Gold, Sequence[Hit]]]:
    """Return each question with the sentences found for it."""
    found: list[tuple[Gold, Sequence[Hit]]] = []
    for gold in golds:
        question = read_question(gold.text, question_language(gold.text), collection.models)
        found.append((gold, retrieve(question, collection.index, collection.models.tokens, k=HITS)))
    return found


def _sampled(golds: Sequence[Gold], count: int) -> list[Gold]:
    """Return each question in so many of its languages."""
    chance = random.Random(1)
    by_id: dict[str, list[Gold]] = {}
    for gold in golds:
        by_id.setdefault(gold.id, []).append(gold)
    return [gold for same in by_id.values() for gold in chance.sample(same, min(count, len(same)))]


def _ranked(readings: Iterable[Reading], window: Odds) -> tuple[Reading, ...]:
    told = (replace(reading, likely=window.of(reading.evidence)) for reading in readings)
    return tuple(sorted(told, key=lambda reading: -reading.likely))


def _odds(names: Sequence[str], cases: Sequence[tuple[Mapping[str, float], bool]]) -> Odds:
    """Return the regression over the named evidence."""
    rows = np.array([[evidence[name] for name in names] for evidence, _ in cases])
    spread = np.maximum(rows.std(axis=0), 1e-6)
    found = LogisticRegression(C=1.0, max_iter=2000)
    found.fit(rows / spread, [truth for _, truth in cases])
    weights = found.coef_[0] / spread
    return Odds(
        {name: float(weight) for name, weight in zip(names, weights, strict=True)}, float(found.intercept_[0])
    )


def _plain(odds: Odds) -> dict[str, Any]:
    return {
        "weights": {name: round(weight, 4) for name, weight in odds.weights.items()},
        "bias": round(odds.bias, 4),
    }


def _cheapest(chances: np.ndarray, truths: np.ndarray) -> float:
    """Return the limit below which refusing costs least."""
    limits = np.linspace(0.05, 0.95, 91)
    costs = [
        REFUSAL_COST * np.mean(chances[truths] < limit) + np.mean(chances[~truths] >= limit)
        for limit in limits
    ]
    return float(round(limits[int(np.argmin(costs))], 3))


def _precise(cases: Sequence[tuple[float, bool]], share: float) -> float:
    """Return the lowest limit from which on at least that share of the cases is right; 1.01 where none is."""
    ordered = sorted(cases, key=lambda case: -case[0])
    rights = np.cumsum([truth for _, truth in ordered]) / np.arange(1, len(ordered) + 1)
    enough = np.flatnonzero(rights[9:] >= share)
    return round(ordered[int(enough[-1]) + 9][0], 4) if enough.size else 1.01


def _curve(chances: np.ndarray, truths: np.ndarray) -> str:
    lines = ["limit: answerable refused, unanswerable answered"]
    for limit in np.arange(0.1, 1.0, 0.1):
        lines.append(
            f"{limit:.1f}: {np.mean(chances[truths] < limit):.3f} {np.mean(chances[~truths] >= limit):.3f}"
        )
    return "\n".join(lines)


def _claim_limits(rows: Sequence[Mapping[str, str]], model: ReadingModel) -> dict[str, float]:
    """Return from what probability on a claim is supported, and below which it is not found.

    These rows have no date and nothing before their evidence, which the product reads too (`rag.verify`).
    """
    texts = [f"{row['title']}\n{row['evidence']}" for row in rows]
    true = [found.supported for found in model.entail([row["supported"] for row in rows], texts)]
    for name in ("contradicted", "not_said"):
        false = [found.supported for found in model.entail([row[name] for row in rows], texts)]
        print(name, "caught", np.mean(np.array(false) < np.quantile(true, DOUBTED)))
    return {
        "supported": float(np.quantile(true, DOUBTED)),
        "contradicted": float(np.quantile(true, NOT_FOUND)),
    }


def _talk_limits(rows: Sequence[Mapping[str, Any]], model: ReadingModel) -> dict[str, float]:
    """Return from what probability on a question leans on the one before, and from which it may: between the
    two stands what is taken for the other, of one kind or the other.
    """
    chances = np.array([model.leans(row["question"], row["before"]) for row in rows])
    leans = np.array([row["leans"] for row in rows], dtype=bool)
    limits = float(np.quantile(chances[~leans], 1 - TAKEN)), float(np.quantile(chances[leans], LEFT))
    return {"leans": max(limits), "may_lean": min(limits)}


def _rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
