"""`python -m training.states ...` has the contextual model also give what each token means where it stands.

Late interaction compares texts token by token (ColBERT, https://arxiv.org/abs/2004.12832). A token's state is
what the last layer makes of it, scaled to length 1, less the mean of all (https://arxiv.org/abs/1702.01417),
along the directions in which states differ most, scaled again. Nothing is trained, and the vectors of texts
stay as they are. It needs the package `onnx` beside the project's own.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from rich.progress import track
from tokenizers import Tokenizer

from index.embed import STATE_WIDTH
from training.corpus import Corpus, read_corpora
from training.lessons import batches_by_length

# Passages of so many texts in a row, and how many of them in each language.
_TEXTS, _PASSAGES = 3, 1200
# Sources of running text.
_RUNNING = frozenset({"wmt21", "wmt22", "wmt23", "wmt24", "stsb", "tatoeba", "tanaka", "freecodecamp"})
_LONGEST, _MOST_TOKENS = 250, 512

Floats = npt.NDArray[np.float32]


def draw_passages(corpora: Sequence[Corpus], count: int, seed: int) -> list[str]:
    """Return `count` passages of running text in each language that the corpora have."""
    generator = random.Random(seed)
    texts: dict[str, list[str]] = {}
    for corpus in corpora:
        if corpus.source in _RUNNING:
            for side, language in enumerate((corpus.left_language, corpus.right_language)):
                texts.setdefault(language, []).extend(pair[side] for pair in corpus.pairs)
    return [
        " ".join(generator.choices(texts[language], k=_TEXTS))
        for language in sorted(texts)
        for _ in range(count)
    ]


def widest(states: Iterator[Floats], width: int) -> tuple[Floats, Floats]:
    """Return the mean of rows of states, shape (any,), and the `width` directions in which they differ most,
    shape (any, width): principal components.
    """
    count, total, products = 0, np.zeros(1), np.zeros((1, 1))
    for rows in states:
        exact = rows.astype(np.float64)
        count, total, products = count + len(exact), total + exact.sum(axis=0), products + exact.T @ exact
    mean = total / count
    _, directions = np.linalg.eigh(products / count - np.outer(mean, mean))
    return mean.astype(np.float32), directions[:, ::-1][:, :width].astype(np.float32)


def last_states(model: onnx.ModelProto, ids: Sequence[Sequence[int]], fills: int) -> Iterator[Floats]:
    """Yield the states of the tokens of texts, unit rows of the last layer, one batch after another."""
    showing = onnx.ModelProto()
    showing.CopyFrom(model)
    showing.graph.output.append(helper.make_empty_tensor_value_info(_last_layer(model)))
    session = onnxruntime.InferenceSession(showing.SerializeToString(), providers=["CPUExecutionProvider"])
    batches = batches_by_length(np.array([len(row) for row in ids]), _MOST_TOKENS)
    for batch in track(batches, "Reading passages"):
        longest = max(len(ids[place]) for place in batch)
        filled = np.array([[*ids[place], *[fills] * (longest - len(ids[place]))] for place in batch])
        [read] = session.run([_last_layer(model)], {"ids": filled})
        rows = read[filled != fills]
        yield rows / np.linalg.norm(rows, axis=1, keepdims=True)


def with_states(model: onnx.ModelProto, mean: Floats, directions: Floats) -> onnx.ModelProto:
    """Return the model with an output "states", shape (texts, tokens, width), beside its "vectors"."""
    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    graph = shown.graph
    graph.initializer.extend(
        [
            numpy_helper.from_array(directions, "state_directions"),
            numpy_helper.from_array(-mean @ directions, "state_offset"),
        ]
    )
    graph.node.extend(
        [
            helper.make_node("LpNormalization", [_last_layer(model)], ["state_units"], axis=-1, p=2),
            helper.make_node("MatMul", ["state_units", "state_directions"], ["state_turned"]),
            helper.make_node("Add", ["state_turned", "state_offset"], ["state_shifted"]),
            helper.make_node("LpNormalization", ["state_shifted"], ["states"], axis=-1, p=2),
        ]
    )
    shape = ["texts", "tokens", directions.shape[1]]
    graph.output.append(helper.make_tensor_value_info("states", onnx.TensorProto.FLOAT, shape))
    onnx.checker.check_model(shown)
    return shown


def _last_layer(model: onnx.ModelProto) -> str:
    [*_, last] = (node for node in model.graph.node if node.op_type == "LayerNormalization")
    return str(last.output[0])


def main() -> None:
    """Write the model again with its states."""
    parser = argparse.ArgumentParser(prog="python -m training.states", description=main.__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of LEFT-RIGHT.tsv.xz files")
    parser.add_argument("--static", type=Path, required=True, help="folder of the static model")
    parser.add_argument("--model", type=Path, required=True, help="model.onnx that training.export wrote")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default 0)")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.static / "tokenizer.json"))
    pieces = tokenizer.get_vocab_size()
    passages = draw_passages(read_corpora(options.corpora), _PASSAGES, options.seed)
    ids = [
        [pieces, *encoding.ids[:_LONGEST], pieces + 1] for encoding in tokenizer.encode_batch_fast(passages)
    ]
    model = onnx.load(options.model)
    mean, directions = widest(last_states(model, ids, pieces + 2), STATE_WIDTH)
    onnx.save(with_states(model, mean, directions), options.model)


if __name__ == "__main__":
    main()
