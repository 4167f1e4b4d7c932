"""Records with their candidates, one way to make each: what `index/test_pairs.py` holds them all to."""

from index.store import create, open_library


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


PAIRS = [Embedded]
