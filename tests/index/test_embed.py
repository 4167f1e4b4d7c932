import subprocess
import sys

import numpy as np
import pytest
from fakes import tiny_model

from index.embed import BUNDLED, TokenVectors

TEXTS = [
    "Why did Jan Leike leave?",
    "ヤン・ライケ氏は安全文化を理由に退社した。",
    "扬·莱克为什么离开了公司？經濟",
    "Perché l'azienda ha perso il suo responsabile della sicurezza?",
    "GPT-4o 🎉 costs $5.00\nper month",
]


def test_a_text_is_the_mean_of_its_tokens_at_unit_length(tmp_path):
    [vector] = tiny_model(tmp_path).embed(["cat sleeps"])
    np.testing.assert_allclose(vector, [0.7071, 0.7071, 0.0, 0.0], atol=0.0001)


def test_a_text_without_tokens_is_a_row_of_zeros(tmp_path):
    np.testing.assert_array_equal(tiny_model(tmp_path).embed([""]), np.zeros((1, 4), dtype=np.float32))


def test_no_texts_are_no_rows(tmp_path):
    assert tiny_model(tmp_path).embed([]).shape == (0, 4)


def test_a_model_is_named_by_its_weights(tmp_path):
    assert tiny_model(tmp_path / "a").name == tiny_model(tmp_path / "b").name
    assert tiny_model(tmp_path / "a").name.startswith("bundled-")


@pytest.mark.slow
def test_the_bundled_model_gives_the_vectors_that_sentence_transformers_gives():
    from sentence_transformers import SentenceTransformer

    expected = SentenceTransformer(str(BUNDLED), device="cpu").encode(TEXTS)
    np.testing.assert_allclose(TokenVectors().embed(TEXTS), expected, atol=0.002)


def test_the_bundled_models_are_at_most_115_megabytes():
    assert sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()) < 115_000_000


def test_a_vector_is_both_models_side_by_side(models):
    [vector] = models.embedder.embed(["安全"])
    [words] = models.tokens.embed(["安全"])
    assert vector.shape == (256 + 384,)
    np.testing.assert_allclose(np.linalg.norm(vector), 1.0, atol=1e-5)
    np.testing.assert_allclose(vector[:256], words / np.sqrt(2), atol=1e-3)


def test_translations_are_nearer_than_strangers(models):
    why, resigned, weather = models.embedder.embed(
        ["Why did the director resign?", "院長為什麼辭職？", "明日の天気は晴れです。"]
    )
    assert why @ resigned > 0.4 > why @ weather


def test_a_question_is_answered_without_torch_or_llama_index():
    heavy = "{'torch', 'llama_index', 'gradio', 'trafilatura', 'psycopg', 'pymilvus'}"
    code = f"import sys, command.__main__, rag.ask; print({heavy} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "set()"
