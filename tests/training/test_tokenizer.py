import pytest

from training.tokenizer import train_tokenizer, untrained_tokenizer


def pieces(text):
    tokenizer = untrained_tokenizer()
    folded = tokenizer.normalizer.normalize_str(text)
    return [piece for piece, _ in tokenizer.pre_tokenizer.pre_tokenize_str(folded)]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Jan Leike left.", ["▁jan", "▁leike", "▁left", "."]),
        ("ヤン・ライケはOpenAIを去った。", ["ヤン", "ライケ", "は", "▁openai", "を", "去", "った", "。"]),
        ("ﾔﾝ･ﾗｲｹ", ["ヤン", "ライケ"]),
        ("扬·莱克，揚·萊克", ["扬", "莱克", ",", "扬", "莱克"]),
        ("l’azienda dell'arte", ["▁l", "'", "▁azienda", "▁dell", "'", "▁arte"]),
        ("経済 經濟 经济", ["经济", "经济", "经济"]),
        ("Ｇｏｏｇｌｅ、2024年に123456", ["▁google", "、", "2024", "年", "に", "1234", "56"]),
        ("C++ 50%", ["▁c", "+", "+", "50", "%"]),
        ("", []),
    ],
)
def test_text_is_folded_and_cut_where_scripts_and_words_meet(text, runs):
    assert pieces(text) == runs


def test_a_word_is_the_same_piece_after_a_space_and_after_japanese():
    tokenizer = train_tokenizer(["google は google を google"] * 10, vocabulary_size=60)
    first, inside = tokenizer.encode("google"), tokenizer.encode("はgoogle")
    assert (first.tokens, inside.tokens) == (["▁google"], ["は", "▁google"])


def test_a_character_never_seen_is_unknown():
    tokenizer = train_tokenizer(["tea tea"], vocabulary_size=60)
    assert tokenizer.encode("茶").tokens == ["<unk>"]
