"""Questions that lean on the talk before: "And where did he go?" becomes "Where did Jan Leike go?".

Without a language model. What a pronoun or a missing subject means is looked for in the question before as it
was understood, then in its answer; a question that stands on its own is left as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embed import TokenVectors
from rag.citation import Answer
from rag.grammar import GRAMMARS, Grammar, has_a_subject, is_short, lacks_a_subject
from rag.names import COMMON
from rag.small_talk import without_courtesies
from rag.spellings import names
from rag.wanted import Wanted, wanted

# A question without names goes on with the article before when so much of its words is found there.
SAME_MATTER = 0.6
_KANA = re.compile(r"[ぁ-ヺ]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_END = re.compile(r"[\s?？。.!！]+$")


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question as it was understood, its names, and the words that answered it, empty when none did."""

    question: str
    language: str
    names: tuple[str, ...]
    span: str
    asks: Wanted


def in_full(question: str, talk: Sequence[Answer], tokens: TokenVectors) -> str:
    """Return a question as it would be asked without the talk before it, in its own language.

    `talk` holds the answers given before, the latest last. Without any, or when the question stands on its
    own, it is returned as it is, less the thanks or the greeting before it.
    """
    asked = without_courtesies(question)
    answers = [answer for answer in talk if not answer.small_talk]
    if not answers:
        return asked
    turns = [_turn(answer) for answer in reversed(answers)]
    language = _language(asked, turns[0].language)
    grammar = GRAMMARS[language]
    bare = _END.sub("", grammar.opening.sub("", asked))
    goes_on = bare != _END.sub("", asked)
    if not bare:
        return asked
    return (
        _what_next(bare, turns, grammar)
        or _asked_otherwise(bare, turns[0], grammar)
        or _of_another(bare, turns[0], grammar, language)
        or _resolved(bare, turns, grammar, language)
        or _about_the_same(
            bare, turns, grammar, language, goes_on or _said_there(bare, turns, answers[-1], tokens)
        )
        or asked
    )


def _turn(answer: Answer) -> _Turn:
    question = answer.understood or answer.question
    first = answer.statements[0].span if answer.certain and answer.statements else None
    span = first.text if first else ""
    return _Turn(
        _END.sub("", question), answer.language, _names(_END.sub("", question)), span, wanted(question)[0]
    )


def _names(text: str, *, alone: bool = False) -> tuple[str, ...]:
    """Return the names of a question, without question words before them; where the text is a name `alone`,
    one that begins it as well.
    """
    cjk = _KANA.search(text) or _HAN.search(text)
    found = [name.text for name in names(text) if name.sure or alone or (cjk and name.text.isascii())]
    return tuple(name for name in map(_without_common_words, found) if name)


def _without_common_words(name: str) -> str:
    words = name.split()
    while words and (words[0].lower() in COMMON or QUESTION_WORD.fullmatch(words[0])):
        words.pop(0)
    return " ".join(words)


QUESTION_WORD = re.compile(
    r"who|what|when|where|why|how|which|quant[oaie]|quale?i?|come|cosa|perch[eé]", re.I
)


def _language(asked: str, before: str) -> str:
    """Return the language of a question that may be a single word: that of the talk where nothing else
    tells.
    """
    if _KANA.search(asked):
        return "ja"
    if _HAN.search(asked):
        return before if before in ("ja", "zh") else "zh"
    signs = {code: GRAMMARS[code] for code in ("en", "it")}
    bare = {code: _END.sub("", grammar.opening.sub("", asked)) for code, grammar in signs.items()}
    fits = [code for code in signs if signs[code].bare.fullmatch(bare[code]) or OWN_WORDS[code].search(asked)]
    return fits[0] if len(fits) == 1 else before if before in signs else "en"


# Words that only one of the two languages has.
OWN_WORDS = {
    "en": re.compile(r"\b(?:the|did|does|is|was|are|what|who|when|where|why|how|and|he|she|they|it)\b", re.I),
    "it": re.compile(
        r"\b(?:il|la|gli|di|che|chi|quando|dove|perché|cosa|è|ha|sono|e|una|quant[aeio])\b", re.I
    ),
}


def _what_next(bare: str, turns: Sequence[_Turn], grammar: Grammar) -> str:
    """Return "And then?" in full."""
    if not grammar.after.fullmatch(bare):
        return ""
    focus = _person(turns) or _thing(turns, grammar)
    return grammar.what_next.format(focus=focus) if focus else ""


def _asked_otherwise(bare: str, turn: _Turn, grammar: Grammar) -> str:
    """Return "And when?" in full: the question before with its question word changed, or both as one."""
    match = grammar.bare.fullmatch(bare)
    if not match:
        return ""
    word = match[1]
    if grammar.swap.search(turn.question) and grammar.adverb.fullmatch(word):
        return _sentence(grammar.swap.sub(lambda _: word, turn.question, count=1), grammar)
    return grammar.join.format(before=turn.question, asked=_small(bare))


def _of_another(bare: str, turn: _Turn, grammar: Grammar, language: str) -> str:
    """Return "And John Schulman?" in full: the question before with another name in it, or about "
    "what it was
    about.
    """
    match = grammar.other.fullmatch(bare)
    leans = any(pattern.search(bare) for pattern in (grammar.person, grammar.thing, grammar.owner))
    if not match or leans or (language in ("en", "it") and len(bare.split()) > LONGEST_NAME):
        return ""
    other = match[1]
    known = "".join(_names(other, alone=True))
    if not known and len(other) > LONGEST_NOUN:
        return ""
    if known and len(known) >= len(other.replace(" ", "")) - 1:
        old = next((name for name in turn.names if _same_kind(name, other)), "") or next(iter(turn.names), "")
        return _sentence(turn.question.replace(old, other), grammar) if old else ""
    if language in ("ja", "zh") and not known:
        return grammar.about.format(focus=_topic(turn, grammar), asked=bare)
    return ""


# In words of a Western language, in signs of another.
LONGEST_NAME, LONGEST_NOUN = 5, 8


def _same_kind(one: str, other: str) -> bool:
    """Tell whether two names have as many words: a person is asked of instead of a person."""
    return len(re.split(r"[\s・·]", one)) == len(re.split(r"[\s・·]", other))


def _resolved(bare: str, turns: Sequence[_Turn], grammar: Grammar, language: str) -> str:
    """Return a question with its first pronoun replaced by what it means, or nothing when it has none."""
    for pattern, person in ((grammar.person, True), (grammar.owner, True), (grammar.thing, False)):
        match = pattern.search(bare)
        if not match or _is_settled(match, bare, person=person):
            continue
        if PLURAL.fullmatch(match[0]):
            focus = _several(turns)
        else:
            focus = _person(turns) if person and not ITS.fullmatch(match[0]) else _thing(turns, grammar)
        if not focus:
            return _beside(bare, turns, grammar)
        word = grammar.of.format(focus=focus) if pattern is grammar.owner else focus
        if pattern is grammar.owner and language == "it":
            word = f"{match[1]} {word}"
        return _sentence(bare[: match.start()] + word + bare[match.end() :], grammar)
    return ""


def _is_settled(match: re.Match[str], bare: str, *, person: bool) -> bool:
    """Tell whether a question names itself what a pronoun means, before it, or needs no "it" explained."""
    own, before = _names(bare), bare[: match.start()]
    noun = _HAN.search(bare) is not None and len(NO_NOUN.sub("", before)) > 1
    named = any(name in before or re.search(r"[\s・·]", name) for name in own)
    return noun or named or bool(own and not person)


# What may stand before a Chinese or Japanese pronoun without being what it means.
NO_NOUN = re.compile(
    r"为什么|為什麼|什么时候|什麼時候|[何几哪][时年天]|怎么|怎麼|なぜ|いつ|どうして|その後"
    r"|[、，,\s是在那当當和跟给給被对對]"
)


def _beside(bare: str, turns: Sequence[_Turn], grammar: Grammar) -> str:
    """Return a question beside what it leans on, where nothing can be put into it."""
    if turns[0].asks in (Wanted.PERSON, Wanted.NAME) and ":" not in turns[0].question:
        return grammar.join.format(before=turns[0].question, asked=_small(bare))
    focus = _several(turns) or _topic(turns[0], grammar) or _person(turns) or _thing(turns, grammar)
    return grammar.about.format(focus=focus, asked=_small(bare)) if focus else ""


def _small(words: str) -> str:
    """Return words for the middle of a sentence."""
    return words[:1].lower() + words[1:]


PLURAL = re.compile(r"they|them|their|loro|彼ら|[他她它](?:们|們)", re.IGNORECASE)
ITS = re.compile(r"its", re.IGNORECASE)
SEVERAL = re.compile(
    r"\bthe [a-z]+s\b(?! (?:of|is|was))|\b(?:i|gli|le) [a-z]+[ie]\b"
    r"|^[一-龯]{2,3}?(?=[用是有被在从從为為怎几幾什了])"
)


COUNTED = re.compile(r"how many ([a-z]+s)\b", re.IGNORECASE)


def _several(turns: Sequence[_Turn]) -> str:
    """Return what "they" are when the question before names them: "the thieves"."""
    found = SEVERAL.findall(turns[0].question)
    counted = COUNTED.search(turns[0].question)
    return found[-1] if found else f"the {counted[1]}" if counted else ""


def _person(turns: Sequence[_Turn]) -> str:
    """Return whom "he" means: who answered the latest question for a person, or whom it named in full.

    Nothing when that answer is not known.
    """
    for turn in turns:
        people = [name for name in turn.names if re.search(r"[\s・·]", name)]
        if people and IDENTITY.fullmatch(turn.question.replace(people[0], "").strip()):
            return people[0]
        if turn.asks is Wanted.PERSON or (turn.asks is Wanted.NAME and not people):
            return turn.span if re.search(r"[\s・·]", turn.span) and not COMPANY.search(turn.span) else ""
        if people or turn.names:
            return [*people, *turn.names][0]
    return ""


COMPANY = re.compile(r"\b(?:Inc|Ltd|Corp|Co|GmbH|SpA|Srl)\b")
# "Who is Jan Leike?" is about Jan Leike, "Who is his lawyer?" about whoever that is.
IDENTITY = re.compile(
    r"who (?:is|was)|chi (?:è|era)|(?:は|って|とは)?(?:誰|だれ|何者|どんな人)(?:です|でした)?か?|是?谁是?",
    re.I,
)


def _thing(turns: Sequence[_Turn], grammar: Grammar) -> str:
    """Return what "it" means: "the bridge" that the question before was about, its name of one "
    "word, or what
    answered it.
    """
    for turn in turns:
        whole = grammar.topic.sub("", turn.question)
        if NOUN.fullmatch(whole):
            return whole
        things = [name for name in turn.names if not re.search(r"[\s・·]", name)]
        answered = [turn.span] if turn.span and turn.asks is Wanted.NAME else []
        if first := [*things, *answered, *turn.names]:
            return first[0]
    return ""


NOUN = re.compile(r"(?:the|il|lo|la|i|gli|le) (?:[\w'’]+ ?){1,5}")


def _about_the_same(bare: str, turns: Sequence[_Turn], grammar: Grammar, language: str, goes_on: bool) -> str:
    """Return a question that lacks a subject, with what the talk is about before it or at its end."""
    if _names(bare) or has_a_subject(bare, language):
        return ""
    lacks = language == "it" and lacks_a_subject(bare)
    if lacks and turns[0].asks is Wanted.PERSON and not turns[0].span:
        return _beside(bare, turns, grammar)
    focus = (turns[0].names and _person(turns)) or _topic(turns[0], grammar) or _person(turns)
    if not focus or not (goes_on or is_short(bare, language)):
        return ""
    return (
        _sentence(f"{bare} {focus}", grammar)
        if lacks
        else grammar.about.format(focus=focus, asked=_small(bare))
    )


def _topic(turn: _Turn, grammar: Grammar) -> str:
    """Return what a question is about: what stands before its colon, or what is left of it without its
    question words.
    """
    before, colon, _ = turn.question.replace("：", ":").partition(":")
    return before if colon else grammar.topic.sub("", turn.question).strip(" ,、，のはがを")


def _said_there(bare: str, turns: Sequence[_Turn], answer: Answer, tokens: TokenVectors) -> bool:
    """Tell whether the talk is about a name and the words of a question are those of the article that was
    quoted last.
    """
    quotes = [citation.quote for citation in answer.citations[:1]]
    if not quotes or not turns[0].names:
        return False
    asked, text = tokens.tokens([bare, quotes[0].article.text])
    if not len(asked):
        return False
    weights = tokens.lengths[asked]
    ours, theirs = (
        tokens.vectors[ids].astype(np.float32) / np.maximum(tokens.lengths[ids], 1e-6)[:, None]
        for ids in (asked, np.unique(text))
    )
    best = np.maximum((ours @ theirs.T).max(axis=1), 0.0)
    return float(best @ weights / max(float(weights.sum()), 1e-6)) >= SAME_MATTER


def _sentence(words: str, grammar: Grammar) -> str:
    """Return the words as a question: a capital first, a question mark last."""
    return words[:1].upper() + words[1:] + grammar.end
