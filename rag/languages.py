"""The words Polycite says itself, around the quotes, in each language it answers in."""

import unicodedata
from dataclasses import dataclass

from index.article import UNKNOWN_LANGUAGE, Article
from rag.values import dates


@dataclass(frozen=True, slots=True)
class Words:
    """One language's frame words; `{...}` are filled in."""

    according: str
    agree: str
    one_report: str
    differ: str
    event: str
    published: str
    months: tuple[str, ...]
    ask_about: str
    silent: str
    unsure: str
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
    one_report="{count} articles carry the same report: ",
    differ="The articles differ. ",
    event="{date}, according to {title} ({about}): ",
    published="published {date}",
    months=tuple(month.capitalize() for month in dates.ENGLISH.split()),
    ask_about="What is {title} about?",
    silent="The articles do not say.",
    unsure="The articles may not say this. What comes nearest:",
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
        one_report="{count}本の記事が同じ報道を載せています：",
        differ="記事によって異なります。",
        event="{date}、{title}（{about}）によると：",
        published="{date}掲載",
        months=(),
        ask_about="{title}はどんな内容ですか？",
        silent="記事には書かれていません。",
        unsure="記事に答えがない可能性があります。最も近い記述：",
        related="最も近い記述：",
        languages={"en": "英語", "ja": "日本語", "zh": "中国語", "it": "イタリア語"},
        unknown="言語不明",
        joiner="、",
    ),
    "zh": Words(
        according="据{title}（{about}）：",
        agree="{count} 篇文章说法一致：",
        one_report="{count} 篇文章刊登了同一报道：",
        differ="各篇文章说法不一。",
        event="{date}，据{title}（{about}）：",
        published="{date}发布",
        months=(),
        ask_about="{title}讲了什么？",
        silent="这些文章没有提到。",
        unsure="文章中可能没有答案。最接近的内容：",
        related="最接近的内容：",
        languages={"en": "英语", "ja": "日语", "zh": "中文", "it": "意大利语"},
        unknown="语言不明",
        joiner="，",
    ),
    "it": Words(
        according="Secondo {title} ({about}): ",
        agree="{count} articoli concordano: ",
        one_report="{count} articoli riportano la stessa notizia: ",
        differ="Gli articoli non concordano. ",
        event="{date}, secondo {title} ({about}): ",
        published="pubblicato il {date}",
        months=tuple(dates.ITALIAN.split()),
        ask_about="Di che cosa parla {title}?",
        silent="Gli articoli non lo dicono.",
        unsure="Forse gli articoli non lo dicono. Ciò che più vi si avvicina:",
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
    return words.according.format(title=_title(article, language), about=words.joiner.join(about))


def event_in(article: Article, day: str, language: str) -> str:
    """Return "15 May 2024, according to “title” (language, published date): ": when something happened, and
    apart from it when it was reported.
    """
    words = words_for(language)
    published = [words.published.format(date=date_in_words(article.date, language))] if article.date else []
    about = words.joiner.join([words.language_name(article.language), *published])
    return words.event.format(date=date_in_words(day, language), title=_title(article, language), about=about)


def ask_about(article: Article, language: str) -> str:
    """Return the question what an article is about, in a language."""
    return words_for(language).ask_about.format(title=_title(article, language))


def _title(article: Article, language: str) -> str:
    return MARKS.get(language, "“{}”").format(shortened(article.title or article.name, TITLE_COLUMNS))


def date_in_words(iso: str, language: str) -> str:
    """Return an ISO 8601 date as a language writes it: 2024-05 is "May 2024", 2024年5月, "maggio 2024"."""
    day, _, clock = iso.partition("T")
    numbers = [int(number) for number in day.split("-") if number]
    year, month, number = (*([0] if day.startswith("--") else []), *numbers, 0, 0, 0)[:3]
    return " ".join(filter(None, (_day_in_words(year, month, number, language), clock)))


def _day_in_words(year: int, month: int, day: int, language: str) -> str:
    parts = zip((year, month, day), "年月日", strict=True)
    if language in ("ja", "zh"):
        return "".join(f"{number}{unit}" for number, unit in parts if number)
    name = words_for(language).months[month - 1] if month else ""
    return " ".join(filter(None, (f"{day or ''}", name, f"{year or ''}")))


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
