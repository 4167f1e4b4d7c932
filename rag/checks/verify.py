"""Does a sentence follow from the words it cites? One judge for answers made of quotes and for those that a
language model wrote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.embed import Models, TokenVectors
from rag.checks.covering import Words, added, covered, share, words
from rag.checks.exchanged import exchanged
from rag.checks.faults import Fault, Kind
from rag.checks.figures import around, wrong_dates, wrong_numbers, wrong_periods
from rag.checks.opposites import CLAUSE
from rag.checks.polarity import turned_round
from rag.records import Quote, Verdict
from rag.values.names import COMMON
from rag.values.numbers import dates
from rag.values.spellings import KANA, Name, names, resemblance

# Sound and token vectors together, each about 0 to 1: a name that reaches this is in the evidence.
SAME_NAME = 0.85
OTHER_NAME = 0.45
# A token vector as near as this is a translation, whatever its sound.
ALIKE = 0.55
HAN = re.compile(r"[\u3400-\u9fff々]+")
CJK = re.compile(r"[ぁ-ヿ\u3400-\u9fff]")
# A word that may be Japanese in Hepburn's spelling.
ROMAJI = re.compile(
    r"(?:(?:[kgnhbmrp]y|[sc]h|ssh|tch|ts|kk|ss|tt|pp|[kgsztdnhfbpmyrwj])?[aiueoāūōēī]|n(?![yaiueo])|m(?=[bmp]))+"
)


@dataclass(frozen=True, slots=True)
class Check:
    """How far the cited words bear a claim out, and what they do not bear out, in the order of the claim."""

    verdict: Verdict
    faults: tuple[Fault, ...]


def verify(claim: str, evidence: Sequence[Quote], models: Models) -> Check:
    """Return how far the cited words bear a claim out.

    Numbers, dates and polarity must be those of the cited words; a name may also stand in the passage around
    them or in the headline, since a sentence may say "he". Without evidence nothing is borne out.
    """
    if not evidence:
        return Check(Verdict.NOT_FOUND, (Fault(Kind.MEANING, 0, len(claim), grave=True),))
    said, cited, near = _read(claim, evidence, models.tokens)
    faults = (
        *wrong_numbers(claim, evidence),
        *wrong_dates(claim, evidence),
        *wrong_periods(claim, evidence),
        *_unknown_names(said, cited, near, models.tokens),
        *exchanged(said, cited, _told(said, models.tokens), _told(cited, models.tokens)),
        *turned_round(said, cited, models.tokens),
        *_unsaid(said, cited, evidence, models),
    )
    return Check(_verdict(faults), tuple(sorted(faults, key=lambda fault: fault.start)))


def _verdict(faults: Sequence[Fault]) -> Verdict:
    if any(fault.grave for fault in faults):
        return Verdict.NOT_FOUND
    return Verdict.PARTLY if faults else Verdict.SUPPORTED


def _read(claim: str, evidence: Sequence[Quote], tokens: TokenVectors) -> tuple[Words, Words, Words]:
    cited = "\n".join(quote.text for quote in evidence)
    near = "\n".join(part for quote in evidence for part in (quote.article.title, around(quote)))
    first, second, third = (words(text, tokens) for text in (claim, cited, near))
    return first, second, third


def _unknown_names(said: Words, cited: Words, near: Words, tokens: TokenVectors) -> Iterator[Fault]:
    """Yield names that the cited words do not have, but for those that may stand for a word such as "he":
    found near by, or not to be told from how they are written, while the cited words name nobody else.
    """
    for name in _told(said, tokens):
        enough = SAME_NAME if name.sure else OTHER_NAME
        if _named(name, cited, tokens) >= enough:
            continue
        beside = _named(name, near, tokens)
        if beside < enough and not _unheard(name, cited.text):
            grave = name.sure and beside < OTHER_NAME and _one_script(name.text, cited.text)
            yield Fault(Kind.NAME, name.start, name.end, grave)
        elif _another_name(said, cited, tokens):
            yield Fault(Kind.NAME, name.start, name.end, grave=False)


def _told(text: Words, tokens: TokenVectors) -> list[Name]:
    """Return the names of a text, without those in its dates."""
    when = [(date.start, date.end) for date in dates(text.text, "")]
    return [
        name
        for name in names(text.text)
        if not (
            _is_no_name(name, tokens) or any(start < name.end and name.start < end for start, end in when)
        )
    ]


def _unheard(name: Name, text: str) -> bool:
    """Tell whether a name may be a Japanese one whose signs tell nothing of how it is read."""
    return KANA.search(text) is not None and all(ROMAJI.fullmatch(part.lower()) for part in name.parts)


def _one_script(name: str, text: str) -> bool:
    """Tell whether a text would write a name as it is: only then is it sure to be missing."""
    return name.isascii() and not CJK.search(text)


def _is_no_name(name: Name, tokens: TokenVectors) -> bool:
    """Tell whether a name is an abbreviation, which may be written out elsewhere, or a word that begins a
    sentence.
    """
    short = len(name.text) <= 3 and name.text.isupper() and name.text.isascii()
    word = not name.sure and len(tokens.tokens([name.text])[0]) == 1
    return short or word or all(part.lower() in COMMON for part in name.parts)


def _named(name: Name, text: Words, tokens: TokenVectors) -> float:
    """Return how surely a text has a name: by the sound of its words and by their token vectors.

    Of "Prime Minister Malae" only words that are no single token count, being names themselves.
    """
    parts = [part for part in name.parts if len(part) > 1] or list(name.parts)
    pieces = {part: words(part, tokens) for part in parts}
    rare = [part for part in parts if len(pieces[part].ids) > 1] or parts
    return max(_heard_or_like(part, pieces[part], text) for part in rare)


def _heard_or_like(part: str, pieces: Words, text: Words) -> float:
    if re.search(r"\d", part):
        return 2 * resemblance(part, text.text)
    if part.casefold() in text.text.casefold():
        return 2.0
    like = share(pieces, covered(pieces, text))
    return resemblance(part, text.text) + like + (ALIKE if like >= ALIKE else 0.0)


def _another_name(said: Words, cited: Words, tokens: TokenVectors) -> bool:
    """Tell whether the cited words have a name that the claim has not; of a person the surname counts, and of
    a Japanese name in kanji nobody can tell.
    """
    silent = HAN if KANA.search(cited.text) else None
    others = (
        name
        for name in names(cited.text)
        if name.sure and not _is_no_name(name, tokens) and not (silent and silent.fullmatch(name.text))
    )
    return any(_named(replace(other, text=other.parts[-1]), said, tokens) < SAME_NAME for other in others)


FIGURES = re.compile(r"\d[\d.,]*")
WORD = re.compile(r"[A-Za-zÀ-ž\d]+(?:['’.,-][A-Za-zÀ-ž\d]+)*|\w")
LATIN = re.compile(r"[A-Za-zÀ-ž\d][A-Za-zÀ-ž\d.,'’-]*")
FLOOR, DOUBT = 0.27, 0.34
# What a stretch says that the evidence does not; above this it was added.
ADDED = 0.8
SENTENCE_END = re.compile(r"(?<=[。！？])(?![」』）])|(?<=[.!?])\s+(?=[A-ZÀ-Þ])")
# A token as heavy as this is a name or a rare word; one that resembles nothing was put in.
HEAVY, FOREIGN = 2.6, 0.16


def _unsaid(said: Words, cited: Words, evidence: Sequence[Quote], models: Models) -> Iterator[Fault]:
    """Yield the whole claim when the evidence speaks of something else, else what was added to it; words of
    the headline add nothing.
    """
    score = (share(said, covered(said, cited)) + _cosine(said.text, evidence, models)) / 2
    if score < DOUBT:
        yield Fault(Kind.MEANING, 0, len(said.text), grave=score < FLOOR)
        return
    titles = dict.fromkeys(quote.article.title for quote in evidence)
    known = words("\n".join([cited.text, *titles]), models.tokens)
    lack, start, end = added(words(_without_figures(said.text), models.tokens), known)
    if lack > ADDED:
        yield Fault(Kind.MEANING, *_whole_words(said.text, start, end), grave=False)
    for match in CLAUSE.finditer(said.text):
        if _has_a_stranger(match[0], cited, models.tokens):
            yield Fault(Kind.MEANING, *match.span(), grave=False)


def _without_figures(text: str) -> str:
    """Return a text of the same length with blanks for the dates and numbers, which are compared by value."""
    for date in dates(text, ""):
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return FIGURES.sub(lambda match: " " * len(match[0]), text)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch that begins and ends with whole words."""
    found = [word.span() for word in WORD.finditer(text) if word.start() < end and start < word.end()]
    return (found[0][0], found[-1][1]) if found else (start, end)


def _has_a_stranger(clause: str, cited: Words, tokens: TokenVectors) -> bool:
    """Tell whether a clause has a Chinese or Japanese word that is like none of the evidence."""
    others = words(LATIN.sub(" ", clause), tokens)
    return bool(((others.weights >= HEAVY) & (covered(others, cited) < FOREIGN)).any())


def _cosine(claim: str, evidence: Sequence[Quote], models: Models) -> float:
    """Return the cosine of the claim with the cited sentence nearest to it, or with all together."""
    sentences = [part for quote in evidence for part in SENTENCE_END.split(quote.text) if part.strip()]
    together = ["\n".join(quote.text for quote in evidence)] if len(sentences) > 1 else []
    vectors = models.embedder.embed([claim, *sentences, *together])
    return float((vectors[1:] @ vectors[0]).max())
