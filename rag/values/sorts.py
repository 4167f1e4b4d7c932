"""What sort of name a question asks for and a text says a name is: a company, a school, a city, a language.

"Which company", "quale azienda", どの会社 and 哪家公司 ask for a name that some text calls so, beside it
(競合企業 Anthropic) or in it (南開大学). `sorts.tsv` has the nouns of each sort in four languages, and names
that are known for one without them.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("sorts.tsv")
PERSON = "person"
# Places of which one asks where.
PLACES = frozenset(("city", "country", "region", "natural", "building"))
# What one may be at besides.
WHERE = PLACES | {"school", "organisation", "company", "platform"}
# Names of these do not hold the noun: テクノロジー企業 and コア技術 name nothing.
CALLED = frozenset((PERSON, "company", "platform", "model", "writing"))
# Words that end what is asked for: "which company | did".
_STOPS = (
    r"did|does|do|is|was|are|were|has|had|have|will|would|can|could|should|of|in|on|at|to|from|that|who|for|by"
    r"|with|and|left|founded"
)
_ENGLISH = re.compile(
    r"\b(?:which|what|whose|names? (?:of )?)\b(?: (?:is|was|are|were))?(?: the)?(?: name of)?(?: the)?"
    rf"(?P<asked>(?: (?!(?:{_STOPS})\b)[\w'’-]+){{1,4}})",
    re.IGNORECASE,
)
_ITALIAN = re.compile(
    r"\b(?:qual[ei]?|che|si chiama(?:va|no)?|nome de\w*|chi)\b['’]? ?(?:(?:è|era|sono|erano|fu) )?"
    r"(?:stat[oaie] )?(?:(?:il|la|lo|i|gli|le) |l['’])?(?P<asked>[\w'’-]+(?: [\w'’-]+)?)",
    re.IGNORECASE,
)
_JAPANESE = re.compile(
    r"(?:どの|どこの|どちらの|何の|何という|なんという)(?P<asked>[^はがをにでとへもの、。?？]{1,12})"
    r"|何(?P<counted>社|大学|語|科)"
    r"|(?P<topic>[^はがをに、。?？]{1,14})は(?:何|なに|どこ|どれ|どちら|誰|だれ)?(?:という\w+)?(?:でし|です|だ)?た?か?[。?？]*$"
)
_CHINESE = re.compile(
    r"(?:哪(?:[一两幾几]?[个個家所座位些种種支部篇本类類])?|(?<!是)什[么麼])(?P<asked>[^，,。?？]{1,8})"
    r"|(?P<named>[^，,。?？的]{1,8})(?:叫什[么麼]|是(?:哪|谁|誰|什[么麼](?:名字)?[?？]?$))"
)
# What is counted: "how many AI startups", quante aziende, 何社, 多少家公司.
_COUNTED = (
    re.compile(rf"\bhow many(?P<asked>(?: (?!(?:{_STOPS})\b)[\w'’-]+){{1,3}})", re.IGNORECASE),
    re.compile(r"\bquant[ei] (?P<asked>[\w'’-]+)", re.IGNORECASE),
    re.compile(r"何(?P<asked>社|校|[カかヶ]国|か所|冊|本)|いくつの(?P<noun>[^がをはにで、。?？]{1,12})"),
    re.compile(r"(?:多少|[几幾])(?P<asked>(?:家|所|座|部|本|篇|支)[^，,。?？的]{0,8})"),
)
# Letters beside a name that are read.
BESIDE = 32
# Between a noun and a name that belong together: "company Anthropic", 企業「Anthropic」.
_BEFORE = "[ 「『“\"《('’:：、]{0,2}$"
_AFTER = r"[」』”\"》’]?(?:, (?:an?|the|una?|il|la|un') (?:[\w-]+ )?|という| |是一[家个所座])?"


def sorts_asked(question: str) -> frozenset[str]:
    """Return the sorts of name a question asks for, one for each meaning of its noun; none when none is
    known.
    """
    asked = unicodedata.normalize("NFKC", question)
    if western := _ENGLISH.search(asked):
        return _last(western["asked"])
    for pattern in (_JAPANESE, _CHINESE):
        if match := pattern.search(asked):
            group = match.lastgroup or ""
            words = match[group]
            sorts = _first(words) if pattern is _CHINESE and group == "asked" else _ending(words)
            if sorts:
                return sorts
    if italian := _ITALIAN.search(asked):
        return _first(italian["asked"])
    return frozenset()


def counts_things(question: str) -> bool:
    """Tell whether a question asks how many there are of something that is known to be no person."""
    asked = unicodedata.normalize("NFKC", question)
    for pattern in _COUNTED:
        if match := pattern.search(asked):
            sorts = _last(match[match.lastgroup or 0])
            return bool(sorts) and PERSON not in sorts
    return False


def _ending(words: str) -> frozenset[str]:
    ends = [(match.start(), sort) for match, sort in _nouns(words) if match.end() == len(words)]
    return frozenset(sort for start, sort in ends if start == min(ends)[0])


def _last(words: str) -> frozenset[str]:
    ends = [(match.end(), sort) for match, sort in _nouns(words)]
    return frozenset(sort for end, sort in ends if end == max(ends)[0])


def _first(words: str) -> frozenset[str]:
    starts = [(match.start(), -match.end(), sort) for match, sort in _nouns(words)]
    return frozenset(sort for start, end, sort in starts if (start, end) == min(starts)[:2])


def is_noun(words: str) -> bool:
    """Tell whether words are no name but a noun for one: 会社, "university"."""
    return any(noun.fullmatch(words) for noun, _ in _patterns().values())


def _nouns(words: str) -> list[tuple[re.Match[str], str]]:
    return [(match, sort) for sort, (noun, _) in _patterns().items() for match in noun.finditer(words)]


@lru_cache(maxsize=8192)
def sorts_of(name: str, text: str) -> frozenset[str]:
    """Return the sorts that a text says a name is of, in any place where it has the name."""
    found = {sort for sort, (noun, known) in _patterns().items() if known.search(name)}
    held = {sort for match, sort in _nouns(name) if match.end() == len(name) or name.isascii()}
    found |= held - CALLED
    for place in re.finditer(re.escape(name), text):
        before, after = (
            text[max(place.start() - BESIDE, 0) : place.start()],
            text[place.end() : place.end() + BESIDE],
        )
        found |= {sort for sort, (beside, _) in _beside().items() if beside.search(before)}
        found |= {sort for sort, (_, beside) in _beside().items() if beside.match(after)}
    return frozenset(found)


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return for each sort the nouns for it and the names known for one."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    return {
        sort: (
            re.compile(rf"\b(?:{english}|{italian})\b|{japanese}|{chinese}", re.IGNORECASE),
            re.compile(names),
        )
        for sort, english, italian, japanese, chinese, names in rows
    }


@cache
def _beside() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return for each sort what stands before a name of it and what after."""
    beside = {}
    for sort, (noun, _) in _patterns().items():
        words, han = noun.pattern.rsplit("\\b|", 1)
        longer = "|".join(each for each in han.split("|") if len(each) > 1 or each in "者家")
        before = re.compile(f"(?:{words}\\b|{longer}){_BEFORE}", re.IGNORECASE)
        beside[sort] = (before, re.compile(f"{_AFTER}(?:{noun.pattern})", re.IGNORECASE))
    return beside
