"""Draw figures as a grid of colours."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402 - the backend without a screen comes first


def draw(cells: Mapping[tuple[str, str], float], languages: Sequence[str], title: str, path: Path) -> None:
    """Save a picture of one figure, 0 to 1, by language of the question (row) and of the passage (column).

    A pair without a figure is left grey.
    """
    figure, axes = pyplot.subplots(figsize=(6.4, 5.6), dpi=120, layout="constrained")
    axes.set_facecolor("0.9")
    rows = [[cells.get((asked, held), float("nan")) for held in languages] for asked in languages]
    axes.imshow(rows, cmap="viridis", vmin=0.5, vmax=1.0)
    for row, asked in enumerate(languages):
        for column, held in enumerate(languages):
            value = cells.get((asked, held))
            words = "no set" if value is None else f"{value:.2f}"
            colour = "0.4" if value is None else "black" if value > 0.8 else "white"
            size = 12 if value is None else 18
            axes.text(column, row, words, ha="center", va="center", fontsize=size, color=colour)
    axes.set_xticks(range(len(languages)), languages, fontsize=15)
    axes.set_yticks(range(len(languages)), languages, fontsize=15)
    axes.set_xlabel("language of the passage", fontsize=14)
    axes.set_ylabel("language of the question", fontsize=14)
    axes.set_title(title, fontsize=14)
    figure.savefig(path)
    pyplot.close(figure)
