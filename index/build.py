"""The whole way in: read, clean, cut, embed and store articles, doing again only what has changed."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from pathlib import Path

from index.article import Article, ArticleError, Passage
from index.chunk import cut, kept
from index.clean import clean
from index.embed import Models
from index.language import article_language
from index.load import MAX_BYTES, STDIN, read
from index.store import Library, Source
from index.tables import Prepared, text_digest


class Status(StrEnum):
    """What became of one file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    SAME = "same text"
    REMOVED = "removed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file and what became of it. `article` is None when nothing was stored; then `reason` says why."""

    path: str
    status: Status
    article: Article | None = None
    passages: int = 0
    reason: str = ""


def build(
    files: Sequence[Path],
    library: Library,
    models: Models,
    *,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Outcome]:
    """Bring the library up to date with files; yield each once it is safely stored.

    A file that cannot be read fails alone: what the library held of it stays.
    """
    known = library.sources()
    for path in files:
        name = str(path) if path == STDIN else str(path.resolve())
        try:
            _check_name(name)
            digest = "" if path == STDIN else hashlib.sha256(path.read_bytes()).hexdigest()
            if digest and known.get(name) == digest:
                yield Outcome(name, Status.UNCHANGED)
            else:
                article = read(path, max_bytes=max_bytes)
                yield _store(article, Source(name, digest), library, models)
        except (ArticleError, OSError) as error:
            yield Outcome(name, Status.FAILED, reason=str(error))


def _check_name(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        shown = name.encode(errors="replace").decode()
        raise ArticleError(f"{shown}: its name is not UTF-8; rename the file") from None


def prune(folders: Sequence[Path], library: Library) -> Iterator[Outcome]:
    """Take out what was read from `folders` and is no longer there; yield each once it is gone."""
    roots = [str(folder.resolve()) for folder in folders]
    for path in library.sources():
        if any(path == root or path.startswith(f"{root}/") for root in roots) and not Path(path).exists():
            library.forget(path)
            yield Outcome(path, Status.REMOVED)


def _store(article: Article, source: Source, library: Library, models: Models) -> Outcome:
    digest = text_digest(article.text)
    names = library.names()
    if digest in names:
        library.link(source, digest)
        # A file that was moved: what it was called before holds nothing any more.
        for path in library.paths(digest):
            if path != str(STDIN) and not Path(path).exists():
                library.forget(path)
        return Outcome(source.path, Status.SAME, replace(article, name=names[digest]))
    status = Status.REPLACED if source.path in library.sources() else Status.ADDED
    taken = set(names.values()) - {library.held_only_by(source.path)}
    cleaned = clean(replace(article, name=_unused(article.name, taken)))
    prepared = prepare(replace(cleaned, language=article_language(_citable(cleaned))), models)
    library.put(source, prepared)
    return Outcome(source.path, status, prepared.article, len(prepared.passages))


def prepare(article: Article, models: Models) -> Prepared:
    """Cut and embed one article; raise ArticleError when it holds nothing to cite."""
    passages = cut(article, count_tokens=models.tokens.count_tokens)
    if not passages:
        raise ArticleError(f"{article.name}: nothing but page furniture, no sentence to cite; check the file")
    sentences = tuple(dict.fromkeys(sentence for passage in passages for sentence in passage.sentences))
    texts = [article.text[sentence.start : sentence.end] for sentence in sentences]
    # One call for both: the embedder puts texts of like length together.
    vectors = models.embedder.embed([in_context(article, passage) for passage in passages] + texts)
    return Prepared(
        article=article,
        passages=passages,
        sentences=sentences,
        passage_vectors=vectors[: len(passages)],
        sentence_vectors=vectors[len(passages) :],
        sentence_tokens=models.tokens.tokens(texts),
        title_tokens=models.tokens.tokens([article.title])[0],
    )


def in_context(article: Article, passage: Passage) -> str:
    """Return what is embedded for a passage: its article's headline and date, then its words."""
    return "\n".join(filter(None, (article.title, article.date, article.text[passage.start : passage.end])))


def _citable(article: Article) -> str:
    return "".join(article.text[start:end] for start, end in kept(article))


def _unused(name: str, names: Collection[str]) -> str:
    """Return the name, with a number after it when another article has it already."""
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(candidate for candidate in numbered if candidate not in names)
