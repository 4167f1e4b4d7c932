"""Questions that the articles can answer: to begin with, and to go on with."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from index.article import Article
from rag.ask import Collection, QuestionError, ask
from rag.records import Answer

SHOWN = 3
# Names that are tried: each costs as much as an answer.
TRIES = 10
# Characters at the beginning of an article in which names are looked for.
BEGINNING = 1_500

# Of the articles that ship; other articles do not answer them.
BEGINNINGS = {
    "en": (
        "Why did Jan Leike leave?",
        "Which company did John Schulman join?",
        "How long is Greg Brockman's leave?",
        "Why was the superalignment team dissolved?",
    ),
    "ja": (
        "グレッグ・ブロックマンはいつまで休暇を取りますか？",
        "ジョン・シュルマンはどこへ移籍しましたか？",
        "ヤン・ライケはなぜ退職しましたか？",
        "スーパーアライメントチームはどうなりましたか？",
    ),
    "zh": (
        "约翰·舒尔曼离开后去了哪家公司？",
        "超级对齐团队为什么解散？",
        "格雷格·布罗克曼休假到什么时候？",
        "Jan Leike 为什么离职？",
    ),
    "it": (
        "Perché Jan Leike se n'è andato?",
        "In quale azienda è passato John Schulman?",
        "Quanto dura il congedo di Greg Brockman?",
        "Quanti cofondatori restano in OpenAI?",
    ),
}
ABOUT = {
    "en": "Tell me about {name}",
    "ja": "{name}について教えてください",
    "zh": "介绍一下{name}",
    "it": "Parlami di {name}",
}
# A first and a last name in Latin letters, in katakana, or as Chinese writes foreign names.
NAME = re.compile(
    r"(?<![\w’'-])[A-Z][a-zà-ÿ]+ (?:[A-Z]\. )?[A-Z][a-zà-ÿ]+(?![\w-])"
    r"|(?<![ァ-ヺー])[ァ-ヺー]{2,}・[ァ-ヺー]{2,}(?![ァ-ヺー・])|[\u4e00-\u9fff]{1,4}·[\u4e00-\u9fff]{1,4}"
)
LATIN = re.compile(r"[ -~À-ÿ]+")


def examples(language: str, collection: Collection) -> tuple[str, ...]:
    """Return up to four questions in a language of the page that the articles answer."""
    begin = BEGINNINGS.get(language, BEGINNINGS["en"])
    if all(_answered(question, collection) for question in begin):
        return begin
    query = "SELECT id FROM articles ORDER BY date DESC, name LIMIT 20"
    articles = (collection.index.library.article(found) for (found,) in collection.index.library.rows(query))
    names = _names(((article, article.text[:BEGINNING]) for article in articles), language)
    return tuple(islice(_about(names, language, collection, ()), SHOWN + 1))


def follow_ups(answer: Answer, talk: Sequence[Answer], collection: Collection) -> tuple[str, ...]:
    """Return up to three questions, in the language of the answer, about names that it came upon.

    The articles answer each of them, with words that hold the name and that this answer does not quote.
    """
    if answer.small_talk or not answer.answered:
        return ()
    passages = {(one.quote.article.name, one.quote.passage.start): one.quote for one in answer.found}.values()
    found = (
        (quote.article, quote.article.text[quote.passage.start : quote.passage.end]) for quote in passages
    )
    asked = [earlier.question for earlier in (*talk, answer)]
    names = (name for name in _names(found, answer.language) if not any(name in one for one in asked))
    return tuple(islice(_about(names, answer.language, collection, _quoted(answer)), SHOWN))


def _about(
    names: Iterable[str], language: str, collection: Collection, quoted: Iterable[str]
) -> Iterator[str]:
    """Yield a question about each name that the articles answer with words that are not quoted yet."""
    known = set(quoted)
    for name in islice(names, TRIES):
        question = ABOUT.get(language, ABOUT["en"]).format(name=name)
        answer = _answered(question, collection)
        first = answer.citations[0].quote.text if answer else ""
        if name in first and first not in known:
            known.add(first)
            yield question


def _names(texts: Iterable[tuple[Article, str]], language: str) -> list[str]:
    """Return the names that occur more than once in texts and can stand in a question of that language.

    The most frequent comes first.
    """
    found = Counter(
        name
        for article, text in texts
        for name in NAME.findall(text)
        if article.language == language or LATIN.fullmatch(name)
    )
    return [name for name, count in found.most_common() if count > 1]


def _quoted(answer: Answer) -> Iterator[str]:
    return (citation.quote.text for citation in answer.citations)


def _answered(question: str, collection: Collection) -> Answer | None:
    """Return the answer to a question, made of quotes alone; None when the articles do not give one."""
    try:
        answer = ask(question, replace(collection, writer=None))
    except QuestionError:
        return None
    return answer if answer.answered and answer.certain and answer.citations else None
