"""Libraries of the fast model, compared by all that they hold."""

from index.build import bring
from index.models import FAST, open_models
from index.store import create

TABLES = ("articles", "sources", "removals", "places", "sentences", "passages", "sums")
LIMIT = 1_000_000


def empty(folder):
    return create(folder, open_models(FAST).embedder.name)


def rows(library):
    """All that a library holds, byte for byte."""
    return {table: library.rows(f"SELECT * FROM {table}") for table in TABLES}


def by_one(items, library):
    """Bring a library up to date by one process."""
    models = open_models(FAST)
    return [bring(item.file, item.name, library, models, max_bytes=LIMIT) for item in items]
