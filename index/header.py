"""The first lines of an article -> the title, date, publisher and address they state. Nothing is guessed."""

import re
from dataclasses import dataclass
from datetime import date as calendar_date

MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    )
    for number, name in enumerate(names.split(), start=1)
}
YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?|\s*月)?")
DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|º)?\s+(?:de\s+|di\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})")
MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
TIME_OF_DAY = (
    r"(?:[\sT,|–-]*(?:(?:at|alle|ore|h)\s*)?\d{1,2}[:.時时]\d{2}分?(?:[:.]\d{2})?"
    r"\s*(?:[ap]m|[A-Z]{2,4}|[+-]\d{2}:?\d{2}|Z|更新|公開|配信)?)?"
)
WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|gio|ven|sab|dom)\w{0,6}[.,]?\s+)?"
DATE_LABEL = (
    r"date|published(?: on)?|publication date|posted(?: on)?|updated(?: on)?|data|pubblicato(?: il)?"
    r"|日期|时间|時間|发布时间|發布時間|发表时间|发布于"
    r"|日付|公開日時?|投稿日時?|掲載日|配信日時?|更新日時?|公開|更新|投稿"
)
# 8/6(火) 10:33配信 states no year, so it is no date; it is still the line below a headline.
NO_YEAR = r"\d{1,2}\s*[/月]\s*\d{1,2}日?\s*[(（][月火水木金土日][)）]\s*\d{1,2}:\d{2}"
AUTHOR_BEFORE = r"(?:[^。.!?！？]{1,40}?\s*[·•|｜丨]\s*)?"
DATE_LINE = re.compile(
    rf"[\s(\[（【•*_]*{AUTHOR_BEFORE}(?:(?:{DATE_LABEL})\s*[:：]?\s*)?{WEEKDAY}"
    rf"(?:{YEAR_FIRST.pattern}|{DAY_FIRST.pattern}|{MONTH_FIRST.pattern}|{NO_YEAR})"
    rf"(?:\s*[(（][月火水木金土日][)）])?{TIME_OF_DAY}\s*(?:更新|公開|配信)?[\s)\]）】*_]*",
    re.I,
)
LABELS = {
    "title": r"title|headline|titolo|标题|標題|題名|タイトル|見出し",
    "date": DATE_LABEL,
    "publisher": r"publisher|source|site|fonte|editore|testata|来源|來源|出处|出處|出典|配信元|発行元|媒体",
    "author": r"author|by|autore|作者|著者|记者|文|编辑|編集|责编|责任编辑",
    "url": r"url|link|source[_ ]url|canonical|indirizzo|网址|链接|原文链接|リンク",
}
LABELLED = re.compile(
    r"\s*(?:"
    + "|".join(f"(?P<{field}>{words})" for field, words in LABELS.items())
    + r")\s*[:：]\s*(?P<value>\S.{0,200})",
    re.I,
)
ADDRESS = re.compile(r"https?://\S+")
HEADING = re.compile(r"#{1,2}\s+(?P<title>\S.*?)\s*#*")
UNDERLINE = re.compile(r"={3,}")
SENTENCE_END = re.compile(r"[。．.!！…」』”\",，、;；:：]\s*$")
LIST_ITEM = re.compile(r"\s*(?:[-*•●○■・◆>|]|\d{1,3}[.)、．]|[A-Za-zＡ-Ｚ]{1,2}[:：.)]|[(（\[]\d+[)）\]])")

FAR_ENOUGH = 20_000
TOP_LINES = 12
LABELLED_LINES = 8
MOST_ABOVE_DATE = 3
LONGEST_TITLE = 200
LONGEST_NAME = 60
LONGEST_FRONT_MATTER = 60
QUOTES = "\"'“”「」"

# The number of a line -> the field it states and its value, both empty where it only belongs to the header.
Stated = dict[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Header:
    """What the first lines state; an empty field is not stated. `lines`: their numbers, sorted, from 0."""

    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""
    lines: tuple[int, ...] = ()


def stated_date(text: str) -> str:
    """Return the first date in the text as ISO 8601 (2024-08-06, 2024-08), empty when there is none."""
    for pattern in (YEAR_FIRST, DAY_FIRST, MONTH_FIRST):
        if found := pattern.search(text):
            first, second, third = (part or "" for part in found.groups())
            if pattern is YEAR_FIRST:
                return _iso(first, second, third)
            day, month = (first, second) if pattern is DAY_FIRST else (second, first)
            return _iso(third, str(MONTHS.get(month.lower(), "")), day)
    return ""


def read_header(text: str) -> Header:
    """Return what the first lines of the text state: front matter, labelled lines, a date and a headline."""
    lines = text[:FAR_ENOUGH].split("\n")
    stated = _front_matter(lines)
    has_front_matter = bool(stated)
    body = max(stated, default=-1) + 1
    top = [number for number in range(body, len(lines)) if lines[number].strip()][:TOP_LINES]
    stated |= {number: pair for number in top[:LABELLED_LINES] if (pair := _labelled(lines[number]))}
    dated = next((n for n in top if is_date_line(lines[n])), None)
    if dated is not None:
        stated[dated] = ("date", stated_date(lines[dated]))
    titles = [value for field, value in stated.values() if field == "title"]
    stated |= _headline(lines, [number for number in top if number not in stated], dated, titles)
    # Reversed, so that of two values for one field the first one stated is kept.
    fields = {field: value for field, value in reversed(_in_order(stated))}
    publisher = fields.get("publisher", "") or (fields.get("author", "") if has_front_matter else "")
    title, date, url = (fields.get(field, "") for field in ("title", "date", "url"))
    return Header(title, date, publisher, url, tuple(sorted(stated)))


def is_date_line(line: str) -> bool:
    """Say whether a line holds nothing but a date, its label, its time and at most a name before it."""
    fits = len(line) <= LONGEST_TITLE and DATE_LINE.fullmatch(line)
    return bool(fits) and bool(stated_date(line) or re.search(NO_YEAR, line))


def bare(line: str) -> str:
    """Return a headline without its Markdown marks and the space around it."""
    heading = HEADING.fullmatch(line.strip())
    return heading["title"] if heading else line.strip()


def _in_order(stated: Stated) -> list[tuple[str, str]]:
    """Return the (field, value) pairs in the order of their lines."""
    return [stated[number] for number in sorted(stated)]


def _front_matter(lines: list[str]) -> Stated:
    """Return the lines between two `---` at the very top, empty when there are none."""
    if lines[0].strip() != "---":
        return {}
    end = next(
        (n for n, line in enumerate(lines[:LONGEST_FRONT_MATTER]) if n and line.strip() in ("---", "...")), 0
    )
    pairs = {n: line.partition(":")[::2] for n, line in enumerate(lines[1:end], start=1) if ":" in line}
    if not pairs:
        return {}
    stated: Stated = dict.fromkeys(range(end + 1), ("", ""))
    for number, (key, value) in pairs.items():
        stated[number] = _labelled(f"{key.strip()}: {value.strip().strip(QUOTES)}") or ("", "")
    return stated


def _labelled(line: str) -> tuple[str, str] | None:
    """Return the field and value of a line such as "Source: ANSA", None when the value does not fit."""
    found = LABELLED.fullmatch(line)
    if not found:
        return None
    field, value = next(field for field in LABELS if found[field]), found["value"].strip()
    if field == "date":
        value = stated_date(value)
    elif field == "url":
        value = value if ADDRESS.fullmatch(value) else ""
    elif field in ("publisher", "author") and len(value) > LONGEST_NAME:
        value = ""
    return (field, value) if value else None


def _headline(lines: list[str], top: list[int], dated: int | None, titles: list[str]) -> Stated:
    """Return the line that is the headline and, when a date line follows, the words above it (a category)."""
    if titles:
        return {number: ("title", bare(lines[number])) for number in top if bare(lines[number]) in titles}
    above = [number for number in top if dated is not None and number < dated]
    marked = [number for number in top if HEADING.fullmatch(lines[number].strip())][:1]
    if not marked and 0 < len(above) <= MOST_ABOVE_DATE:
        marked = [max(above, key=lambda number: len(lines[number]))]
        if len(lines[marked[0]]) <= LONGEST_TITLE:
            return dict.fromkeys(above, ("", "")) | {marked[0]: ("title", bare(lines[marked[0]]))}
        return {}
    if not marked and top and _stands_alone(lines, top[0]):
        marked = top[:1]
    stated = {number: ("title", bare(lines[number])) for number in marked}
    underlined = [n + 1 for n in marked if n + 1 < len(lines) and UNDERLINE.fullmatch(lines[n + 1].strip())]
    return stated | dict.fromkeys(underlined, ("", ""))


def _stands_alone(lines: list[str], number: int) -> bool:
    """Say whether a first line is a headline: no sentence, no list item, and set off from what follows."""
    line, rest = lines[number].strip(), lines[number + 1 :]
    if len(line) > LONGEST_TITLE or SENTENCE_END.search(line) or LIST_ITEM.match(line):
        return False
    if not any(following.strip() for following in rest):
        return False
    below = rest[0].strip()
    return (
        not below
        or bool(UNDERLINE.fullmatch(below))
        or (len(below) > 2.5 * len(line) and bool(SENTENCE_END.search(below)))
    )


def _iso(year: str, month: str, day: str) -> str:
    """Return the date in ISO 8601, empty when there is no such day."""
    try:
        stated = calendar_date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return stated.isoformat() if day else stated.isoformat()[:7]
