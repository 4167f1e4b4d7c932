"""Files of stores that fsspec reaches, by address: s3://bucket/folder, and what else it knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from index.article import ArticleError
from index.fetch import is_address
from index.load import PACKED_WEIGHT


def is_stored(source: str) -> bool:
    """Say whether a source is an address of such a store."""
    return "://" in source and not is_address(source)


def listed(address: str) -> Iterator[tuple[str, PurePosixPath]]:
    """Yield the address of each file below one, sorted, and its path from there.

    :raises ArticleError: nothing can be listed.
    """
    with _faults(address):
        # A package that most sources do without.
        from fsspec.core import url_to_fs

        store, root = url_to_fs(address)
        found = sorted(store.find(root))
    for path in found:
        inside = PurePosixPath(path[len(root) :].lstrip("/") or path.rpartition("/")[2])
        yield store.unstrip_protocol(path), inside


@contextmanager
def here(file: Path, name: str, *, most: int) -> Iterator[Path]:
    """Yield where the bytes of a source lie on this machine: what a store holds by that name is copied for as
    long as the block runs, as far as a text of `most` bytes needs it; of any other source it is the file.

    :raises ArticleError: they cannot be had, or the block cannot make an article of them.
    """
    if not is_stored(name):
        yield file
        return
    with TemporaryDirectory(prefix="polycite-") as folder:
        copy = Path(folder) / f"copy{file.suffix}"
        with _faults(name):
            import fsspec

            with fsspec.open(name, "rb") as stored:
                copy.write_bytes(stored.read(most * PACKED_WEIGHT + 1))
        try:
            yield copy
        except ArticleError as error:
            raise ArticleError(str(error).replace(str(copy), name)) from error


@contextmanager
def _faults(address: str) -> Iterator[None]:
    try:
        yield
    # A store fails in ways of its own, and a missing package of its client is one.
    except Exception as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise ArticleError(
            f"{address}: cannot be had ({reason}); check the address, your rights and the packages it needs"
        ) from error
