import struct

import numpy as np
import pytest

from training.reader.backbone import Table, read_backbone, reader_of, table_of

# The scale .5, then bytes of which the low half counts up and the high half down.
BLOCK = struct.pack("<e", 0.5) + bytes(low | (15 - low) << 4 for low in range(16))
RISING = [-4, -3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]


def blocks(count):
    return np.frombuffer(BLOCK * count, np.uint8)


def test_a_block_is_a_scale_and_then_low_halves_before_high_halves():
    [row] = table_of(blocks(1), width=32).floats().tolist()
    assert row == [*RISING, *reversed(RISING)]


def test_a_row_of_the_table_may_have_several_blocks():
    table = table_of(blocks(4), width=64)
    assert (table.nibbles.shape, table.scales.shape) == ((2, 32), (2, 2))
    assert table.floats()[1].tolist() == 2 * [*RISING, *reversed(RISING)]


def test_rows_are_kept_in_the_order_asked_for():
    table = Table(np.array([[1], [2], [3]], np.uint8), np.array([[1], [2], [3]], np.float16))
    assert table.kept(np.array([2, 0])).scales.tolist() == [[3], [1]]


def backbone_file(folder):
    """One layer, 32 wide, with 3 rows and 4 places; all but the table is counted up as float32."""
    sizes = {"emb.pos": 128, "emb.type": 64, "emb.ln.w": 32, "emb.ln.b": 32}
    for part, outputs, inputs in (
        ("q", 32, 32), ("k", 32, 32), ("v", 32, 32), ("ao", 32, 32), ("fi", 64, 32), ("fo", 32, 64),
    ):  # fmt: skip
        sizes |= {f"l0.{part}.w": outputs * inputs, f"l0.{part}.b": outputs}
    sizes |= {f"l0.{part}.{kind}": 32 for part in ("aln", "oln") for kind in "wb"}
    tensors = {"emb.word": (1, 96, BLOCK * 3)} | {
        name: (0, size, np.arange(size, dtype="<f4").tobytes()) for name, size in sizes.items()
    }
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 4, 64, 3, 4, 2, 1e-12, 32)
    # A tokenizer of one piece of two bytes, and a normalisation map of three.
    head += struct.pack("<5iQ2If2s", 1, 0, 2, 1, 3, 2, 0, 2, -1.5, b"ab") + struct.pack("<iI3s", 1, 3, b"map")
    at = len(head) + 4 + sum(2 + len(name) + 1 + 4 + 16 for name in tensors)
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, (kind, size, raw) in tensors.items():
        directory += struct.pack(f"<H{len(name)}sBIQQ", len(name), name.encode(), kind, size, at, len(raw))
        at, body = at + len(raw), body + raw
    file = folder / "backbone.bin"
    file.write_bytes(head + directory + body)
    return file


def test_a_reader_has_the_bodys_weights_where_they_belong(tmp_path):
    backbone = read_backbone(backbone_file(tmp_path))
    reader = reader_of(backbone, backbone.table)
    assert reader.table.weight[2, :2].tolist() == [-4, -3.5]
    # The second place, 32 and on, with the first of the two types, 0 and on, added.
    assert reader.places[1, :3].tolist() == [32, 34, 36]
    layer = reader.layers[0]
    assert layer.up.weight.shape == (64, 32)
    assert layer.up.weight[1, 0].item() == 32
    assert layer.down.weight[1, 0].item() == 64
    assert layer.finished.bias.tolist() == list(range(32))


def test_another_file_is_refused(tmp_path):
    file = tmp_path / "other.bin"
    file.write_bytes(b"GGUF" + bytes(60))
    with pytest.raises(ValueError, match="other.bin does not begin with E5S1: take e5-small-q4.bin"):
        read_backbone(file)
