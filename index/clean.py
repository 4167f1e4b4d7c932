"""Page text -> article text: what is not the article's own is marked, with the rule that says so."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index import furniture
from index.article import Article, ArticleError, Removal, Sentence
from index.header import LIST_ITEM, bare, is_date_line, read_header

SENTENCE_END = re.compile(r"[。．.!！?？…](?:[」』”’\"')）\]】]*)$")
FULL_STOP = re.compile(r"(?:[。．]|(?<![.…])\.)(?:[」』”’\"')）\]】]*)$")
INNER_SENTENCE_END = re.compile(r"[。！？](?:[」』”]*)|[.!?][\"”’)]*\s")
HEADING = re.compile(r"#{1,6}\s")
# In Latin letters; a Chinese or Japanese character counts for two.
PROSE_WEIGHT = 40
LONGEST_FURNITURE = 400
TOP_LINES = 12
MOST_BYLINES = 4
LONGEST_BYLINE = 60
MOST_RELATED = 30
LONGEST_STEP = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, `text[start:end]` without the space around it, and whether one above is."""

    start: int
    end: int
    text: str
    blank_above: bool


# The number of a line, counted without blank ones -> the rule that takes it out.
Verdicts = dict[int, str]


def clean(article: Article) -> Article:
    """Return the article with everything marked as removed that is not to be cited; its text stays as it was.

    :raises ArticleError: nothing would be left.
    """
    lines = _lines(article.text)
    verdicts = _header(article, lines)
    for step in STEPS:
        verdicts = step(lines, verdicts) | verdicts
    spared, headings = _within(lines, article.units), _within(lines, article.headings)
    verdicts = {
        number: rule
        for number, rule in verdicts.items()
        if number not in spared and not (rule in ("byline", "button", "no words") and number in headings)
    }
    if len(verdicts) == len(lines):
        raise ArticleError(f"{article.name}: holds nothing but page furniture; save the article's own text")
    whole = [Removal(rule, lines[number].start, lines[number].end) for number, rule in verdicts.items()]
    return replace(article, removed=_merge(article.text, whole))


def _within(lines: Sequence[Line], spans: Sequence[Sentence]) -> set[int]:
    """Return the numbers of the lines of which a part stands in one of the stretches."""
    starts = [span.start for span in spans]
    before = ((n, bisect_left(starts, line.end) - 1) for n, line in enumerate(lines))
    return {n for n, at in before if at >= 0 and lines[n].start < spans[at].end}


def removal_lines(article: Article, removal: Removal) -> tuple[int, int]:
    """Return the first and the last line that a removal touches, counted from 1."""
    first = article.text.count("\n", 0, removal.start) + 1
    return first, first + article.text.count("\n", removal.start, removal.end)


def is_prose(line: str) -> bool:
    """Say whether a line is at least one full sentence: it ends as one, and is not short."""
    weight = sum(2 if ord(character) > 0x2E7F else 1 for character in line if character.isalnum())
    return weight >= PROSE_WEIGHT and bool(SENTENCE_END.search(line))


def _lines(text: str) -> list[Line]:
    lines, start, blank_above = [], 0, True
    for whole in text.split("\n"):
        if stripped := whole.strip():
            at = start + whole.index(stripped)
            lines.append(Line(at, at + len(stripped), stripped, blank_above))
        blank_above = not stripped
        start += len(whole) + 1
    return lines


def _header(article: Article, lines: Sequence[Line]) -> Verdicts:
    """Mark the lines that state the title, date and source: they are shown beside a quotation, not quoted."""
    numbers = set(read_header(article.text).lines)
    starts = _line_starts(article.text[: lines[min(len(lines), 60) - 1].end] if lines else "")
    stated = {n for n, line in enumerate(lines[:60]) if _number_of(starts, line.start) in numbers}
    titled = {
        n for n, line in enumerate(lines[:TOP_LINES]) if article.title and bare(line.text) == article.title
    }
    return dict.fromkeys(stated | titled, "header") if len(stated | titled) < len(lines) else {}


def _menus(lines: Sequence[Line], verdicts: Verdicts) -> Verdicts:
    """A list of languages, on one line or one each."""
    texts = [line.text if len(line.text) <= LONGEST_FURNITURE else "" for line in lines]
    sizes = [len(furniture.LANGUAGE_NAMES.findall(text)) for text in texts]
    rests = [len(re.sub(r"[\W_]", "", furniture.LANGUAGE_NAMES.sub("", text))) for text in texts]
    on_one_line = {n for n, line in enumerate(lines) if sizes[n] >= 4 and rests[n] <= len(line.text) / 5}
    alone = [sizes[n] > 0 and rests[n] == 0 for n in range(len(lines))]
    in_a_row = {n for n in range(len(lines)) if alone[n] and _run(alone, n) >= 3}
    return dict.fromkeys(on_one_line | in_a_row, "language menu")


def _one_by_one(lines: Sequence[Line], verdicts: Verdicts) -> Verdicts:
    found = ((number, _rule(line.text)) for number, line in enumerate(lines) if number not in verdicts)
    return {number: rule for number, rule in found if rule}


def _rule(line: str) -> str:
    """Return the rule that takes out a line on its own, empty when none does."""
    if not any(character.isalpha() for character in line):
        return "no words"
    if len(line) > LONGEST_FURNITURE:
        return ""
    for rule, holds in LINE_RULES:
        if holds(line):
            return rule
    if line.endswith("。"):
        allowed: Iterable[str] = ("notice", "consent", "comments")
    else:
        allowed = MAY_BE_SENTENCES if is_prose(line) else furniture.STRONG
    return next((rule for rule in allowed if furniture.STRONG[rule].fullmatch(line)), "")


def _is_path(line: str) -> bool:
    """Say whether a line is a path through a site: Home > News > Politics."""
    steps = furniture.CRUMB.split(line)
    return len(steps) > 2 and all(0 < len(step) <= LONGEST_STEP for step in steps) and not is_prose(line)


def _is_linked_label(line: str) -> bool:
    found = furniture.LINKED_LABEL.fullmatch(line)
    label = found["label"] if found else line
    return len(label) <= len(line) / 2 and not INNER_SENTENCE_END.search(label)


LINE_RULES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("image", furniture.IMAGE.fullmatch),
    ("emoji code", furniture.EMOJI_CODE.fullmatch),
    ("references", furniture.REFERENCE_LINE.fullmatch),
    ("related", lambda line: furniture.RELATED_LINE.fullmatch(line) and not is_prose(line)),
    ("link", furniture.LINK.fullmatch),
    ("link", _is_linked_label),
    ("attribution", furniture.ATTRIBUTION.fullmatch),
    ("navigation", lambda line: _is_path(line)),
)
# Consent, copyright and the like come in whole sentences; their patterns are narrow enough without a guard.
MAY_BE_SENTENCES = ("notice", "consent", "subscribe", "comments", "byline")


def _previews(lines: Sequence[Line], verdicts: Verdicts) -> Verdicts:
    """The title of another page, right above its address."""
    return {
        number: "link"
        for number, (title, link) in enumerate(pairwise(lines))
        if verdicts.get(number + 1) == "link" and not link.blank_above and not FULL_STOP.search(title.text)
        if len(title.text) <= LONGEST_FURNITURE / 2 and furniture.LINK.fullmatch(link.text)
    }


def _site_titles(lines: Sequence[Line], verdicts: Verdicts) -> Verdicts:
    """Headlines of other pages: at least three lines end in the same " - Site"."""
    found = {
        n: furniture.SITE_SUFFIX.match(line.text) for n, line in enumerate(lines) if len(line.text) <= 250
    }
    sites = {number: match["site"].strip() for number, match in found.items() if match}
    often = {site for site, count in Counter(sites.values()).items() if count >= 3}
    return {n: "related" for n, site in sites.items() if site in often and not SENTENCE_END.search(site)}


def _references(lines: Sequence[Line], verdicts: Verdicts) -> Verdicts:
    """A heading for references, and the addresses and numbered entries below it."""
    marked: Verdicts = {}
    for number, line in enumerate(lines):
        if furniture.REFERENCES.fullmatch(line.text):
            below = _while(lines, number + 1, lambda n: verdicts.get(n) == "link" or _is_entry(lines[n].text))
            if below:
                marked |= dict.fromkeys([number, *below], "references")
    return marked


def _is_entry(line: str) -> bool:
    return bool(re.match(r"[\[［(（【]\d{1,3}[\]］)）】]", line)) or bool(
        re.search(r"https?://|doi\.org|arXiv:", line)
    )


def _related(lines: Sequence[Line], verdicts: Verdicts) -> Verdicts:
    """A heading for other articles and the headlines below, up to a blank line or the first sentence."""
    marked: Verdicts = {}
    for number in (n for n, line in enumerate(lines) if furniture.RELATED.fullmatch(line.text)):
        below = _while(lines, number + 1, lambda n: not _ends_list(lines[n].text))[:MOST_RELATED]
        spaced = bool(below) and lines[below[0]].blank_above
        gap = (
            len(below)
            if spaced
            else next((k for k, n in enumerate(below) if lines[n].blank_above), len(below))
        )
        marked |= dict.fromkeys([number, *below[:gap]], "related")
    return marked


def _ends_list(line: str) -> bool:
    return bool(FULL_STOP.search(line) or HEADING.match(line)) or len(line) > LONGEST_FURNITURE / 2


def _bylines(lines: Sequence[Line], verdicts: Verdicts) -> Verdicts:
    """Short lines among and below those of a dated header, up to the first sentence: who wrote it.

    The last of them is the heading of the first section where other sections have headings too.
    """
    top = [n for n in range(min(TOP_LINES, len(lines))) if verdicts.get(n) in ("header", "language menu")]
    if not any(verdicts[n] == "language menu" or is_date_line(lines[n].text) for n in top):
        return {}
    # A date below the last sentence closes a text and heads none.
    if not any(INNER_SENTENCE_END.search(line.text + " ") for line in lines[top[-1] + 1 :]):
        return {}
    among = [n for n in range(top[0], top[-1]) if n not in verdicts]
    below = _while(
        lines, top[-1] + 1, lambda n: n in verdicts or not INNER_SENTENCE_END.search(lines[n].text + " ")
    )
    others = (n for n in range(top[-1] + len(below) + 1, len(lines)) if n not in verdicts)
    if below and _is_heading(lines, below[-1]) and any(_is_heading(lines, n) for n in others):
        below = below[:-1]
    below = [n for n in below if n not in verdicts]
    few = below if len(below) <= MOST_BYLINES and below[-1:] != [len(lines) - 1] else []
    return dict.fromkeys(filter(lambda n: _is_name(lines[n].text), [*among, *few]), "byline")


def _is_heading(lines: Sequence[Line], number: int) -> bool:
    """Say whether a line stands alone, is no sentence, and heads one below it."""
    line, below = lines[number], lines[number + 1] if number + 1 < len(lines) else None
    return (
        below is not None
        and line.blank_above
        and len(line.text) <= LONGEST_BYLINE
        and not SENTENCE_END.search(line.text)
        and bool(INNER_SENTENCE_END.search(below.text + " "))
    )


def _is_name(line: str) -> bool:
    if (
        HEADING.match(line)
        or any(map(str.isdigit, line))
        or INNER_SENTENCE_END.search(line + " ")
        or len(line) > LONGEST_BYLINE
    ):
        return False
    return line[0] in "•・" or not LIST_ITEM.match(line)


def _buttons(lines: Sequence[Line], verdicts: Verdicts) -> Verdicts:
    """Words such as Share or 收藏 that stand beside other furniture."""
    weak = [bool(furniture.WEAK.fullmatch(line.text)) and not HEADING.match(line.text) for line in lines]
    beside = [weak[n] or verdicts.get(n, "header") not in ("header", "image") for n in range(len(lines))]
    return {n: "button" for n in range(len(lines)) if weak[n] and n not in verdicts and _run(beside, n) >= 2}


def _page_end(lines: Sequence[Line], verdicts: Verdicts) -> Verdicts:
    """Everything below the first furniture that no sentence follows, in the lower half of the page."""
    prose = (n for n, line in enumerate(lines) if n not in verdicts and _is_article(line.text))
    last = max(prose, default=len(lines))
    marks = [n for n in range(max(last + 1, len(lines) // 2), len(lines)) if verdicts.get(n) in ENDINGS]
    if not marks:
        return {}
    below = range(marks[0], len(lines))
    known = sum(n in verdicts for n in below)
    return dict.fromkeys(below, "page end") if known >= len(below) / 3 else {}


def _is_article(line: str) -> bool:
    return bool(FULL_STOP.search(line)) and len(furniture.PAYMENT.findall(line)) < 2


ENDINGS = ("share", "button", "comments", "subscribe", "related", "notice")
STEPS = (_menus, _one_by_one, _references, _site_titles, _related, _previews, _bylines, _buttons, _page_end)


def _while(lines: Sequence[Line], first: int, holds: Callable[[int], bool]) -> list[int]:
    """Return the numbers of the lines from the first on, up to the one for which it no longer holds."""
    numbers: list[int] = []
    for number in range(first, len(lines)):
        if not holds(number):
            break
        numbers.append(number)
    return numbers


def _run(flags: Sequence[bool], number: int) -> int:
    """Return how many flags are set in a row around one that is, counting at most two to each side."""
    before = next((n for n in range(2) if number - n - 1 < 0 or not flags[number - n - 1]), 2)
    after = next((n for n in range(2) if number + n + 1 >= len(flags) or not flags[number + n + 1]), 2)
    return before + 1 + after


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _number_of(starts: Sequence[int], at: int) -> int:
    """Return the number, from 0 and counting blank lines, of the line that holds an offset."""
    return sum(start <= at for start in starts) - 1


def _merge(text: str, removals: Iterable[Removal]) -> tuple[Removal, ...]:
    """Return the removals in order, those of one rule with nothing but space between them made one."""
    merged: list[Removal] = []
    for removal in sorted(removals, key=lambda removal: removal.start):
        last = merged[-1] if merged else None
        if last and last.rule == removal.rule and not text[last.end : removal.start].strip():
            merged[-1] = replace(last, end=removal.end)
        else:
            merged.append(removal)
    return tuple(merged)
