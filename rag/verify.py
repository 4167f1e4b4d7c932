"""Does a sentence follow from the words it cites? One judge for answers made of quotes and for those that a
language model wrote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from index.embed import Models, TokenIds, TokenVectors
from rag.citation import Quote, Verdict
from rag.faults import Fault, Kind
from rag.figures import around, wrong_dates, wrong_numbers
from rag.names import COMMON
from rag.negation import denials, hints
from rag.spellings import Name, names, resemblance
from rag.values import dates

# Sound and token vectors together, each about 0 to 1: a name that reaches this is in the evidence.
SAME_NAME = 0.8
OTHER_NAME = 0.45
# A token vector as near as this is a translation, whatever its sound.
ALIKE = 0.55


@dataclass(frozen=True, slots=True)
class Check:
    """How far the cited words bear a claim out, and what they do not bear out, in the order of the claim."""

    verdict: Verdict
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """A text with its tokens as unit vectors, and how much each token says."""

    text: str
    ids: TokenIds
    vectors: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]


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
        *_unknown_names(said, cited, near, models.tokens),
        *_turned_round(said, cited, models.tokens),
        *_unsaid(said, cited, _cosine(claim, evidence, models), models.tokens),
    )
    return Check(_verdict(faults), tuple(sorted(faults, key=lambda fault: fault.start)))


def _verdict(faults: Sequence[Fault]) -> Verdict:
    if any(fault.grave for fault in faults):
        return Verdict.NOT_FOUND
    return Verdict.PARTLY if faults else Verdict.SUPPORTED


def _read(claim: str, evidence: Sequence[Quote], tokens: TokenVectors) -> tuple[_Words, _Words, _Words]:
    cited = "\n".join(quote.text for quote in evidence)
    near = "\n".join(part for quote in evidence for part in (quote.article.title, around(quote)))
    first, second, third = (_words(text, tokens) for text in (claim, cited, near))
    return first, second, third


def _words(text: str, tokens: TokenVectors) -> _Words:
    ids = tokens.tokens([text])[0]
    weights = tokens.lengths[ids]
    return _Words(
        text, ids, tokens.vectors[ids].astype(np.float32) / np.maximum(weights, 1e-6)[:, None], weights
    )


def _covered(words: _Words, other: _Words) -> npt.NDArray[np.float32]:
    """Return the best cosine, at least 0, of each token in the other text."""
    if not len(words.ids) or not len(other.ids):
        return np.zeros(len(words.ids), dtype=np.float32)
    best: npt.NDArray[np.float32] = np.maximum((words.vectors @ other.vectors.T).max(axis=1), 0.0)
    return best


def _share(words: _Words, covered: npt.NDArray[np.float32]) -> float:
    return float(covered @ words.weights / max(float(words.weights.sum()), 1e-6))


# Names


def _unknown_names(said: _Words, cited: _Words, near: _Words, tokens: TokenVectors) -> Iterator[Fault]:
    when = [(date.start, date.end) for date in dates(said.text, "")]
    for name in names(said.text):
        if _is_no_name(name, tokens) or any(start < name.end and name.start < end for start, end in when):
            continue
        enough = SAME_NAME if name.sure else OTHER_NAME
        if _named(name, cited, tokens) >= enough:
            continue
        beside = _named(name, near, tokens)
        if beside < enough:
            grave = name.sure and beside < OTHER_NAME and _one_script(name.text, cited.text)
            yield Fault(Kind.NAME, name.start, name.end, grave)
        elif _another_name(said, cited, tokens):
            yield Fault(Kind.NAME, name.start, name.end, grave=False)


def _one_script(name: str, text: str) -> bool:
    """Tell whether a text would write a name as it is: only then is it sure to be missing."""
    return name.isascii() and not CJK.search(text)


def _is_no_name(name: Name, tokens: TokenVectors) -> bool:
    """Tell whether a name is an abbreviation, which may be written out elsewhere, or a word that begins a
    sentence.
    """
    short = len(name.text) <= 3 and name.text.isupper() and name.text.isascii()
    word = not name.sure and name.text.isascii() and len(tokens.tokens([name.text])[0]) == 1
    return short or word or all(part.lower() in COMMON for part in name.parts)


def _named(name: Name, text: _Words, tokens: TokenVectors) -> float:
    """Return how surely a text has a name: by the sound of its words and by their token vectors.

    Of "Prime Minister Malae" only words that are no single token count, being names themselves.
    """
    parts = [part for part in name.parts if len(part) > 1] or list(name.parts)
    pieces = {part: _words(part, tokens) for part in parts}
    rare = [part for part in parts if len(pieces[part].ids) > 1] or parts
    return max(_heard_or_like(part, pieces[part], text) for part in rare)


def _heard_or_like(part: str, pieces: _Words, text: _Words) -> float:
    if re.search(r"\d", part):
        return 2 * resemblance(part, text.text)
    if part.casefold() in text.text.casefold():
        return 2.0
    like = _share(pieces, _covered(pieces, text))
    return resemblance(part, text.text) + like + (ALIKE if like >= ALIKE else 0.0)


def _another_name(said: _Words, cited: _Words, tokens: TokenVectors) -> bool:
    """Tell whether the cited words have a name that the claim has not; of a person the surname counts."""
    others = (name for name in names(cited.text) if name.sure and not _is_no_name(name, tokens))
    return any(_named(replace(other, text=other.parts[-1]), said, tokens) < SAME_NAME for other in others)


# Polarity

# A clause lighter than this says too little to be looked up by itself.
SHORT = 5.0
# Clauses of the evidence that say nearly as much of a claim as the best one.
NEARLY = 0.8
CJK = re.compile(r"[ぁ-ヿ\u3400-\u9fff]")
FIGURES = re.compile(r"\d[\d.,]*")
LATIN = re.compile(r"[A-Za-zÀ-ž\d][A-Za-zÀ-ž\d.,'’-]*")
# A point or comma inside a number divides nothing.
CLAUSE = re.compile(r"(?:(?<=\d)[.,](?=\d)|[^,;:，、；：。.!?！？()（）「」“”\"\n—])+")


def _turned_round(said: _Words, cited: _Words, tokens: TokenVectors) -> Iterator[Fault]:
    """Yield the clauses of a claim that say no where the cited words do not; the whole claim where only they
    do.
    """
    parts = [_words(match[0], tokens) for match in CLAUSE.finditer(cited.text)]
    for match in CLAUSE.finditer(said.text):
        if denials(match[0]):
            clause = _words(match[0], tokens)
            short = float(clause.weights.sum()) < SHORT
            closest = _closest(said if short else clause, parts)
            if not any(denials(part.text) for part in closest) and (
                sum(hints(part.text) for part in closest) <= hints(match[0])
            ):
                yield Fault(Kind.NEGATION, *match.span(), grave=False)
    if (
        not denials(said.text)
        and not hints(said.text)
        and any(denials(part.text) for part in _closest(said, parts)[:1])
    ):
        yield Fault(Kind.NEGATION, 0, len(said.text), grave=False)


def _closest(words: _Words, parts: Sequence[_Words]) -> list[_Words]:
    """Return the parts of the evidence that say most of the words, first the one that says most."""
    shares = [_share(words, _covered(words, part)) for part in parts]
    order = sorted(range(len(parts)), key=lambda place: -shares[place])
    return [parts[place] for place in order if shares[place] >= NEARLY * shares[order[0]]]


# Meaning

FLOOR, DOUBT = 0.27, 0.34
# A clause of some length of which less than this is covered was added to what the evidence says.
ADDED = 0.21
CLAUSE_WEIGHT = 8.0
# A token as heavy as this is a name or a rare word; one that resembles nothing was put in.
HEAVY, FOREIGN = 2.6, 0.16


def _unsaid(said: _Words, cited: _Words, cosine: float, tokens: TokenVectors) -> Iterator[Fault]:
    """Yield the whole claim when the evidence speaks of something else, else the clauses it does not speak
    of.
    """
    score = (_share(said, _covered(said, cited)) + cosine) / 2
    if score < DOUBT:
        yield Fault(Kind.MEANING, 0, len(said.text), grave=score < FLOOR)
        return
    for match in CLAUSE.finditer(said.text):
        clause = _words(FIGURES.sub(" ", match[0]), tokens)
        covered = _covered(clause, cited)
        added = float(clause.weights.sum()) >= CLAUSE_WEIGHT and _share(clause, covered) < ADDED
        if added or _has_a_stranger(match[0], cited, tokens):
            yield Fault(Kind.MEANING, *match.span(), grave=False)


def _has_a_stranger(clause: str, cited: _Words, tokens: TokenVectors) -> bool:
    """Tell whether a clause has a Chinese or Japanese word that is like none of the evidence."""
    words = _words(LATIN.sub(" ", clause), tokens)
    return bool(((words.weights >= HEAVY) & (_covered(words, cited) < FOREIGN)).any())


def _cosine(claim: str, evidence: Sequence[Quote], models: Models) -> float:
    """Return the cosine of the claim with the cited sentence nearest to it, or with all together."""
    texts = [quote.text for quote in evidence]
    together = ["\n".join(texts)] if len(texts) > 1 else []
    vectors = models.embedder.embed([claim, *texts, *together])
    return float((vectors[1:] @ vectors[0]).max())
