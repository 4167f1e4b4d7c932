"""The whole way in: read, clean, cut, embed and store articles, doing again only what has changed."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import numpy as np

from index import feedback
from index.article import Article, ArticleError
from index.chunk import PASSAGE_TOKENS, CountTokens, cut, kept
from index.clean import clean
from index.embed import Embedder, Models, Vectors
from index.fetch import is_address
from index.language import article_language
from index.load import MAX_BYTES, STDIN, read
from index.record import Prepared, Record, Source, text_digest
from index.sources import is_there
from index.store import LibraryError
from index.stores import here

# A second or two of a small contextual model on one core.
TEXTS_AT_ONCE = 64

# Told how much is done, and of how much.
Progress = Callable[[int, int], None]


def unseen(done: int, total: int) -> None:
    """Show no progress."""


class Status(StrEnum):
    """What became of one file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    SAME = "same text"
    REMOVED = "removed"
    PASSED_OVER = "passed over"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file and what became of it. `article` is None when nothing was stored; then `reason` says why."""

    path: str
    status: Status
    article: Article | None = None
    passages: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What was read of a file; `prepared` is None where the library holds the text already."""

    source: Source
    article: Article
    prepared: Prepared | None


class Known(Protocol):
    """What reading asks of a library; see `Record`."""

    def source(self, path: str) -> tuple[str, str] | None:
        """Return the digest of the bytes of a source and the name of its article, None when it is unknown."""

    def name_of(self, digest: str) -> str | None:
        """Return the name of the article whose text has that digest, None when there is none."""


def build(
    files: Sequence[Path],
    library: Record,
    models: Models,
    *,
    max_bytes: int = MAX_BYTES,
    progress: Progress = unseen,
) -> Iterator[Outcome]:
    """Bring the library up to date with files; yield each once it is safely stored.

    A file that cannot be read fails alone: what the library held of it stays. `progress` is told how many
    texts of the file's passages and sentences are embedded, and how many there are.
    """
    for path in files:
        name = str(path) if path == STDIN else str(path.resolve())
        yield bring(path, name, library, models, max_bytes=max_bytes, progress=progress)


def bring(
    file: Path,
    name: str,
    library: Record,
    models: Models,
    *,
    max_bytes: int = MAX_BYTES,
    progress: Progress = unseen,
) -> Outcome:
    """Bring the library up to date with one file, as what is known by `name`: a path or an address."""
    try:
        with here(file, name, most=max_bytes) as found:
            incoming = read_in(found, name, library, models, max_bytes=max_bytes, progress=progress)
        return put_in(incoming, library) if incoming else Outcome(name, Status.UNCHANGED)
    except (ArticleError, OSError) as error:
        return Outcome(name, Status.FAILED, reason=str(error).replace(str(file), name))


def read_in(
    file: Path,
    name: str,
    library: Known,
    models: Models,
    *,
    max_bytes: int = MAX_BYTES,
    progress: Progress = unseen,
) -> Incoming | None:
    """Return what a library is to hold of a file that lies, or will lie, at the path `name`; None when it
    holds it already. Nothing is changed: this is what takes time, and needs no lock.

    :raises ArticleError: no article can be made of it.
    """
    check_name(name)
    digest = "" if file == STDIN else hashlib.sha256(file.read_bytes()).hexdigest()
    held = library.source(name)
    if digest and held and held[0] == digest:
        return None
    try:
        article = _named(read(file, max_bytes=max_bytes), name)
        prepared = None
        if library.name_of(text_digest(article.text)) is None:
            cleaned = clean(article)
            cleaned = replace(cleaned, language=article_language(_citable(cleaned)))
            prepared = prepare(cleaned, models, progress)
    except (ArticleError, OSError):
        raise
    except Exception as error:
        # One article must not cost the others, whatever is wrong with it.
        fault = f"{name}: cannot become an article ({type(error).__name__}: {error}); save its text as .txt"
        raise ArticleError(fault) from error
    return Incoming(Source(name, digest), article, prepared)


def _named(article: Article, name: str) -> Article:
    """Return the article under the last part of the name it is known by, and of its address."""
    if name == str(STDIN):
        return article
    called = Path(urlsplit(name).path if is_address(name) else name).stem or urlsplit(name).netloc
    return replace(article, name=called, url=article.url or (name if is_address(name) else ""))


def put_in(incoming: Incoming, library: Record) -> Outcome:
    """Store what was read of a file."""
    source, article, prepared = incoming.source, incoming.article, incoming.prepared
    digest = text_digest(article.text)
    name = library.name_of(digest)
    if name is not None:
        return _put_again(source, article, name, library)
    if prepared is None:
        raise ArticleError(f"{article.name}: the same text was taken out meanwhile; try again")
    held = library.source(source.path)
    named = replace(prepared.article, name=_unused(article.name, _goes(source, library), library))
    library.put(source, replace(prepared, article=named))
    return Outcome(source.path, Status.REPLACED if held else Status.ADDED, named, len(prepared.passages))


def _put_again(source: Source, article: Article, name: str, library: Record) -> Outcome:
    """Say of an article that is stored already, under that name, that a source holds it too."""
    digest = text_digest(article.text)
    library.link(source, digest)
    # A file that was moved: what it was called before holds nothing any more.
    for other in library.sources_of(name):
        if other.path != source.path and not is_there(other.path):
            library.forget(other.path)
    if [each.path for each in library.sources_of(name)] == [source.path]:
        before, name = name, _unused(article.name, name, library)
        library.rename(digest, name)
        # Feedback that cannot be read is no reason to read no articles; `polycite check` tells of it.
        with suppress(LibraryError):
            feedback.rename(library, before, name)
    return Outcome(source.path, Status.SAME, replace(article, name=name))


def _goes(source: Source, library: Record) -> str | None:
    """Return the name of the article that no other source holds, and that goes when this one changes."""
    held = library.source(source.path)
    return held[1] if held and len(library.sources_of(held[1])) == 1 else None


def check_name(name: str) -> None:
    """:raises ArticleError: no library can keep a source by that name."""
    try:
        name.encode()
    except UnicodeEncodeError:
        shown = name.encode(errors="replace").decode()
        raise ArticleError(f"{shown}: its name is not UTF-8; rename the file") from None


def gone(library: Record) -> list[str]:
    """Return the files that are no longer there and go on answering, sorted; `prune` takes them out."""
    return sorted(name for name in library.sources() if not is_there(name))


def prune(folders: Sequence[Path], library: Record) -> Iterator[Outcome]:
    """Take out what was read from `folders` and is no longer there; yield each once it is gone."""
    roots = [str(folder.resolve()) for folder in folders]
    for path in library.sources():
        if any(path == root or path.startswith(f"{root}/") for root in roots) and not is_there(path):
            library.forget(path)
            yield Outcome(path, Status.REMOVED)


def prepare(article: Article, models: Models, progress: Progress = unseen) -> Prepared:
    """Cut and embed one article; raise ArticleError when it holds nothing to cite. See `build`."""
    above = heading(article, models.embedder)
    passages = cut(article, count_tokens=_counter(above, models))
    if not passages:
        raise ArticleError(f"{article.name}: nothing but page furniture, no sentence to cite; check the file")
    sentences = tuple(dict.fromkeys(sentence for passage in passages for sentence in passage.sentences))
    headed = [above + article.text[passage.start : passage.end] for passage in passages]
    texts = [article.text[sentence.start : sentence.end] for sentence in sentences]
    vectors = _embedded(headed + texts, models, progress)
    return Prepared(
        article=article,
        passages=passages,
        sentences=sentences,
        passage_vectors=vectors[: len(passages)],
        sentence_vectors=vectors[len(passages) :],
        sentence_tokens=models.tokens.tokens(texts),
        title_tokens=models.tokens.tokens([article.title])[0],
    )


def _embedded(texts: Sequence[str], models: Models, progress: Progress) -> Vectors:
    """Return the vectors of texts, shape (len(texts), dimensions), embedded with those of like length."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors: dict[int, Vectors] = {}
    for done in range(0, len(texts), TEXTS_AT_ONCE):
        progress(done, len(texts))
        block = order[done : done + TEXTS_AT_ONCE]
        vectors |= zip(block, models.embedder.embed([texts[place] for place in block]), strict=True)
    progress(len(texts), len(texts))
    return np.stack([vectors[place] for place in range(len(texts))])


def _counter(above: str, models: Models) -> CountTokens:
    """Return what counts tokens so that a passage of PASSAGE_TOKENS fits the embedder below its heading."""
    tokens, embedder = models.tokens, models.embedder
    [taken] = embedder.count_tokens([above])
    room = max(embedder.longest - taken, 1)

    def count(texts: Sequence[str]) -> list[int]:
        pairs = zip(tokens.count_tokens(texts), embedder.count_tokens(texts), strict=True)
        return [max(own, -(-theirs * PASSAGE_TOKENS // room)) for own, theirs in pairs]

    return count


def heading(article: Article, embedder: Embedder) -> str:
    """Return what is read above each passage: the date, and the headline, halved until it takes no more than
    a quarter of what the embedder reads.
    """
    title = article.title
    while title and embedder.count_tokens([title])[0] > embedder.longest // 4:
        title = title[: len(title) // 2]
    return "".join(f"{part}\n" for part in (title, article.date) if part)


def _citable(article: Article) -> str:
    return "".join(article.text[start:end] for start, end in kept(article))


def _unused(name: str, free: str | None, library: Record) -> str:
    """Return the name, with a number after it when another article than the one named `free` has it."""
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(candidate for candidate in numbered if candidate == free or not library.is_taken(candidate))
