"""Articles put into a collection and taken out of it while it is being asked, each change undone if wanted.

An uploaded file is kept beside the index, in its folder `uploaded`, under its own name: making the index
again finds it there. What it replaces, or a file that is taken out, waits in a hidden folder until another
takes the place of that name.
"""

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index import durable
from index.archive import UPLOADED
from index.article import Article, ArticleError
from index.build import Outcome, Progress, Status, bring, build, put_in, read_in, unseen
from index.connection import writable
from index.embed import Models
from index.engines import model_of, open_library
from index.fetch import is_address
from index.load import READABLE, STDIN, find
from index.load.kinds import PACKED, USUAL
from index.models import open_models
from index.record import Record
from index.sources import is_there
from index.writing import writing
from page.export import UNSEEN
from page.keeping import COMING, PREVIOUS, aside, digest, settle, take_place

# Seconds that a change waits for another process to be done with the index.
PATIENCE = 60.0
# Bytes of a text or web page, a long book; a PDF or office file, whose pictures weigh more, may have more.
LARGEST_TEXT = 5_000_000
LARGEST = 50_000_000
MOST_AT_ONCE = 20
LARGEST_TOGETHER = 100_000_000
# In bytes of UTF-8: file systems take 255, and some of them are for the hidden name.
LONGEST_NAME = 180

# Bytes above which a file takes minutes: such files are read one by one, and others beside them.
LARGE = 300_000

_small, _large = threading.BoundedSemaphore(4), threading.BoundedSemaphore(1)
# Two people may drop a file of the same name at the same moment.
_changing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one file, or of one article that was taken out.

    `sources` are the files or addresses that held it and `digest` the SHA-256 of the bytes that came, empty
    when it was taken out: both are needed to undo it. `stays` says that a file of an article taken out lies
    elsewhere than in `uploaded` and was left there.
    """

    name: str
    status: Status
    article: Article | None = None
    passages: int = 0
    reason: str = ""
    sources: tuple[str, ...] = ()
    digest: str = ""
    stays: bool = False

    @property
    def undoable(self) -> bool:
        """Say whether the change can be undone as things are now."""
        if self.status in (Status.UNCHANGED, Status.FAILED):
            return False
        if self.status is Status.REMOVED:
            return any(map(_waits, self.sources))
        if any(map(is_address, self.sources)):
            return self.status is not Status.REPLACED
        paths = [Path(source) for source in self.sources]
        kept = self.status is not Status.REPLACED or all(aside(path, PREVIOUS).exists() for path in paths)
        return kept and all(digest(path) == self.digest for path in paths)


def uploaded(folder: Path) -> list[Path]:
    """Return the files uploaded to the index in `folder`, sorted."""
    try:
        return find(folder / UPLOADED)
    except ArticleError:
        return []


def add(files: Sequence[Path], folder: Path, models: Models, progress: Progress = unseen) -> Iterator[Change]:
    """Put files into the index in `folder`, under the names they have; yield each change once it is made.

    A file that cannot be read fails alone, and what was there under its name stays. `progress` is told how
    much of the file at hand is done, and of how much. Raise LibraryError when the index cannot be used.
    """
    for file in files:
        path = (folder / UPLOADED).resolve() / file_name(file.name)
        try:
            check(file)
            change = _add(file, path, models, progress)
        except ArticleError as error:
            change = Change(path.stem, Status.FAILED, reason=_without_folder(str(error), file))
        except OSError as error:
            reason = f"{path.name}: cannot be kept ({error.strerror}); ask who runs this page"
            change = Change(path.stem, Status.FAILED, reason=reason)
        yield change


def check(file: Path) -> None:
    """Raise ArticleError when a file is of a kind or a size that is not taken."""
    kind = file.suffix.lower()
    if kind not in READABLE:
        raise ArticleError(f"{file}: files of this kind cannot be read; use {USUAL}")
    size, most = file.stat().st_size, LARGEST if kind in PACKED else LARGEST_TEXT
    if size > most:
        raise ArticleError(
            f"{file}: has {size / 1e6:.1f} MB; split it into files of at most {most / 1e6:.0f} MB"
        )


@contextmanager
def changed(folder: Path, models: Models) -> Iterator[Record]:
    """Hold the index for a change, with what an earlier one may have left of itself settled."""
    with (
        _changing,
        writing(folder, patience=PATIENCE),
        closing(open_library(folder, models.embedder.name)) as library,
    ):
        settle(folder, library)
        yield library


def _add(file: Path, path: Path, models: Models, progress: Progress) -> Change:
    folder = path.parent.parent
    with (
        _large if file.stat().st_size > LARGE else _small,
        closing(open_library(folder, models.embedder.name)) as library,
    ):
        incoming = read_in(file, str(path), library, models, max_bytes=LARGEST_TEXT, progress=progress)
    # Only now is anybody kept waiting: reading takes minutes, storing what was read a moment.
    with changed(folder, models) as library:
        path.parent.mkdir(exist_ok=True)
        if incoming is None:
            if digest(path) != digest(file):
                durable.copy(file, path)
            return _change(Outcome(str(path), Status.UNCHANGED), path)
        coming = aside(path, COMING)
        try:
            durable.copy(file, coming)
            outcome = put_in(incoming, library)
            take_place(path)
        finally:
            coming.unlink(missing_ok=True)
        return _change(outcome, path)


def tidy(folder: Path) -> Iterator[Outcome]:
    """Settle what an earlier process left in the index; yield nothing. Raise LibraryError."""
    if writable(folder):
        with changed(folder, open_models(model_of(folder))):
            yield from ()


def remove(name: str, folder: Path, models: Models) -> Change:
    """Take out the article of that name with all its sources; a file elsewhere than in `uploaded` stays.

    Raise LibraryError when the index cannot be used.
    """
    with changed(folder, models) as library:
        article = library.named(name)
        if article is None:
            return Change(
                name, Status.FAILED, reason=f"{name}: there is no article of that name; it is gone already"
            )
        sources = tuple(source.path for source in library.sources_of(name))
        for source in sources:
            library.forget(source)
            path = Path(source)
            if _is_uploaded(path, folder) and path.exists():
                durable.move(path, aside(path, PREVIOUS))
    elsewhere = [source for source in sources if not _is_uploaded(Path(source), folder)]
    stays = any(source != str(STDIN) and is_there(source) for source in elsewhere)
    return Change(name, Status.REMOVED, article, sources=sources, stays=stays)


def undo(change: Change, folder: Path, models: Models) -> list[Change]:
    """Undo a change and return what that changed: nothing when it cannot be undone any more."""
    if not change.undoable:
        return []
    with changed(folder, models) as library:
        sources = filter(_waits, change.sources) if change.status is Status.REMOVED else change.sources
        return [_undone(source, change.digest, folder, library, models) for source in sources]


def _undone(source: str, came: str, folder: Path, library: Record, models: Models) -> Change:
    path = Path(source)
    if is_address(source):
        # Another may have had it fetched again since.
        if (held := library.source(source)) and held[0] == came:
            library.forget(source)
        return Change(source, Status.REMOVED)
    previous = aside(path, PREVIOUS)
    if _is_uploaded(path, folder) and previous.exists():
        outcome = bring(previous, str(path), library, models)
        if outcome.status is not Status.FAILED:
            durable.move(previous, path)
        return _change(outcome, path)
    if not _is_uploaded(path, folder) and path.exists():
        [outcome] = build([path], library, models)
        return _change(outcome, path)
    library.forget(str(path))
    if _is_uploaded(path, folder):
        path.unlink(missing_ok=True)
    return Change(path.stem, Status.REMOVED)


def _waits(source: str) -> bool:
    """Say whether a file of an article taken out can be read again: it lies elsewhere, or waits and nothing
    has taken its place.
    """
    path = Path(source)
    if path.parent.name != UPLOADED:
        return path.exists()
    return aside(path, PREVIOUS).exists() and not path.exists()


def file_name(given: str) -> str:
    """Return a name that is safe for a file, not hidden and not too long, and as near as can be to the given
    one.
    """
    shown = unicodedata.normalize("NFC", UNSEEN.sub("", given)).replace("\\", "/")
    path = PurePosixPath(shown)
    room = LONGEST_NAME - len(path.suffix.encode())
    stem = path.stem.lstrip(". ").encode()[: max(room, 0)].decode(errors="ignore")
    return (stem.strip() or "article") + path.suffix


def _is_uploaded(path: Path, folder: Path) -> bool:
    return path.parent == (folder / UPLOADED).resolve()


def _change(outcome: Outcome, path: Path) -> Change:
    return Change(
        name=outcome.article.name if outcome.article else path.stem,
        status=outcome.status,
        article=outcome.article,
        passages=outcome.passages,
        reason=_without_folder(outcome.reason, path),
        sources=(str(path),),
        digest=digest(path),
    )


def _without_folder(reason: str, path: Path) -> str:
    # Where the server keeps its files is nobody's business.
    return reason.replace(str(path), path.name)
