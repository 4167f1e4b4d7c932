"""Pairs of two languages that were each translated from the same English text."""

from collections.abc import Sequence
from itertools import product

from training.corpus import Corpus

_PAIRS = (("it", "ja"), ("it", "zh"), ("zh", "ja"))
# A bare word has several senses, and two translations of it may take two of them; a definition has one.
_AMBIGUOUS = frozenset({"wordnet"})
# Two versions of a text in each language say enough: more would be the same text again.
_VERSIONS = 2


def join_on_english(corpora: Sequence[Corpus]) -> tuple[Corpus, ...]:
    """Return corpora without English, of texts of one source whose English is the same to the letter."""
    sides = {
        (corpus.source, corpus.right_language): _by_english(corpus)
        for corpus in corpora
        if corpus.left_language == "en" and corpus.source not in _AMBIGUOUS
    }
    joined = []
    for left_language, right_language in _PAIRS:
        for source in sorted({source for source, _ in sides}):
            left = sides.get((source, left_language), {})
            right = sides.get((source, right_language), {})
            pairs = [pair for text in left if text in right for pair in product(left[text], right[text])]
            if pairs:
                joined.append(Corpus(source, left_language, right_language, tuple(dict.fromkeys(pairs))))
    return tuple(joined)


def _by_english(corpus: Corpus) -> dict[str, list[str]]:
    translations: dict[str, list[str]] = {}
    for english, other in corpus.pairs:
        known = translations.setdefault(english, [])
        if len(known) < _VERSIONS and other not in known:
            known.append(other)
    return translations
