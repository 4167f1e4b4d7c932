"""The bundled embedder: a small contextual model beside the token vectors, run by onnxruntime without
torch.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime

from index.embed import BUNDLED, Models, TokenVectors, Vectors, checksum

CONTEXTUAL = BUNDLED / "contextual"
THREADS = 2
# Tokens read at once, filling included: eight times as many took a third longer.
BATCH_TOKENS = 512


class BundledEmbedder:
    """Both bundled models in one vector: token vectors catch words, the contextual model what they say
    together.

    The cosine of two texts is the mean of the cosines that each model gives them. On questions to passages in
    another language that finds more than either alone: docs/notebook.md has the figures.
    """

    def __init__(self, tokens: TokenVectors, folder: Path = CONTEXTUAL, *, threads: int = THREADS) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Idle threads that spin make the next question slower on two busy cores.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        weights = folder / "model.onnx"
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._session = onnxruntime.InferenceSession(str(weights), options, ["CPUExecutionProvider"])
        self._tokens = tokens
        self._opens, self._closes, self._fills = config["opens"], config["closes"], config["fills"]
        self.longest: int = config["longest"]
        self.name = f"bundled@{tokens.checksum}-{checksum([weights])}"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text: both models read the same."""
        return self._tokens.count_tokens(texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (len(texts), 256 + 384); a text is read up to 256 tokens."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        ids = self._tokens.tokens(texts)
        means = self._tokens.means(ids)
        rows = [[self._opens, *found[: self.longest].tolist(), self._closes] for found in ids]
        both: dict[int, Vectors] = {}
        for batch in _batches([len(row) for row in rows]):
            width = max(len(rows[place]) for place in batch)
            filled = [rows[place] + [self._fills] * (width - len(rows[place])) for place in batch]
            [vectors] = self._session.run(["vectors"], {"ids": np.array(filled, dtype=np.int64)})
            for place, vector in zip(batch, vectors, strict=True):
                joined = np.concatenate([means[place], vector])
                both[place] = (joined / max(float(np.linalg.norm(joined)), 1e-6)).astype(np.float32)
        return np.stack([both[place] for place in range(len(texts))])

    def embed_question(self, question: str) -> Vectors:
        """Return the vector of a question, which is read as a passage is."""
        vector: Vectors = self.embed([question])[0]
        return vector


def bundled_models(*, threads: int = THREADS) -> Models:
    """Return the models that ship with Polycite, loaded once for that many threads a text."""
    return _loaded(threads)


@cache
def _loaded(threads: int) -> Models:
    tokens = TokenVectors()
    embedder = BundledEmbedder(tokens, threads=threads)
    return Models(embedder, tokens)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of texts of like length together, so that little is filling."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: lengths[place]):
        if batch and (len(batch) + 1) * lengths[place] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
