"""The first lines of an article -> the title, date, publisher and address they state. Nothing is guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.datelines import PUBLISHED, UPDATED, Dateline, dateline
from index.dates import dates

LABELS = {
    "title": r"title|headline|titolo|标题|標題|題名|タイトル|見出し",
    "date": f"{PUBLISHED}|{UPDATED}",
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
    return next((date.iso for date in dates(text)), "")


def read_header(text: str) -> Header:
    """Return what the first lines of the text state: front matter, labelled lines, a date and a headline."""
    lines = text[:FAR_ENOUGH].split("\n")
    stated = _front_matter(lines)
    has_front_matter = bool(stated)
    body = max(stated, default=-1) + 1
    top = [number for number in range(body, len(lines)) if lines[number].strip()][:TOP_LINES]
    datelines = {number: found for number in top if (found := dateline(lines[number]))}
    labelled = (number for number in top[:LABELLED_LINES] if number not in datelines)
    stated |= {number: pair for number in labelled if (pair := _labelled(lines[number]))}
    titles = [value for field, value in stated.values() if field == "title"]
    stated |= dict.fromkeys(datelines, ("", ""))
    free = [number for number in top if number not in stated]
    stated |= _headline(lines, free, next(iter(datelines), None), titles)
    beside = [pair for found in datelines.values() for part in found.parts if (pair := _labelled(part))]
    # Reversed, so that of two values for one field the first one stated is kept.
    fields = {field: value for field, value in reversed([*_in_order(stated), *beside])}
    publisher = fields.get("publisher", "") or (fields.get("author", "") if has_front_matter else "")
    date = fields.get("date", "") or _published(datelines.values())
    return Header(fields.get("title", ""), date, publisher, fields.get("url", ""), tuple(sorted(stated)))


def _published(found: Iterable[Dateline]) -> str:
    """Return the first day that is stated, that of an update only where there is no other."""
    dated = sorted((each for each in found if each.date), key=lambda each: each.updated)
    return dated[0].date if dated else ""


def is_date_line(line: str) -> bool:
    """Say whether a line holds nothing but a date, its label, its time and a few names."""
    return dateline(line) is not None


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
    marked = [number for number in above or top if HEADING.fullmatch(lines[number].strip())][:1]
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
