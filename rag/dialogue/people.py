"""Which names are people's: whom "he" and "she" can mean."""

import re
from collections.abc import Sequence

from index.article import Article
from rag.named import FULL_NAME, NO_PERSON, PERSON_AFTER, parts_of
from rag.values.names import names
from rag.values.sorts import PERSON, is_noun, sorts_of
from rag.values.spellings import resemblance

# A name of one word that sounds at least this much like a part of a full one is that person's.
SAME_PERSON = 0.8
COMPANY = re.compile(r"\b(?:Inc|Ltd|Corp|Co|GmbH|SpA|Srl)\b")


def is_person(name: str, articles: Sequence[Article]) -> bool:
    """Tell whether a name is a person's: a full name of which no article says that it is something else, or a
    part of one, in whatever script, or a name that is said to be a person's.
    """
    if _is_full_name(name):
        sorts = [sorts_of(name, article.text) for article in articles]
        return any(PERSON in each for each in sorts) or not any(sorts)
    if NO_PERSON.search(name):
        return False
    return any(
        sorts_of(name, article.text) == {PERSON}
        or resemblance(name, "\n".join(people(article))) > SAME_PERSON
        for article in articles
    )


def people(article: Article, start: int = 0, end: int | None = None) -> list[str]:
    """Return the people whom an article names between two places, in reading order."""
    last = len(article.text) if end is None else end
    return [
        name.text
        for name in names(article.text, article.language)
        if start <= name.start
        and name.end <= last
        and not NO_PERSON.search(name.text)
        and (
            PERSON_AFTER.match(article.text, name.end)
            or (_is_full_name(name.text) and _may_be_a_person(name.text, article.text))
        )
    ]


def _is_full_name(name: str) -> bool:
    no_person = NO_PERSON.search(name) or COMPANY.search(name) or any(map(is_noun, parts_of(name)))
    return FULL_NAME.fullmatch(name) is not None and not no_person


def _may_be_a_person(name: str, text: str) -> bool:
    sorts = sorts_of(name, text)
    return not sorts or PERSON in sorts
