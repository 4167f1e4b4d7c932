from training.corpus import Corpus
from training.pivot import join_on_english


def test_translations_of_one_english_text_translate_each_other():
    corpora = [
        Corpus("stsb", "en", "it", (("tea", "tè"), ("bread", "pane"))),
        Corpus("stsb", "en", "ja", (("tea", "お茶"),)),
        Corpus("stsb", "en", "zh", (("tea", "茶"), ("tea", "茶叶"), ("rice", "米"))),
    ]
    assert join_on_english(corpora) == (
        Corpus("stsb", "it", "ja", (("tè", "お茶"),)),
        Corpus("stsb", "it", "zh", (("tè", "茶"), ("tè", "茶叶"))),
        Corpus("stsb", "zh", "ja", (("茶", "お茶"), ("茶叶", "お茶"))),
    )


def test_texts_of_different_sources_and_bare_words_are_not_joined():
    corpora = [
        Corpus("stsb", "en", "it", (("bank", "banca"),)),
        Corpus("cldr", "en", "zh", (("bank", "银行"),)),
        # "riva" is the bank of a river, 银行 the one with the money.
        Corpus("wordnet", "en", "it", (("bank", "riva"),)),
        Corpus("wordnet", "en", "zh", (("bank", "银行"),)),
    ]
    assert join_on_english(corpora) == ()


def test_no_more_than_two_versions_of_a_text_are_joined():
    corpora = [
        Corpus("wmt23", "en", "it", (("tea", "tè"),)),
        Corpus("wmt23", "en", "zh", (("tea", "茶"), ("tea", "茶"), ("tea", "茶叶"), ("tea", "茶水"))),
    ]
    assert [corpus.pairs for corpus in join_on_english(corpora)] == [(("tè", "茶"), ("tè", "茶叶"))]
