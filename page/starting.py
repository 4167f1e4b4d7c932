"""Questions to begin with: asked in the background before they are shown, kept until something changes."""

import json
import logging
import threading
from collections.abc import Hashable, Mapping
from dataclasses import asdict
from pathlib import Path

from index import durable
from index.archive import QUESTIONS
from index.record import Record, fingerprint
from page.phrases import INTERFACES, Phrases
from rag.ask import Collection
from rag.suggest import Starter, starters

log = logging.getLogger(__name__)

KEPT = "starters.json"


class Starting:
    """The questions to begin with of one collection, in each language of the page, as it writes them.

    What was found is kept in the folder of the index with what it was found in: the articles, the reader and
    the candidates. Where one of them is another, all are asked again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, tuple[Starter, ...]] = {}
        self._among = ""
        self._asking = threading.Lock()
        self._printed: tuple[Record, Hashable, str] | None = None

    def ready(self, language: str, collection: Collection) -> tuple[Starter, ...] | None:
        """Return the questions in a language, none in one that the page does not speak; None while they are
        asked, which this begins.
        """
        if language not in INTERFACES:
            return ()
        among = self._among_now(collection)
        if among != self._among:
            self._found, self._among = _kept(self._folder / KEPT, among), among
        found = self._found.get(language)
        if found is None and not self._asking.locked():
            threading.Thread(target=self.ask, args=(collection,), daemon=True).start()
        return found

    def ask(self, collection: Collection) -> None:
        """Ask the candidates of all languages; return at once where that is going on."""
        if not self._asking.acquire(blocking=False):
            return
        try:
            asked = [language for language in INTERFACES if self.ready(language, collection) is None]
            for language in asked:
                among, phrases = self._among, Phrases(language)
                found = starters(phrases.spoken, collection, phrases.said)
                if among == self._among_now(collection):
                    self._found[language] = found
            if asked:
                self._keep()
        except Exception:
            # An index that is damaged or made again meanwhile says so where it is asked.
            log.exception("The questions to begin with could not be asked")
            self._found = {language: self._found.get(language, ()) for language in INTERFACES}
        finally:
            self._asking.release()

    def _among_now(self, collection: Collection) -> str:
        """Return what tells apart all that the questions rest on."""
        file = self._folder / QUESTIONS
        candidates = file.stat().st_mtime_ns if file.exists() else 0
        held = self._fingerprint(collection.index.library)
        return json.dumps([held, candidates, collection.reader.checksum, collection.reads])

    def _fingerprint(self, library: Record) -> str:
        """Return that of the articles, which reads the names of all: once for each change of them."""
        version = library.version()
        printed = self._printed
        if not printed or printed[0] is not library or printed[1] != version:
            self._printed = printed = library, version, fingerprint(library)
        return printed[2]

    def _keep(self) -> None:
        found = {language: [asdict(one) for one in known] for language, known in self._found.items()}
        kept = {"among": self._among, "found": found}
        try:
            durable.write(self._folder / KEPT, json.dumps(kept, ensure_ascii=False).encode())
        except OSError:
            log.info("%s may not be written: they are asked again next time", self._folder / KEPT)


def _kept(file: Path, among: str) -> dict[str, tuple[Starter, ...]]:
    """Return what was kept, nothing where that was found among other articles or cannot be read."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["among"] != among:
            return {}
        found: Mapping[str, list[dict[str, str]]] = kept["found"]
        return {language: tuple(Starter(**one) for one in known) for language, known in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
