"""Translation on this machine, by the models of Firefox and their engine fxtranslate: the extra `translate`.

A model takes one language to another, 20 to 40 MB; pairs that have none go by way of English. What comes of
it is a machine's and is held against the original: numbers, dates and names that differ make it doubtful.
"""

import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Protocol

from index.article import Article, Passage
from rag.checks.figures import wrong_dates, wrong_numbers, wrong_periods
from rag.checks.spelled import unknown_names
from rag.records import Quote

log = logging.getLogger(__name__)

PIVOT = "en"
# What the models call a language that we call otherwise.
ALSO = {"zh": ("zh", "zh-Hans")}
PACKAGE = "pip install 'polycite[translate]'"


class TranslationError(ValueError):
    """Models that are not to be had or cannot be used; the message says which, and what to do."""


class Engine(Protocol):
    """What translates from one language to another."""

    def translate_long(self, text: str, /) -> str:
        """Return a text of several sentences in the other language."""
        ...


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in another language, and whether its numbers, dates or names are others than in the original."""

    text: str
    doubtful: bool


def open_engine(folder: Path) -> Engine:
    """Return the engine of a model; raise TranslationError when one of its files is missing or damaged."""
    from fxtranslate import Translator  # an extra

    parts = {part: _file(folder, part) for part in ("model.", "lex.", "vocab.", "srcvocab.", "trgvocab.")}
    model, shortlist = parts["model."], parts["lex."]
    source, target = parts["srcvocab."] or parts["vocab."], parts["trgvocab."] or parts["vocab."]
    if not model or not source or not target:
        raise TranslationError(f"{folder} lacks a file of its model: run `polycite translate --get` again")
    try:
        engine: Engine = Translator(model, source, target, shortlist)
    except ValueError as error:
        raise TranslationError(
            f"the model in {folder} is damaged ({error}): run `polycite translate --get` again"
        ) from error
    return engine


def _file(folder: Path, part: str) -> bytes | None:
    """Return the file of a model whose name begins so, None when there is none."""
    return next((file.read_bytes() for file in sorted(folder.glob(f"{part}*"))), None)


class Translators:
    """The models in a folder, a folder `ja-en` for each pair, each opened when it is first needed."""

    def __init__(self, folder: Path, opener: Callable[[Path], Engine] = open_engine) -> None:
        self._folder = folder
        self._opener = opener
        self._engines: dict[Path, Engine | None] = {}
        self._lock = threading.Lock()
        self._translated = lru_cache(maxsize=4096)(self._translate)

    def translated(self, text: str, source: str, target: str, published: str = "") -> Translation | None:
        """Return a text in another language; None where there is no model for it, or it is damaged.

        `published` is the date of the article, which relative dates lean on.
        """
        return self._translated(text, source, target, published) if text.strip() else None

    def _translate(self, text: str, source: str, target: str, published: str) -> Translation | None:
        with self._lock:
            engines = [self._engine(folder) for folder in self.route(source, target)]
            if not engines:
                return None
            said = text
            for engine in engines:
                if engine is None:
                    return None
                said = engine.translate_long(said)
        if not said.strip():
            return None
        return Translation(said, doubtful(text, source, said, target, published))

    def route(self, source: str, target: str) -> Sequence[Path]:
        """Return the folders of the models from one language to another, none where there is no way."""
        if source == target:
            return ()
        if direct := self._pair(source, target):
            return (direct,)
        first, second = self._pair(source, PIVOT), self._pair(PIVOT, target)
        return (first, second) if first and second else ()

    def _pair(self, source: str, target: str) -> Path | None:
        places = (self._folder / "-".join(pair) for pair in _names(source, target))
        return next((place for place in places if place.is_dir()), None)

    def _engine(self, folder: Path) -> Engine | None:
        if folder not in self._engines:
            try:
                self._engines[folder] = self._opener(folder)
            except TranslationError as error:
                log.warning("%s", error)
                self._engines[folder] = None
        return self._engines[folder]


def doubtful(original: str, source: str, translation: str, target: str, published: str = "") -> bool:
    """Tell whether a translation has a number, a date or a name that the original has not, or lacks a number
    or a date of it.
    """
    here, there = _quote(original, source, published), _quote(translation, target, published)
    faults = (
        *wrong_numbers(translation, [here]),
        *wrong_dates(translation, [here]),
        *wrong_periods(translation, [here]),
        *unknown_names(translation, [here]),
        *wrong_numbers(original, [there]),
        *wrong_dates(original, [there]),
    )
    return bool(faults)


def _quote(text: str, language: str, published: str) -> Quote:
    article = Article("translation", text, language=language, date=published)
    return Quote(article, Passage(0, len(text), ()), 0, len(text))


@cache
def translators() -> Translators | None:
    """Return the models of this machine; None without the package, or without any model."""
    if find_spec("fxtranslate") is None or not models_folder().is_dir():
        return None
    return Translators(models_folder())


def models_folder() -> Path:
    """Return where models are kept, that of fxtranslate itself: what its own commands fetch is found too."""
    from fxtranslate import Cache  # an extra

    return Path(Cache().root)


def get(pair: str) -> None:
    """Fetch the model of a pair such as "ja-en" from where Firefox keeps them; raise TranslationError."""
    check_package()
    from fxtranslate import discovery  # an extra

    source, _, target = pair.partition("-")
    if not (source and target):
        raise TranslationError(f"{pair!r} is no pair of languages: write it as ja-en")
    fault = None
    for one, other in _names(source, target):
        try:
            discovery.add_models(one, other, cache_dir=str(models_folder()))
            return
        except ValueError as error:
            fault = error
    raise TranslationError(
        f"{pair} cannot be fetched ({fault}): try again with a network, or take it from disk with --from"
    )


def take(folder: Path) -> list[str]:
    """Copy the models of a folder, which holds folders such as `ja-en`, to where they are kept; return their
    names. Raise TranslationError when there are none.
    """
    check_package()
    found = [place for place in sorted(_folders(folder)) if any(place.glob("model.*"))]
    if not found:
        raise TranslationError(
            f"{folder} holds no folder of a model, such as ja-en: name the one they are in"
        )
    for place in found:
        shutil.copytree(place, models_folder() / place.name, dirs_exist_ok=True)
    return [place.name for place in found]


def held() -> list[str]:
    """Return the pairs that there are models of."""
    return [place.name for place in sorted(_folders(models_folder())) if any(place.glob("model.*"))]


def _names(source: str, target: str) -> Iterator[tuple[str, str]]:
    return product(ALSO.get(source, (source,)), ALSO.get(target, (target,)))


def _folders(folder: Path) -> Iterable[Path]:
    return (place for place in folder.glob("*-*") if place.is_dir())


def check_package() -> None:
    """Raise TranslationError where the engine is not installed."""
    if find_spec("fxtranslate") is None:
        raise TranslationError(f"there is nothing here that translates: {PACKAGE}")
