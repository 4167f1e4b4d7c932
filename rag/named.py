"""Names of a sentence that may answer a question for a person, a place or another name."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from rag.retrieve import Hit
from rag.values.numbers import dates, names, numbers
from rag.values.sorts import PERSON, WHERE, is_noun, sorts_of
from rag.values.spellings import resemblance
from rag.wanted import Wanted

# Names that sound at least this much alike are the same.
SAME_NAME = 0.7
Stretch = tuple[int, int]

_SOUNDED = re.compile(r"[A-Za-zÀ-žァ-ヴ]|[·・]")
PERSON_AFTER = re.compile(r"\s?(?:氏(?!名)|さん|様|君|被告|首相|教授|博士|兄妹|兄弟)")
NO_PERSON = re.compile(
    r"(?:大学|大學|学院|學院|スクール|チーム|ニュース|委員会|委员会|委員會|博物館|博物馆|研究所|建設|工業|化工|組織|社|島|火山|海峡"
    r"|University|Institute|Platforms|Bridge|Zealand|Cross)$|\d|[A-Z]{2}|[a-z][A-Z]"
)
FULL_NAME = re.compile(
    r"[A-ZÀ-Þ][a-zà-ÿ'’]+(?: [A-ZÀ-Þ][\w'’\-]+)+|[ァ-ヴー]+[・=＝·][ァ-ヴー]+"
    r"|[\u4e00-\u9fff]+[·・][\u4e00-\u9fff]+"
)
_COMPOUND = re.compile(
    r"[A-Za-z0-9\u3400-\u9fff々ァ-ヴー・&.\-]*[\u3400-\u9fff々ァ-ヴー][A-Za-z0-9\u3400-\u9fff々ァ-ヴー・&.\-]+"
)
_PHRASE = re.compile(
    r"\b(?:in|at|on|from|to|into|through|via|a|ad|da|dal|dalla|su|sul|sulla|nel|nella|presso|dall'|nell'|sull')"
    r" ?(?:the |a |an |il |la |lo |un |una )?(?P<place>[\w'-]+(?: [\w'-]+)?)"
)
# Compounds of Han that name nothing.
_EMPTY = re.compile(
    r"(?:以[前後外内上下来降]|非常|[当弊本]社|法廷|最[近初後高大]|現在|当[時初]|同[社氏様時日]|自[分社]|一部|全体|今後|実際)"
)
_PLACE_AFTER = re.compile(r"(?:で|に|へ|から|まで)(?!は?なく)")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|on|from|to|into|a|ad|da|dal|dalla|su|sul|sulla|nel|nella|presso)"
    r"(?: the| la| il| un| una)? |在|于|於|到|從|从)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\s?(?:氏|さん|兄妹)?(?:も|は|が)")
# What stands between names told in one breath, "A, B and C", with an "and" before the last.
_AND = re.compile(
    r"[)）]?\s?(?:氏|さん)?(?:,? (?:and|e|ed) (?:the |l'|il |la )?|\s?(?:と|や|および|及び|和|与|與|以及)\s?)"
)
_COMMA = re.compile(r"[)）]?\s?(?:氏|さん)?\s?[,、，]\s?")
JOINED = re.compile(f"{_AND.pattern}|{_COMMA.pattern}")
# サム(・アルトマン) is one name.
_INSIDE = re.compile("[(（][・·]")


def named(
    kind: Wanted, sorts: Collection[str], hit: Hit, question: str
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield where a sentence has names, as offsets into the article, and what can be seen of each.

    Names told in one breath are one; `sorts` are those that are asked for.
    """
    text, sentence = hit.article.text, hit.sentence
    proper = _told_together(
        text,
        [
            (name.start, name.end)
            for name in names(text, hit.article.language)
            if sentence.start <= name.start and name.end <= sentence.end
        ],
        question,
    )
    for first, last in proper:
        yield first, last, ("name", *_signs(kind, sorts, text, first, last, question))
    for first, last in _terms(hit):
        overlapped = any(first < right and left < last for left, right in proper)
        if not overlapped or (kind is not Wanted.PERSON and not PERSON_AFTER.search(text[first:last])):
            seen = tuple(_signs(kind, sorts, text, first, last, question))
            # What is said to be what is asked for is as good as a name.
            yield first, last, ("name" if "sort" in seen else "term", *seen)


def _told_together(text: str, proper: Sequence[Stretch], question: str) -> list[Stretch]:
    """Return names, those told in one breath as one, but none that the question has."""
    chains: list[list[Stretch]] = []
    for start, end in _whole(text, proper):
        before = chains[-1][-1] if chains else (start, start)
        told = any(names_already(text[first:last], question) for first, last in (before, (start, end)))
        if chains and not told and JOINED.fullmatch(text[before[1] : start]):
            chains[-1].append((start, end))
        else:
            chains.append([(start, end)])
    joined = []
    for chain in chains:
        ends_well = len(chain) > 1 and _AND.fullmatch(text[chain[-2][1] : chain[-1][0]])
        joined += [(chain[0][0], chain[-1][1])] if ends_well else chain
    return joined


def _whole(text: str, proper: Sequence[Stretch]) -> list[Stretch]:
    """Return names, one with another in brackets that goes on with it as one: サム(・アルトマン)."""
    whole: list[Stretch] = []
    for start, end in proper:
        if whole and _INSIDE.fullmatch(text[whole[-1][1] : start]) and text[end : end + 1] in (")", "）"):
            whole[-1] = (whole[-1][0], end + 1)
        else:
            whole.append((start, end))
    return whole


def _terms(hit: Hit) -> Iterator[Stretch]:
    """Yield what may be named besides names: compounds of Japanese, what follows a preposition elsewhere."""
    pattern = {"ja": _COMPOUND, "en": _PHRASE, "it": _PHRASE}.get(hit.article.language)
    if not pattern:
        return
    text, start, end = hit.article.text, hit.sentence.start, hit.sentence.end
    said = text[start:end]
    measured = [(start + each.start, start + each.end) for each in dates(said, "")]
    measured += [(start + each.start, start + each.end) for each in numbers(said)]
    for match in pattern.finditer(text, start, end):
        first, last = match.span(match.lastgroup or 0)
        # "a parte uno stage" is no place: what is named has a capital where there are any.
        cased = pattern is _PHRASE and text[first:last].islower()
        counts = any(first < right and left < last for left, right in measured)
        empty = _EMPTY.fullmatch(text[first:last]) or is_noun(text[first:last])
        if last - first > 1 and not (cased or counts or empty):
            yield first, last


def _signs(
    kind: Wanted, sorts: Collection[str], text: str, start: int, end: int, question: str
) -> Iterator[str]:
    """Yield what can be seen of a name without reading the question's words around it."""
    name = text[start:end]
    if names_already(name, question):
        yield "asked"
    person = bool(PERSON_AFTER.match(text, end) or FULL_NAME.fullmatch(name)) and not NO_PERSON.search(name)
    if NO_PERSON.search(name) or (kind is Wanted.PERSON and len(name) == 1):
        yield "no_person"
    elif person:
        yield "person"
    if _SUBJECT.match(text, end):
        yield "subject"
    if kind is not Wanted.PERSON and (
        _PLACE_AFTER.match(text, end) or _PLACE_BEFORE.search(text, max(start - 12, 0), start)
    ):
        yield "place"
    said = sorts_of(name, text)
    yield from _of_sort(kind, sorts, said if person else said - {PERSON})


def _of_sort(kind: Wanted, asked: Collection[str], said: Collection[str]) -> Iterator[str]:
    """Yield whether what a name is said to be is what is asked for, or something else."""
    looked_for = set(asked) or (
        {PERSON} if kind is Wanted.PERSON else set(WHERE) if kind is Wanted.PLACE else set()
    )
    if said and looked_for:
        yield "sort" if looked_for & set(said) else "other_sort"


def names_already(name: str, question: str) -> bool:
    """Tell whether a question has a name, in whatever script, as far as the name is written by its sound."""
    return name in question or (_SOUNDED.search(name) is not None and in_question(name, question))


@lru_cache(maxsize=4096)
def in_question(name: str, question: str) -> bool:
    """Tell whether the question names it already, in whatever script."""
    return any(resemblance(part, question) > SAME_NAME for part in parts_of(name))


def parts_of(name: str) -> list[str]:
    """Return the words of a name that are longer than a letter: "Jan", "Leike"."""
    return [part for part in re.split(r"[\s・=＝·•‧’']+", name) if len(part) > 1]
