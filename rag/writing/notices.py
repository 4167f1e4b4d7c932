"""What a reader is told when an answer was to be written by a language model and was not."""

from collections.abc import Mapping

from rag.writing.listen import Fault

# Each is followed by INSTEAD.
REASONS: Mapping[str, Mapping[Fault, str]] = {
    "en": {
        Fault.DOWN: "The language model cannot be reached.",
        Fault.SLOW: "The language model took too long.",
        Fault.BUSY: "The language model is busy.",
        Fault.DENIED: "The language model did not accept the key.",
        Fault.FAILED: "The language model failed.",
        Fault.CUT: "The language model broke off in the middle.",
        Fault.EMPTY: "The language model wrote nothing.",
        Fault.ENDLESS: "The language model did not come to an end.",
        Fault.REFUSED: "The language model declined to answer.",
        Fault.SILENT: "The language model found no answer in the sentences it was given.",
        Fault.UNSUPPORTED: "The articles do not bear out enough of what the language model wrote.",
    },
    "ja": {
        Fault.DOWN: "言語モデルに接続できません。",
        Fault.SLOW: "言語モデルの応答が時間内に終わりませんでした。",
        Fault.BUSY: "言語モデルが混み合っています。",
        Fault.DENIED: "言語モデルがキーを受け付けませんでした。",
        Fault.FAILED: "言語モデルでエラーが起きました。",
        Fault.CUT: "言語モデルの応答が途中で切れました。",
        Fault.EMPTY: "言語モデルは何も書きませんでした。",
        Fault.ENDLESS: "言語モデルの応答が終わりませんでした。",
        Fault.REFUSED: "言語モデルは回答を拒みました。",
        Fault.SILENT: "言語モデルは、渡された文の中に答えを見つけられませんでした。",
        Fault.UNSUPPORTED: "言語モデルの書いた内容は、記事で十分に裏付けられませんでした。",
    },
    "zh": {
        Fault.DOWN: "无法连接语言模型。",
        Fault.SLOW: "语言模型没有在时限内写完。",
        Fault.BUSY: "语言模型正忙。",
        Fault.DENIED: "语言模型没有接受密钥。",
        Fault.FAILED: "语言模型出错了。",
        Fault.CUT: "语言模型写到一半中断了。",
        Fault.EMPTY: "语言模型什么也没有写。",
        Fault.ENDLESS: "语言模型一直没有写完。",
        Fault.REFUSED: "语言模型拒绝回答。",
        Fault.SILENT: "语言模型在给它的句子里没有找到答案。",
        Fault.UNSUPPORTED: "语言模型写的内容没有得到文章的充分支持。",
    },
    "it": {
        Fault.DOWN: "Il modello linguistico non è raggiungibile.",
        Fault.SLOW: "Il modello linguistico ha impiegato troppo tempo.",
        Fault.BUSY: "Il modello linguistico è occupato.",
        Fault.DENIED: "Il modello linguistico non ha accettato la chiave.",
        Fault.FAILED: "Il modello linguistico ha dato un errore.",
        Fault.CUT: "Il modello linguistico si è interrotto a metà.",
        Fault.EMPTY: "Il modello linguistico non ha scritto nulla.",
        Fault.ENDLESS: "Il modello linguistico non arrivava alla fine.",
        Fault.REFUSED: "Il modello linguistico ha rifiutato di rispondere.",
        Fault.SILENT: "Il modello linguistico non ha trovato risposta nelle frasi che ha ricevuto.",
        Fault.UNSUPPORTED: "Gli articoli confermano troppo poco di ciò che il modello linguistico scrive.",
    },
}
INSTEAD = {
    "en": "Here are the articles' own words.",
    "ja": "代わりに記事の言葉をそのまま示します。",
    "zh": "以下是文章原文。",
    "it": "Ecco le parole degli articoli.",
}


def notice(fault: Fault, language: str) -> str:
    """Return why the model's answer is missing and what stands in its place, English for a language that
    Polycite does not speak.
    """
    spoken = language if language in REASONS else "en"
    return ("" if spoken in ("ja", "zh") else " ").join((REASONS[spoken][fault], INSTEAD[spoken]))
