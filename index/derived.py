"""Slices of a large library kept in a file beside it: not to be made again each time it is opened.

The file is derived, and trusted only where it fits: zip sums its content, and its version has to be one that
the library once had. Else the slices are made again from the library.
"""

import os
import zipfile
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import faiss
import numpy as np

from index import durable
from index.queries import Version
from index.slices import Part, Slice

FILE = "vectors.npz"
FIELDS = [field.name for field in fields(Part)]


def keep(folder: Path, slices: Mapping[str, Slice], version: Version) -> None:
    """Keep slices as they are at a version; where they cannot be written, they are made again next time."""
    arrays = {"version": np.array(version)}
    for language, held in slices.items():
        for number, part in enumerate(held.parts):
            values = {name: getattr(part, name) for name in FIELDS}
            values["index"] = faiss.serialize_index(part.index)
            arrays |= {f"{language} {number} {name}": value for name, value in values.items()}
    fresh = folder / f".{FILE}.{os.getpid()}.new"
    try:
        with fresh.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy: its own one argument alone
        durable.sync(fresh)
        durable.move(fresh, folder / FILE)
    except OSError:
        fresh.unlink(missing_ok=True)


def kept(folder: Path, version: Version) -> tuple[dict[str, Slice], int]:
    """Return the slices that are kept and the change up to which they are; none, and -1, where there are none
    or they do not fit a library of that version.
    """
    try:
        with (folder / FILE).open("rb") as file, np.load(file) as arrays:
            _, began, changes = arrays["version"].tolist()
            if began != version.began or changes > version.changes:
                return {}, -1
            names = [name.split() for name in arrays.files if " " in name]
            parts: dict[str, dict[int, Part]] = {}
            for language, number, _ in names:
                values = {name: arrays[f"{language} {number} {name}"] for name in FIELDS}
                values["index"] = faiss.deserialize_index(values["index"])
                parts.setdefault(language, {})[int(number)] = Part(**values)
    # A damaged file may be wrong in any way.
    except (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile):
        return {}, -1
    return {language: Slice(*(held[at] for at in sorted(held))) for language, held in parts.items()}, changes
