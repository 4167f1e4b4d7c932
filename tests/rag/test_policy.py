"""Fitted figures: what they make of evidence, and for which model they hold."""

import pytest

from index.embed import ModelError
from rag.policy import Odds, bundled_policy, policy_of, read_policy


@pytest.mark.parametrize(
    ("evidence", "probability"),
    [
        ({"near": 0.0, "far": 0.0}, 1 / (1 + 2.718281828**-0.5)),
        # 0.5 + 2 * 0.75 - 1 * 2 = 0
        ({"near": 0.75, "far": 2.0}, 0.5),
        ({"near": 0.75, "far": 2.0, "unheard of": 9.0}, 0.5),
        ({"near": 1e9, "far": 0.0}, 1.0),
        ({"near": -1e9, "far": 0.0}, 0.0),
    ],
)
def test_evidence_is_weighed_and_added_up_to_odds(evidence, probability):
    assert Odds({"near": 2.0, "far": -1.0}, 0.5).of(evidence) == pytest.approx(probability)


def test_evidence_that_has_a_weight_must_be_there():
    with pytest.raises(KeyError, match="near"):
        Odds({"near": 1.0}, 0.0).of({"far": 1.0})


def test_a_policy_that_was_fitted_for_another_reader_is_refused_with_its_cure():
    with pytest.raises(
        ModelError, match=r"policy\.json was fitted for another reader: run `python -m training"
    ):
        bundled_policy("00000000")


def test_a_policy_is_what_its_file_holds():
    odds = {"weights": {"answered": 1.0}, "bias": 0.25}
    figures = dict.fromkeys(("refuse", "reserve", "large", "beside", "supported", "contradicted"), 0.5)
    fitted = {"window": odds, "answered": odds, "words": odds, **figures, "leans": 0.75, "may_lean": 0.25}
    policy = read_policy(fitted)
    assert (policy.window, policy.refuse, policy.leans) == (Odds({"answered": 1.0}, 0.25), 0.5, 0.75)


def test_the_policy_that_ships_was_fitted_for_the_reader_that_ships(reader):
    policy = policy_of(reader)
    assert 0 < policy.refuse < policy.reserve < 1
    assert 0 < policy.may_lean < policy.leans < 1
    assert 0 < policy.contradicted < policy.supported < 1
