"""What is asked: an index with the models that find in it and read what was found."""

from dataclasses import dataclass
from pathlib import Path

from index.embed import Models
from index.engines import model_of, open_library
from index.models import FAST, open_models
from index.reader import ReadingModel, reading_model
from index.search import PassageIndex
from rag.policy import Policy, policy_of
from rag.writing.writers import Writer


@dataclass(frozen=True, slots=True)
class Collection:
    """An index opened for questions, with the models that find and read, and one that writes if there is one.

    Where it does not `read`, as in an index made with `--fast`, the nearest sentences are the answer.
    """

    index: PassageIndex
    models: Models
    writer: Writer | None = None
    reads: bool = True

    @property
    def reader(self) -> ReadingModel:
        """Return the model that reads, loaded once."""
        return reading_model()

    @property
    def policy(self) -> Policy:
        """Return what was fitted for that model."""
        return policy_of(self.reader)


def open_collection(folder: Path, writer: Writer | None = None) -> Collection:
    """Open the index in `folder` with the model it was made with; raise LibraryError when it is missing or
    damaged, ModelError when there is no such model any more.
    """
    name = model_of(folder)
    models = open_models(name)
    index = PassageIndex(open_library(folder, models.embedder.name))
    return Collection(index, models, writer, reads=name != FAST)
