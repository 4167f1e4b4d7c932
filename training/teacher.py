"""The teacher: an English sentence model whose vectors the student learns to give in every language.

`python -m training.teacher --corpora FOLDER --teacher FOLDER --to FOLDER` embeds the English side of the
corpora ahead of time; run again, it goes on where it stopped.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from rich.progress import track
from sentence_transformers import SentenceTransformer
from torch import Tensor

from training.corpus import read_corpora

_LONGEST = 128
_SHELF = 8192


class Teacher:
    """Embeds English texts, each cut at 128 tokens, and remembers every vector it has given."""

    def __init__(self, folder: Path, prepared: Path) -> None:
        self._model = SentenceTransformer(str(folder), device="cpu")
        self._model.max_seq_length = _LONGEST
        self._known = _read_shelves(prepared)

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """Return one unit row per text, shape (len(texts), width), float32."""
        missing = self.unknown(texts)
        if missing:
            fresh = self._model.encode(missing, batch_size=64, show_progress_bar=False).astype(np.float16)
            self._known.update(zip(missing, fresh, strict=True))
        rows = np.stack([self._known[text] for text in texts]).astype(np.float32)
        return torch.nn.functional.normalize(torch.from_numpy(rows), dim=1)

    def unknown(self, texts: Sequence[str]) -> list[str]:
        """Return the texts whose vectors are still to be worked out, each once."""
        return [text for text in dict.fromkeys(texts) if text not in self._known]


def _read_shelves(folder: Path) -> dict[str, npt.NDArray[np.float16]]:
    known: dict[str, npt.NDArray[np.float16]] = {}
    for file in sorted(folder.glob("*.npy")):
        texts = file.with_suffix(".txt").read_text(encoding="utf-8").split("\n")
        known.update(zip(texts, np.load(file), strict=True))
    return known


def main() -> None:
    """Embed the English side of the corpora, names aside, and keep the vectors in numbered files."""
    parser = argparse.ArgumentParser(prog="python -m training.teacher", description=main.__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of LEFT-RIGHT.tsv.xz files")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of a sentence-transformers model")
    parser.add_argument("--to", type=Path, required=True, help="folder to keep the vectors in")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    teacher = Teacher(options.teacher, options.to)
    corpora = [c for c in read_corpora(options.corpora) if c.left_language == "en" and c.source != "names"]
    texts = teacher.unknown([left for corpus in corpora for left, _ in corpus.pairs])
    first = len(list(options.to.glob("*.npy")))
    for number in track(range(-(-len(texts) // _SHELF)), "The teacher's vectors"):
        shelf = texts[number * _SHELF : (number + 1) * _SHELF]
        file = options.to / f"{first + number:04d}.npy"
        file.with_suffix(".txt").write_text("\n".join(shelf), encoding="utf-8")
        np.save(file, teacher.vectors(shelf).numpy().astype(np.float16))


if __name__ == "__main__":
    main()
