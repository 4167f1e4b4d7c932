"""How articles begin: what an overview says of each."""

from index.article import Passage, Sentence
from index.record import Record
from index.scope import Scope
from index.search import PassageIndex
from rag.records import Quote

# Articles that an overview names.
NAMED = 12


def beginnings(index: PassageIndex, scope: Scope) -> list[Quote]:
    """Return the first sentence that is not the headline, of the latest articles in scope."""
    with index.snapshot():
        return _beginnings(index.library, scope)


def _beginnings(library: Record, scope: Scope) -> list[Quote]:
    entries = library.entries(scope, k=NAMED)
    articles = library.by_id(entry.id for entry in entries)
    quotes = []
    passages = {passage.article: passage for passage in library.passages(entry.first for entry in entries)}
    for entry in entries:
        passage = passages[entry.id]
        rows = library.sentences(range(passage.first, passage.last + 1))
        stretches = zip(rows.starts.tolist(), rows.ends.tolist(), strict=True)
        sentences = tuple(Sentence(start, end) for start, end in stretches)
        article = articles[entry.id]
        told = (each for each in sentences if article.text[each.start : each.end] != article.title)
        shown = next(told, sentences[0])
        around = Passage(sentences[0].start, sentences[-1].end, sentences)
        quotes.append(Quote(article, around, shown.start, shown.end))
    return quotes
