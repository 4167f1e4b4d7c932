"""Killed at any moment, nothing that was reported is lost and nothing is there in part."""

import random
from contextlib import closing
from pathlib import Path

import pytest
from attack import fast_name, killed, tell, texts, times, write_articles

from index.archive import backup, restore
from index.build import build
from index.checkup import checkup
from index.feedback import Feedback, Opinion, give, given
from index.load import find
from index.models import FAST, open_models
from index.store import LibraryError, create, exists, open_library, remade
from index.writing import writing
from page.shelf import add, remove, undo

ARTICLES = 15
HELPFUL = Feedback(Opinion.HELPFUL, "Which lamp?", "en", (("lighthouse000", "lamp"),))


def made(folder, articles):
    models = open_models(FAST)
    with writing(folder), closing(create(folder, models.embedder.name)) as library:
        list(build(find(articles), library, models))


def indexing(pipe, folder, articles):
    models = open_models(FAST)
    pipe.send("ready")
    with writing(folder):
        opener = open_library if exists(folder) else create
        with closing(opener(folder, models.embedder.name)) as library:
            for outcome in build(find(articles), library, models):
                pipe.send(outcome.article.name)


def remaking(pipe, folder, articles):
    models = open_models(FAST)
    pipe.send("ready")
    with writing(folder), remade(folder, models.embedder.name) as library:
        for _ in build(find(articles), library, models):
            pass
    pipe.send("swapped")


def uploading(pipe, folder, articles):
    models = open_models(FAST)
    pipe.send("ready")
    for file in find(articles):
        [change] = add([file], folder, models)
        pipe.send((change.name, str(change.status)))
    undo(change, folder, models)
    pipe.send("undone")
    remove("keeper000", folder, models)
    pipe.send("removed")


def saying(pipe, folder):
    with closing(open_library(folder, fast_name())) as library:
        pipe.send("ready")
        for number in range(200):
            give(library, HELPFUL)
            pipe.send(number)


def backing_up(pipe, folder, file):
    pipe.send("ready")
    backup(folder, Path(file))
    pipe.send("written")


def restoring(pipe, file, folder):
    pipe.send("ready")
    restore(Path(file), folder)
    pipe.send("restored")


@pytest.fixture
def old(tmp_path):
    """An index of ARTICLES lighthouses."""
    made(tmp_path / "index", write_articles(tmp_path / "old", ARTICLES))
    return tmp_path / "index"


def test_a_killed_index_holds_what_was_printed(tmp_path):
    articles, reported = write_articles(tmp_path / "articles", ARTICLES), 0
    for seed in range(attempts := times(3, 200)):
        said = killed(indexing, seed, 1.0, tmp_path / f"{seed}", articles)
        held = texts(tmp_path / f"{seed}") if exists(tmp_path / f"{seed}") else {}
        assert set(said) <= set(held)
        assert len(held) <= len(said) + 1
        reported += len(said)
    tell(f"index: {attempts} kills, {reported} articles reported, all held")


def test_a_killed_remaking_leaves_the_old_index_or_the_new_one_whole(old, tmp_path):
    old_texts = texts(old)
    new = write_articles(tmp_path / "new", ARTICLES, about="keeper")
    new_names = {path.stem for path in new.iterdir()}
    swapped = 0
    for seed in range(attempts := times(3, 200)):
        said = killed(remaking, seed, 1.5, old, new)
        held = texts(old)
        assert held == old_texts or set(held) == new_names
        assert not said or set(held) == new_names
        swapped += set(held) == new_names
        if set(held) == new_names:
            made(old, write_articles(tmp_path / "old", ARTICLES))
            old_texts = texts(old)
            with writing(old), remade(old, fast_name()) as library:
                list(build(find(tmp_path / "old"), library, open_models(FAST)))
            old_texts = texts(old)
    tell(f"index --from-scratch: {attempts} kills, {swapped} after the swap, never a part")


def test_a_killed_upload_is_there_whole_or_not_at_all(old, tmp_path):
    new = write_articles(tmp_path / "new", 6, about="keeper")
    contents = {path.stem: path.read_text(encoding="utf-8") for path in new.iterdir()}
    reported = 0
    for seed in range(attempts := times(3, 200)):
        said = killed(uploading, seed, 2.0, old, new)
        # The next change settles what was left.
        with writing(old), closing(open_library(old, fast_name())) as library:
            from page.keeping import settle

            settle(old, library)
        assert [line for line in checkup(old) if "is gone" not in line] == []
        held = texts(old)
        for line in said:
            if isinstance(line, tuple) and line[0] not in ("keeper000", "keeper005"):
                assert held[line[0]] == contents[line[0]]
        files = {path.stem: path.read_text(encoding="utf-8") for path in (old / "uploaded").glob("[!.]*")}
        assert all(contents[name] == text for name, text in files.items())
        assert set(held) - {f"lighthouse{number:03}" for number in range(ARTICLES)} <= set(contents)
        reported += len(said)
    tell(f"uploads, undoing, removing: {attempts} kills, {reported} changes reported, all held")


def test_killed_feedback_is_kept_as_far_as_it_was_given(old):
    reported = 0
    for seed in range(attempts := times(3, 200)):
        reported += len(killed(saying, seed, 0.5, old))
        with closing(open_library(old, fast_name())) as library:
            assert reported <= len(given(library)) <= reported + seed + 1
    tell(f"feedback: {attempts} kills, {reported} opinions given, none lost")


def test_a_killed_backup_leaves_no_file_and_a_killed_restore_no_index(old, tmp_path):
    held, whole = texts(old), tmp_path / "whole.zip"
    backup(old, whole)
    for seed in range(attempts := times(3, 200)):
        file, folder = tmp_path / f"{seed}.zip", tmp_path / f"{seed}"
        longest = random.Random(seed).choice((0.02, 0.1))
        if not killed(backing_up, seed, longest, old, file) and file.exists():
            restore(file, tmp_path / f"{seed}again")
        killed(restoring, seed, longest, whole, folder)
        if exists(folder):
            assert texts(folder) == held
        else:
            with pytest.raises(LibraryError, match="holds no index"):
                texts(folder)
            restore(whole, folder)
            assert texts(folder) == held
    tell(f"backup and restore: {attempts} kills each, never a part")
