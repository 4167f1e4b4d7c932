"""What is said back to a greeting, to thanks and to questions about Polycite itself."""

from collections.abc import Mapping, Sequence

from rag.languages import MARKS, shortened, words_for
from rag.requests import Request

EXAMPLES = 3
TITLE_COLUMNS = 40

REPLIES = {
    "en": {
        Request.GREETING: "Hello! {holds} Ask me about them in English, Italian, Japanese or Chinese.",
        Request.THANKS: "You are welcome. Ask on whenever you like.",
        Request.SELF: "I answer questions from a collection of articles and show the exact words that"
        " every sentence rests on. {holds} Where they do not answer, I say so. You can ask in English,"
        " Italian, Japanese or Chinese.",
        "holds": "I hold {count} articles: {languages}{examples}.",
        "one": "I hold one article: {languages}{examples}.",
        "empty": "There are no articles yet: add some first.",
        "examples": ", among them {titles}",
        "in": "{count} in {language}",
    },
    "it": {
        Request.GREETING: "Buongiorno! {holds} Può chiedermi in italiano, inglese, giapponese o cinese.",
        Request.THANKS: "Prego! Continui pure con le domande.",
        Request.SELF: "Rispondo a domande su una raccolta di articoli e mostro le parole esatte su cui"
        " poggia ogni frase. {holds} Se gli articoli non rispondono, lo dico. Può chiedere in italiano,"
        " inglese, giapponese o cinese.",
        "holds": "Ho a disposizione {count} articoli: {languages}{examples}.",
        "one": "Ho a disposizione un articolo: {languages}{examples}.",
        "empty": "Non ci sono ancora articoli: bisogna prima aggiungerne.",
        "examples": ", tra cui {titles}",
        "in": "{count} in {language}",
    },
    "ja": {
        Request.GREETING: "こんにちは。{holds}日本語・英語・中国語・イタリア語で質問してください。",
        Request.THANKS: "どういたしまして。ほかにも気になることがあれば質問してください。",
        Request.SELF: "手元の記事をもとに質問に答え、どの文にも根拠となる原文を"
        "そのまま示します。{holds}"
        "記事に書かれていないことは、書かれていないとお答えします。"
        "日本語・英語・中国語・イタリア語で質問できます。",
        "holds": "記事は{count}本あります（{languages}）。{examples}",
        "one": "記事は1本あります（{languages}）。{examples}",
        "empty": "まだ記事がありません。先に記事を追加してください。",
        "examples": "たとえば{titles}などです。",
        "in": "{language}{count}本",
    },
    "zh": {
        Request.GREETING: "您好！{holds}您可以用中文、英语、日语或意大利语提问。",
        Request.THANKS: "不客气，欢迎继续提问。",
        Request.SELF: "我根据收录的文章回答问题，每句话都附上所依据的原文。{holds}"
        "文章里没有的内容，我会如实告诉您。"
        "您可以用中文、英语、日语或意大利语提问。",
        "holds": "目前收录了{count}篇文章（{languages}）{examples}。",
        "one": "目前收录了一篇文章（{languages}）{examples}。",
        "empty": "目前还没有文章，请先添加。",
        "examples": "，例如{titles}",
        "in": "{language}{count}篇",
    },
}


def reply(kind: Request, language: str, counts: Mapping[str, int], titles: Sequence[str]) -> str:
    """Return what to say back in a language, English when Polycite does not speak it.

    `counts` holds how many articles there are of each language code, `titles` some of their headlines.
    """
    spoken = language if language in REPLIES else "en"
    said = REPLIES[spoken]
    return said[kind].format(holds=_holds(said, spoken, counts, titles))


def _holds(said: Mapping[str, str], language: str, counts: Mapping[str, int], titles: Sequence[str]) -> str:
    total = sum(counts.values())
    if not total:
        return said["empty"]
    words = words_for(language)
    joiner = "、" if language == "zh" else words.joiner
    listed = joiner.join(
        said["in"].format(count=count, language=words.language_name(code))
        for code, count in sorted(counts.items(), key=lambda item: -item[1])
    )
    marked = [MARKS[language].format(shortened(title, TITLE_COLUMNS)) for title in titles if title][:EXAMPLES]
    examples = said["examples"].format(titles=joiner.join(marked)) if marked else ""
    return said["one" if total == 1 else "holds"].format(count=total, languages=listed, examples=examples)
