"""One bit of a file turns: either nothing changes in what is answered, or it is an error in one line."""

import random
import shutil
from contextlib import closing

import pytest
from attack import tell, times, write_articles

from index.archive import backup, restore
from index.build import build
from index.checkup import checkup
from index.connection import CHANGES, FILE, LibraryError
from index.feedback import FILE as FEEDBACK
from index.feedback import Feedback, Opinion, give, given
from index.load import find
from index.models import FAST, open_models
from index.search import PassageIndex
from index.store import create, model_of, open_library
from rag.ask import Collection, ask

QUESTIONS = ("When did the lighthouse 2 get its lamp 7?", "Which keeper got the lamp 3?")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small index with feedback and, as a killed process leaves it, its log; and a backup beside it."""
    place = tmp_path_factory.mktemp("flips")
    articles = write_articles(place / "articles", 3, lines=10)
    write_articles(articles, 3, lines=10, about="keeper")
    models = open_models(FAST)
    with closing(create(place / "index", models.embedder.name)) as library:
        list(build(find(articles)[:4], library, models))
    library = open_library(place / "index", models.embedder.name)
    list(build(find(articles), library, models))
    for question in QUESTIONS:
        give(library, Feedback(Opinion.HELPFUL, question, "en", (("keeper000", "lamp"),)))
    shutil.copytree(place / "index", place / "killed", ignore=shutil.ignore_patterns("*-shm", "*.lock"))
    library.close()
    # Whoever opens the killed one folds its log in.
    shutil.copytree(place / "killed", place / "copy")
    backup(place / "copy", place / "killed" / "kept.zip")
    return place / "killed"


def told(folder):
    """Everything that a reader can get out of an index."""
    models = open_models(model_of(folder))
    with closing(open_library(folder, models.embedder.name)) as library:
        collection = Collection(PassageIndex(library), models, reads=False)
        answers = [ask(question, collection) for question in QUESTIONS]
        said = [(answer.text, [citation.quote for citation in answer.citations]) for answer in answers]
        return said, library.articles(), library.sources(), given(library)


def restored(folder):
    restore(folder / "kept.zip", folder / "again")
    return told(folder / "again")


@pytest.mark.parametrize(
    ("name", "read"),
    [(FILE, told), (f"{FILE}-wal", told), (CHANGES, told), (FEEDBACK, told), ("kept.zip", restored)],
)
def test_no_turned_bit_changes_what_is_answered_without_an_error(folder, tmp_path, name, read):
    shutil.copytree(folder, tmp_path / "whole")
    expected = read(tmp_path / "whole")
    size, chance = (folder / name).stat().st_size, random.Random(name)
    errors, flips = 0, times(40, 1_000)
    for flip in range(flips):
        place = tmp_path / f"{flip}"
        shutil.copytree(folder, place)
        content = bytearray((place / name).read_bytes())
        content[chance.randrange(size)] ^= 1 << chance.randrange(8)
        (place / name).write_bytes(content)
        try:
            found = read(place)
        except LibraryError:
            errors += 1
            if read is told:
                assert list(checkup(place))
        else:
            assert found == expected
        shutil.rmtree(place)
    tell(f"{name}: {flips} bits turned, {errors} errors, no other answer")
