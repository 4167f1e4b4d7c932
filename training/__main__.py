"""`python -m training --corpora FOLDER --to FOLDER` makes the bundled model from parallel text.

`python -m training reader ...` makes the model that reads.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.batches import encode_corpora
from training.codeswitch import learn_lexicon, switch_corpora
from training.corpus import Corpus, read_corpora, sample_texts
from training.folder import write_model
from training.pivot import join_on_english
from training.reader.command import main as make_reader
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
    if options.tokenizer:
        tokenizer = Tokenizer.from_file(str(options.tokenizer))
    else:
        tokenizer = _new_tokenizer(corpora, options.seed)
    switched = switch_corpora(corpora, learn_lexicon(corpora), options.seed)
    everything = [*corpora, *join_on_english(corpora), *switched]
    pairs = encode_corpora(everything, tokenizer, longest=_LONGEST)
    vocabulary = tokenizer.get_vocab_size()
    vectors = train_vectors(pairs, vocabulary, dimensions=_DIMENSIONS, steps=options.steps, seed=options.seed)
    write_model(options.to, tokenizer, vectors)
    print(f"Wrote {options.to}")


def _new_tokenizer(corpora: Sequence[Corpus], seed: int) -> Tokenizer:
    texts = [
        text
        for language, characters in _CHARACTERS.items()
        for text in sample_texts(corpora, language, characters, seed)
    ]
    print(f"Learning {_VOCABULARY:,} pieces from {len(texts):,} texts")
    return train_tokenizer(texts, _VOCABULARY)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of LEFT-RIGHT.tsv.xz files")
    parser.add_argument("--to", type=Path, required=True, help="folder to write the model into")
    parser.add_argument("--tokenizer", type=Path, help="keep the pieces of this tokenizer.json")
    parser.add_argument("--steps", type=int, default=_STEPS, help=f"batches to train on (default {_STEPS})")
    parser.add_argument("--threads", type=int, default=2, help="processor threads (default 2)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default 0)")
    return parser.parse_args()


if __name__ == "__main__":
    if sys.argv[1:2] == ["reader"]:
        make_reader(sys.argv[2:])
    else:
        main()
