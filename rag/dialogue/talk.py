"""Questions that lean on the talk before: "And where did he go?" becomes "Where did Jan Leike go?".

Without a language model. What a pronoun or a missing subject means is looked for in the question before as it
was understood, then in its answer; a question that stands on its own is left as it is.
"""

import re
from collections.abc import Sequence

import numpy as np

from index.embed import TokenVectors
from rag.dialogue.focus import (
    END,
    HAN,
    Turn,
    names_of,
    person_meant,
    several_meant,
    subject_meant,
    thing_meant,
    topic_of,
    turn_of,
)
from rag.dialogue.grammar import GRAMMARS, Grammar, has_a_subject, is_short, lacks_a_subject, noun_of
from rag.dialogue.small_talk import without_courtesies
from rag.records import Answer
from rag.values.spellings import KANA
from rag.wanted import Wanted

# A question without names goes on with the article before when so much of its words is found there.
SAME_MATTER = 0.6


def in_full(question: str, talk: Sequence[Answer], tokens: TokenVectors) -> str:
    """Return a question as it would be asked without the talk before it, in its own language.

    `talk` holds the answers given before, the latest last. Without any, or when the question stands on its
    own, it is returned as it is, less the thanks or the greeting before it.
    """
    asked = without_courtesies(question)
    answers = [answer for answer in talk if not answer.small_talk]
    if not answers:
        return asked
    turns = [turn_of(answer) for answer in reversed(answers)]
    language = _language(asked, turns[0].language)
    grammar = GRAMMARS[language]
    bare = END.sub("", grammar.opening.sub("", asked))
    goes_on = bare != END.sub("", asked)
    if not bare:
        return asked
    return (
        _what_next(bare, turns, grammar)
        or (turns[0].language == language and _asked_otherwise(bare, turns[0], grammar))
        or _of_another(bare, turns[0], grammar, language)
        or _resolved(asked, bare, turns, grammar)
        or _about_the_same(
            bare, turns, grammar, language, goes_on or _said_there(bare, turns, answers[-1], tokens)
        )
        or asked
    )


def spoken_in(question: str, talk: Sequence[Answer]) -> str:
    """Return the language of a question that leans on the talk before it, as it was typed."""
    return _language(without_courtesies(question), talk[-1].language)


def _language(asked: str, before: str) -> str:
    """Return the language of a question that may be a single word: that of the talk where nothing else
    tells.
    """
    if KANA.search(asked):
        return "ja"
    if HAN.search(asked):
        return before if before in ("ja", "zh") else "zh"
    signs = {code: GRAMMARS[code] for code in ("en", "it")}
    bare = {code: END.sub("", grammar.opening.sub("", asked)) for code, grammar in signs.items()}
    fits = [code for code in signs if signs[code].bare.fullmatch(bare[code]) or OWN_WORDS[code].search(asked)]
    return fits[0] if len(fits) == 1 else before if before in signs else "en"


# Words that only one of the two languages has.
OWN_WORDS = {
    "en": re.compile(r"\b(?:the|did|does|is|was|are|what|who|when|where|why|how|and|he|she|they|it)\b", re.I),
    "it": re.compile(
        r"\b(?:il|la|gli|di|che|chi|quando|dove|perché|cosa|è|ha|sono|e|una|quant[aeio])\b", re.I
    ),
}


def _what_next(bare: str, turns: Sequence[Turn], grammar: Grammar) -> str:
    """Return "And then?" in full."""
    if not grammar.after.fullmatch(bare):
        return ""
    focus = subject_meant(turns) or thing_meant(turns, grammar)
    return grammar.what_next.format(focus=focus) if focus else ""


def _asked_otherwise(bare: str, turn: Turn, grammar: Grammar) -> str:
    """Return "And when?" in full: the question before with its question word changed, or both as one."""
    match = grammar.bare.fullmatch(bare)
    if not match:
        return ""
    word = match[1]
    if grammar.swap.search(turn.question) and grammar.adverb.fullmatch(word):
        return _sentence(grammar.swap.sub(lambda _: word, turn.question, count=1), grammar)
    return grammar.join.format(before=turn.question, asked=_small(bare))


def _of_another(bare: str, turn: Turn, grammar: Grammar, language: str) -> str:
    """Return "And John Schulman?" in full: the question before with another name in it, or about
    what it was about.
    """
    match = grammar.other.fullmatch(bare)
    leans = any(pattern.search(bare) for pattern in (grammar.person, grammar.thing, grammar.owner))
    if not match or leans or (language in ("en", "it") and len(bare.split()) > LONGEST_NAME):
        return ""
    other = match[1]
    known = "".join(names_of(other, alone=True))
    if not known and len(other) > LONGEST_NOUN:
        return ""
    if known and len(known) >= len(other.replace(" ", "")) - 1:
        old = next((name for name in turn.names if _same_kind(name, other)), "") or next(iter(turn.names), "")
        return _sentence(turn.question.replace(old, other), grammar) if old else ""
    if language in ("ja", "zh") and not known:
        return grammar.about.format(focus=topic_of(turn, grammar), asked=bare)
    return ""


# In words of a Western language, in signs of another.
LONGEST_NAME, LONGEST_NOUN = 5, 8


def _same_kind(one: str, other: str) -> bool:
    """Tell whether two names have as many words: a person is asked of instead of a person."""
    return len(re.split(r"[\s・·]", one)) == len(re.split(r"[\s・·]", other))


def _resolved(asked: str, bare: str, turns: Sequence[Turn], grammar: Grammar) -> str:
    """Return a question with its first pronoun replaced by what it means, or as it was asked where nobody was
    named whom it could mean; nothing when it has none.
    """
    for pattern, person in ((grammar.person, True), (grammar.owner, True), (grammar.thing, False)):
        match = pattern.search(bare)
        if not match or _is_settled(match, bare, person=person):
            continue
        focus = _meant(match[0], turns, grammar, person=person)
        if not focus:
            nobody = GENDERED.fullmatch(match[0]) and turns[0].asks not in (Wanted.PERSON, Wanted.NAME)
            return asked if nobody else _beside(bare, turns, grammar)
        if _is_foreign(focus, turns[0], grammar):
            return _about(focus, bare, grammar)
        word = grammar.of.format(focus=focus) if pattern is grammar.owner else focus
        if pattern is grammar.owner and grammar is GRAMMARS["it"]:
            word = f"{match[1]} {word}"
        return _sentence(bare[: match.start()] + word + bare[match.end() :], grammar)
    return ""


def _is_foreign(focus: str, turn: Turn, grammar: Grammar) -> bool:
    """Tell whether a focus is a noun, not a name, of another language than the question: "il faro"."""
    return grammar is not GRAMMARS.get(turn.language) and focus == noun_of(turn.question, turn.language)


def _meant(pronoun: str, turns: Sequence[Turn], grammar: Grammar, *, person: bool) -> str:
    """Return what a pronoun means; nothing when that is not known."""
    if PLURAL.fullmatch(pronoun):
        return several_meant(turns)
    if GENDERED.fullmatch(pronoun):
        return person_meant(turns)
    return subject_meant(turns) if person and not ITS.fullmatch(pronoun) else thing_meant(turns, grammar)


def _is_settled(match: re.Match[str], bare: str, *, person: bool) -> bool:
    """Tell whether a question names itself what a pronoun means, before it, or needs no "it" explained."""
    own, before = names_of(bare), bare[: match.start()]
    noun = HAN.search(bare) is not None and len(NO_NOUN.sub("", before)) > 1
    named = any(name in before or re.search(r"[\s・·]", name) for name in own)
    return noun or named or bool(own and not person)


# What may stand before a Chinese or Japanese pronoun without being what it means.
NO_NOUN = re.compile(
    r"为什么|為什麼|什么时候|什麼時候|[何几哪][时年天]|怎么|怎麼|なぜ|いつ|どうして|その後"
    r"|[、，,\s是在那当當和跟给給被对對]"
)


def _beside(bare: str, turns: Sequence[Turn], grammar: Grammar) -> str:
    """Return a question beside what it leans on, where nothing can be put into it."""
    spoken = grammar is GRAMMARS.get(turns[0].language)
    if spoken and turns[0].asks in (Wanted.PERSON, Wanted.NAME) and ":" not in turns[0].question:
        return grammar.join.format(before=turns[0].question, asked=_small(bare))
    clauses = (several_meant(turns) or topic_of(turns[0], grammar)) if spoken else ""
    focus = clauses or subject_meant(turns) or thing_meant(turns, grammar)
    return _about(focus, bare, grammar) if focus else ""


def _about(focus: str, bare: str, grammar: Grammar) -> str:
    """Return a question after what it is about: "The bridge: how long is it?"."""
    return grammar.about.format(focus=focus[:1].upper() + focus[1:], asked=_small(bare))


def _small(words: str) -> str:
    """Return words for the middle of a sentence."""
    return words[:1].lower() + words[1:]


PLURAL = re.compile(r"they|them|their|loro|彼ら|[他她它](?:们|們)", re.IGNORECASE)
ITS = re.compile(r"its", re.IGNORECASE)
# Only people are called so; その and 其 may also mean "its".
GENDERED = re.compile(
    r"s?he|him|his|her|lui|lei|egli|ella|costui|costei|彼女?|[他她]|[そあこ]の[人方]|同氏|本人", re.IGNORECASE
)


def _about_the_same(bare: str, turns: Sequence[Turn], grammar: Grammar, language: str, goes_on: bool) -> str:
    """Return a question that lacks a subject, with what the talk is about before it or at its end."""
    if names_of(bare) or has_a_subject(bare, language):
        return ""
    lacks = language == "it" and lacks_a_subject(bare)
    if lacks and turns[0].language == language and turns[0].asks is Wanted.PERSON and not turns[0].span:
        return _beside(bare, turns, grammar)
    focus = (turns[0].names and subject_meant(turns)) or topic_of(turns[0], grammar) or subject_meant(turns)
    if not focus or not (goes_on or is_short(bare, language)):
        return ""
    if lacks and not (turns[0].names or noun_of(turns[0].question, turns[0].language)):
        return ""
    return (
        _sentence(f"{bare} {focus}", grammar)
        if lacks and turns[0].language == language
        else _about(focus, bare, grammar)
    )


def _said_there(bare: str, turns: Sequence[Turn], answer: Answer, tokens: TokenVectors) -> bool:
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
