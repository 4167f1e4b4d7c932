"""What a talk is about: whom "he", what "it" and whom "they" mean in the question that follows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.dialogue.grammar import Grammar, noun_of
from rag.dialogue.people import COMPANY, is_person, people
from rag.records import Answer
from rag.values.names import COMMON
from rag.values.spellings import KANA, names
from rag.wanted import Wanted, wanted

HAN = re.compile(r"[\u3400-\u9fff]")
END = re.compile(r"[\s?？。.!！]+$")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was understood, its names, and the words that answered it, empty when none did.

    `people` are those of its names that are people's, `shown` the people whom the first quote names.
    """

    question: str
    language: str
    names: tuple[str, ...]
    span: str
    asks: Wanted
    people: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


def turn_of(answer: Answer) -> Turn:
    """Return what a later question may lean on of one that was answered."""
    question = END.sub("", answer.understood or answer.question)
    first = answer.statements[0].span if answer.certain and answer.statements else None
    quoted = next((statement.shown for statement in answer.statements if statement.shown), None)
    named, quotes = names_of(question), [citation.quote for citation in answer.citations]
    articles = {quote.article.name: quote.article for quote in (*quotes, *answer.related)}
    return Turn(
        question,
        answer.language,
        named,
        first.text if first else "",
        wanted(question)[0],
        tuple(name for name in named if is_person(name, list(articles.values()))),
        tuple(people(quoted.article, quoted.start, quoted.end)) if quoted else (),
    )


def names_of(text: str, *, alone: bool = False) -> tuple[str, ...]:
    """Return the names of a question, without question words before them; where the text is a name `alone`,
    one that begins it as well.
    """
    cjk = KANA.search(text) or HAN.search(text)
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


SEVERAL = re.compile(
    r"\bthe [a-z]+s\b(?! (?:of|is|was))|\b(?:i|gli|le) [a-z]+[ie]\b"
    r"|^[一-龯]{2,3}?(?=[用是有被在从從为為怎几幾什了])"
)


COUNTED = re.compile(r"how many ([a-z]+s)\b", re.IGNORECASE)


def several_meant(turns: Sequence[Turn]) -> str:
    """Return what "they" are when the question before names them: "the thieves"."""
    found = SEVERAL.findall(turns[0].question)
    counted = COUNTED.search(turns[0].question)
    return found[-1] if found else f"the {counted[1]}" if counted else ""


def person_meant(turns: Sequence[Turn]) -> str:
    """Return whom "he" means: who answered the latest question for a person, whom it named, or whom alone its
    answer did; a planet or a company is nobody.

    Nothing when nobody was named.
    """
    for turn in turns:
        if turn.people and IDENTITY.fullmatch(turn.question.replace(turn.people[0], "").strip()):
            return turn.people[0]
        if turn.asks is Wanted.PERSON or (turn.asks is Wanted.NAME and not turn.people):
            return _full_name(turn.span)
        if turn.people:
            return turn.people[0]
        if len(set(turn.shown)) == 1:
            return turn.shown[0]
    return ""


def subject_meant(turns: Sequence[Turn]) -> str:
    """Return whom or what a subject that is left out means, or a word for "his" that may mean "its": as
    `person_meant`, or else what the latest question names.
    """
    for turn in turns:
        full = [name for name in turn.names if re.search(r"[\s・·]", name)]
        if full and IDENTITY.fullmatch(turn.question.replace(full[0], "").strip()):
            return full[0]
        if turn.asks is Wanted.PERSON or (turn.asks is Wanted.NAME and not full):
            return _full_name(turn.span)
        if turn.names:
            return [*full, *turn.names][0]
    return ""


def _full_name(span: str) -> str:
    return span if re.search(r"[\s・·]", span) and not COMPANY.search(span) else ""


# "Who is Jan Leike?" is about Jan Leike, "Who is his lawyer?" about whoever that is.
IDENTITY = re.compile(
    r"who (?:is|was)|chi (?:è|era)|(?:は|って|とは)?(?:誰|だれ|何者|どんな人)(?:です|でした)?か?|是?谁是?",
    re.I,
)


def thing_meant(turns: Sequence[Turn], grammar: Grammar) -> str:
    """Return what "it" means: "the bridge" that the question before was about, its name of one word, or what
    answered it.
    """
    for turn in turns:
        if noun := noun_of(turn.question, turn.language):
            return noun
        things = [name for name in turn.names if not re.search(r"[\s・·]", name)]
        answered = [turn.span] if turn.span and turn.asks is Wanted.NAME else []
        if first := [*things, *answered, *turn.names]:
            return first[0]
    return ""


def topic_of(turn: Turn, grammar: Grammar) -> str:
    """Return what a question is about: what stands before its colon, or what is left of it without its
    question words.
    """
    before, colon, _ = turn.question.replace("：", ":").partition(":")
    if colon:
        return before
    about = grammar.topic.sub("", turn.question).strip(" ,、，のはがを")
    return noun_of(turn.question, turn.language) or OF_IT.sub("", about)


# "The height of the tower" is about the tower.
OF_IT = re.compile(
    r"(?<=.)の(?:[高長重深広大太厚速]さ|\w*料金?|値段|価格|面積|人口|名前|場所|住所|理由|原因|目的|特徴)$"
)
