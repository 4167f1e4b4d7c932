"""What is said back to a greeting, to thanks and to questions about Polycite itself."""

from collections.abc import Mapping, Sequence

from rag.languages import Words, shortened, words_for
from rag.requests import Request

EXAMPLES = 3
TITLE_COLUMNS = 40


def reply(kind: Request, language: str, counts: Mapping[str, int], titles: Sequence[str]) -> str:
    """Return what to say back in a language, English when Polycite does not speak it.

    `counts` holds how many articles there are of each language code, `titles` some of their headlines.
    """
    words = words_for(language)
    return words.replies[kind].format(holds=_holds(words, counts, titles))


def _holds(words: Words, counts: Mapping[str, int], titles: Sequence[str]) -> str:
    said, total = words.replies, sum(counts.values())
    if not total:
        return said["empty"]
    listed = words.listed.join(
        said["in"].format(count=count, language=words.language_name(code))
        for code, count in sorted(counts.items(), key=lambda item: -item[1])
    )
    marked = [words.title.format(shortened(title, TITLE_COLUMNS)) for title in titles if title][:EXAMPLES]
    examples = said["examples"].format(titles=words.listed.join(marked)) if marked else ""
    return said["one" if total == 1 else "holds"].format(count=total, languages=listed, examples=examples)
