"""`python -m benchmarks.reading FOLDER`: exact match and F1 of the words that the reader marks, each question
with its own passage (SQuAD's measure, https://arxiv.org/abs/1606.05250; characters for Chinese and Japanese).
"""

import argparse
import json
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.progress import track

from index.reader import Marks, reading_model

SETS = (
    "xquad.en-en",
    "xquad.zh-zh",
    "xquad.zh-en",
    "xquad.it-en",
    "xquad.en-zh",
    "xquad.it-zh",
    "jsquad.ja-ja",
    "cmrc.zh-zh",
    "squadit.it-it",
)
LONGEST = 30
ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def main() -> None:
    """Print a line for each set."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=150)
    options = parser.parse_args()
    model = reading_model()
    for name in SETS:
        held = json.loads((options.folder / f"{name}.json").read_text(encoding="utf-8"))
        characters = name[-2:] != "en" and name[-2:] != "it"
        scores = []
        for asked in track(held["questions"][: options.questions], name, transient=True):
            passage = held["passages"][asked["passage"]]
            found = best(model.read(asked["question"], [passage])[0], passage)
            scores.append(
                (
                    max(normal(found) == normal(answer) for answer in asked["answers"]),
                    max(f1(found, answer, characters=characters) for answer in asked["answers"]),
                )
            )
        exact, overlap = np.mean(np.array(scores, dtype=float), axis=0)
        print(f"{name:14} exact {exact:.3f}  F1 {overlap:.3f}  of {len(scores)}", flush=True)


def best(marks: Marks, text: str) -> str:
    """Return the likeliest words of a text."""
    joint = marks.starts[:, None] + marks.ends[None]
    reach = np.arange(len(joint))[None] - np.arange(len(joint))[:, None]
    joint[(reach < 0) | (reach >= LONGEST)] = -np.inf
    first, last = np.unravel_index(int(joint.argmax()), joint.shape)
    return text[int(marks.offsets[first][0]) : int(marks.offsets[last][1])]


def f1(found: str, answer: str, *, characters: bool) -> float:
    """Return the F1 of the words, or the characters, that two texts share, 0 to 1."""
    one, other = _parts(found, characters), _parts(answer, characters)
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


def normal(text: str) -> str:
    """Return a text in lower case without punctuation, English articles and doubled spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(
        sign for sign in folded if sign not in string.punctuation and unicodedata.category(sign)[0] != "P"
    )
    return " ".join(ARTICLES.sub(" ", bare).split())


def _parts(text: str, characters: bool) -> Sequence[str]:
    plain = normal(text)
    return plain.replace(" ", "") if characters else plain.split()


if __name__ == "__main__":
    main()
