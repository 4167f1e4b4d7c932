"""The candidates of the pair for more than one machine: dense vectors and weighed terms on Milvus."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from grpc import RpcError
from pymilvus import DataType, MilvusClient
from pymilvus.exceptions import MilvusException

from index.cluster.queries import Queries
from index.connection import LibraryError
from index.embed import Vectors
from index.scope import EVERYTHING, Scope, first_day, last_day

# What it has to say we say ourselves, in one line.
logging.getLogger("pymilvus").setLevel(logging.CRITICAL)

# A question waits no longer for an engine that is away.
PATIENCE_S = 10.0
# What Milvus finds at most.
MOST = 16_384
# Four megabytes of vectors; a message may have 64.
ROWS_AT_ONCE = 1_000
# A sparse vector must not be empty: the dimension that no term has.
NOTHING = {0: 1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A passage as it is found: its vector, and the BM25 weight of each of its terms by the term's id."""

    id: int
    article: int
    language: str
    first_day: int
    last_day: int
    vector: Vectors
    weights: Mapping[int, float]


class Milvus:
    """One collection of a Milvus server, made when the first candidates come."""

    def __init__(
        self, address: str, collection: str, *, index: str = "FLAT", options: Mapping[str, Any]
    ) -> None:
        """:raises LibraryError: it cannot be reached, or will not have us."""
        parts = urlsplit(address)
        if parts.password or parts.username:
            raise LibraryError(
                "a password in the address of Milvus can be read by others: leave it out, and set"
                " POLYCITE_MILVUS_TOKEN or name a file as token_file"
            )
        self.name = f"Milvus at {address}"
        self._collection, self._index = collection, index
        # A connection of our own, which no other record in this process closes.
        self._connection = {**options, "uri": address, "timeout": PATIENCE_S, "dedicated": True}
        self._open: MilvusClient | None = None
        self._there = False
        with self._usable():
            pass

    def close(self) -> None:
        """Let go of the server."""
        if self._open is not None:
            self._open.close()
        self._open, self._there = None, False

    def put(self, candidates: Sequence[Candidate]) -> None:
        """Store candidates, in place of those of the same ids."""
        for start in range(0, len(candidates), ROWS_AT_ONCE):
            rows = [_row(candidate) for candidate in candidates[start : start + ROWS_AT_ONCE]]
            with self._usable() as client:
                if not self._exists(client):
                    self._make(client, len(candidates[0].vector))
                client.upsert(self._collection, rows, timeout=PATIENCE_S)

    def drop(self, articles: Sequence[int]) -> None:
        """Take out the candidates of articles."""
        with self._usable() as client:
            if self._exists(client):
                client.delete(self._collection, filter=f"article in {list(articles)}", timeout=PATIENCE_S)

    def empty(self) -> None:
        """Take out the collection."""
        with self._usable() as client:
            client.drop_collection(self._collection, timeout=PATIENCE_S)
        self._there = False

    def count(self) -> int:
        """Return how many candidates there are."""
        with self._usable() as client:
            if not self._exists(client):
                return 0
            found = client.query(
                self._collection,
                output_fields=["count(*)"],
                consistency_level="Strong",
                timeout=PATIENCE_S,
            )
            return int(found[0]["count(*)"])

    def search(self, field: str, asked: object, k: int, condition: str) -> dict[int, float]:
        """Return up to `k` passages that meet a condition with the inner product of their field and what is
        asked, the highest first.
        """
        with self._usable() as client:
            if not self._exists(client):
                return {}
            [found] = client.search(
                self._collection,
                data=[asked],
                anns_field=field,
                limit=min(k, MOST),
                filter=condition,
                search_params={"metric_type": "IP"},
                consistency_level="Strong",
                timeout=PATIENCE_S,
            )
        return {int(hit["id"]): float(hit["distance"]) for hit in found}

    def _exists(self, client: MilvusClient) -> bool:
        if not self._there and client.has_collection(self._collection, timeout=PATIENCE_S):
            client.load_collection(self._collection, timeout=PATIENCE_S)
            self._there = True
        return self._there

    def _make(self, client: MilvusClient, dimensions: int) -> None:
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        for field in ("article", "first_day", "last_day"):
            schema.add_field(field, DataType.INT64)
        schema.add_field("language", DataType.VARCHAR, max_length=16)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
        schema.add_field("terms", DataType.SPARSE_FLOAT_VECTOR)
        indexes = client.prepare_index_params()
        indexes.add_index("vector", index_type=self._index, metric_type="IP")
        indexes.add_index("terms", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        client.create_collection(self._collection, schema=schema, timeout=PATIENCE_S)
        # Nothing is there to be indexed, so nothing to wait for.
        client.create_index(self._collection, indexes, sync=False, timeout=PATIENCE_S)
        client.load_collection(self._collection, timeout=PATIENCE_S)
        self._there = True

    @contextmanager
    def _usable(self) -> Iterator[MilvusClient]:
        """Hold a connection, and turn what Milvus says into one line with its cure. What failed is closed: it
        would be a while before it tried again.
        """
        try:
            if self._open is None:
                self._open = MilvusClient(**self._connection)
            yield self._open
        except (MilvusException, RpcError) as error:
            self.close()
            # Past its deadline a call ends in the error of the transport itself.
            said = str(error.details() if isinstance(error, RpcError) else error.message).partition("\n")[0]
            raise LibraryError(
                f"{self.name} does not answer ({said}): see that it runs and try again;"
                " nothing that was stored is lost"
            ) from error


class MilvusCandidates:
    """What Milvus proposes, less what is not ready in the record, terms scored by what the record says."""

    def __init__(self, record: Queries, milvus: Milvus, version: Callable[[], object]) -> None:
        self._record, self._milvus, self._version = record, milvus, version

    def refresh(self) -> None:
        """See `Candidates`; Milvus is asked, not held."""
        self._version()

    def languages(self, scope: Scope = EVERYTHING) -> tuple[str, ...]:
        """See `Candidates`."""
        return self._record.languages(scope)

    def nearest(
        self, question: Vectors, language: str, k: int, scope: Scope = EVERYTHING
    ) -> dict[int, float]:
        """See `Candidates`."""
        if scope.languages and language not in scope.languages:
            return {}
        condition = self._condition(language, scope)

        def found(k: int) -> tuple[dict[int, float], dict[int, float]]:
            near = self._milvus.search("vector", question.tolist(), k, condition)
            ready = self._record.ready(near)
            return near, {passage: score for passage, score in near.items() if passage in ready}

        return _first(found, k, k)

    def matching(self, rarities: Mapping[str, float], k: int, scope: Scope = EVERYTHING) -> dict[int, float]:
        """See `Candidates`."""
        dimensions = self._record.term_ids(rarities)
        asked = {dimensions[term]: rarity for term, rarity in rarities.items() if term in dimensions}
        if not asked:
            return {}
        average = self._record.average_length()
        matching: dict[int, float] = {}
        for language in self.languages(scope):
            condition = self._condition(language, scope)

            def found(k: int, condition: str = condition) -> tuple[dict[int, float], dict[int, float]]:
                proposed = self._milvus.search("terms", asked, k, condition)
                held = self._record.frequencies(proposed, asked)
                return proposed, {
                    passage: frequencies.score(asked, average)
                    for passage, frequencies in held.items()
                    if frequencies.counts
                }

            # Weights were made when the average passage had another length: what they put last may be better.
            matching |= _first(found, k, 2 * k)
        return dict(sorted(matching.items(), key=_best))

    def vectors(self, passages: Sequence[int]) -> Vectors:
        """See `Candidates`."""
        return self._record.passage_vectors(passages)

    def _condition(self, language: str, scope: Scope) -> str:
        """Return the expression that passages of a language in scope meet."""
        conditions = [f'language == "{language}"']
        if scope.articles:
            conditions.append(f"article in {self._record.named_ids(scope.articles)}")
        if scope.since:
            conditions.append(f"last_day >= {first_day(scope.since)}")
        if scope.until:
            conditions.append(f"first_day > 0 and first_day <= {last_day(scope.until)}")
        return " and ".join(conditions)


def _first(
    found: Callable[[int], tuple[dict[int, float], dict[int, float]]], k: int, asked: int
) -> dict[int, float]:
    """Return the best `k` of what is ready among what is proposed, asking for more where too few are."""
    while True:
        proposed, ready = found(asked)
        if len(ready) >= k or len(proposed) < asked or asked >= MOST:
            return dict(sorted(ready.items(), key=_best)[:k])
        asked *= 2


def _best(scored: tuple[int, float]) -> tuple[float, int]:
    passage, score = scored
    return -score, passage


def _row(candidate: Candidate) -> dict[str, Any]:
    return {
        "id": candidate.id,
        "article": candidate.article,
        "first_day": candidate.first_day,
        "last_day": candidate.last_day,
        "language": candidate.language,
        "vector": candidate.vector.tolist(),
        "terms": dict(candidate.weights) or NOTHING,
    }
