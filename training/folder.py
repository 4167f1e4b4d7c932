"""The model as a folder that `SentenceTransformer(folder)` opens and plain numpy can read."""

import shutil
import tempfile
from pathlib import Path

from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer
from torch import Tensor


def write_model(folder: Path, tokenizer: Tokenizer, vectors: Tensor) -> None:
    """Write the tokenizer and its vectors as float16; a README.md in `folder` stays, the rest is replaced."""
    static = StaticEmbedding(tokenizer, embedding_weights=vectors.half())
    model = SentenceTransformer(modules=[static, Normalize()])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        fresh = Path(scratch) / "fresh"
        model.save(str(fresh), create_model_card=False)
        # safetensors writes a file that only its owner may read.
        (fresh / "model.safetensors").chmod(0o644)
        if (folder / "README.md").exists():
            shutil.copy(folder / "README.md", fresh)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        fresh.rename(folder)
