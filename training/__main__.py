"""`python -m training --corpora FOLDER --to FOLDER` makes the bundled model from parallel text."""

import argparse
from pathlib import Path

import torch

from training.batches import encode_corpora
from training.corpus import read_corpora, sample_texts
from training.folder import write_model
from training.static import train_vectors
from training.tokenizer import train_tokenizer

_VOCABULARY = 48_000
_DIMENSIONS = (128, 256)
_LONGEST = 128
_STEPS = 3_726
# Characters of text to learn the pieces from: half as many for
# Chinese and Japanese, which say as much with them.
_CHARACTERS = {"en": 8_000_000, "it": 8_000_000, "ja": 4_000_000, "zh": 4_000_000}


def main() -> None:
    """Train the tokenizer and the token vectors, and write them as a sentence-transformers folder."""
    options = _options()
    torch.set_num_threads(options.threads)
    corpora = read_corpora(options.corpora)
    texts = [
        text
        for language, characters in _CHARACTERS.items()
        for text in sample_texts(corpora, language, characters, options.seed)
    ]
    print(f"Learning {_VOCABULARY:,} pieces from {len(texts):,} texts")
    tokenizer = train_tokenizer(texts, _VOCABULARY)
    pairs = encode_corpora(corpora, tokenizer, longest=_LONGEST)
    vocabulary = tokenizer.get_vocab_size()
    vectors = train_vectors(pairs, vocabulary, dimensions=_DIMENSIONS, steps=options.steps, seed=options.seed)
    write_model(options.to, tokenizer, vectors)
    print(f"Wrote {options.to}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of LEFT-RIGHT.tsv.xz files")
    parser.add_argument("--to", type=Path, required=True, help="folder to write the model into")
    parser.add_argument("--steps", type=int, default=_STEPS, help=f"batches to train on (default {_STEPS})")
    parser.add_argument("--threads", type=int, default=2, help="processor threads (default 2)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default 0)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
