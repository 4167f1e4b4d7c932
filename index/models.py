"""The models that read an index, by the name it remembers."""

from functools import cache

from index.contextual import THREADS, bundled_models
from index.embed import Models

BUNDLED = "bundled"
# The token vectors alone: a hundred times as fast to index, and finds less (docs/benchmarks.md).
FAST = "bundled-fast"


@cache
def open_models(name: str = BUNDLED, *, threads: int = THREADS) -> Models:
    """Return the models of that name, loaded once: "bundled", "bundled-fast", or a sentence-transformers
    model by its folder or its name on the Hugging Face hub.

    The bundled model reads with so many threads, another with as many as OMP_NUM_THREADS tells torch.
    Whatever finds the texts, the bundled token vectors look at them word by word. Raise ModelError when there
    is no such model or it cannot be read.
    """
    bundled = bundled_models(threads=threads)
    if name == BUNDLED:
        return bundled
    if name == FAST:
        return Models(bundled.tokens, bundled.tokens)
    # Torch takes seconds to import, so a model that is not here says so before.
    from index.hub import find_model

    folder, remembered = find_model(name)
    from index.transformer import TransformerEmbedder

    return Models(TransformerEmbedder(folder, remembered), bundled.tokens)
