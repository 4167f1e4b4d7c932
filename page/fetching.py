"""What stands at an address of the web, put into the collection: a page, a file, or the pages of a feed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from index.article import ArticleError
from index.build import Outcome, Progress, Status, put_in, read_in, unseen
from index.connection import LibraryError
from index.embed import Models
from index.engines import open_library
from index.fetch import Fetcher, is_address
from index.sources import Item, expand
from page.desk import Desk
from page.following import follow
from page.keeping import digest
from page.login import for_this_machine
from page.shelf import LARGEST, LARGEST_TEXT, Change, changed, check

# The name of what is read, which one it is, how many there are (0 when nobody knows yet), and which share of
# its texts is taken in, None while it is read.
Step = tuple[str, int, int, float | None]

# A feed may have a hundred pages: who names another meanwhile waits for it.
_fetching = threading.BoundedSemaphore(2)


def offered(host: str, *, login: bool, read_only: bool) -> bool:
    """Tell whether a page served at `host` takes addresses: where only its owner or who logs in can say
    what this machine is to fetch.
    """
    return not read_only and (login or for_this_machine(host))


def add_address(address: str, folder: Path, models: Models, progress: Progress = unseen) -> Iterator[Change]:
    """Put what stands at an address into the index in `folder`; yield each change once it is made.

    It is known by its address, and no copy of it is kept. An address of the own network is not asked. Raise
    LibraryError when the index cannot be used.
    """
    if not is_address(address):
        reason = f"{address}: is no address of a web page; check the spelling"
        yield Change(address, Status.FAILED, reason=reason)
        return
    with _fetching, TemporaryDirectory(prefix="polycite-") as workspace:
        for item in expand(address, Path(workspace), Fetcher(most=LARGEST)):
            if item.why_not:
                yield Change(item.name, Status.FAILED, reason=item.why_not)
                continue
            try:
                yield _brought(item, folder, models, progress)
            except (ArticleError, OSError) as error:
                reason = str(error).replace(str(item.file), item.name)
                yield Change(item.name, Status.FAILED, reason=reason)


def _brought(item: Item, folder: Path, models: Models, progress: Progress) -> Change:
    check(item.file)
    with closing(open_library(folder, models.embedder.name)) as library:
        incoming = read_in(item.file, item.name, library, models, max_bytes=LARGEST_TEXT, progress=progress)
    with changed(folder, models) as library:
        outcome = put_in(incoming, library) if incoming else Outcome(item.name, Status.UNCHANGED)
    name = outcome.article.name if outcome.article else item.name
    return Change(
        name,
        outcome.status,
        outcome.article,
        outcome.passages,
        sources=(item.name,),
        digest=digest(item.file),
    )


def fetched(address: str, desk: Desk) -> Iterator[Change | Step]:
    """Yield how far it is with what stands at an address, and each change once it is made."""
    yield address, 1, 0, None
    yield from follow(partial(_add, address, desk))


def _add(address: str, desk: Desk, tell: Callable[[Change | Step], None]) -> None:
    at = 1
    try:
        models = desk.models()
        if models is None:
            raise LibraryError(desk.error)
        done = add_address(
            address,
            desk.folder,
            models,
            lambda done, total: tell((address, at, 0, done / max(total, 1))),
        )
        for at, change in enumerate(done, 2):
            tell(change)
            tell((address, at, 0, None))
    except LibraryError as error:
        tell(Change(address, Status.FAILED, reason=str(error)))
