"""Records with their candidates, one way to make each: what `index/test_pairs.py` holds them all to."""

import os
import secrets
from importlib.util import find_spec

from engines import has_postgres, postgres_address

from index.cluster.named import FILE
from index.engines import create, open_library


class Embedded:
    """SQLite and FAISS in a folder."""

    def __init__(self, folder, model):
        self._folder, self._model = folder, model

    def create(self):
        """Return an empty record."""
        return create(self._folder, self._model)

    def open(self):
        """Return the record that was made, as another process has it."""
        return open_library(self._folder, self._model)

    def close(self):
        """Leave nothing running."""


class Cluster(Embedded):
    """PostgreSQL and Milvus, those that POLYCITE_POSTGRES and POLYCITE_MILVUS_URI name or the tests' own."""

    def __init__(self, folder, model):
        import psycopg

        super().__init__(folder, model)
        self.schema = f"polycite_{secrets.token_hex(4)}"
        with psycopg.connect(postgres_address(), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {self.schema}")
        self._lite = folder / "milvus.db"
        folder.mkdir(parents=True)
        candidates = os.environ.get("POLYCITE_MILVUS_URI") or self._lite
        joined = "&" if "?" in postgres_address() else "?"
        record = f"{postgres_address()}{joined}options=-csearch_path%3D{self.schema}"
        (folder / FILE).write_text(f'record = "{record}"\ncandidates = "{candidates}"\n')

    def close(self):
        import psycopg
        from milvus_lite.server_manager import server_manager_instance
        from pymilvus import MilvusClient

        with psycopg.connect(postgres_address(), autocommit=True) as connection:
            if milvus := os.environ.get("POLYCITE_MILVUS_URI"):
                client = MilvusClient(milvus, token=os.environ.get("POLYCITE_MILVUS_TOKEN", ""))
                for (collection,) in connection.execute(f"SELECT collection FROM {self.schema}.about"):
                    client.drop_collection(collection)
            server_manager_instance.release_server(str(self._lite))
            connection.execute(f"DROP SCHEMA {self.schema} CASCADE")


PAIRS = [Embedded]
if has_postgres() and find_spec("psycopg") and find_spec("milvus_lite"):
    PAIRS.append(Cluster)
