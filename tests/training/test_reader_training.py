import math
import random

import numpy as np
import pytest
import torch
from reading import write_tokenizer
from tokenizers import Tokenizer

from index.reader import ReadingModel
from training.reader.backbone import Table
from training.reader.batches import batch_of, draw_batches
from training.reader.examples import Example, ExampleMaker, Task, group_of
from training.reader.export import export_reader
from training.reader.losses import losses_of
from training.reader.model import Reader, Shape
from training.reader.restore import restored
from training.reader.smooth import smoothed
from training.reader.train import Limit, Training, trained_reader
from training.reader.windows import Span

PIECES = 113
SHAPE = Shape(width=32, layers=2, heads=4, inner=64, places=64)
TEXT = "The toll is 5. The bridge opens on Monday."


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    return write_tokenizer(tmp_path_factory.mktemp("tokenizer") / "tokenizer.json")


@pytest.fixture
def table():
    numbers = np.random.default_rng(0)
    nibbles = numbers.integers(0, 256, (PIECES, 16)).astype(np.uint8)
    return Table(nibbles, np.full((PIECES, 1), 0.05, np.float16))


@pytest.fixture
def reader(table):
    """Two layers, 32 wide; the table and the lower layer are not trained."""
    torch.manual_seed(0)
    small = Reader(PIECES, SHAPE, frozen=1)
    small.load_state_dict(small.state_dict() | {"table.weight": torch.from_numpy(table.floats())})
    return small


@pytest.fixture
def groups(tokenizer):
    maker = ExampleMaker(Tokenizer.from_file(str(tokenizer)), random.Random(0))
    text = maker.text(TEXT, "")
    question = "When opens A bridge"
    return [
        group_of(
            maker.answered(question, text, Span(35, 41), 0),
            maker.without(question, text, Span(35, 41), ["Monday"], 0)
            or maker.pair(question, "A", Task.ANSWER, 0),
        ),
        tuple(maker.pair(claim, TEXT, Task.CLAIM, label) for label, claim in enumerate(("A", "The", "May"))),
        group_of(maker.pair("When", "The toll", Task.LEAN, 1)),
    ]


def test_a_reader_that_knows_nothing_loses_as_by_chance(reader, groups):
    with torch.no_grad():
        for name, value in reader.named_parameters():
            if name.split(".")[0] in ("span", "answered", "entailment", "leans"):
                value.zero_()
    losses = {name: loss.item() for name, loss in losses_of(reader, batch_of(groups)).items()}
    words = len(groups[0][0].ids) - 1 - groups[0][0].first
    assert losses == pytest.approx(
        {
            # Of six pairs one has an answer marked, two are asked, three are claims.
            "span": math.log(words) / 6,
            "answered": math.log(2) * 2 / 6,
            "answered above": math.log(2) * 2 / 6,
            "claim": math.log(3) * 3 / 6,
            # The odds of one in three against two in three are even in every claim.
            "claim above": math.log(2) * 3 / 6,
            "leans": math.log(2) / 6,
        },
        rel=1e-5,
    )


def test_one_of_two_outcomes_is_as_likely_as_both_together(reader):
    with torch.no_grad():
        for value in reader.entailment.parameters():
            value.zero_()
    either = Example(np.array([0, 5, 2, 2, 6, 2]), 4, Task.CLAIM, 3)
    assert losses_of(reader, batch_of([(either,)]))["claim"].item() == pytest.approx(math.log(3 / 2))


def test_the_attention_of_training_is_torchs_own(reader):
    layer = reader.layers[1]
    query, key, value = torch.randn(3, 2, 4, 5, 8)
    present = torch.tensor([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], dtype=torch.bool)[:, None, None]
    gradients = []
    for mix in (layer.mix, super(type(layer), layer).mix):
        parts = [part.clone().requires_grad_() for part in (query, key, value)]
        mix(*parts, present).square().sum().backward()
        gradients.append(torch.stack([part.grad for part in parts]))
    assert torch.allclose(*gradients, atol=1e-5)


def test_batches_keep_to_their_tokens_and_to_the_shares():
    def group(name, size):
        return tuple(Example(np.full(10, name, np.int32), 4, Task.CLAIM, 0) for _ in range(size))

    groups = {"triples": [group(3, 3)] * 5, "singles": [group(1, 1)] * 5, "none": []}
    batches = draw_batches(groups, {"triples": 0.75, "singles": 0.25, "none": 0.5}, tokens=60, seed=0)
    drawn = [next(batches) for _ in range(600)]
    assert max(batch.ids.numel() for batch in drawn) <= 60
    rows = torch.cat([batch.ids[:, 0] for batch in drawn])
    assert float((rows == 3).float().mean()) == pytest.approx(0.75, abs=0.03)


def test_training_stops_saves_and_goes_on_with_the_same_weights(reader, groups, tmp_path):
    file = tmp_path / "state.pt"
    began = {name: value.clone() for name, value in reader.state_dict().items()}
    first = Training(reader, file)
    first.run(draw_batches({"all": groups}, {"all": 1.0}, tokens=100_000, seed=0), Limit(steps=2))
    again = Training(reader, file)
    assert again.steps == 2
    assert again.seconds == first.seconds
    for name, value in first.weights.items():
        assert torch.equal(again.weights[name], value)
        assert torch.equal(again.mean[name], first.mean[name])
    moved = {
        name
        for name, value in trained_reader(reader, file).state_dict().items()
        if not value.equal(began[name])
    }
    assert {name.split(".")[0] for name in moved} >= {"layers", "span", "answered", "entailment", "leans"}
    assert {name for name in moved if name.startswith(("table", "places", "entered", "layers.0"))} == set()


def test_two_trainings_take_over_of_each_other(reader, tmp_path):
    training = Training(reader, tmp_path / "state.pt")
    other = Training(reader, tmp_path / "other.pt")
    with torch.no_grad():
        training.weights["span.bias"].fill_(1)
        other.weights["span.bias"].fill_(3)
    training._take_over({"weights": other.weights, "mean": other.mean})
    assert training.weights["span.bias"].tolist() == pytest.approx([1.9, 1.9])


@pytest.mark.parametrize(
    ("minutes", "steps", "done"),
    [(10, math.inf, 0.5), (math.inf, 40, 0.25), (10, 10, 1.0), (1, math.inf, 1.0)],
)
def test_training_ends_by_time_or_by_steps(minutes, steps, done):
    assert Limit(minutes, steps).done(seconds=300, steps=10) == done


def test_a_number_far_larger_than_the_rest_is_brought_to_their_size(reader, tokenizer):
    with torch.no_grad():
        reader.layers[0].attended.weight[3] *= 100
    example = ExampleMaker(Tokenizer.from_file(str(tokenizer)), random.Random(0)).pair(
        "A", TEXT, Task.CLAIM, 0
    )
    ids = torch.from_numpy(example.ids.astype(np.int64))[None]
    even = smoothed(reader, [example])
    seen = {}
    for name, layer in (("before", reader), ("after", even)):
        layer.layers[0].up.register_forward_pre_hook(
            lambda module, inputs, name=name: seen.update(
                {name: (inputs[0] * getattr(module, "shares", 1)).abs()}
            )
        )
    with torch.no_grad():
        before, after = (layer(ids, torch.ones_like(ids, dtype=torch.bool)) for layer in (reader, even))
    assert torch.allclose(before, after, atol=1e-4)
    assert seen["before"].amax() / seen["before"].median() > 100
    assert seen["after"].amax() / seen["after"].median() < 30


@pytest.mark.slow
# torch 2.13's exporter calls what it deprecates itself.
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_the_product_reads_what_is_exported(reader, table, tokenizer, tmp_path):
    maker = ExampleMaker(Tokenizer.from_file(str(tokenizer)), random.Random(0))
    example = maker.pair("When", TEXT, Task.ANSWER, 1)
    export_reader(reader.eval(), table, tokenizer.read_text(), tmp_path / "reader", [example])
    model = ReadingModel(tmp_path / "reader")
    [marks] = model.read("When", [TEXT])
    with torch.no_grad():
        batch = batch_of([(example,)])
        states = reader(batch.ids, batch.ids >= 0)
        spans = torch.log_softmax(reader.span(states)[0, example.first : -1], dim=0)
        answered = float(reader.answered(states[:, 0]))
    assert len(marks.offsets) == len(example.ids) - 1 - example.first
    assert marks.answered == pytest.approx(answered, abs=0.05)
    assert marks.starts == pytest.approx(spans[:, 0].numpy(), abs=0.1)
    assert marks.ends == pytest.approx(spans[:, 1].numpy(), abs=0.1)
    assert b".py" not in (tmp_path / "reader" / "model.onnx").read_bytes()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_what_was_exported_is_trained_on(reader, table, tokenizer, groups, tmp_path):
    export_reader(reader.eval(), table, tokenizer.read_text(), tmp_path, groups[0])
    again = restored(Reader(PIECES, SHAPE, frozen=1), tmp_path / "model.onnx")
    for name, weight in reader.trained().items():
        # Half a step of int8, of a matrix that was multiplied and divided.
        assert torch.allclose(again.trained()[name], weight, atol=float(weight.detach().abs().max()) / 40)
    with pytest.raises(ValueError, match="holds no layers.2"):
        restored(Reader(PIECES, Shape(32, 3, 4, 64, 64), frozen=1), tmp_path / "model.onnx")
