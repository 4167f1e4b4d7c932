"""Small real doubles, the same for the same input every time."""

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from index.embed import TokenVectors

# One direction for each meaning, whatever the language; "the" is short, as training makes function words.
VECTORS = {
    "[UNK]": (0.0, 0.0, 0.0, 0.5),
    "cat": (2.0, 0.0, 0.0, 0.0),
    "gatto": (2.0, 0.0, 0.0, 0.0),
    "sleeps": (0.0, 2.0, 0.0, 0.0),
    "dorme": (0.0, 2.0, 0.0, 0.0),
    "tea": (0.0, 0.0, 2.0, 0.0),
    "the": (0.0, 0.0, 0.0, 0.5),
}


def tiny_model(folder):
    """Return a bundled model of six words in four dimensions, written to and read from `folder`."""
    tokenizer = Tokenizer(
        models.WordLevel({word: number for number, word in enumerate(VECTORS)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file(
        {"embedding.weight": np.array(list(VECTORS.values()), dtype=np.float16)}, folder / "model.safetensors"
    )
    return TokenVectors(folder)
