"""Stored rows as arrays, whichever engine keeps them: vectors as float16, token ids as uint16."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from index.embed import Vectors
from index.record import SentenceRows


def vectors(blobs: Sequence[bytes]) -> Vectors:
    """Return stored vectors as float32 rows."""
    return np.frombuffer(b"".join(blobs), dtype=np.float16).astype(np.float32).reshape(len(blobs), -1)


def sentence_rows(found: Sequence[tuple[Any, ...]]) -> SentenceRows:
    """Return sentences of which id, article, start, end, vector and tokens are given, in that order."""
    numbers = np.array([row[:4] for row in found], dtype=np.int64).reshape(-1, 4)
    ids, articles, starts, ends = numbers.T
    return SentenceRows(
        ids,
        articles,
        starts,
        ends,
        vectors=vectors([row[4] for row in found]),
        tokens=np.frombuffer(b"".join(row[5] for row in found), dtype=np.uint16),
        token_ends=np.cumsum([len(row[5]) // 2 for row in found]),
    )
