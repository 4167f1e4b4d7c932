"""`python -m training.export ...` turns the trained student into an int8 ONNX file that needs no torch.

It needs the packages `onnx` and `onnxscript` beside the project's own.
"""

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from safetensors.torch import load_model
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.student import Student, student_of

_LONGEST_READ = 256


class Int8Table(nn.Module):
    """The student's table as int8 rows, each with its own scale."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scales = weight.abs().amax(dim=1, keepdim=True).clamp_min(1e-9) / 127
        self.scales = nn.Buffer(scales)
        self.rows = nn.Buffer((weight / scales).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        """Return the rows of `ids` as float32, shape (texts, tokens, width)."""
        return self.rows[ids].float() * self.scales[ids]


class Reader(nn.Module):
    """The student with a single input: ids, of which the last of the table's rows is filling."""

    def __init__(self, student: Student) -> None:
        super().__init__()
        self.fills = student.pieces + 2
        self.student = student
        self.table = Int8Table(student.table.weight.detach())

    def forward(self, ids: Tensor) -> Tensor:
        """Return unit vectors, shape (texts, width), of ids (texts, tokens)."""
        return self.student.read(self.table(ids), ids != self.fills)


def write_onnx(student: Student, file: Path) -> None:
    """Write the student with int8 weights; activations are made int8 as it runs."""
    reader = Reader(student).eval()
    example = torch.randint(0, student.pieces, (2, 7))
    shape = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens", max=_LONGEST_READ + 2)}
    with tempfile.TemporaryDirectory() as scratch:
        floats = str(Path(scratch) / "floats.onnx")
        torch.onnx.export(
            reader,
            (example,),
            floats,
            input_names=["ids"],
            output_names=["vectors"],
            dynamic_shapes=(shape,),
            dynamo=True,
            external_data=False,
        )
        quantize_dynamic(
            floats,
            str(file),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm"],
        )
    forget_traces(file)


def forget_traces(file: Path) -> None:
    """Take out what the exporter notes at every step of where in the code, and on whose machine, it was."""
    model = onnx.load(file)
    for graph in (model.graph, *model.functions):
        for part in (graph, *graph.node, *graph.value_info):
            part.doc_string = ""
            del part.metadata_props[:]
    onnx.save(model, file)


def write_config(student: Student, folder: Path) -> None:
    """Write config.json: which ids open, close and fill up a text, and how many pieces are read at most."""
    opens = student.pieces
    config = {"opens": opens, "closes": opens + 1, "fills": opens + 2, "longest": _LONGEST_READ}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Write model.onnx and config.json for a trained student."""
    parser = argparse.ArgumentParser(prog="python -m training.export", description=main.__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="file that training.contextual saved")
    parser.add_argument("--static", type=Path, required=True, help="folder of the static model")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--to", type=Path, required=True, help="folder to write into")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.static / "tokenizer.json"))
    static = load_file(options.static / "model.safetensors")["embedding.weight"]
    student = student_of(options.teacher, tokenizer, torch.from_numpy(static))
    load_model(student, str(options.weights))
    options.to.mkdir(parents=True, exist_ok=True)
    write_onnx(student, options.to / "model.onnx")
    write_config(student, options.to)


if __name__ == "__main__":
    main()
