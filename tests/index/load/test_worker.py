"""A file that takes too much costs itself and no other."""

import time

import pytest
from made import zipped

import index.load.worker as limits
from index.load.extract import Extract, Unreadable
from index.load.worker import Worker

HEAVY = "takes too much time or memory to read; save its text as .txt"


@pytest.fixture
def worker():
    worker = Worker()
    yield worker
    worker.close()


def test_a_file_that_takes_too_much_memory_fails_and_the_next_is_read(monkeypatch, worker):
    monkeypatch.setattr(limits, "MEMORY", 200_000_000)
    with pytest.raises(Unreadable) as fault:
        worker.extract(b"It rains. " * 5_000_000, ".txt", characters=100_000_000)
    assert str(fault.value) == HEAVY
    monkeypatch.undo()
    assert worker.extract(b"It rains.", ".txt", characters=1000) == Extract("It rains.")


def test_what_is_far_larger_once_it_is_open_is_not_opened(worker):
    raw = zipped({"content.xml": " " * 310_000_000})
    with pytest.raises(Unreadable) as fault:
        worker.extract(raw, ".odt", characters=1000)
    assert (len(raw) < 1_000_000, str(fault.value)) == (True, HEAVY)


def test_a_file_that_takes_too_long_fails_and_the_next_is_read(monkeypatch, worker):
    monkeypatch.setattr(limits, "SECONDS", 0)
    monkeypatch.setattr(limits, "SECONDS_PER_MEGABYTE", 0)
    monkeypatch.setattr(limits, "PATIENCE", 1)
    before = time.monotonic()
    with pytest.raises(Unreadable) as fault:
        worker.extract(b"x" * 5_000_000, ".txt", characters=10_000_000)
    assert (str(fault.value), time.monotonic() - before < 5) == (HEAVY, True)
    monkeypatch.undo()
    assert worker.extract(b"It rains.", ".txt", characters=1000) == Extract("It rains.")


def test_more_text_than_asked_for_is_a_fault(worker):
    with pytest.raises(Unreadable, match="holds more than 3 characters of text: split it or raise the limit"):
        worker.extract(b"It rains.", ".txt", characters=3)


def test_half_a_surrogate_pair_is_no_character(worker):
    found = worker.extract(rb"{\rtf1 It \u-10179?rains.}", ".rtf", characters=1000)
    assert found.text == "It \ufffdrains."
