"""The vectors of one language: most of them, and what came and went since."""

import numpy as np
import pytest

from index.derived import FILE, keep, kept
from index.queries import Version
from index.scope import EVERYTHING, Scope
from index.slices import FEW, LARGE, Slice, joined, whole

X, Y = np.eye(2, dtype=np.float32)
AUGUST = (20240801, 20240831)


def passages(first, rows, day=AUGUST):
    """Passages from an id on, each of an article a hundred times its id."""
    ids = np.arange(first, first + len(rows))
    return ids, 100 * ids, np.tile(day, (len(rows), 1)), np.array(rows, dtype=np.float32)


def near(held, question, k=10, scope=EVERYTHING, articles=None):
    return held.nearest(question, k, scope, articles)


def test_what_came_since_is_found_with_the_rest_and_the_lower_id_of_equals_first():
    held = joined(Slice(whole(*passages(1, [X, Y]))), *passages(7, [X]))
    held = joined(held, *passages(9, [[0.6, 0.8]]))
    assert near(held, X) == {1: 1, 7: 1, 9: pytest.approx(0.6, abs=0.001), 2: 0}
    assert list(near(held, X, k=2)) == [1, 7]


def test_what_is_gone_is_found_no_more_and_an_id_given_again_is_another_passage():
    held = joined(Slice(whole(*passages(1, [X, Y]))), *passages(7, [X, X]))
    held = held.without([(2, 2), (8, 9)])
    assert near(held, X) == {1: 1, 7: 1}
    assert near(joined(held, *passages(8, [Y])), Y) == {8: 1, 1: 0, 7: 0}


def test_a_scope_is_a_filter_of_articles_and_days():
    held = joined(Slice(whole(*passages(1, [X, Y], (0, 0)))), *passages(7, [X, Y]))
    assert list(near(held, X, scope=Scope(since="2024-08-31"))) == [7, 8]
    assert near(held, X, scope=Scope(until="2024-07")) == {}
    assert list(near(held, X, articles=np.array([200, 700]))) == [7, 2]
    assert not held.has_any(Scope(since="2024-09"), None)


def test_all_is_put_together_anew_when_much_came_or_went():
    some = Slice(whole(*passages(1, np.tile(X, (FEW, 1)))))
    assert not joined(some, *passages(FEW + 1, np.tile(X, (FEW, 1)))).is_due
    assert joined(some, *passages(FEW + 1, np.tile(X, (FEW + 1, 1)))).is_due
    assert not some.without([(1, FEW)]).is_due


@pytest.fixture(scope="module")
def large():
    """As many passages as are kept in a file, on a half circle."""
    angles = np.linspace(0, np.pi, LARGE + 1)
    rows = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    return Slice(whole(*passages(1, rows)))


def test_of_very_many_passages_none_is_missed(large):
    assert large.is_large
    # A step is a 16,000th of a turn: within half precision the nearest are the first on the circle.
    assert max(near(large, X, k=50)) < 1_000
    assert sorted(near(large, X, articles=np.array([100, 2_000_000, 5_000_000]))) == [1, 20_000, 50_000]


def test_slices_are_kept_in_a_file_that_fits_their_library_alone(large, tmp_path):
    held = joined(large, *passages(LARGE + 2, [X])).without([(1, 1)])
    keep(tmp_path, {"en": held}, Version(1, 0, 7))
    found, changes = kept(tmp_path, Version(3, 0, 9))
    assert changes == 7
    assert near(found["en"], X, k=50) == near(held, X, k=50)
    assert kept(tmp_path, Version(1, 0, 6)) == ({}, -1)
    assert kept(tmp_path, Version(1, 2, 9)) == ({}, -1)


@pytest.mark.parametrize("damage", ["a turned bit", "cut short", "gone"])
def test_a_kept_file_that_is_damaged_is_none(large, tmp_path, damage):
    keep(tmp_path, {"en": large}, Version(1, 0, 7))
    raw = bytearray((tmp_path / FILE).read_bytes())
    raw[len(raw) // 2] ^= 1
    (tmp_path / FILE).write_bytes({"a turned bit": raw, "cut short": raw[:-999], "gone": b""}[damage])
    assert kept(tmp_path, Version(1, 0, 7)) == ({}, -1)
