"""What the page says itself, in each language it speaks: one line a phrase, the languages side by side."""

from collections.abc import Mapping
from functools import cache, lru_cache

from opencc_purepy import OpenCC

from page.phrases_chat import CHAT
from page.phrases_files import FILES
from page.phrases_frame import FRAME
from page.phrases_hant import HANT
from page.phrases_quality import QUALITY
from page.phrases_shelf import SHELF
from page.phrases_status import STATUS
from rag.languages import words_for

# The languages of answers, each under its own name, and those of the page: Chinese in both its scripts.
LANGUAGES = {"en": "English", "ja": "日本語", "zh": "中文", "it": "Italiano"}
TRADITIONAL = "zh-Hant"
INTERFACES = {"en": "English", "ja": "日本語", "zh": "简体中文", TRADITIONAL: "繁體中文", "it": "Italiano"}
# Where Chinese is written in traditional characters.
WRITE_TRADITIONAL = ("hant", "tw", "hk", "mo")

# `{...}` is filled in; the form before "|" is for one, the one after it for any other number.
PHRASES: Mapping[str, tuple[str, str, str, str]] = {
    **FRAME, **CHAT, **SHELF, **FILES, **QUALITY, **STATUS,
}  # fmt: skip
# The marks around words that are quoted, and those around words that hold such marks themselves.
MARKS = {
    "en": (("“", "”"), ("‘", "’")),
    "ja": (("「", "」"), ("『", "』")),
    "zh": (("“", "”"), ("‘", "’")),
    "it": (("«", "»"), ("“", "”")),
    TRADITIONAL: (("「", "」"), ("『", "』")),
}
# Italian writes 4.905 and 11,4%, the others 4,905 and 11.4%.
FIGURES = {"it": str.maketrans(",.", ".,")}
CORNERS = str.maketrans("“”‘’", "「」『』")


class Phrases:
    """The phrases of one language of the page; `phrases("articles", n=5)` is "5 articles"."""

    def __init__(self, language: str) -> None:
        self.language = language if language in INTERFACES else "en"
        self.spoken = "zh" if self.language == TRADITIONAL else self.language
        self._column = list(LANGUAGES).index(self.spoken)

    def __call__(self, name: str, **values: object) -> str:
        """Return a phrase, filled in; `n` chooses between the form for one and that for many."""
        written = HANT.get(name) if self.language == TRADITIONAL else ""
        forms = (written or self.said(PHRASES[name][self._column])).split("|")
        return (forms[0] if values.get("n") == 1 else forms[-1]).format(**values)

    def said(self, words: str) -> str:
        """Return words of our own in the language of the answer as this page writes them."""
        return traditional(words) if self.language == TRADITIONAL else words

    def of(self, language: str) -> "Phrases":
        """Return the phrases of the language of an answer, in the script of this page where it is its own."""
        return self if language == self.spoken else Phrases(language)

    def figure(self, written: str) -> str:
        """Return a number, written as "4,905" or "11.4%", as this language writes it."""
        return written.translate(FIGURES.get(self.language, {}))

    @property
    def joiner(self) -> str:
        """Return what stands between the things of a list."""
        return words_for(self.spoken).joiner

    def language_name(self, code: str) -> str:
        """Return what a language is called in this one."""
        return self.said(words_for(self.spoken).language_name(code))


@lru_cache(maxsize=1 << 12)
def traditional(words: str) -> str:
    """Return Chinese words in traditional characters, as they are said and quoted in Taiwan."""
    # OpenCC takes what is published for software that is released.
    return str(_converter().convert(words)).translate(CORNERS).replace("釋出", "發布")


@cache
def _converter() -> OpenCC:
    return OpenCC("s2twp")


def marks(text: str, language: str) -> tuple[str, str]:
    """Return the two marks that a language puts around a text: others than those that it holds."""
    outer, inner = MARKS.get(language, MARKS["en"])
    return inner if set(outer) & set(text) else outer


def preferred(accept_language: str) -> str:
    """Return the language of the page that an Accept-Language header asks for first, else English."""
    wishes = []
    for place, wish in enumerate(accept_language.split(",")):
        code, _, weight = wish.partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, _interface(code)))
        except ValueError:
            continue
    return next((code for _, _, code in sorted(wishes) if code in INTERFACES), "en")


def _interface(code: str) -> str:
    language, *more = code.strip().lower().split("-")
    return TRADITIONAL if language == "zh" and set(more) & set(WRITE_TRADITIONAL) else language
