import math

import pytest
import torch

from training.contextual import teaching_loss


def test_the_wanted_vectors_themselves_cost_only_what_the_ranking_leaves_open():
    # Cosine 0 apart; ranks e^20 to 1, whose entropy is next to nothing.
    wanted = torch.eye(2)
    assert float(teaching_loss(wanted, wanted, wanted)) == pytest.approx(0, abs=1e-6)


def test_swapped_vectors_cost_two_for_the_cosine_and_twenty_for_the_ranking():
    wanted = torch.eye(2)
    expected = 2 * 1 + 20 + math.log(1 + math.exp(-20))
    assert float(teaching_loss(wanted.flip(0), wanted, wanted)) == pytest.approx(expected, rel=1e-4)
