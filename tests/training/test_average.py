import pytest
import torch

from training.average import averaged


def test_each_weight_is_a_share_of_both():
    mean = averaged({"table": torch.tensor([0.0, 10.0])}, {"table": torch.tensor([10.0, 10.0])}, share=0.6)
    assert mean["table"].tolist() == [6, 10]


def test_students_of_other_shape_are_named():
    with pytest.raises(ValueError, match="Only one of the students has positions"):
        averaged({}, {"positions": torch.zeros(1)}, share=0.5)
