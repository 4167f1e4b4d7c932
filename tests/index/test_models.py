import socket

import numpy as np
import pytest
from fakes import tiny_model

from index.article import Article
from index.build import build, heading, prepare
from index.embed import ModelError, Models
from index.models import open_models
from index.store import LibraryError, UnusableLibrary, create, model_of, open_library

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
WORDS = ["query", "passage", "why", "did", "the", "cat", "sleep", "on", "mat", ":", "."]
TEXT = "the cat sleep on the mat . why did the cat sleep . " * 40


@pytest.fixture(scope="module")
def transformer(tmp_path_factory):
    """Return what writes a BERT of two layers that knows WORDS and reads 32 tokens."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    def write(name, prompts=None):
        folder = tmp_path_factory.mktemp("models") / name
        bert = folder.parent / "bert"
        bert.mkdir()
        (bert / "vocab.txt").write_text("\n".join(SPECIAL + WORDS), encoding="utf-8")
        BertTokenizer(str(bert / "vocab.txt")).save_pretrained(bert)
        torch.manual_seed(0)
        config = BertConfig(
            vocab_size=15, hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
            intermediate_size=64, max_position_embeddings=32,
        )  # fmt: skip
        BertModel(config).save_pretrained(bert)
        modules = [Transformer(str(bert), max_seq_length=32), Pooling(32)]
        SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder))
        return folder

    return write


def encoded(folder, texts):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu").encode(texts, normalize_embeddings=True)


def centred(folder, prompt, text):
    """Return the vector of a text after a prompt, less the mean of the sample after the same prompt."""
    from index.transformer import SAMPLE

    sample = SAMPLE.read_text(encoding="utf-8").splitlines()
    row, *others = encoded(folder, [prompt + each for each in [text, *sample]])
    vector = row - np.mean(others, axis=0)
    return vector / np.linalg.norm(vector)


def test_the_bundled_model_is_the_default(models):
    assert open_models() is models
    assert open_models("bundled") is models


def test_the_fast_embedder_is_the_token_vectors(models):
    fast = open_models("bundled-fast")
    assert fast.embedder is fast.tokens is models.tokens
    assert fast.embedder.name == f"bundled-fast@{models.tokens.checksum}"


@pytest.mark.slow
def test_a_model_without_prompts_reads_questions_as_passages(transformer):
    folder = transformer("plain")
    embedder = open_models(str(folder)).embedder
    np.testing.assert_allclose(embedder.embed(["the cat"])[0], centred(folder, "", "the cat"), atol=1e-4)
    np.testing.assert_allclose(embedder.embed_question("the cat"), centred(folder, "", "the cat"), atol=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("passage_name", ["document", "passage", "corpus"])
def test_the_prompts_of_a_model_go_before_questions_and_passages(passage_name, transformer):
    folder = transformer("prompted", {"query": "why : ", passage_name: "on : "})
    embedder = open_models(str(folder)).embedder
    np.testing.assert_allclose(embedder.embed(["cat"])[0], centred(folder, "on : ", "cat"), atol=1e-4)
    np.testing.assert_allclose(embedder.embed_question("cat"), centred(folder, "why : ", "cat"), atol=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "prompts", "question", "passage"),
    [
        ("tiny-e5-small", None, "query: ", "passage: "),
        ("tiny-e5-small", {"query": "why : "}, "why : ", ""),
        ("tiny-e5-instruct", None, "", ""),
        ("tinye50", None, "", ""),
    ],
)
def test_an_e5_model_that_states_no_prompts_has_those_it_was_trained_with(
    name, prompts, question, passage, transformer
):
    folder = transformer(name, prompts)
    embedder = open_models(str(folder)).embedder
    np.testing.assert_allclose(embedder.embed(["cat"])[0], centred(folder, passage, "cat"), atol=1e-4)
    np.testing.assert_allclose(embedder.embed_question("cat"), centred(folder, question, "cat"), atol=1e-4)


@pytest.mark.slow
def test_passages_are_cut_so_that_the_model_reads_all_of_them(transformer):
    models = open_models(str(transformer("short", {"document": "on : "})))
    # 32 tokens, less [CLS], [SEP] and the two of the prompt.
    assert models.embedder.longest == 28
    article = Article("cat", TEXT, title="the cat", language="en")
    prepared = prepare(article, models)
    above = heading(article, models.embedder)
    texts = [above + article.text[passage.start : passage.end] for passage in prepared.passages]
    lengths = models.embedder.count_tokens(texts)
    assert 20 <= max(lengths) <= 28
    assert prepared.passages[-1].end == len(TEXT.strip())


@pytest.mark.slow
def test_the_index_opens_with_the_model_it_was_made_with(transformer, tmp_path):
    folder = transformer("remembered")
    models = open_models(str(folder))
    file = tmp_path / "cat.txt"
    file.write_text(TEXT, encoding="utf-8")
    library = create(tmp_path / "index", models.embedder.name)
    assert [outcome.reason for outcome in build([file], library, models)] == [""]
    assert model_of(tmp_path / "index") == str(folder)
    assert open_library(tmp_path / "index", open_models(str(folder)).embedder.name).counts() == {"en": 1}


@pytest.mark.slow
def test_other_prompts_are_another_model(transformer, tmp_path):
    one, other = (open_models(str(transformer("same", prompts))) for prompts in (None, {"query": "why : "}))
    create(tmp_path, one.embedder.name)
    assert one.embedder.name.rpartition("@")[2] != other.embedder.name.rpartition("@")[2]
    with pytest.raises(UnusableLibrary, match="--from-scratch --model .*/same`"):
        open_library(tmp_path, other.embedder.name)


@pytest.mark.parametrize("name", ["bundled", "bundled-fast"])
def test_an_index_tells_which_bundled_model_made_it(name, tmp_path):
    create(tmp_path, open_models(name).embedder.name)
    assert model_of(tmp_path) == name


def test_no_index_has_no_model(tmp_path):
    with pytest.raises(LibraryError, match="holds no index"):
        model_of(tmp_path)


@pytest.fixture
def offline(monkeypatch, tmp_path):
    """Leave no network and no cache."""

    def refused(*_):
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nobody/no-such-model", "the model nobody/no-such-model is not on this machine and .*: connect"),
        ("./no/such/folder", "there is no folder ./no/such/folder, .*: check the name"),
    ],
)
def test_a_model_that_is_not_here_is_one_sentence(name, message, offline):
    with pytest.raises(ModelError, match=message) as told:
        open_models(name)
    assert "\n" not in str(told.value)


def test_a_folder_without_a_model_is_one_sentence(tmp_path):
    with pytest.raises(ModelError, match="holds no model: name a folder that sentence-transformers saved"):
        open_models(str(tmp_path))


@pytest.mark.slow
def test_a_model_that_is_broken_is_one_sentence(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "no-such-architecture"}', encoding="utf-8")
    with pytest.raises(ModelError, match=r"cannot be read \(.*\): name a folder") as told:
        open_models(str(tmp_path))
    assert "\n" not in str(told.value)


def test_progress_counts_every_passage_and_sentence_once(tmp_path):
    tiny = tiny_model(tmp_path)
    told = []
    article = Article("cats", "Cat sleeps. " * 100, language="en")
    prepared = prepare(article, Models(tiny, tiny), lambda done, total: told.append((done, total)))
    texts = len(prepared.passages) + len(prepared.sentences)
    assert told == [(0, texts), (64, texts), (texts, texts)]
