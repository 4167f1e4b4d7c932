import lzma

import numpy as np
from reading import write_tokenizer
from tokenizers import Tokenizer

from training.reader.pieces import choose_pieces, count_pieces, cut_tokenizer, pieces_of, read_texts

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁the", "ไทย", "▁ponte", "橋", "กข", "ー", "カー", "мост", "."]


def test_used_pieces_and_single_signs_are_kept_and_then_the_commonest_of_our_scripts():
    counts = np.zeros(len(PIECES), np.int64)
    counts[PIECES.index("กข")] = 1
    kept = choose_pieces(PIECES, counts, most=10)
    assert [PIECES[place] for place in kept] == [
        "<s>", "<pad>", "</s>", "<unk>", "▁the", "▁ponte", "橋", "กข", "ー", ".",
    ]  # fmt: skip


def test_what_is_used_is_kept_even_if_it_is_too_much():
    assert len(choose_pieces(PIECES, np.ones(len(PIECES), np.int64), most=5)) == len(PIECES)


def test_every_text_of_the_data_is_counted(tmp_path):
    data, own = tmp_path / "data", tmp_path / "own"
    for folder in (data / "parallel", data / "qa", own):
        folder.mkdir(parents=True)
    with lzma.open(data / "parallel" / "en-it.tsv.xz", "wt") as file:
        file.write("tatoeba\ta bridge\tun ponte\n")
    with lzma.open(data / "qa" / "news.jsonl.xz", "wt") as file:
        file.write('{"title": "Toll", "qa": [{"en": "When?", "answers": ["May"]}], "n": 1}\n')
    with lzma.open(own / "talk.jsonl.xz", "wt") as file:
        file.write('{"en": "And then?"}\n')
    assert list(read_texts(data, own)) == ["a bridge", "un ponte", "Toll", "When?", "May", "And then?"]


def test_the_cut_tokenizer_reads_a_text_as_before(tmp_path):
    file = write_tokenizer(tmp_path / "whole.json", more=["▁ไทย", "opens", "▁brid"])
    whole = Tokenizer.from_file(str(file))
    text = "The bridge opens on Monday, 5 May."
    kept = choose_pieces(pieces_of(file), count_pieces(iter([text]), whole), most=0)
    cut = Tokenizer.from_str(cut_tokenizer(file, kept))
    assert cut.get_vocab_size() == len(kept) < whole.get_vocab_size() - 2
    assert cut.encode(text).tokens == whole.encode(text, add_special_tokens=False).tokens
    assert kept[cut.encode(text).ids].tolist() == whole.encode(text, add_special_tokens=False).ids
