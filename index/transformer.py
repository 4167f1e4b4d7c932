"""Any sentence-transformers model as the embedder."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from transformers.utils import logging

from index.embed import ModelError, Vectors

# What models call the prompt that goes before a question, and before a passage.
QUESTION_PROMPTS = ("query", "question")
PASSAGE_PROMPTS = ("document", "passage", "corpus")
# Trained with prefixes that their configuration does not mention (https://arxiv.org/abs/2402.05672).
E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])(?!.*instruct)", re.IGNORECASE)
E5_PROMPTS = ("query: ", "passage: ")


# Forty sentences about as many things, in four languages.
SAMPLE = Path(__file__).with_name("sample.txt")


class TransformerEmbedder:
    """A sentence-transformers model, with the prompts of its own configuration.

    Of every vector the mean of unrelated texts is taken away, so that texts which have nothing in common have
    a cosine near 0, as with the bundled model, and not .7 as with E5 (https://arxiv.org/abs/1702.01417).

    Code that comes with a model is never run, and nothing is looked for on the network. Raise ModelError when
    the folder cannot be read as a model.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        opened_by = name.rpartition("@")[0]
        self._model = _loaded(opened_by, folder)
        # Its tokenizer is no place for two threads at once.
        self._lock = Lock()
        known = {prompt: text for prompt, text in self._model.prompts.items() if text}
        e5 = E5_PROMPTS if not known and E5.search(Path(opened_by).name) else ("", "")
        self._question_prompt = _prompt(known, QUESTION_PROMPTS) or e5[0]
        self._passage_prompt = _prompt(known, PASSAGE_PROMPTS) or e5[1]
        read = min(self._model.get_max_seq_length() or sys.maxsize, sys.maxsize)
        sample = SAMPLE.read_text(encoding="utf-8").splitlines()
        self._passage_mean = _rows(self._model.encode_document, sample, self._passage_prompt).mean(axis=0)
        self._question_mean = _rows(self._model.encode_query, sample, self._question_prompt).mean(axis=0)
        self.longest = max(1, read - _lengths(self._model, [self._passage_prompt], special=True)[0])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of the model's own tokens of each text."""
        # transformers takes no empty batch.
        if not texts:
            return []
        with self._lock:
            return _lengths(self._model, texts, special=False)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, read as a passage."""
        with self._lock:
            rows = _rows(self._model.encode_document, texts, self._passage_prompt)
        return _unit(rows - self._passage_mean)

    def embed_question(self, question: str) -> Vectors:
        """Return one unit vector for a question, read as one."""
        with self._lock:
            rows = _rows(self._model.encode_query, [question], self._question_prompt)
        vector: Vectors = _unit(rows - self._question_mean)[0]
        return vector


def _rows(encode: Callable[..., object], texts: Sequence[str], prompt: str) -> Vectors:
    rows = encode(list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(rows, dtype=np.float32)


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return unit


def _prompt(known: Mapping[str, str], names: Sequence[str]) -> str:
    return next((known[name] for name in names if name in known), "")


def _lengths(model: SentenceTransformer, texts: Sequence[str], *, special: bool) -> list[int]:
    tokenizer = model.tokenizer
    if isinstance(tokenizer, Tokenizer):
        return [len(read) for read in tokenizer.encode_batch(list(texts), add_special_tokens=special)]
    read = tokenizer(list(texts), add_special_tokens=special, truncation=False, verbose=False)
    return [len(ids) for ids in read["input_ids"]]


def _loaded(name: str, folder: Path) -> SentenceTransformer:
    # transformers gives no types here.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(folder), local_files_only=True, trust_remote_code=False)
    # A folder can be wrong in as many ways as there are architectures.
    except Exception as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise ModelError(
            f"the model {name} cannot be read ({reason}): name a folder that sentence-transformers saved,"
            " or a model it knows"
        ) from error
