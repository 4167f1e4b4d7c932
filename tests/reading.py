"""A tokenizer and texts that are small enough to be checked by eye."""

import json

from tokenizers import Tokenizer

WORDS = [
    "The",
    "A",
    "sold",
    "bridge",
    "opens",
    "on",
    "May",
    "Monday",
    "toll",
    "is",
    "was",
    "closed",
    "Who",
    "When",
]
LETTERS = [chr(letter) for letter in range(ord("!"), ord("~"))]
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def write_tokenizer(file, more=()):
    """Write a Unigram tokenizer of whole words, letters, and `more` pieces; the last token is a mask."""
    pieces = [
        *((word, -2.0) for word in [f"▁{word}" for word in WORDS]),
        ("▁", -4.0),
        *((s, -6.0) for s in LETTERS),
    ]
    vocabulary = [
        *((special, 0.0) for special in SPECIAL),
        *pieces,
        *((piece, -9.0) for piece in more),
        ("<mask>", 0.0),
    ]
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    added = [{"id": place, "content": word, **special} for place, word in enumerate(SPECIAL)]
    added.append({"id": len(vocabulary) - 1, "content": "<mask>", **special})
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    held = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added,
        "normalizer": {"type": "Replace", "pattern": {"String": "\n"}, "content": " "},
        "pre_tokenizer": metaspace, "post_processor": None, "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": vocabulary, "byte_fallback": False},
    }  # fmt: skip
    file.write_text(json.dumps(held), encoding="utf-8")
    return file


def small_tokenizer(folder):
    return Tokenizer.from_file(str(write_tokenizer(folder / "words.json")))
