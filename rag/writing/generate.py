"""Answers written by a language model: a sentence counts once it is checked against the words it cites."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from index.reader import ReadingModel
from rag.compose import hit_quote
from rag.gather import Question
from rag.languages import words_for
from rag.policy import Policy
from rag.records import Answer, Citation, Draft, Quote, Statement, Verdict
from rag.retrieve import Hit
from rag.verify import Check, verify
from rag.writing.addresses import names_address, without_addresses
from rag.writing.listen import Fault, WriterFault, listen, reply
from rag.writing.marks import Marked, marked_sentences, says_nothing, settled, without_marks
from rag.writing.prompt import EVIDENCE, prompt, rewriting_prompt, translation_prompt, visible
from rag.writing.writers import Writer

Judge = Callable[[str, Sequence[Quote]], Check]

# A sentence with more marks than this cites at random; its evidence is sought as if it had none.
MOST_CITED = 4
# What a reader waits for a question to be written out in full, and its longest.
REWRITING_S = 10.0
LONGEST_REWRITTEN = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote and the articles bear out, numbers from 1 by first use.

    With a `notice` it has no statements: the articles' own words take their place. `struck` are the sentences
    that are not borne out.
    """

    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    struck: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of a model, the places of the evidence it rests on, and how far that bears it out."""

    text: str
    places: tuple[int, ...]
    verdict: Verdict


def write(
    question: Question,
    hits: Sequence[Hit],
    writer: Writer,
    model: ReadingModel,
    policy: Policy,
    *,
    language: str,
) -> Iterator[Draft | Written]:
    """Yield the answer as a model writes it, in `language`, then what of it holds.

    A draft has no marks: its sentences get their numbers once they are finished and checked.
    """
    judge = partial(verify, model=model, policy=policy)
    evidence = tuple(hit_quote(hit) for hit in hits[:EVIDENCE])
    checked: tuple[Checked, ...] = ()
    text = rest = ""
    yield Draft("writing")
    try:
        for piece in listen(prompt(question, hits, language), writer):
            text += visible(piece)
            finished, rest = settled(rest + visible(piece), len(evidence))
            checked += _all_checked(finished, checked, evidence, judge)
            yield Draft(
                "writing", _draft_text(checked, without_addresses(without_marks(rest, len(evidence))))
            )
    except WriterFault as failed:
        yield Written(notice=notice(failed.fault, language))
        return
    checked += _all_checked(marked_sentences(rest, len(evidence)), checked, evidence, judge)
    fault = _too_little(checked, text)
    not_found = (sentence.text for sentence in checked if sentence.verdict is Verdict.NOT_FOUND)
    struck = tuple(map(without_addresses, not_found))
    yield (
        Written(struck=struck, notice=notice(fault, language))
        if fault
        else _written(checked, evidence, struck)
    )


def notice(fault: Fault, language: str) -> str:
    """Return why the model's answer is missing and what stands in its place."""
    said = words_for(language).notices
    return said[fault] + said["instead"]


def translate(cited: Quote, language: str, writer: Writer) -> str:
    """Return a quote in another language in a model's words, empty when the model fails."""
    try:
        return without_addresses(reply(translation_prompt(cited, language), writer))
    except WriterFault:
        return ""


def in_full_by_model(question: str, talk: Sequence[Answer], writer: Writer) -> str:
    """Return a question with what it takes from the turns before written out; as it is when there are none
    or the model fails.
    """
    if not talk:
        return question
    hurried = replace(writer, limit_s=min(writer.limit_s, REWRITING_S))
    try:
        lines = reply(rewriting_prompt(question, talk), hurried).splitlines()
    except WriterFault:
        return question
    full = lines[0].strip(" \"'“”«»「」『』") if len(lines) == 1 else ""
    return full if any(map(str.isalpha, full)) and len(full) <= LONGEST_REWRITTEN else question


def _all_checked(
    sentences: Sequence[Marked],
    before: Sequence[Checked],
    evidence: Sequence[Quote],
    judge: Judge,
) -> tuple[Checked, ...]:
    """Return the sentences with their verdicts; one said before, and one marked [0], is left out."""
    said = {sentence.text for sentence in before}
    new = {sentence.text: sentence for sentence in sentences if sentence.text not in said}
    return tuple(
        _checked(sentence, evidence, judge) for sentence in new.values() if 0 not in sentence.numbers
    )


def _checked(sentence: Marked, evidence: Sequence[Quote], judge: Judge) -> Checked:
    """Check a sentence against what it cites, and failing that against each piece of evidence."""
    if names_address(sentence.text):
        return Checked(sentence.text, (), Verdict.NOT_FOUND)
    if 0 < len(sentence.numbers) <= MOST_CITED:
        places = tuple(number - 1 for number in sentence.numbers)
        verdict = judge(sentence.text, [evidence[place] for place in places]).verdict
        if verdict is not Verdict.NOT_FOUND:
            return Checked(sentence.text, places, verdict)
    for place, words in enumerate(evidence):
        if judge(sentence.text, [words]).verdict is Verdict.SUPPORTED:
            return Checked(sentence.text, (place,), Verdict.SUPPORTED)
    return Checked(sentence.text, (), Verdict.NOT_FOUND)


def _too_little(checked: Sequence[Checked], text: str) -> Fault | None:
    """Return what is wrong when nothing is fully borne out, or more is struck than kept."""
    kept = [sentence.verdict for sentence in checked if sentence.verdict is not Verdict.NOT_FOUND]
    if Verdict.SUPPORTED in kept and 2 * len(kept) >= len(checked):
        return None
    return Fault.SILENT if says_nothing(text) and not checked else Fault.UNSUPPORTED


def _written(checked: Sequence[Checked], evidence: Sequence[Quote], struck: tuple[str, ...]) -> Written:
    kept = [sentence for sentence in checked if sentence.verdict is not Verdict.NOT_FOUND]
    numbers = _numbers(kept)
    statements = tuple(
        Statement(
            sentence.text, None, tuple(numbers[place] for place in sentence.places), verdict=sentence.verdict
        )
        for sentence in kept
    )
    citations = tuple(Citation(number, evidence[place]) for place, number in numbers.items())
    return Written(statements, citations, struck)


def _numbers(kept: Sequence[Checked]) -> dict[int, int]:
    """Return the number of each place in the evidence, from 1 by first use."""
    used = dict.fromkeys(place for sentence in kept for place in sentence.places)
    return {place: number for number, place in enumerate(used, 1)}


def _draft_text(checked: Sequence[Checked], rest: str) -> str:
    """Return what holds so far, with its numbers, and the sentence being written; one on each line."""
    kept = [sentence for sentence in checked if sentence.verdict is not Verdict.NOT_FOUND]
    numbers = _numbers(kept)
    lines = [
        f"{sentence.text} {''.join(f'[{numbers[place]}]' for place in sentence.places)}" for sentence in kept
    ]
    return "\n".join([*lines, *([rest] if rest else [])])
