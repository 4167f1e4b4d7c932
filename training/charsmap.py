"""A table of single-character replacements as one tokenizers normalizer.

A chain of 4,000 `Replace` rules would scan each text 4,000 times. `Precompiled` walks a double-array trie
once; the layout is SentencePiece's, as https://github.com/huggingface/spm_precompiled reads it.
"""

import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

from tokenizers.normalizers import Normalizer, Precompiled

_LEAF = 1 << 8
_VALUE = 1 << 31


def read_replacements(path: Path) -> dict[str, str]:
    """Return the character -> character table of a two-column UTF-8 TSV; lines starting with # are notes."""
    rows = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {old: new for old, new in (row.split("\t") for row in rows)}


def replace_characters(replacements: Mapping[str, str]) -> Normalizer:
    """Return a normalizer that puts `replacements[c]` where it finds the character `c`."""
    targets = bytearray()
    starts: dict[bytes, int] = {}
    for old, new in sorted(replacements.items()):
        starts[old.encode()] = len(targets)
        targets += new.encode() + b"\0"
    trie = _double_array(starts)
    units = struct.pack(f"<{len(trie)}I", *trie)
    return Precompiled(struct.pack("<I", len(units)) + units + bytes(targets))


def _double_array(values: Mapping[bytes, int]) -> list[int]:
    """Return the trie's units: a node's holds its byte, its children's offset and whether a value follows."""
    children = _children(values)
    units: dict[int, int] = {0: 0}
    todo: list[tuple[int, bytes]] = [(0, b"")]
    base = 1
    while todo:
        place, prefix = todo.pop()
        labels = children[prefix]
        while any(base ^ label in units for label in labels):
            base += 1
        units[place] |= (base ^ place) << 10 | (_LEAF if 0 in labels else 0)
        for label in labels:
            units[base ^ label] = label or _VALUE | values[prefix]
            if label:
                todo.append((base ^ label, prefix + bytes([label])))
        base += 1
    # 256 spare units: a reader may look one byte past the last node before it finds that nothing matches.
    return [units.get(place, 0) for place in range(max(units) + 257)]


def _children(keys: Iterable[bytes]) -> dict[bytes, list[int]]:
    """Return the bytes that may follow each prefix, in order; 0 stands for the end of a key."""
    following: dict[bytes, set[int]] = {}
    for key in keys:
        for length, label in enumerate((*key, 0)):
            following.setdefault(key[:length], set()).add(label)
    return {prefix: sorted(labels) for prefix, labels in following.items()}
