"""Polycite's retriever as a llama-index one: its query engines, agents and evaluators can be put on top."""

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.ask import Collection, search
from rag.retrieve import Hit


class SentenceRetriever(BaseRetriever):
    """Retrieves up to `k` sentences of a collection, best first, each a node with its exact offsets.

    A node's text is `article.text[start_char_idx:end_char_idx]`; its metadata names the article, its title,
    language and date. Raises QuestionError for a question that cannot be asked.
    """

    def __init__(self, collection: Collection, *, k: int = 10) -> None:
        super().__init__()
        self._collection = collection
        self._k = k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = search(query_bundle.query_str, self._collection, k=self._k)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in hits]


def _node(hit: Hit) -> TextNode:
    article, sentence = hit.article, hit.sentence
    return TextNode(
        id_=f"{article.name}:{sentence.start}-{sentence.end}",
        text=article.text[sentence.start : sentence.end],
        start_char_idx=sentence.start,
        end_char_idx=sentence.end,
        metadata={
            "article": article.name,
            "title": article.title,
            "language": article.language,
            "date": article.date,
        },
    )
