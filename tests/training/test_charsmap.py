from pathlib import Path

import pytest

from training.charsmap import read_replacements, replace_characters

VARIANTS = Path(__file__).parents[2] / "training" / "variants.tsv"


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("經濟", "经济"),
        ("経済", "经济"),
        ("经济", "经济"),
        ("Leike 萊克", "Leike 莱克"),
        ("", ""),
    ],
)
def test_every_form_of_a_character_becomes_its_simplified_form(text, replaced):
    assert replace_characters(read_replacements(VARIANTS)).normalize_str(text) == replaced


def test_every_character_of_the_table_and_no_other_is_replaced():
    replacements = read_replacements(VARIANTS)
    normalizer = replace_characters(replacements)
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    assert [normalizer.normalize_str(c) for c in characters] == [replacements.get(c, c) for c in characters]


def test_a_replacement_is_never_itself_replaced():
    replacements = read_replacements(VARIANTS)
    assert set(replacements.values()) & set(replacements) == set()


def test_characters_of_one_and_of_four_bytes_are_replaced_too():
    assert replace_characters({"a": "é", "𠮷": "吉", "’": "'"}).normalize_str("a𠮷’b") == "é吉'b"
