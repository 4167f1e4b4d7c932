"""English texts with words put into Italian, so that Italian is read in news and talk that it has no text of.

Replacing words by a dictionary: Qin 2020, https://arxiv.org/abs/2006.06402. The dictionary is learned:
IBM Model 1 (Brown 1993, https://aclanthology.org/J93-2003) over English-Italian text, WordNet for the rest.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from training.corpus import Corpus

Lexicon = Mapping[str, Sequence[str]]

_WORD = re.compile(r"[^\W\d_]+'?")
# Not the "s" of "Russia's".
_ENGLISH_WORD = re.compile(r"\b(?:[ai]|[^\W\d_]{2,})\b", re.IGNORECASE)
_ITERATIONS = 6
_LONGEST = 40
_LEAST_COUNT = 1e-4
_OFTEN = 3
_LIKELY = 0.15
# Endings to take off an English word that no dictionary has, longest first.
_ENDINGS = ("ing", "ies", "ed", "es", "s", "d")
_TALK = frozenset({"wmt21", "wmt22", "wmt23", "wmt24", "tanaka", "tatoeba"})
# So that a switched text still holds English, and no two readings of it are alike.
_LEAST_SHARE = 0.5
SWITCHED = "switched"


def learn_lexicon(corpora: Sequence[Corpus]) -> Lexicon:
    """Return what Italian says for English words: likely translations in text, or those of a dictionary."""
    texts, dictionary = [], defaultdict(list)
    for corpus in corpora:
        if (corpus.left_language, corpus.right_language) != ("en", "it"):
            continue
        for english, italian in corpus.pairs:
            if corpus.source == "wordnet":
                dictionary[english.casefold()].append(italian)
            if corpus.source != "wordnetdef":
                texts.append((_words(english), _words(italian)))
    return {**dictionary, **_likely(_alignments(texts), texts)}


def switch(text: str, lexicon: Lexicon, generator: random.Random) -> str:
    """Return an English text with half of its words or more in Italian, as far as the lexicon has them."""
    share = generator.uniform(_LEAST_SHARE, 1)

    def italian(match: re.Match[str]) -> str:
        known = _find(match[0].casefold(), lexicon)
        return generator.choice(known) if known and generator.random() < share else match[0]

    return _ENGLISH_WORD.sub(italian, text)


def switch_corpora(corpora: Sequence[Corpus], lexicon: Lexicon, seed: int) -> tuple[Corpus, ...]:
    """Return news and talk in English and another language, the English switched to Italian."""
    generator = random.Random(seed)
    pairs: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for corpus in _news_and_talk(corpora):
        for english, other in corpus.pairs:
            pairs[corpus.right_language][switch(english, lexicon, generator), other] = None
    return tuple(Corpus(SWITCHED, "it", language, tuple(found)) for language, found in pairs.items())


def switch_english(corpora: Sequence[Corpus], lexicon: Lexicon, seed: int) -> Corpus:
    """Return each English text of news and talk with itself switched to Italian, as if translated."""
    generator = random.Random(seed)
    texts = dict.fromkeys(english for corpus in _news_and_talk(corpora) for english, _ in corpus.pairs)
    return Corpus(SWITCHED, "en", "it", tuple((text, switch(text, lexicon, generator)) for text in texts))


def _news_and_talk(corpora: Sequence[Corpus]) -> list[Corpus]:
    return [corpus for corpus in corpora if corpus.left_language == "en" and corpus.source in _TALK]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())[:_LONGEST]


def _alignments(texts: Sequence[tuple[list[str], list[str]]]) -> dict[str, dict[str, float]]:
    """Return how likely each Italian word is for an English one, the word "" standing for none."""
    chances: dict[str, dict[str, float]] = {}
    for _ in range(_ITERATIONS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for english, italian in texts:
            sources = ["", *english]
            for word in italian:
                shares = [chances[source].get(word, 0.0) if chances else 1.0 for source in sources]
                total = sum(shares)
                for source, share in zip(sources, shares, strict=True):
                    counts[source][word] += share / total
        chances = {source: _normalised(found) for source, found in counts.items()}
    return chances


def _normalised(counts: Mapping[str, float]) -> dict[str, float]:
    total = sum(counts.values())
    return {word: count / total for word, count in counts.items() if count > _LEAST_COUNT}


def _likely(
    chances: Mapping[str, Mapping[str, float]], texts: Sequence[tuple[list[str], list[str]]]
) -> dict[str, list[str]]:
    often = Counter(word for english, _ in texts for word in english)
    found = {
        english: [word for word, chance in words.items() if chance >= _LIKELY]
        for english, words in chances.items()
        if often[english] >= _OFTEN
    }
    return {english: words for english, words in found.items() if words}


def _find(word: str, lexicon: Lexicon) -> Sequence[str]:
    if word in lexicon:
        return lexicon[word]
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    tries = (form for stem in stems for form in (stem, f"{stem}e", f"{stem}y"))
    return next((lexicon[form] for form in tries if form in lexicon), ())
