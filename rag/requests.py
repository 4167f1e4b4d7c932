"""What somebody wants who types something, told by a classifier over the bundled embedder's vector."""

from enum import StrEnum
from functools import cache

import numpy as np
from safetensors.numpy import load_file

from index.contextual import bundled_models
from index.embed import BUNDLED

WEIGHTS = BUNDLED / "requests.safetensors"


class Request(StrEnum):
    """What is wanted; the order is that of the rows of the weights."""

    QUESTION = "question"
    ABOUT = "about"
    OVERVIEW = "overview"
    TIMELINE = "timeline"
    COMPARISON = "comparison"
    GREETING = "greeting"
    THANKS = "thanks"
    SELF = "self"


SMALL_TALK = (Request.GREETING, Request.THANKS, Request.SELF)


def request_of(text: str) -> Request:
    """Return what is likeliest wanted: a multinomial logistic regression, shape (8, 640), and its bias."""
    fitted = _fitted()
    odds = (
        fitted["weights"].astype(np.float32) @ bundled_models().embedder.embed_question(text) + fitted["bias"]
    )
    return tuple(Request)[int(np.argmax(odds))]


@cache
def _fitted() -> dict[str, np.ndarray]:
    return load_file(WEIGHTS)
