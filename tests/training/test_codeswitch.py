import random

from training.codeswitch import learn_lexicon, switch, switch_corpora, switch_english
from training.corpus import Corpus

# "the dog" and "the cat" tell what "dog" is, as "the" is the same in both.
TEXTS = Corpus(
    "stsb",
    "en",
    "it",
    (("the dog", "il cane"), ("the cat", "il gatto"), ("the bank", "il banco"), ("dog", "cane")) * 9,
)
WORDS = Corpus("wordnet", "en", "it", (("bank", "riva"), ("firefighter", "vigile del fuoco")))
LEXICON = {"dog": ["cane"], "sleep": ["dormire"], "hope": ["sperare"]}


def test_text_tells_which_words_translate_each_other():
    lexicon = learn_lexicon([TEXTS, WORDS])
    assert {word: lexicon[word] for word in ("the", "dog", "cat")} == {
        "the": ["il"],
        "dog": ["cane"],
        "cat": ["gatto"],
    }


def test_the_dictionary_serves_where_text_has_too_little():
    assert learn_lexicon([TEXTS, WORDS])["firefighter"] == ["vigile del fuoco"]


def test_text_outweighs_the_dictionary():
    assert "riva" not in learn_lexicon([TEXTS, WORDS])["bank"]


def test_switching_keeps_the_order_and_what_it_does_not_know():
    switched = {switch("Dogs sleep, Tom's hoping.", LEXICON, random.Random(seed)) for seed in range(50)}
    assert "cane dormire, Tom's sperare." in switched
    # At least half of the known words on average; often one of them stays.
    assert "cane sleep, Tom's sperare." in switched


def test_news_and_talk_become_italian_beside_their_other_language():
    corpora = [
        Corpus("wmt23", "en", "zh", (("Dog!", "狗！"), ("Tom", "汤姆"))),
        Corpus("tanaka", "en", "ja", (("Dog!", "犬!"),)),
        Corpus("pydocs", "en", "ja", (("Dog!", "犬"),)),
    ]
    lexicon = {"dog": ["cane"], "tom": ["tom"]}
    chinese, japanese = switch_corpora(corpora, lexicon, seed=1)
    assert (chinese.left_language, chinese.right_language) == ("it", "zh")
    assert {right for _, right in chinese.pairs} == {"狗！", "汤姆"}
    assert [right for _, right in japanese.pairs] == ["犬!"]
    assert {left for left, _ in [*chinese.pairs, *japanese.pairs]} <= {"cane!", "Dog!", "tom", "Tom"}
    english = switch_english(corpora, lexicon, seed=1)
    assert (english.source, english.left_language, english.right_language) == ("switched", "en", "it")
    assert [left for left, _ in english.pairs] == ["Dog!", "Tom"]
