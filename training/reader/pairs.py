"""Pairs of texts that are told apart: claims and their evidence, questions and what was said before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from training.reader.examples import ExampleMaker, Group, Task, group_of
from training.reader.questions import LANGUAGES, before, split_talk

Row = dict[str, Any]
# The place of each outcome in the model's output; 3 is either of the latter two.
_OUTCOMES = {"entailment": 0, "contradiction": 1, "neutral": 2, "not_entailment": 3, "partial": 3}
# So many pairs of one source, drawn at random; the sources of the rest give the default.
_MOST = {"jsick": 2_000, "pawsx": 3_000, "pawsx dev": 3_000, "fever_symmetric": 1_400}
_MOST_OTHERS = 1_200
# How many full questions there are for one follow-up.
_FULL = 3


def claim_groups(rows: Sequence[Row], maker: ExampleMaker) -> Iterator[Group]:
    """Yield three claims on one evidence: supported, contradicted in one thing, not said."""
    for row in rows:
        title = row.get("title")
        headed = title and maker.generator.random() < 0.5
        evidence = f"{title}\n{row['evidence']}" if headed else row["evidence"]
        yield group_of(
            *(
                maker.pair(row[outcome], evidence, Task.CLAIM, label)
                for label, outcome in enumerate(("supported", "contradicted", "not_said"))
            )
        )


def entailment_groups(rows: Sequence[Row], maker: ExampleMaker) -> Iterator[Group]:
    """Yield single pairs of several sources."""
    by_source: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_source[row["source"]].append(row)
    for source, found in by_source.items():
        maker.generator.shuffle(found)
        for row in found[: _MOST.get(source, _MOST_OTHERS)]:
            outcome = _OUTCOMES[row["label"]]
            yield group_of(maker.pair(row["hypothesis"], row["premise"], Task.CLAIM, outcome))


def lean_groups(rows: Sequence[Row], maker: ExampleMaker) -> Iterator[Group]:
    """Yield follow-ups with what came before them, and three times as many full questions with the same."""
    articles, talk = split_talk(rows)
    for row in talk:
        for language in LANGUAGES:
            earlier = before(row, articles, language, maker.generator)
            yield group_of(maker.pair(row[language], earlier, Task.LEAN, int(row["leans"])))
    names, generator = sorted(articles), maker.generator
    for _ in range(len(talk) * _FULL):
        name, language = generator.choice(names), generator.choice(LANGUAGES)
        asked = articles[name]["qa"]
        after = generator.choice([place for place, row in enumerate(asked) if row["answers"]])
        other = articles[name if generator.random() < 0.7 else generator.choice(names)]["qa"]
        question = generator.choice(other)[
            language if generator.random() < 0.85 else generator.choice(LANGUAGES)
        ]
        earlier = before({"id": name, "after": after}, articles, language, generator)
        yield group_of(maker.pair(question, earlier, Task.LEAN, 0))
