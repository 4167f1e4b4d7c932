"""What a text says that another does not."""

import pytest

from rag.checks.covering import added, covered, share, words


def test_a_text_covers_itself(models):
    text = words("The bridge was opened.", models.tokens)
    assert share(text, covered(text, text)) == pytest.approx(1.0, abs=1e-3)
    assert added(text, text) == (0.0, 0, 0)


def test_the_stretch_that_was_added_says_what_the_evidence_does_not(models):
    claim = "The bridge over the strait was opened, and nine elephants danced in the opera house of Vienna."
    said, cited = (words(text, models.tokens) for text in (claim, "Il ponte sullo stretto è stato aperto."))
    lack, start, end = added(said, cited)
    assert lack > 2
    assert "elephants danced in the opera" in claim[start:end]


def test_an_empty_text_says_nothing(models):
    empty, text = words("", models.tokens), words("The bridge.", models.tokens)
    assert (share(empty, covered(empty, text)), added(empty, text)) == (0.0, (0.0, 0, 0))
    assert share(text, covered(text, empty)) == 0.0
