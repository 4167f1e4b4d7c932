"""What to ask: to begin with, and to go on with."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from rag.ask import Collection, QuestionError, ask
from rag.languages import shortened
from rag.records import Answer

SHOWN = 3
# Columns of a headline that is offered.
HEADLINE_COLUMNS = 60

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


def examples(language: str, collection: Collection) -> tuple[str, ...]:
    """Return up to four questions in a language of the page that the articles answer, or the headlines of as
    many articles, those in that language first.
    """
    begin = BEGINNINGS.get(language, BEGINNINGS["en"])
    if all(_answered(question, collection) for question in begin):
        return begin
    query = "SELECT title FROM articles WHERE title != '' ORDER BY language != ?, date DESC, name LIMIT ?"
    found = collection.index.library.rows(query, language, SHOWN + 1)
    return tuple(shortened(title, HEADLINE_COLUMNS) for (title,) in found)


def follow_ups(answer: Answer, talk: Sequence[Answer], collection: Collection) -> tuple[str, ...]:
    """Return up to three headlines of articles that were read for an answer and are not quoted in it."""
    if answer.small_talk or not answer.answered:
        return ()
    quoted = {citation.quote.article.name for citation in answer.citations}
    asked = {earlier.question for earlier in (*talk, answer)}
    read = {found.quote.article.name: found.quote.article.title for found in answer.found}
    headlines = (
        shortened(title, HEADLINE_COLUMNS) for name, title in read.items() if title and name not in quoted
    )
    return tuple(islice((headline for headline in headlines if headline not in asked), SHOWN))


def _answered(question: str, collection: Collection) -> bool:
    """Tell whether the articles surely answer a question."""
    try:
        answer = ask(question, replace(collection, writer=None))
    except QuestionError:
        return False
    return answer.answered and answer.certain and bool(answer.citations)
