"""`python -m training.requests --data FOLDER` fits what tells questions from other requests: a regression.

It learns from our `training/data/requests.jsonl.xz` and, from the set `qa/news.jsonl.xz`, questions of
articles that are not kept out to calibrate on, and headlines as wishes to hear about something.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression

from index.models import open_models
from rag.requests import WEIGHTS, Request
from training.reader.groups import File, read_rows
from training.reader.questions import LANGUAGES

# The last of so many is kept out: of the requests to measure, of the articles to calibrate on.
KEPT_OUT = 10
# One headline for so many questions.
HEADLINES = 3
# The inverse strength of the penalty; of 2, 5 and 20 the best on what was kept out.
PENALTY = 5

Typed = tuple[str, Request]


def main() -> None:
    """Fit on nine tenths, print how much of the last tenth is told, and write the weights fitted on all."""
    parser = argparse.ArgumentParser(prog="python -m training.requests", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/")
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    rows = read_rows(options.data, File("requests.jsonl.xz", own=True))
    typed = [(row["text"], Request(row["kind"])) for row in rows]
    asked = list(_asked(options.data))
    kept_out = typed[KEPT_OUT - 1 :: KEPT_OUT]
    learned = [each for place, each in enumerate(typed) if place % KEPT_OUT != KEPT_OUT - 1]
    print(f"told of {len(kept_out)} kept out: {_fitted(learned + asked).score(*_vectors(kept_out)):.3f}")
    fitted = _fitted(typed + asked)
    save_file(
        {
            "weights": np.ascontiguousarray(fitted.coef_.astype(np.float16)),
            "bias": fitted.intercept_.astype(np.float32),
        },
        options.to,
    )
    print(f"Wrote {options.to}")


def _asked(data: Path) -> Iterator[Typed]:
    """Yield a question of each article that is not kept out, and some headlines."""
    chance = random.Random(1)
    for place, row in enumerate(read_rows(data, File("news.jsonl.xz", KEPT_OUT))):
        yield chance.choice(row["qa"])[chance.choice(LANGUAGES)], Request.QUESTION
        if place % HEADLINES == 0:
            yield row["title"], Request.ABOUT


def _fitted(typed: list[Typed]) -> LogisticRegression:
    return LogisticRegression(C=PENALTY, max_iter=3000).fit(*_vectors(typed))


def _vectors(typed: list[Typed]) -> tuple[np.ndarray, np.ndarray]:
    """Return a unit row for each text, shape (texts, 640), and the place of its kind."""
    kinds = [*Request]
    texts, wanted = zip(*typed, strict=True)
    return open_models().embedder.embed(list(texts)), np.array([kinds.index(kind) for kind in wanted])


if __name__ == "__main__":
    main()
