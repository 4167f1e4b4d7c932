"""Which engines keep the index of a folder: those of one machine, in the folder, or those that a file there
names. Whoever opens an index does so here.
"""

from contextlib import AbstractContextManager, closing
from importlib import import_module
from pathlib import Path
from types import ModuleType

from index import store
from index.cluster.named import on_cluster
from index.connection import LibraryError
from index.record import Record


def exists(folder: Path) -> bool:
    """Tell whether `folder` holds an index, sound or not."""
    return bool(_cluster().exists(folder)) if on_cluster(folder) else store.exists(folder)


def create(folder: Path, model: str) -> Record:
    """Return an empty record for the vectors of `model`; one that is there is emptied, one that is damaged
    replaced. Raise LibraryError when what is there is not Polycite's.
    """
    if not on_cluster(folder):
        return store.create(folder, model)
    record: Record = _cluster().create(folder, model)
    return record


def remade(folder: Path, model: str) -> AbstractContextManager[Record]:
    """Yield an empty record that takes the place of the one in `folder`.

    On one machine at the end, all at once; on a cluster at the beginning, and it fills while it answers.
    """
    return closing(create(folder, model)) if on_cluster(folder) else store.remade(folder, model)


def model_of(folder: Path) -> str:
    """Return the name by which `index.models` opens the model that the index in `folder` was made with; raise
    LibraryError as `open_library` does.
    """
    if not on_cluster(folder):
        return store.model_of(folder)
    return str(_cluster().model_of(folder)).rpartition("@")[0]


def open_library(folder: Path, model: str) -> Record:
    """Open the index in `folder`.

    Raise LibraryError when there is none, it is foreign or its engines do not answer, and UnusableLibrary
    when it is damaged or of another version or model.
    """
    if not on_cluster(folder):
        return store.open_library(folder, model)
    record: Record = _cluster().open_library(folder, model)
    return record


def _cluster() -> ModuleType:
    """Return what opens an index on a cluster; raise LibraryError where its clients are not installed."""
    try:
        # Most have no cluster, and its clients take a second to import.
        return import_module("index.cluster.opening")
    except ModuleNotFoundError as error:
        raise LibraryError(
            f"an index on PostgreSQL and Milvus needs {error.name}: pip install 'polycite[cluster]'"
        ) from None
