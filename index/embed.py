"""The seam to embedding models, and the bundled token vectors, which are one."""

import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from tokenizers import Tokenizer

BUNDLED = Path(__file__).parent / "model"

Vectors = npt.NDArray[np.float32]
TokenIds = npt.NDArray[np.uint16]


class ModelError(ValueError):
    """A model that cannot be used; the message names it, says what is wrong and what to do."""


class Embedder(Protocol):
    """What the index asks of a model. Rows are float32 of unit length, in the order of the texts."""

    @property
    def name(self) -> str:
        """What an index remembers: what `index.models` opens the model by, "@" and what tells its weights
        from others.
        """

    @property
    def longest(self) -> int:
        """How many of its tokens it reads of a text; what follows is not seen."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of its tokens of each text, as `longest` counts them."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return passages or sentences as rows, shape (len(texts), dimensions)."""

    def embed_question(self, question: str) -> Vectors:
        """Return one vector, shape (dimensions,)."""


class TokenVectors:
    """The multilingual token vectors that ship with Polycite; as an embedder, a text is the mean of its
    tokens.

    The folder is a valid sentence-transformers model (StaticEmbedding, Normalize) and gives the same vectors
    there; read directly it needs 0.2 CPU-seconds and no torch.
    """

    longest = sys.maxsize

    def __init__(self, folder: Path = BUNDLED) -> None:
        weights = folder / "model.safetensors"
        self._tokenizer = bundled_tokenizer() if folder == BUNDLED else _tokenizer(folder)
        self.vectors: npt.NDArray[np.float16] = load_file(weights)["embedding.weight"]
        self.lengths = np.sqrt(np.einsum("ij,ij->i", self.vectors, self.vectors, dtype=np.float32))
        self._weights = weights

    @cached_property
    def name(self) -> str:
        """Return "bundled-fast@" and the checksum of the weights."""
        return f"bundled-fast@{self.checksum}"

    @cached_property
    def checksum(self) -> str:
        """Return the checksum of the weights."""
        return checksum([self._weights])

    def tokens(self, texts: Sequence[str]) -> list[TokenIds]:
        """Return the token ids of each text; none for an empty text."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.array(encoding.ids, dtype=np.uint16) for encoding in encodings]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return where each token of a text stands in it: its start and its end."""
        offsets: list[tuple[int, int]] = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return offsets

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text."""
        return [len(ids) for ids in self.tokens(texts)]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text; a text without tokens is a row of zeros."""
        return self.means(self.tokens(texts))

    def embed_question(self, question: str) -> Vectors:
        """Return the vector of a question: this model reads it as it reads a passage."""
        vector: Vectors = self.embed([question])[0]
        return vector

    def means(self, texts: Sequence[TokenIds]) -> Vectors:
        """Return the mean of the tokens of each text as a row of unit length."""
        totals = np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        for place, ids in enumerate(texts):
            totals[place] = self.vectors[ids].astype(np.float32).sum(axis=0)
        rows: Vectors = totals / np.maximum(np.linalg.norm(totals, axis=1, keepdims=True), 1e-6)
        return rows


@cache
def bundled_tokenizer() -> Tokenizer:
    """Return the tokenizer of the bundled models, loaded once."""
    return _tokenizer(BUNDLED)


def _tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def checksum(files: Iterable[Path]) -> str:
    """Return the first eight digits of the SHA-256 of the files, one after another."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Models:
    """What finds texts: the embedder as a whole, the token vectors word by word."""

    embedder: Embedder
    tokens: TokenVectors
