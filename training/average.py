"""`python -m training.average ...` writes the mean of two students, of which one goes on from the other.

Such a mean often does better than either: Wortsman 2022, https://arxiv.org/abs/2109.01903.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor

_SHARE = 0.6


def averaged(began: Mapping[str, Tensor], ended: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """Return `share` of each weight of `ended` and the rest of `began`.

    :raises ValueError: if the two do not hold the same weights.
    """
    if began.keys() != ended.keys():
        odd = ", ".join(sorted(began.keys() ^ ended.keys()))
        raise ValueError(f"Only one of the students has {odd}: average two of the same shape")
    return {name: (1 - share) * began[name] + share * ended[name] for name in ended}


def main() -> None:
    """Write the mean of two students' weights."""
    parser = argparse.ArgumentParser(prog="python -m training.average", description=main.__doc__)
    parser.add_argument("--began", type=Path, required=True, help="weights that the training went on from")
    parser.add_argument("--ended", type=Path, required=True, help="weights that it ended with")
    parser.add_argument("--to", type=Path, required=True, help="file to save the mean in")
    parser.add_argument("--share", type=float, default=_SHARE, help=f"share of ENDED (default {_SHARE})")
    options = parser.parse_args()
    save_file(averaged(load_file(options.began), load_file(options.ended), options.share), options.to)


if __name__ == "__main__":
    main()
