"""The terms that full-text search knows: words of alphabetic scripts with their stems, pairs of neighbouring
Chinese or Japanese characters.
"""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

from index.embed import bundled_tokenizer

# Kana (without the middle dot), Han and their repetition and length marks: scripts written without spaces.
CJK = (
    r"\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# 80,000 and 80.000 are 80000.
THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
RUN = re.compile(rf"([{CJK}]+)|((?:(?![{CJK}])[^\W_])+)")
# Two ways to write one sound: ヴァイオリン and バイオリン, サーバー and サーバ.
V_ROW = {"ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴ": "ブ"}
SPELLINGS = re.compile(r"ヴ[ァィェォ]?|(?<=[ァ-ヺー]{2}[ァ-ヺ])ー(?![ァ-ヺー])")
STEMMED = {"en": "english", "it": "italian"}


def terms(text: str, language: str) -> list[str]:
    """Return the terms of a text in order: words without case and accents, and the bigrams of each CJK run.

    A word of English or Italian text is followed by its stem, marked with the language, so that a name still
    matches in the other. Compatibility forms, traditional characters and spellings of katakana are folded
    first. A lone CJK character is its own term.
    """
    found = []
    for match in RUN.finditer(_folded(text)):
        if match[1]:
            run = match[1]
            found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        else:
            found.append(_without_accents(match[2]))
            if language in STEMMED and match[2].isalpha():
                found.append(_stem(match[2], language))
    return found


def _folded(text: str) -> str:
    """Return a text as the bundled tokenizer normalises it, which folds width, case and Chinese variants."""
    normalised = bundled_tokenizer().normalizer.normalize_str(text).casefold()
    return SPELLINGS.sub(lambda match: V_ROW.get(match[0], ""), THOUSANDS.sub("", normalised))


@lru_cache(maxsize=100_000)
def _stem(word: str, language: str) -> str:
    return f"{_without_accents(_stemmer(language).stemWord(word))}0{language}"


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(STEMMED[language])


def _without_accents(word: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFD", word) if not unicodedata.combining(character)
    )
