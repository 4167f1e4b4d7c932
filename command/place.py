"""Where an index is: a folder, the file in it that names its engines, or the address of its PostgreSQL."""

import argparse
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from index import durable
from index.cluster.named import FILE, on_cluster
from index.connection import LibraryError

ADDRESS = ("postgresql://", "postgres://")
# Where what belongs to an index and is no article lies, when it is named by an address.
FOLDERS = Path(".polycite")


def index_folder(named: str) -> Path:
    """Return the folder of an index; argparse tells of what is wrong with its name."""
    try:
        return _folder(named)
    except LibraryError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def folder_held(named: str) -> Path:
    """Return the folder of an index that lies in it: what is to be checked or put away."""
    folder = index_folder(named)
    if on_cluster(folder):
        raise argparse.ArgumentTypeError(
            f"{folder} is kept by PostgreSQL, which checks and backs up by its own means: see docs/scale.md"
        )
    return folder


def folder_to_fill(named: str, candidates: str | None) -> Path:
    """Return the folder of an index that articles go into, and note there which engines keep it where an
    address is named. Raise LibraryError.
    """
    folder = _folder(named)
    if candidates is not None:
        if not named.startswith(ADDRESS):
            raise LibraryError(f"--candidates goes with --to postgresql://..., not with {named}")
        if urlsplit(candidates).password:
            raise LibraryError(
                "a password in the address of Milvus can be read by others: set POLYCITE_MILVUS_TOKEN"
            )
        folder.mkdir(parents=True, exist_ok=True)
        said = f"record = {json.dumps(named)}\ncandidates = {json.dumps(candidates)}\n"
        durable.write(folder / FILE, said.encode())
    elif named.startswith(ADDRESS) and not on_cluster(folder):
        raise LibraryError(f"{folder} names no Milvus yet: add --candidates http://HOST:19530")
    return folder


def _folder(named: str) -> Path:
    if named.startswith(ADDRESS):
        parts = urlsplit(named)
        if parts.password:
            raise LibraryError(
                "a password in the address of PostgreSQL can be read by others: set PGPASSWORD,"
                " or name a file with passfile="
            )
        place = f"{parts.netloc.rpartition('@')[2]}{parts.path} {parts.query}"
        return FOLDERS / re.sub(r"\W+", "-", place).strip("-")
    path = Path(named)
    if path.suffix == ".toml" and path.name != FILE:
        raise LibraryError(f"{path} must be called {FILE}: its folder keeps what else belongs to the index")
    return path.parent if path.name == FILE else path
