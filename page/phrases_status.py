"""What the operator's page says; see `page.phrases`."""

from collections.abc import Mapping

STATUS: Mapping[str, tuple[str, str, str, str]] = {
    "status": ("Operation", "稼働状況", "运行状况", "Funzionamento"),
    "status_questions": (
        "Questions since the start",
        "起動後の質問",
        "启动以来的问题",
        "Domande dall'avvio",
    ),
    "status_answered": ("answered", "回答", "已回答", "con risposta"),
    "status_reserve": ("answered with a reserve", "留保つきの回答", "有保留的回答", "con riserva"),
    "status_refused": (
        "the articles do not say",
        "記事に答えなし",
        "文章中没有答案",
        "senza risposta",
    ),
    "status_talk": ("greetings and the like", "あいさつなど", "问候等", "saluti e simili"),
    "status_unfit": ("could not be asked", "質問として扱えないもの", "无法处理的提问", "non proponibili"),
    "status_seconds": ("Time to answer", "回答までの時間", "回答用时", "Tempi di risposta"),
    "status_errors": ("Errors", "エラー", "错误", "Errori"),
    "status_index": ("Index", "索引", "索引", "Indice"),
    "status_passages": ("passages", "段落", "段落", "brani"),
    "status_versions": ("Versions", "バージョン", "版本", "Versioni"),
}
