"""The words Polycite says itself, around the quotes, in each language it answers in."""

import unicodedata
from dataclasses import dataclass

from index.article import UNKNOWN_LANGUAGE, Article


@dataclass(frozen=True, slots=True)
class Words:
    """One language's frame words; `{...}` are filled in."""

    according: str
    agree: str
    silent: str
    related: str
    languages: dict[str, str]
    unknown: str
    joiner: str

    def language_name(self, code: str) -> str:
        """Return what a language is called, its code when there is no word for it here."""
        return self.unknown if code == UNKNOWN_LANGUAGE else self.languages.get(code, code)


ENGLISH = Words(
    according="According to {title} ({about}): ",
    agree="{count} articles agree: ",
    silent="The articles do not say.",
    related="What comes nearest:",
    languages={"en": "English", "ja": "Japanese", "zh": "Chinese", "it": "Italian"},
    unknown="language unknown",
    joiner=", ",
)
WORDS = {
    "en": ENGLISH,
    "ja": Words(
        according="{title}（{about}）によると：",
        agree="{count}本の記事が同じことを伝えています：",
        silent="記事には書かれていません。",
        related="最も近い箇所：",
        languages={"en": "英語", "ja": "日本語", "zh": "中国語", "it": "イタリア語"},
        unknown="言語不明",
        joiner="、",
    ),
    "zh": Words(
        according="据{title}（{about}）：",
        agree="{count} 篇文章说法一致：",
        silent="这些文章没有提到。",
        related="最接近的内容：",
        languages={"en": "英文", "ja": "日文", "zh": "中文", "it": "意大利文"},
        unknown="语言不明",
        joiner="，",
    ),
    "it": Words(
        according="Secondo {title} ({about}): ",
        agree="{count} articoli concordano: ",
        silent="Gli articoli non lo dicono.",
        related="I passi più vicini:",
        languages={"en": "inglese", "ja": "giapponese", "zh": "cinese", "it": "italiano"},
        unknown="lingua sconosciuta",
        joiner=", ",
    ),
}
# A headline is a pointer here, not the point: the source stands in full beside its quote.
TITLE_COLUMNS = 48
MARKS = {"en": "“{}”", "ja": "『{}』", "zh": "《{}》", "it": "«{}»"}


def words_for(language: str) -> Words:
    """Return the words of a language, English for one that Polycite does not speak."""
    return WORDS.get(language, ENGLISH)


def according_to(article: Article, language: str) -> str:
    """Return "According to “title” (language, date): " in a language, with what the article states of
    itself.
    """
    words = words_for(language)
    about = [words.language_name(article.language), *([article.date] if article.date else [])]
    title = MARKS.get(language, "“{}”").format(shortened(article.title or article.name, TITLE_COLUMNS))
    return words.according.format(title=title, about=words.joiner.join(about))


def shortened(text: str, columns: int) -> str:
    """Return the beginning of a text that fits into so many columns, "…" after it; a wide character takes
    two.
    """
    taken = 0
    for place, character in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken > columns:
            return f"{text[:place].rstrip()}…"
    return text
