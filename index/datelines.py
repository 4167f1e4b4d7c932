"""A line that says when an article was published, and who by: told from one that dates something else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.dates import Stated, dates, ordinary_width

# Stands for a date in what is said around it.
DATE = "\x00"
LONGEST_LINE = 120
LONGEST_NAME = 40
MOST_NAMES = 4

PUBLISHED = (
    r"date(?: of (?:publication|issue|release))?|(?:publication|release|issue) date"
    r"|(?:(?:first|originally) )?(?:published|posted|issued|released|filed|written|created)(?: (?:on|at|in))?"
    r"|data(?: di (?:pubblicazione|uscita|emissione))?"
    r"|(?:pubblicat|inserit|diffus|scritt|emess|post)[oa](?: (?:il|in data|su))?|pubblicazione"
    r"|(?:首次)?(?:发布|發布|發佈|发表|發表|刊登|刊发|刊發|发稿|發稿|发文|發文|出版|印发|撰写|撰寫)"
    r"(?:日期|时间|時間|日|于|於|在)?|日期|时间|時間"
    r"|(?:初回)?(?:公開|投稿|掲載|配信|発行|発表|発信|作成|記事公開)(?:日時|日付|年月日|日)?|日付|日時"
)
UPDATED = (
    r"(?:(?:last|latest) )?(?:updated?|modified|revised|edited|reviewed)(?: (?:on|at|date))?"
    r"|(?:ultim[oa] )?(?:aggiornat[oa]|aggiornamento|modificat[oa]|modifica|rivist[oa]|revisione)"
    r"(?: (?:il|in data|del))?"
    r"|(?:最后|最後|最近)?(?:更新|修改|修订|修訂|编辑|編輯)(?:日期|时间|時間|日|于|於)?"
    r"|(?:最終)?(?:更新|改訂|修正|改定)(?:日時|日付|年月日|日)?"
)
BY = r"(?:posted|published|written|updated) by [^,|]{1,40} on|(?:pubblicat|scritt)[oa] da [^,|]{1,40} il"
LABEL = re.compile(rf"(?:(?P<updated>{UPDATED})|{PUBLISHED}|{BY})\s*[:：]?", re.I)
# After the date, in languages where the verb stands last.
DONE = re.compile(
    r"(?:に)?(?:(?P<updated>更新|改訂)|公開|配信|掲載|投稿|発行|付|发布|發布|发表|發表|刊登|[电電讯訊])(?:分)?",
    re.I,
)
# What stands beside a date: its time of day with a zone, and its day of the week.
CLOCK = re.compile(
    r"(?<=\x00)(?:\s|[T,|–-]|\b(?:at|alle|ore|delle|h)\b|午前|午後|上午|下午)*\d{1,2}"
    r"(?:[:.時时点](?:\d{2}分?)?(?:[:.]\d{2,})*|(?=\s*[ap]\.?m\b))"
    r"\s*(?:[ap]\.?m\b\.?|[A-Z]{2,4}\b|[+-]\d{2}:?\d{2}|Z\b)?"
)
WEEKDAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|gio|ven|sab|dom)[a-zì]{0,6}\b[.,]?"
    r"|[(（]\s*[月火水木金土日一二三四五六](?:曜日?|・祝)?\s*[)）]|(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日",
    re.I,
)
# Between a name and a date stands one of these. In Chinese and Japanese a space will do, where something else
# says what the date is of: a label, a source, a time of day. What follows a date and a dash is what happened.
BETWEEN = r"\s*[·•|｜丨,，、;；()\[\]【】]\s*|(?<![\x00\s])\s+[-–—/]+\s+|(?<=\x00)\s*/\s*|(\x00)"
SPACES = r"(?<=[\u3040-\u9fff\x00])\s+(?=[\u3040-\u9fff\x00])"
SIGNS = re.compile(BETWEEN)
SIGNS_AND_SPACES = re.compile(f"{BETWEEN}|{SPACES}")
BRACKETS = "()（）[]【】*_# \t"
SENTENCE = re.compile(r"[。！？!?]|[.](?:\s+[^\d\s]|$)")
SOURCE = re.compile(
    r"(?:by|author|source|from|di|autore|fonte|a cura di|作者|记者|記者|来源|來源|编辑|編輯|文|著者|執筆|取材"
    r"|配信元|出典)\s*[:：]",
    re.I,
)
UNKNOWN_LABEL = re.compile(r"[:：]")
# 8/6(火) 10:33配信 states no year, so it is no date; it is still the line below a headline.
NO_YEAR = re.compile(r"\d{1,2}\s*[/月]\s*\d{1,2}日?\s*[(（][月火水木金土日][)）]\s*\d{1,2}:\d{2}.{0,6}")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The day a line states, empty without a year; whether it is only of an update; what else is there."""

    date: str
    updated: bool = False
    parts: tuple[str, ...] = ()


def dateline(line: str) -> Dateline | None:
    """Return what a line states that holds a date, its label, a few names and nothing else; else None."""
    said = ordinary_width(line.strip())
    if len(said) > LONGEST_LINE:
        return None
    if NO_YEAR.fullmatch(said):
        return Dateline("")
    found = dates(said)
    pieces = _pieces(said, found)
    late: list[bool] = []
    parts: list[str] = []
    for at, piece in enumerate(pieces):
        label = _label(pieces, at)
        if piece == DATE:
            late.append(_is_update(pieces, at))
        elif piece and not label:
            # A word right beside a date says what the date is of, and it is none that we know.
            if DATE in pieces[max(at - 1, 0) : at + 2] or not _is_name(piece, below=DATE not in pieces[at:]):
                return None
            parts.append(piece)
    if not found or len(parts) > MOST_NAMES:
        return None
    first = late.index(False) if False in late else 0
    return Dateline(found[first].iso, late[first], tuple(parts))


def _pieces(said: str, found: Sequence[Stated]) -> list[str]:
    """Return what stands in a line: `DATE` for each date, and nothing between what a sign or space parts."""
    ends = [0, *(date.end for date in found)]
    starts = [*(date.start for date in found), len(said)]
    marked = DATE.join(said[end:start] for end, start in zip(ends, starts, strict=True))
    bare, clocks = CLOCK.subn("", WEEKDAY.sub("", marked))
    told = (
        clocks
        or SOURCE.search(bare)
        or any(LABEL.fullmatch(word) for word in bare.replace(DATE, " ").split())
    )
    parted = (SIGNS_AND_SPACES if told else SIGNS).split(bare)
    return [piece.strip(BRACKETS) for piece in parted if piece is not None]


def _label(pieces: Sequence[str], at: int) -> re.Match[str] | None:
    """Return the label that a piece is of the date after it or, where the verb stands last, before it."""
    if _beside(pieces, at, 1) == DATE and (found := LABEL.fullmatch(pieces[at])):
        return found
    return DONE.fullmatch(pieces[at]) if _beside(pieces, at, -1) == DATE else None


def _is_update(pieces: Sequence[str], at: int) -> bool:
    """Say whether the label of a date is that of an update; a word between two dates is of the second."""
    after = next((number for number in range(at + 1, len(pieces)) if pieces[number]), at)
    labels = LABEL.fullmatch(_beside(pieces, at, -1)), DONE.fullmatch(pieces[after])
    done = labels[1] if _beside(pieces, after, 1) != DATE else None
    return any(label["updated"] for label in (labels[0], done) if label)


def _beside(pieces: Sequence[str], at: int, step: int) -> str:
    """Return the next piece that is not empty, in one direction or the other."""
    return next(filter(None, pieces[at + 1 :] if step > 0 else pieces[:at][::-1]), "")


def _is_name(piece: str, *, below: bool) -> bool:
    """Say whether words beside a date may be a name; `below` the date, they may say anything short."""
    stated = below or SOURCE.match(piece) or not UNKNOWN_LABEL.search(piece)
    return len(piece) <= LONGEST_NAME and bool(stated) and not SENTENCE.search(piece) and "@" not in piece
