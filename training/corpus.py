"""Parallel text: files of translated pairs, and which pairs a training step sees."""

import lzma
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

# How near each source is to articles and to questions about them: running news text first, dictionaries last.
_WEIGHTS = {
    "wmt21": 1.4, "wmt22": 1.4, "wmt23": 1.4, "wmt24": 1.4, "stsb": 1.6,
    "tatoeba": 1.2, "tanaka": 1.2,
    "freecodecamp": 0.7, "osguide": 1.0, "hfcourse": 0.8, "gnome": 0.8,
    "wordnet": 0.45, "wordnetdef": 0.45, "names": 0.5, "switched": 0.8,
}  # fmt: skip
_OTHER_WEIGHT = 0.6
# Italian has less text than the others, and most of it from dictionaries and lessons.
_ITALIAN_WEIGHT = 2.0
# One name in this many is never trained on, so that training.names can measure on it.
_HELD_OUT_NAMES = 32
# What Italian WordNet and WMT hold where there is no translation.
_MISSING = frozenset({"GAP!", "NO TRANSLATION AVAILABLE"})
# WMT24's tests of whether a system obeys what it is to translate; what came out is often no translation.
_OBEDIENCE_TEST = re.compile(
    "JSON|Resumption of the session|セッションの再開|会议恢复|Don't translate|翻訳しない|不要翻译"
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Translated pairs of one source in one pair of languages; `pairs` holds (left text, right text)."""

    source: str
    left_language: str
    right_language: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def weight(self) -> float:
        """How often to draw from this corpus, relative to others: more if large, but less than its size."""
        italian = _ITALIAN_WEIGHT if "it" in (self.left_language, self.right_language) else 1.0
        return float(len(self.pairs) ** 0.75) * _WEIGHTS.get(self.source, _OTHER_WEIGHT) * italian


def read_corpora(folder: Path) -> tuple[Corpus, ...]:
    """Return one corpus per source and language pair from the `LEFT-RIGHT.tsv.xz` files in `folder`.

    Names that are held out are not among them.

    :raises FileNotFoundError: if the folder holds no such file.
    """
    files = sorted(folder.glob("??-??.tsv.xz"))
    if not files:
        raise FileNotFoundError(
            f"No LEFT-RIGHT.tsv.xz in {folder}: training/README.md says where to get them"
        )
    return tuple(_without_held_out(corpus) for file in files for corpus in _read_file(file))


def read_held_out_names(folder: Path) -> tuple[Corpus, ...]:
    """Return the names that `read_corpora` leaves out, one corpus per pair of languages."""
    files = sorted(folder.glob("en-??.tsv.xz"))
    corpora = (corpus for file in files for corpus in _read_file(file) if corpus.source == "names")
    return tuple(
        replace(corpus, pairs=tuple(pair for pair in corpus.pairs if is_held_out(pair[0])))
        for corpus in corpora
    )


def is_held_out(name: str) -> bool:
    """Return whether a Latin name is kept for measuring, in every script: its CRC-32 divides by 32."""
    return zlib.crc32(name.casefold().encode()) % _HELD_OUT_NAMES == 0


def _without_held_out(corpus: Corpus) -> Corpus:
    if corpus.source != "names":
        return corpus
    return replace(corpus, pairs=tuple(pair for pair in corpus.pairs if not is_held_out(pair[0])))


def _read_file(file: Path) -> Iterator[Corpus]:
    left_language, right_language = file.name.split(".")[0].split("-")
    by_source: dict[str, list[tuple[str, str]]] = {}
    with lzma.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            source, left, right = line.rstrip("\n").split("\t")
            if _MISSING & {left, right} or (source == "wmt24" and _OBEDIENCE_TEST.search(left + right)):
                continue
            by_source.setdefault(source, []).append((left, _joined(right) if source == "names" else right))
    for source, pairs in sorted(by_source.items()):
        yield Corpus(source, left_language, right_language, tuple(pairs))


def _joined(name: str) -> str:
    """Return a name that comes with its characters apart ("ア ブ デ ル") as it is written."""
    return name.replace(" ", "")


def sample_texts(corpora: Sequence[Corpus], language: str, characters: int, seed: int) -> list[str]:
    """Return texts of one language, about `characters` in all, drawn from its corpora by their weights.

    No text is drawn twice, so a small corpus may run out and leave its share to the others.
    """
    generator = random.Random(seed)
    shelves = [
        (corpus.weight, _shuffled(corpus, language, generator))
        for corpus in corpora
        if language in (corpus.left_language, corpus.right_language)
    ]
    texts: list[str] = []
    while characters > 0 and (filled := [(weight, shelf) for weight, shelf in shelves if shelf]):
        weights, stacks = zip(*filled, strict=True)
        texts.append(generator.choices(stacks, weights)[0].pop())
        characters -= len(texts[-1])
    return texts


def _shuffled(corpus: Corpus, language: str, generator: random.Random) -> list[str]:
    side = (corpus.left_language, corpus.right_language).index(language)
    texts = [pair[side] for pair in corpus.pairs]
    generator.shuffle(texts)
    return texts
