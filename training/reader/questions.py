"""Questions with windows that answer them and windows that do not."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from training.reader.examples import Example, ExampleMaker, Group, group_of
from training.reader.windows import Span, Text, find, neighbours

Row = dict[str, Any]
LANGUAGES = ("en", "ja", "zh", "it")
# How many windows have their headline above them: of articles nearly all, as in use; of an encyclopedia,
# whose headline often is half of the answer, about half.
_ARTICLE_HEADED, _PASSAGE_HEADED = 0.95, 0.55
# How many follow-ups come after a question without an answer.
_UNANSWERED = 0.35
# So many questions of one source, drawn at random; the sources of the rest give the default.
_MOST = {"qamr": 1_500, "jglue_jsquad_test": 2_000, "drcd": 2_000}
_MOST_OTHERS = 2_500
_TOKENISED = {"`` ": '"', " ''": '"', "``": '"', "''": '"', "-LRB- ": "(", " -RRB-": ")"}


def article_groups(rows: Sequence[Row], maker: ExampleMaker) -> Iterator[Group]:
    """Yield each question that an article answers in two of its four languages.

    Beside it stand one that the article only seems to answer, and a window without the answer: of an article
    that is much alike, or of the same less the sentences that answer.
    """
    texts = [maker.text(row["text"], head_of(row)) for row in rows]
    near = neighbours(texts, [row["lang"] for row in rows])
    for row, text, others in zip(rows, texts, near, strict=True):
        seeming = [asked for asked in row["qa"] if not asked["answers"]]
        for asked in row["qa"]:
            span = find(text.text, asked["answers"][0], asked["evidence"]) if asked["answers"] else None
            if span is None:
                continue
            for language in maker.generator.sample(LANGUAGES, 2):
                question = asked[language]
                yield group_of(
                    maker.answered(question, text, span, _ARTICLE_HEADED),
                    _seeming(seeming, text, span, maker),
                    _hard(
                        question, text, _evidence(asked, text, span), asked["answers"], others, texts, maker
                    ),
                )


def head_of(row: Row) -> str:
    """Return headline and date of an article as they stand above its windows."""
    return f"{row['title']} {row['date']}".strip()


def four_language_groups(rows: Sequence[Row], maker: ExampleMaker) -> Iterator[Group]:
    """Yield each question in all four languages, its near miss and a window without the answer beside it."""
    texts = [maker.text(row["passage"], row["title"]) for row in rows]
    near = neighbours(texts, [row["passage_language"] for row in rows])
    for row, text, others in zip(rows, texts, near, strict=True):
        answers, span = _answers(row["answers"])
        for language in LANGUAGES:
            question = row["questions"][language]
            miss = row["near_miss"]["question"] if maker.generator.random() < 0.6 else None
            yield group_of(
                maker.answered(question, text, span, _PASSAGE_HEADED),
                maker.near_miss(miss, text, span, _PASSAGE_HEADED) if miss else None,
                _hard(question, text, span, answers, [*others], texts, maker, _PASSAGE_HEADED),
            )


def refusal_groups(rows: Sequence[Row], maker: ExampleMaker) -> Iterator[Group]:
    """Yield questions of SQuAD 2.0, each beside one on the same passage that it does not answer."""
    for passage, asked in _by(rows, "passage").items():
        text = maker.text(passage, asked[0]["title"])
        unanswered = [row["question"] for row in asked if not row["answers"]]
        maker.generator.shuffle(unanswered)
        answered = [row for row in asked if row["answers"]]
        for place, row in enumerate(answered):
            _, span = _answers(row["answers"])
            miss = unanswered[place % len(unanswered)] if unanswered else None
            yield group_of(
                maker.answered(row["question"], text, span, _PASSAGE_HEADED),
                maker.near_miss(miss, text, span, _PASSAGE_HEADED) if miss else None,
            )
        for question in unanswered[len(answered) :]:
            yield group_of(maker.unanswered(question, passage, text, _PASSAGE_HEADED))


def single_language_groups(rows: Sequence[Row], maker: ExampleMaker) -> Iterator[Group]:
    """Yield questions of several sources, half of them beside another passage of the same headline."""
    for source, found in _by(rows, "source").items():
        drawn = [*found]
        maker.generator.shuffle(drawn)
        alike = _by(found, "title")
        for row in map(_tidied, drawn[: _MOST.get(source, _MOST_OTHERS)]):
            answers, span = _answers(row["answers"])
            text, question = maker.text(row["passage"], row["title"]), row["question"]
            others = [other["passage"] for other in alike[row["title"]] if other["passage"] != row["passage"]]
            chance = maker.generator.random()
            if others and chance < 0.5:
                other = maker.text(maker.generator.choice(others), row["title"])
                hard = maker.elsewhere(question, other, answers, _PASSAGE_HEADED)
            elif chance < 0.75:
                hard = maker.without(question, text, span, answers, _PASSAGE_HEADED)
            else:
                hard = None
            yield group_of(maker.answered(question, text, span, _PASSAGE_HEADED), hard)


def follow_up_groups(rows: Sequence[Row], maker: ExampleMaker) -> Iterator[Group]:
    """Yield follow-ups, each read together with the question and the answer before it, in four languages."""
    articles, talk = split_talk(rows)
    texts = {name: maker.text(row["text"], head_of(row)) for name, row in articles.items()}
    leaning = [row for row in talk if row["leans"]]
    for row in leaning:
        text = texts[row["id"]]
        span = find(text.text, row["answers"][0], row["evidence"]) if row["answers"] else None
        if span is None:
            continue
        seeming = [other for other in leaning if other["id"] == row["id"] and not other["answers"]]
        for language in LANGUAGES:
            question = together(row, articles, language, maker.generator)
            other = maker.generator.choice(seeming) if seeming else None
            miss = together(other, articles, language, maker.generator) if other else None
            yield group_of(
                maker.answered(question, text, span, _ARTICLE_HEADED),
                maker.near_miss(miss, text, span, _ARTICLE_HEADED) if miss else None,
                maker.without(question, text, span, row["answers"], _ARTICLE_HEADED),
            )


def split_talk(rows: Iterable[Row]) -> tuple[dict[str, Row], list[Row]]:
    """Return the articles among rows by their id, and the follow-ups on them."""
    articles = {row["id"]: row for row in rows if "qa" in row}
    return articles, [row for row in rows if "after" in row and row["id"] in articles]


def before(row: Row, articles: dict[str, Row], language: str, generator: random.Random) -> str:
    """Return what was asked before a follow-up, and most often the answer, as the product joins them: to a
    third of the questions there was none.
    """
    asked = articles[row["id"]]["qa"][row["after"]]
    return asked[language] if generator.random() < _UNANSWERED else f"{asked[language]} {asked['answers'][0]}"


def together(row: Row, articles: dict[str, Row], language: str, generator: random.Random) -> str:
    """Return a follow-up behind what was asked before it."""
    return f"{before(row, articles, language, generator)} {row[language]}"


def _seeming(seeming: Sequence[Row], text: Text, span: Span, maker: ExampleMaker) -> Example | None:
    if not seeming:
        return None
    question = maker.generator.choice(seeming)[maker.generator.choice(LANGUAGES)]
    return maker.near_miss(question, text, span, _ARTICLE_HEADED)


def _hard(
    question: str,
    text: Text,
    gone: Span,
    answers: Sequence[str],
    others: Sequence[int],
    texts: Sequence[Text],
    maker: ExampleMaker,
    headed: float = _ARTICLE_HEADED,
) -> Example | None:
    """Return the question with a window that looks as if it answered, and does not."""
    if others and maker.generator.random() < 0.45:
        return maker.elsewhere(question, texts[maker.generator.choice(others)], answers, headed)
    return maker.without(question, text, gone, answers, headed)


def _evidence(asked: Row, text: Text, span: Span) -> Span:
    """Return the characters of the evidence, or the answer's where the evidence is not found."""
    return find(text.text, asked["evidence"], asked["evidence"]) or span


def _answers(answers: Sequence[Row]) -> tuple[list[str], Span]:
    """Return the words of all answers, and where the first stands."""
    first = answers[0]
    return [answer["text"] for answer in answers], Span(first["start"], first["start"] + len(first["text"]))


def _by(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _tidied(row: Row) -> Row:
    """Return a row of QED, whose text was cut into words, as it is written; any other as it is."""
    if row["source"] != "qed":
        return row
    [answer, *_] = row["answers"]
    before_it = _joined(row["passage"][: answer["start"]])
    words, passage = _joined(answer["text"]), before_it + _joined(row["passage"][answer["start"] :])
    start = passage.find(words, len(before_it))
    held = {"text": words, "start": start}
    return row | {"passage": passage, "question": _joined(row["question"]), "answers": [held]}


def _joined(text: str) -> str:
    for apart, written in _TOKENISED.items():
        text = text.replace(apart, written)
    return re.sub(r" (?=[,.;:?!%)'’]|n't)", "", text).replace("( ", "(")
