"""The collection that is asked, and how far it is while it is being made ready."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from index.article import Article
from index.build import Outcome, Status
from index.embed import Models
from page.phrases import Phrases
from page.starting import Starting
from page.tally import Tally
from rag.ask import Collection, open_collection
from rag.everywhere import IN
from rag.outline import Outline, outline
from rag.suggest import Starter
from rag.writing.writers import Writer

log = logging.getLogger(__name__)


class Desk:
    """The collection that is asked, and how far it is while it is being made ready."""

    def __init__(self, folder: Path, writer: Writer | None = None, name: str = "") -> None:
        self.folder = folder
        # Where there are several: what this one is called, and all of them by name.
        self.name = name
        self.beside: Mapping[str, Desk] = {}
        self.writer = writer
        self.tally = Tally()
        self.collection: Collection | None = None
        self.done = self.failed = self.files = 0
        self.error = ""
        self._settled = threading.Event()
        self._starting = Starting(folder)
        self._outline: tuple[object, Outline] | None = None

    def open(self) -> None:
        """Open the index; raise LibraryError when it cannot be used."""
        self.collection = open_collection(self.folder, self.writer)
        self._settled.set()

    def get_ready(self, prepare: Callable[[], Iterator[Outcome]], files: int) -> None:
        """Index what is new, keeping count, then open the index; what prevents it becomes the error."""
        self.files = files
        try:
            for outcome in prepare():
                self.done += 1
                self.failed += outcome.status is Status.FAILED
            self.open()
        except (ValueError, OSError) as error:
            self.error = str(error)
        except Exception as error:
            log.exception("The articles could not be made ready")
            self.error = f"the index cannot be used ({type(error).__name__}): the log of the server says more"
        finally:
            self._settled.set()
        self._warm_up()

    def _warm_up(self) -> None:
        """Make the questions ready that whoever opens the page next is shown."""
        if self.collection:
            self._starting.ask(self.collection)

    def notice(self, phrases: Phrases) -> str:
        """Return what there is to say of the collection now: what it holds, or how far it is."""
        if self.error:
            return phrases("not_ready", detail=self.error)
        if self.collection:
            return self._held(self.collection, phrases)
        if not self.done:
            return phrases("loading")
        return phrases("loading_of" if self.files else "loading_some", done=self.done, files=self.files)

    def starters(self, phrases: Phrases) -> tuple[Starter, ...] | None:
        """Return questions that the articles answer surely; None while that is found out."""
        return self._starting.ready(phrases.language, self.collection) if self.collection else None

    def outline(self) -> Outline | None:
        """Return what the articles are about, None before they are ready."""
        if not self.collection:
            return None
        version = self.collection.index.library.version()
        if not self._outline or self._outline[0] != version:
            self._outline = version, outline(self.collection)
        return self._outline[1]

    def _held(self, collection: Collection, phrases: Phrases) -> str:
        counts = collection.index.library.counts()
        most_first = sorted(counts, key=lambda code: -counts[code])
        languages = [f"{phrases.language_name(code)} {counts[code]}" for code in most_first]
        unread = [phrases("unread", n=self.failed)] if self.failed else []
        return " · ".join([phrases("articles", n=sum(counts.values())), *languages, *unread])

    def wait(self, seconds: float) -> bool:
        """Wait until there is nothing left to wait for, or so long; tell whether there is nothing left."""
        return self._settled.wait(seconds)

    def models(self) -> Models | None:
        """Return the models of the collection once it is ready, None when it cannot be."""
        while not self.wait(1):
            pass
        return self.collection.models if self.collection else None

    @property
    def settled(self) -> bool:
        """Say whether there is nothing left to wait for."""
        return self._settled.is_set()

    def collections(self) -> dict[str, Collection]:
        """Return all collections by name, this one first, as far as they are ready."""
        desks = {self.name: self, **self.beside}
        return {name: desk.collection for name, desk in desks.items() if desk.collection}

    def named(self, name: str) -> Article | None:
        """Return an article by name, None when there is none or the index is not open yet.

        One named with its collection is sought there.
        """
        collection, parted, bare = name.partition(IN)
        if parted and collection in self.beside:
            found = self.beside[collection].named(bare)
            return found and replace(found, name=name)
        return self.collection.index.library.named(name) if self.collection else None
