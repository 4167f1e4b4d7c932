"""`python -m training.names ...` measures how well the bundled models find a name in another script.

It measures on the names that `training.corpus` holds out of all training.
"""

import argparse
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.contextual import BundledEmbedder
from index.embed import TokenVectors
from rag.values.sounds import sounds
from training.corpus import Corpus, read_held_out_names
from training.measure import Floats, recall

_CANDIDATES = 1000


def candidates(names: Corpus, count: int, without: Collection[str] = ()) -> Corpus:
    """Return the first `count` pairs with no name twice on the same side and no Latin name of `without`."""
    left, right = set(without), set()
    kept = []
    for pair in names.pairs:
        if pair[0] not in left and pair[1] not in right:
            kept.append(pair)
            left.add(pair[0])
            right.add(pair[1])
    return replace(names, pairs=tuple(kept[:count]))


def name_recalls(left: Floats, right: Floats) -> tuple[float, float]:
    """Return how often row i of `right` is the nearest to row i of `left` among all rows, and back."""
    own = np.arange(len(left))
    return recall(left @ right.T, own, 1), recall(right @ left.T, own, 1)


def main() -> None:
    """Print R@1 among 1,000 names, by sound, token vectors, contextual model and both of these together."""
    parser = argparse.ArgumentParser(prog="python -m training.names", description=main.__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of LEFT-RIGHT.tsv.xz files")
    parser.add_argument("--model", type=Path, required=True, help="folder of the bundled model")
    parser.add_argument("--without", type=Path, help="file of Latin names to leave out, one a line")
    options = parser.parse_args()
    without = options.without.read_text(encoding="utf-8").split("\n") if options.without else ()
    tokens = TokenVectors(options.model)
    embedder = BundledEmbedder(tokens, options.model / "contextual")
    width = tokens.vectors.shape[1]
    # Both halves of the bundled vector have the same length, so that a half ranks as its model does.
    halves = {"token vectors": slice(0, width), "contextual": slice(width, None), "both": slice(None)}
    print("| names | candidates | vectors | R@1 from Latin | to Latin |", "|---|---|---|---|---|", sep="\n")
    for corpus in read_held_out_names(options.corpora):
        names = candidates(corpus, _CANDIDATES, without)
        sides = [[pair[side] for pair in names.pairs] for side in (0, 1)]
        heard = [sounds().embed(side) for side in sides]
        read = [embedder.embed(side) for side in sides]
        rows = {"sound": heard, **{kind: [side[:, half] for side in read] for kind, half in halves.items()}}
        for kind, (left, right) in rows.items():
            there, back = name_recalls(left, right)
            print(f"| en-{names.right_language} | {len(names.pairs)} | {kind} | {there:.3f} | {back:.3f} |")


if __name__ == "__main__":
    main()
