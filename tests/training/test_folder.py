import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from training.folder import write_model
from training.measure import static_embed
from training.tokenizer import train_tokenizer


@pytest.fixture
def folder(tmp_path):
    tokenizer = train_tokenizer(["tea 茶 お茶 tè ヤン・ライケ 経済 ."] * 2, vocabulary_size=60)
    torch.manual_seed(0)
    write_model(tmp_path / "model", tokenizer, torch.randn(tokenizer.get_vocab_size(), 16))
    return tmp_path / "model"


def test_sentence_transformers_and_plain_arrays_give_the_same_vectors(folder):
    texts = ["Tea", "茶と經濟。", "ヤン・ライケのtè", "?"]
    theirs = SentenceTransformer(str(folder), device="cpu").encode(texts).astype(np.float32)
    vectors = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float32)
    ours = static_embed(Tokenizer.from_file(str(folder / "tokenizer.json")), vectors)(texts)
    assert theirs == pytest.approx(ours, abs=1e-3)


def test_the_folder_holds_no_pickle_and_vectors_of_two_bytes(folder):
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} == {".json", ".safetensors"}
    assert load_file(folder / "model.safetensors")["embedding.weight"].dtype == np.float16


def test_writing_again_keeps_the_card_and_leaves_nothing_beside(folder):
    (folder / "README.md").write_text("The card.", encoding="utf-8")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    write_model(folder, tokenizer, torch.zeros(tokenizer.get_vocab_size(), 16))
    assert (folder / "README.md").read_text(encoding="utf-8") == "The card."
    assert not load_file(folder / "model.safetensors")["embedding.weight"].any()
    assert [path.name for path in folder.parent.iterdir()] == ["model"]
