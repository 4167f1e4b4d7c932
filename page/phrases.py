"""What the page says itself, in each language it speaks: one line a phrase, the languages side by side."""

from collections.abc import Mapping

from page.phrases_more import MORE
from rag.words import words_for

# The languages of the page, each under its own name.
LANGUAGES = {"en": "English", "ja": "日本語", "zh": "中文", "it": "Italiano"}

# `{...}` is filled in; the form before "|" is for one, the one after it for any other number.
PHRASES: Mapping[str, tuple[str, str, str, str]] = {
    **MORE,
    # The frame of the page.
    "tagline": (
        "Every sentence shows the words it rests on",
        "どの文にも根拠の原文がつきます",
        "每句话都附原文依据",
        "Ogni frase mostra le parole su cui si fonda",
    ),
    "interface": ("Language of the page", "表示言語", "界面语言", "Lingua della pagina"),
    "ask_tab": ("Ask", "質問", "提问", "Domande"),
    "loading": ("Getting ready", "準備しています", "正在准备", "Preparazione in corso"),
    "loading_some": (
        "Getting ready: {done} articles",
        "準備しています：{done}本",
        "正在准备：已读 {done} 篇",
        "Preparazione in corso: {done} articoli",
    ),
    "loading_of": (
        "Getting ready: {done} of {files} articles",
        "準備しています：{files}本中{done}本",
        "正在准备：共 {files} 篇，已读 {done} 篇",
        "Preparazione in corso: {done} articoli su {files}",
    ),
    "not_ready": (
        "The articles are not ready: {detail}",
        "記事を準備できませんでした：{detail}",
        "文章未能准备好：{detail}",
        "Gli articoli non sono pronti: {detail}",
    ),
    "articles": ("{n} article|{n} articles", "記事{n}本", "{n} 篇文章", "{n} articolo|{n} articoli"),
    "unread": (
        "{n} could not be read",
        "{n}本は読み込めませんでした",
        "{n} 篇无法读取",
        "{n} non si è potuto leggere|{n} non si sono potuti leggere",
    ),
    "waits": (
        "{notice}. The answer follows by itself.",
        "{notice}。準備ができしだい回答します。",
        "{notice}。准备好后会自动回答。",
        "{notice}. La risposta arriverà da sé.",
    ),
    # Asking.
    "question": ("Question", "質問", "问题", "Domanda"),
    "placeholder": (
        "Ask the articles a question",
        "質問を入力",
        "就这些文章提一个问题",
        "Fai una domanda",
    ),
    "ask": ("Ask", "質問する", "提问", "Chiedi"),
    "stop": ("Stop", "停止", "停止", "Ferma"),
    "welcome": (
        "What do you want to know?",
        "何を知りたいですか？",
        "你想了解什么？",
        "Che cosa vuoi sapere?",
    ),
    "welcome_more": (
        "Ask in English, Japanese, Chinese or Italian, whatever language the articles are in.",
        "記事がどの言語でも、日本語・英語・中国語・イタリア語で質問できます。",
        "无论文章是什么语言，都可以用中文、英文、日文或意大利文提问。",
        "Chiedi in italiano, inglese, giapponese o cinese, in qualunque lingua siano gli articoli.",
    ),
    "searching": ("Searching the articles", "記事を検索しています", "正在检索文章", "Cerco negli articoli"),
    "writing": ("Writing the answer", "回答を書いています", "正在撰写回答", "Scrivo la risposta"),
    "checking": (
        "Checking every sentence",
        "一文ずつ確かめています",
        "正在逐句核对",
        "Controllo ogni frase",
    ),
    "conversation": ("Conversation", "会話", "对话", "Conversazione"),
    "your_question": ("Question {n}", "質問{n}", "问题 {n}", "Domanda {n}"),
    "clear": ("New conversation", "新しい会話", "新对话", "Nuova conversazione"),
    "save_markdown": ("Save as Markdown", "Markdownで保存", "保存为 Markdown", "Salva in Markdown"),
    "save_json": ("Save as JSON", "JSONで保存", "保存为 JSON", "Salva in JSON"),
    "retry": ("Ask again", "もう一度質問", "重新提问", "Chiedi di nuovo"),
    "edit": ("Edit the question", "質問を編集", "修改问题", "Modifica la domanda"),
    "editing": (
        "Your next question replaces question {n} and what follows it.",
        "次の質問は、質問{n}以降と置き換わります。",
        "下一个问题将替换问题 {n} 及其后的内容。",
        "La prossima domanda sostituisce la domanda {n} e ciò che la segue.",
    ),
    "cancel": ("Cancel", "取り消す", "取消", "Annulla"),
    "copy": ("Copy answer", "回答をコピー", "复制回答", "Copia la risposta"),
    "copied": ("Copied", "コピーしました", "已复制", "Copiato"),
    "link": ("Copy link", "リンクをコピー", "复制链接", "Copia il link"),
    "next": (
        "The articles also answer",
        "記事から答えられる質問",
        "文章还能回答",
        "Gli articoli rispondono anche a",
    ),
    # What cannot be answered.
    "no_words": (
        "The question holds no words: ask in English, Japanese, Chinese or Italian.",
        "質問に言葉がありません。日本語、英語、中国語、イタリア語のいずれかで質問してください。",
        "问题里没有文字：请用中文、英文、日文或意大利文提问。",
        "La domanda non contiene parole: chiedi in italiano, inglese, giapponese o cinese.",
    ),
    "too_long": (
        "The question has {detail} characters: ask in at most {most}.",
        "質問が{detail}文字あります。{most}文字以内で質問してください。",
        "问题有 {detail} 个字符：请控制在 {most} 个以内。",
        "La domanda ha {detail} caratteri: usane al massimo {most}.",
    ),
    "other_language": (
        "The question seems to be in another language: ask in English, Japanese, Chinese or Italian.",
        "別の言語の質問のようです。日本語、英語、中国語、イタリア語のいずれかで質問してください。",
        "问题似乎是其他语言：请用中文、英文、日文或意大利文提问。",
        "La domanda sembra in un'altra lingua: chiedi in italiano, inglese, giapponese o cinese.",
    ),
    "library": (
        "The articles cannot be searched: {detail}.",
        "記事を検索できません：{detail}",
        "无法检索文章：{detail}",
        "Non si può cercare negli articoli: {detail}.",
    ),
    "stopped": (
        "Stopped before there was an answer.",
        "回答の前に停止しました。",
        "在得到回答之前已停止。",
        "Fermata prima che ci fosse una risposta.",
    ),
    "changed": (
        "The articles have changed since this was answered: ask again.",
        "この回答の後に記事が変わりました。もう一度質問してください。",
        "此回答之后文章已有变动：请重新提问。",
        "Gli articoli sono cambiati da questa risposta: chiedi di nuovo.",
    ),
    "bad_date": (
        "“{detail}” is not a date: write 2024, 2024-08 or 2024-08-06.",
        "「{detail}」は日付ではありません。2024、2024-08、2024-08-06のように書いてください。",
        "“{detail}”不是日期：请写成 2024、2024-08 或 2024-08-06。",
        "“{detail}” non è una data: scrivi 2024, 2024-08 o 2024-08-06.",
    ),
    "busy": (
        "Many people are asking right now: try again in a moment.",
        "ただいま質問が混み合っています。しばらくしてからもう一度お試しください。",
        "当前提问的人较多：请稍后再试。",
        "In questo momento chiedono in molti: riprova tra poco.",
    ),
    "lost": (
        "The server does not answer. Your conversation is kept in this browser: reload the page.",
        "サーバーが応答しません。会話はこのブラウザーに保存されています。ページを再読み込みしてください。",
        "服务器没有响应。对话已保存在此浏览器中：请重新加载页面。",
        "Il server non risponde. La conversazione è conservata in questo browser: ricarica la pagina.",
    ),
    # The answer.
    "understood": ("Understood as", "次のように解釈しました", "理解为", "Intesa come"),
    "correct": ("Correct it", "直す", "更正", "Correggi"),
    "written_by": (
        "Written by {model}, checked against the articles",
        "{model}が執筆、記事と照合済み",
        "由 {model} 撰写，已与文章核对",
        "Scritta da {model}, controllata sugli articoli",
    ),
    "partly": ("only partly supported", "一部のみ裏付けあり", "仅部分有依据", "sostenuta solo in parte"),
    "not_found": (
        "not found in the articles",
        "記事に裏付けなし",
        "文章中未找到依据",
        "non trovata negli articoli",
    ),
    "struck": (
        "{n} sentence left out: the articles do not bear it out|"
        "{n} sentences left out: the articles do not bear them out",
        "記事で裏付けられない{n}文を省きました",
        "已略去文章不支持的 {n} 句",
        "{n} frase esclusa: gli articoli non la confermano|{n} frasi escluse: gli articoli non le confermano",
    ),
    # The evidence.
    "evidence": ("Evidence", "根拠", "原文依据", "Prove"),
    "evidence_for": ("Evidence for", "次の質問の根拠：", "以下问题的依据：", "Prove per"),
    "related": (
        "Related passages, not an answer",
        "関連する箇所（回答ではありません）",
        "相关段落（并非答案）",
        "Passi vicini, non una risposta",
    ),
    "nothing_near": (
        "No passage comes near this question.",
        "この質問に近い箇所はありません。",
        "没有与此问题相近的段落。",
        "Nessun passo si avvicina a questa domanda.",
    ),
    "nothing_yet": (
        "The words that an answer rests on appear here. Press a number in an answer to see them.",
        "回答の根拠となる原文がここに表示されます。回答の番号を押すと該当箇所が開きます。",
        "回答所依据的原文会显示在这里。点按回答中的编号即可查看。",
        "Qui compaiono le parole su cui si fonda una risposta. Premi un numero nella risposta per vederle.",
    ),
    "show_words": (
        "Show the words of citation {n}",
        "引用{n}の原文を見る",
        "查看引用 {n} 的原文",
        "Mostra le parole della citazione {n}",
    ),
    "show_uses": (
        "Show the sentences that use citation {n}",
        "引用{n}を使う文を示す",
        "标出使用引用 {n} 的句子",
        "Mostra le frasi che usano la citazione {n}",
    ),
    "used_by": (
        "Used by {n} sentence|Used by {n} sentences",
        "{n}文で使用",
        "被 {n} 句引用",
        "Usata da {n} frase|Usata da {n} frasi",
    ),
    "passage": ("Surrounding text", "前後の文", "上下文", "Testo intorno"),
    "whole": ("Whole article", "記事全文", "查看全文", "Articolo intero"),
    "copy_quote": ("Copy quote", "引用をコピー", "复制引文", "Copia la citazione"),
    "source": ("Source", "出典", "来源", "Fonte"),
    # What was searched.
    "searched": ("What was searched", "検索した内容", "检索了什么", "Che cosa è stato cercato"),
    "sentences_found": (
        "{n} sentence came near: {mix}|{n} sentences came near: {mix}",
        "近い文{n}件：{mix}",
        "找到 {n} 句相近内容：{mix}",
        "{n} frase vicina: {mix}|{n} frasi vicine: {mix}",
    ),
    "cited_articles": ("Used in the answer", "回答に使った記事", "回答采用的文章", "Usati nella risposta"),
    "uncited_articles": (
        "Found, not used",
        "見つかったが使わなかった記事",
        "找到但未采用的文章",
        "Trovati, non usati",
    ),
    "refused": (
        "No sentence answers the question well enough, so nothing is claimed.",
        "質問に十分に答える文がないため、回答を控えました。",
        "没有句子能充分回答此问题，因此不作断言。",
        "Nessuna frase risponde abbastanza bene, perciò non si afferma nulla.",
    ),
    "scores": ("Scores", "スコア", "得分", "Punteggi"),
    "score": ("Score", "スコア", "得分", "Punteggio"),
    "sentence": ("Sentence", "文", "句子", "Frase"),
    # The reader.
    "close": ("Close", "閉じる", "关闭", "Chiudi"),
    "no_article": (
        "There is no article of that name here.",
        "その名前の記事はありません。",
        "这里没有该名称的文章。",
        "Qui non c'è nessun articolo con questo nome.",
    ),
    "removed": ("Left out: {rule}", "除外：{rule}", "已略去：{rule}", "Escluso: {rule}"),
    "removed_note": (
        "Folded and dimmed lines were left out of the index and are never cited.",
        "折りたたみ・薄い文字の部分は索引から除かれ、引用されません。",
        "折叠和变淡的内容未编入索引，不会被引用。",
        "Le righe ripiegate o attenuate sono escluse dall'indice e non vengono mai citate.",
    ),
    "cited_here": ("Cited here", "引用箇所", "引用处", "Citato qui"),
    "machine": ("Machine-translated", "機械翻訳", "机器翻译", "Traduzione automatica"),
    "no_date": ("no date", "日付なし", "无日期", "senza data"),
    # Options.
    "options": (
        "Searching {where} · answering in {language}",
        "検索：{where} · 回答：{language}",
        "检索：{where} · 回答语言：{language}",
        "Cerca: {where} · rispondi: {language}",
    ),
    "all_articles": ("all articles", "すべての記事", "所有文章", "tutti gli articoli"),
    "answer_in": ("Answer in", "回答の言語", "回答语言", "Rispondi in"),
    "same": ("the question's language", "質問と同じ言語", "与问题相同", "come la domanda"),
    "only_languages": ("Articles in", "記事の言語", "文章语言", "Articoli in"),
    "only_articles": ("Only these articles", "この記事だけ", "仅限这些文章", "Solo questi articoli"),
    "since": ("Published since", "公開日（以降）", "发布时间不早于", "Pubblicati dal"),
    "until": ("Published until", "公開日（以前）", "发布时间不晚于", "Pubblicati fino al"),
    "reset": ("Search everything", "すべてを検索", "检索全部", "Cerca ovunque"),
}


class Phrases:
    """The phrases of one language of the page; `phrases("articles", n=5)` is "5 articles"."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._column = list(LANGUAGES).index(self.language)

    def __call__(self, name: str, **values: object) -> str:
        """Return a phrase, filled in; `n` chooses between the form for one and that for many."""
        forms = PHRASES[name][self._column].split("|")
        return (forms[0] if values.get("n") == 1 else forms[-1]).format(**values)

    @property
    def joiner(self) -> str:
        """Return what stands between the things of a list."""
        return words_for(self.language).joiner

    def language_name(self, code: str) -> str:
        """Return what a language is called in this one."""
        return words_for(self.language).language_name(code)


def preferred(accept_language: str) -> str:
    """Return the language of the page that an Accept-Language header asks for first, else English."""
    wishes = []
    for place, wish in enumerate(accept_language.split(",")):
        code, _, weight = wish.partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, code.strip().lower().partition("-")[0]))
        except ValueError:
            continue
    return next((code for _, _, code in sorted(wishes) if code in LANGUAGES), "en")
