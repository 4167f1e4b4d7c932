import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import helper, numpy_helper

from training.corpus import Corpus
from training.states import draw_passages, last_states, widest, with_states


@pytest.fixture
def model():
    """Two numbers for each of four ids, normed by a layer, and their mean as the text's vector."""
    table = np.array([[1, 0], [0, 1], [1, 1], [0, 0]], dtype=np.float32)
    ones = np.ones(2, dtype=np.float32)
    constants = {"table": table, "scale": ones, "axes": np.array([1], dtype=np.int64)}
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["rows"]),
        helper.make_node("LayerNormalization", ["rows", "scale"], ["normed"]),
        helper.make_node("ReduceMean", ["normed", "axes"], ["vectors"], keepdims=0),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("ids", onnx.TensorProto.INT64, ["texts", "tokens"])],
        [helper.make_tensor_value_info("vectors", onnx.TensorProto.FLOAT, ["texts", 2])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)


def test_the_widest_direction_is_the_one_in_which_rows_differ_most():
    rows = np.array([[1, 2, 5], [1, -2, 5], [1, 0, 6], [1, 0, 4]], dtype=np.float32)
    # In two batches as in one.
    mean, directions = widest(iter([rows[:1], rows[1:]]), 2)
    np.testing.assert_allclose(mean, [1, 0, 5])
    np.testing.assert_allclose(np.abs(directions), [[0, 0], [1, 0], [0, 1]], atol=1e-6)


def test_states_are_those_of_the_last_layer_at_length_1_without_filling(model):
    [rows] = last_states(model, [[0, 1], [1]], fills=3)
    # A row less its mean is (.5, -.5) or (-.5, .5).
    half = np.sqrt(0.5)
    np.testing.assert_allclose(
        sorted(rows.tolist()), [[-half, half], [-half, half], [half, -half]], atol=1e-4
    )


def test_a_model_with_states_gives_the_vectors_it_gave(model):
    ids = {"ids": np.array([[0, 1, 0]])}
    [before] = onnxruntime.InferenceSession(model.SerializeToString()).run(None, ids)
    shown = with_states(model, np.array([0, 0.5], dtype=np.float32), np.eye(2, dtype=np.float32))
    session = onnxruntime.InferenceSession(shown.SerializeToString())
    vectors, states = session.run(["vectors", "states"], ids)
    np.testing.assert_array_equal(vectors, before)
    # (.707, -.707) and (-.707, .707) less (0, .5), at length 1.
    np.testing.assert_allclose(states[0], [[0.506, -0.863], [-0.960, 0.281], [0.506, -0.863]], atol=0.001)


def test_passages_are_of_running_text_in_each_language():
    corpora = (
        Corpus("wmt21", "en", "ja", (("Tea.", "茶。"),)),
        Corpus("names", "en", "ja", (("Ann", "アン"),)),
    )
    assert draw_passages(corpora, 1, seed=0) == ["Tea. Tea. Tea.", "茶。 茶。 茶。"]
