"""The terms that full-text search knows: words of alphabetic scripts, pairs of neighbouring Chinese or
Japanese characters.
"""

import re
import unicodedata

# Kana (without the middle dot), Han and their repetition and length marks: scripts written without spaces.
CJK = (
    r"\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# 80,000 and 80.000 are 80000.
THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
RUN = re.compile(rf"([{CJK}]+)|((?:(?![{CJK}])[^\W_])+)")


def terms(text: str) -> list[str]:
    """Return the terms of a text in order: case-folded words without accents, and the bigrams of each CJK
    run.

    Compatibility forms are folded first (NFKC). A lone CJK character is its own term.
    """
    found = []
    folded = THOUSANDS.sub("", unicodedata.normalize("NFKC", text).casefold())
    for match in RUN.finditer(folded):
        run = match[1] or _without_accents(match[2])
        bigrams = [run[at : at + 2] for at in range(len(run) - 1)] if match[1] else []
        found += bigrams or [run]
    return found


def _without_accents(word: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFD", word) if not unicodedata.combining(character)
    )
