"""Translation by models on this machine. The models of Firefox cannot be had here: real is all but what is in
them, and the engine that opens them where it is said.
"""

import json
from pathlib import Path

import pytest
from fxtranslate import Translator

from rag.translate import Translation, TranslationError, Translators, doubtful, open_engine, take

MODEL = "model.jaen.intgemm.alphas.bin"


class Words:
    """Replaces words as a model of the tests says."""

    def __init__(self, folder):
        self._said = json.loads((folder / MODEL).read_text(encoding="utf-8"))

    def translate_long(self, text):
        for words, said in self._said.items():
            text = text.replace(words, said)
        return text


def put(folder, pair, said):
    (folder / pair).mkdir(parents=True)
    (folder / pair / MODEL).write_text(json.dumps(said), encoding="utf-8")


def test_a_text_goes_straight_where_there_is_a_model_and_by_way_of_english_where_there_is_none(tmp_path):
    put(tmp_path, "ja-en", {"猫は眠る": "The cat sleeps"})
    put(tmp_path, "en-it", {"The cat sleeps": "Il gatto dorme"})
    made = Translators(tmp_path, Words)
    assert made.translated("猫は眠る", "ja", "en") == Translation("The cat sleeps", doubtful=False)
    assert made.translated("猫は眠る", "ja", "it") == Translation("Il gatto dorme", doubtful=False)
    assert made.translated("猫は眠る", "ja", "zh") is None
    assert made.translated("Il gatto", "it", "ja") is None
    assert made.translated(" ", "ja", "en") is None
    assert made.translated("猫", "ja", "ja") is None


def test_the_models_of_simplified_chinese_are_those_of_chinese(tmp_path):
    put(tmp_path, "zh-Hans-en", {"猫": "cat"})
    assert Translators(tmp_path, Words).translated("猫", "zh", "en") == Translation("cat", doubtful=False)


@pytest.mark.parametrize(
    ("original", "source", "translation", "target"),
    [
        ("新桥全长3200米。", "zh", "The new bridge is 3,200 metres long.", "en"),
        ("猫カフェは3月31日に閉店します。", "ja", "The cat café closes on 31 March.", "en"),
        ("La visita costa quattro euro.", "it", "The visit costs four euros.", "en"),
        ("ジョン・シュルマン氏は話しました。", "ja", "John Schulman said so.", "en"),
    ],
)
def test_a_translation_that_says_the_same_figures_is_not_doubtful(original, source, translation, target):
    assert not doubtful(original, source, translation, target, "2024-03-05")


@pytest.mark.parametrize(
    ("original", "source", "translation", "target"),
    [
        ("新桥全长3200米。", "zh", "The new bridge is 320 metres long.", "en"),
        ("新桥全长3200米。", "zh", "The new bridge is long.", "en"),
        ("猫カフェは3月31日に閉店します。", "ja", "The cat café closes on 31 May.", "en"),
        ("店主の佐藤さんは話しました。", "ja", "The owner, Matteo Ferri, said so.", "en"),
    ],
)
def test_a_translation_with_another_number_date_or_name_is_doubtful(original, source, translation, target):
    assert doubtful(original, source, translation, target, "2024-03-05")


def test_a_model_that_lacks_a_file_or_is_damaged_is_named_with_the_cure(tmp_path):
    put(tmp_path, "ja-en", {})
    with pytest.raises(TranslationError, match=r"ja-en lacks a file of its model: run `polycite translate"):
        open_engine(tmp_path / "ja-en")
    for part in ("srcvocab.jaen.spm", "trgvocab.jaen.spm"):
        (tmp_path / "ja-en" / part).write_bytes(b"no vocabulary")
    assert Translator.__module__ == "builtins"  # The real engine.
    with pytest.raises(TranslationError, match=r"ja-en is damaged \(.+\): run `polycite translate --get`"):
        open_engine(tmp_path / "ja-en")
    assert Translators(tmp_path).translated("猫", "ja", "en") is None


def test_models_are_taken_from_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("rag.translate.models_folder", lambda: tmp_path / "kept")
    put(tmp_path / "disk", "ja-en", {"猫": "cat"})
    (tmp_path / "disk" / "other-things").mkdir()
    assert take(tmp_path / "disk") == ["ja-en"]
    assert Translators(tmp_path / "kept", Words).translated("猫", "ja", "en").text == "cat"
    with pytest.raises(TranslationError, match="holds no folder of a model, such as ja-en"):
        take(Path(tmp_path / "kept" / "ja-en"))
