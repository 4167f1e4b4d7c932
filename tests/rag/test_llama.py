import pytest

from index.article import Article
from index.build import prepare
from index.search import PassageIndex
from index.store import Source, create
from rag.ask import Collection

TEXT = "The bridge was closed in March. A museum opened its doors in May."


@pytest.mark.slow
def test_llama_index_gets_sentences_with_their_offsets(tmp_path, models):
    from rag.llama import SentenceRetriever

    library = create(tmp_path, models.embedder.name)
    library.put(Source("a", ""), prepare(Article("news", TEXT, language="en"), models))
    retriever = SentenceRetriever(Collection(PassageIndex(library), models), k=1)
    [found] = retriever.retrieve("When did the museum open?")
    assert found.node.text == "A museum opened its doors in May."
    assert TEXT[found.node.start_char_idx : found.node.end_char_idx] == found.node.text
    assert found.node.metadata == {"article": "news", "title": "", "language": "en", "date": ""}
