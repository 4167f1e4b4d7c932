import json

import numpy as np
import onnxruntime
import pytest
import torch

from training.export import Int8Table, write_config, write_onnx
from training.student import Layer, Student, padded

pytestmark = [
    pytest.mark.slow,
    # torch 2.13's exporter calls what it deprecates itself.
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning"),
]
TEXTS = [[3, 1, 4], [1, 5], [2, 6, 5, 3, 5, 8]]


@pytest.fixture(scope="module")
def student():
    """Nine pieces under two layers of eight numbers."""
    torch.manual_seed(0)
    return Student(torch.nn.Embedding(12, 8), torch.randn(258, 8), [Layer(8, 2, 16) for _ in range(2)]).eval()


@pytest.fixture(scope="module")
def exported(student, tmp_path_factory):
    file = tmp_path_factory.mktemp("exported") / "model.onnx"
    write_onnx(student, file)
    # The exporter would note at every step where in which file it was.
    assert b".py" not in file.read_bytes()
    return onnxruntime.InferenceSession(str(file))


def test_a_table_row_is_its_numbers_in_127ths_of_the_largest():
    rows = Int8Table(torch.tensor([[2.54, -1.27, 0.0], [0.01, 0.0, 0.004]]))(torch.tensor([[1, 0]]))
    assert rows.numpy() == pytest.approx(np.array([[[0.01, 0, 0.004], [2.54, -1.28, 0]]]), abs=0.00004)


def test_the_exported_model_gives_the_students_vectors(student, exported):
    ids, present = padded(TEXTS, student.pieces)
    [vectors] = exported.run(["vectors"], {"ids": ids.numpy()})
    with torch.inference_mode():
        cosines = (student(ids, present).numpy() * vectors).sum(axis=1)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert cosines.min() > 0.99


def test_filling_changes_nothing(student, exported):
    together = exported.run(["vectors"], {"ids": padded(TEXTS, student.pieces)[0].numpy()})[0]
    alone = [
        exported.run(["vectors"], {"ids": padded([text], student.pieces)[0].numpy()})[0][0] for text in TEXTS
    ]
    assert (np.array(alone) * together).sum(axis=1).min() > 0.99


def test_a_text_may_have_256_tokens_and_no_more_is_promised(student, exported, tmp_path):
    ids = padded([[1] * 256], student.pieces)[0].numpy()
    assert exported.run(["vectors"], {"ids": ids})[0].shape == (1, 8)
    write_config(student, tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    assert config == {"opens": 9, "closes": 10, "fills": 11, "longest": 256}
