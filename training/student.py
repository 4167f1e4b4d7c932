"""The contextual student: the teacher's layers under a table of multilingual pieces.

A new table under a trained body: Artetxe 2020, https://arxiv.org/abs/1910.11856.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.tokenizer import WORD_START

# Rows of the table after the tokenizer's pieces: what opens a text, what closes it, what fills up a batch.
SPECIAL = 3
_NEIGHBOURS = 8
_SHARPNESS = 10.0


class Layer(nn.Module):
    """One BERT layer (Devlin 2019, https://arxiv.org/abs/1810.04805): attention, then a network per token."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.attended, self.finished = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)

    def forward(self, states: Tensor, present: Tensor | None) -> Tensor:
        """Return new states (texts, tokens, width); `present` (texts, 1, 1, tokens) marks what is text.

        None marks all.
        """
        texts, tokens, width = states.shape
        query, key, value = (
            part(states).view(texts, tokens, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        mixed = self.mix(query, key, value, present)
        states = self.attended(states + self.out(mixed.transpose(1, 2).reshape(texts, tokens, width)))
        return self.finished(states + self.down(functional.gelu(self.up(states))))  # type: ignore[no-any-return]

    def mix(self, query: Tensor, key: Tensor, value: Tensor, present: Tensor | None) -> Tensor:
        """Return the values mixed by attention, shape (texts, heads, tokens, width / heads)."""
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=present)


class Student(nn.Module):
    """Token ids -> unit vectors: the mean of the last layer's states over a text's tokens."""

    def __init__(self, table: nn.Embedding, positions: Tensor, layers: list[Layer]) -> None:
        super().__init__()
        self.table = table
        self.positions = nn.Parameter(positions)
        self.entered = nn.LayerNorm(positions.shape[1], eps=1e-12)
        self.layers = nn.ModuleList(layers)

    @property
    def pieces(self) -> int:
        """How many rows of the table are the tokenizer's pieces."""
        return len(self.table.weight) - SPECIAL

    def forward(self, ids: Tensor, present: Tensor) -> Tensor:
        """Return unit vectors, shape (texts, width), of ids (texts, tokens) where `present` is true."""
        return self.read(self.table(ids), present)

    def read(self, rows: Tensor, present: Tensor) -> Tensor:
        """Return unit vectors, shape (texts, width), of table rows (texts, tokens, width)."""
        states = self.entered(rows + self.positions[: rows.shape[1]])
        for layer in self.layers:
            states = layer(states, present[:, None, None, :])
        weights = present[:, :, None].to(states.dtype)
        return functional.normalize((states * weights).sum(dim=1) / weights.sum(dim=1), dim=1)


def padded(rows: Sequence[Sequence[int]], pieces: int) -> tuple[Tensor, Tensor]:
    """Return ids, opened, closed and filled up to the longest, and which of them are not filling."""
    longest = max(len(row) for row in rows)
    opens, closes, fills = pieces, pieces + 1, pieces + 2
    ids = torch.tensor([[opens, *row, closes, *[fills] * (longest - len(row))] for row in rows])
    return ids, ids != fills


def student_of(teacher: Path, tokenizer: Tokenizer, static: Tensor) -> Student:
    """Return a student with the layers of the BERT model in `teacher` and a first guess at its table.

    `static` holds the pieces' static vectors, shape (pieces, any), in which translations lie close.
    """
    config = json.loads((teacher / "config.json").read_text(encoding="utf-8"))
    weights = load_file(teacher / "model.safetensors")
    words = Tokenizer.from_file(str(teacher / "tokenizer.json")).get_vocab()
    table = first_table(tokenizer, static, words, weights["embeddings.word_embeddings.weight"])
    width, heads, inner = config["hidden_size"], config["num_attention_heads"], config["intermediate_size"]
    layers = [Layer(width, heads, inner) for _ in range(config["num_hidden_layers"])]
    positions, types = (
        weights[f"embeddings.{kind}_embeddings.weight"] for kind in ("position", "token_type")
    )
    student = Student(nn.Embedding(len(table), table.shape[1], _weight=table), positions + types[0], layers)
    _copy(student.entered, weights, "embeddings.LayerNorm")
    for number, layer in enumerate(layers):
        for ours, theirs in _NAMES.items():
            _copy(layer.get_submodule(ours), weights, f"encoder.layer.{number}.{theirs}")
    return student


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "attended": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "finished": "output.LayerNorm",
}


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.load_state_dict({part: weights[f"{name}.{part}"] for part in ("weight", "bias")})


def first_table(tokenizer: Tokenizer, static: Tensor, words: dict[str, int], vectors: Tensor) -> Tensor:
    """Return a vector for each piece and special row, shape (pieces + SPECIAL, width).

    A piece that the teacher knows takes the teacher's vector; any other the mean of the known pieces nearest
    to it in `static`, nearer ones weighing more, at the usual length.
    """
    numbers = tokenizer.get_vocab()
    pieces = sorted(numbers, key=numbers.__getitem__)
    names = [_teachers_name(piece) for piece in pieces]
    known = {place: words[name] for place, name in enumerate(names) if name in words}
    anchors = [place for place in known if pieces[place].startswith(WORD_START)]
    anchor_vectors = vectors[[known[place] for place in anchors]]
    units = functional.normalize(static.float(), dim=1)
    rows = []
    for part in torch.split(units, 4096):
        cosines, nearest = (part @ units[anchors].T).topk(min(_NEIGHBOURS, len(anchors)), dim=1)
        shares = torch.softmax(cosines * _SHARPNESS, dim=1)
        rows.append((shares[:, :, None] * anchor_vectors[nearest]).sum(dim=1))
    table = functional.normalize(torch.cat(rows), dim=1) * anchor_vectors.norm(dim=1).mean()
    table[list(known)] = vectors[list(known.values())]
    special = vectors[[words[name] for name in ("[CLS]", "[SEP]", "[PAD]")]]
    return torch.cat([table, special])


def _teachers_name(piece: str) -> str:
    """Return what the teacher's vocabulary calls a piece: "word" for "▁word", "##ing" for "ing"."""
    if piece.startswith(WORD_START):
        return piece[1:]
    return f"##{piece}" if piece.isascii() and piece.isalpha() else piece
