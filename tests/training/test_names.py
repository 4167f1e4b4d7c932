import lzma
import zlib

import numpy as np

from training.corpus import Corpus, is_held_out, read_corpora, read_held_out_names
from training.names import candidates, name_recalls


def test_every_name_is_either_trained_on_or_held_out(tmp_path):
    assert [zlib.crc32(name) % 32 for name in (b"edward", b"leike")] == [0, 20]
    names = ["edward", "leike"]
    for language in ("ja", "zh"):
        with lzma.open(tmp_path / f"en-{language}.tsv.xz", "wt", encoding="utf-8") as file:
            file.writelines(f"names\t{name}\t{language}\n" for name in names)
            file.write("tatoeba\tedward\tx\n")
    assert [corpus.pairs for corpus in read_corpora(tmp_path) if corpus.source == "names"] == [
        (("leike", "ja"),),
        (("leike", "zh"),),
    ]
    assert [corpus.pairs for corpus in read_held_out_names(tmp_path)] == [
        (("edward", "ja"),),
        (("edward", "zh"),),
    ]
    # Only names are held out: a sentence of one word is no name.
    assert [corpus.pairs for corpus in read_corpora(tmp_path) if corpus.source == "tatoeba"] == [
        (("edward", "x"),)
    ] * 2


def test_a_name_is_held_out_however_it_is_written():
    assert is_held_out("Edward")


def test_candidates_are_no_name_twice_and_none_of_those_seen():
    names = Corpus(
        "names",
        "en",
        "ja",
        (("ann", "アン"), ("anne", "アン"), ("seen", "シーン"), ("bo", "ボー"), ("cy", "サイ")),
    )
    assert candidates(names, 2, without={"seen"}).pairs == (("ann", "アン"), ("bo", "ボー"))


def test_a_name_is_found_when_nothing_is_nearer():
    left = np.array([[1, 0], [0, 1]], np.float32)
    # The first right name lies nearer to both; the second is found from neither, and finds its own back.
    right = np.array([[1, 1], [0, 0.5]], np.float32)
    assert name_recalls(left, right) == (0.5, 0.5)
