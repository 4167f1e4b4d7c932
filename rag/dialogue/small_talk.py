"""Greetings, thanks and questions about Polycite itself: what is said back, in four languages."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from index.language import question_language
from rag.languages import MARKS, shortened, words_for

EXAMPLES = 3
TITLE_COLUMNS = 40


class SmallTalk(StrEnum):
    """What was said that no article can answer."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    ABOUT = "about"


_ITALIAN = re.compile(
    r"\b(?:ciao|salve|buon|buongiorno|buonasera|piacere|grazie|arrivederci|addio|come (?:stai|sta|va)|cosa"
    r"|chi sei|puoi|sai)\b",
    re.IGNORECASE,
)
_SAYINGS = {
    SmallTalk.GREETING: (
        r"(?:hi|hello|hey)(?: there| everyone| all| again)?|good (?:morning|afternoon|evening|day)"
        r"|greetings"
        r"|how are you(?: today| doing)?|nice to meet you"
        r"|ciao(?: a tutti)?|salve|buon ?giorno|buona ?sera|buon pomeriggio|come (?:stai|sta|va)|piacere"
        r"|こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|初めまして|どうも"
        r"|やあ|ハロー|もしもし"
        r"|(?:どうぞ)?よろしく(?:お願いします)?|お?元気ですか"
        r"|(?:你|您|大家)们?好[啊呀]?|早上好|早安|下午好|晚上好|早|嗨|哈[喽啰]|你好吗|在吗|您好呀"
    ),
    SmallTalk.THANKS: (
        r"(?:ok(?:ay)? |great |perfect )?(?:many )?(?:thanks|thank you|thx|cheers)"
        r"(?: a lot| so much| very much| again| a million)?(?: for (?:your|the) (?:help|answer|time))?"
        r"|(?:that(?:'s| is) )?(?:very )?(?:helpful|great|perfect|wonderful|good|nice)|(?:ok|okay"
        r"|i see|got it|alright)"
        r"|(?:ok )?(?:grazie|ti ringrazio|la ringrazio)(?: mille| tante| infinite| ancora| di cuore"
        r"| a te| a lei)*"
        r"|va bene|perfetto|ottimo|benissimo|capito|molto utile|d'accordo"
        r"|(?:どうも|本当に|誠に)?(?:ありがとう|有難う|有り難う)(?:ございま(?:す|した))?|感謝します"
        r"|助かりました|サンキュー"
        r"|わかりました|分かりました|了解(?:です|しました)?|なるほど|いいですね"
        r"|(?:好的?|行|嗯)?(?:非常|十分|太|多)?(?:谢谢|感谢|謝謝|感謝|多谢)(?:你|您|大家|了"
        r"|啦)*(?:的帮助|的回答)?"
        r"|好的?|明白了?|知道了|了解了?|太好了|很好|不错|辛苦了"
    ),
    SmallTalk.GOODBYE: (
        r"(?:good)?bye(?:[ -]bye)?|see you(?: later| soon| tomorrow)?|good night|have a (?:nice"
        r"|good) (?:day|one)"
        r"|take care|farewell|arrivederci|addio|a presto|a dopo|a domani|buona ?notte"
        r"|buona giornata|ci vediamo"
        r"|さようなら|さよなら|バイバイ|またね|では?また(?:今度)?|じゃあ?(?:ね|また)"
        r"|おやすみ(?:なさい)?|失礼します"
        r"|再见|再見|拜拜|回头见|明天见|晚安|下次见"
    ),
    SmallTalk.ABOUT: (
        r"(?:so )?(?:what|which questions|what (?:kind|sort)s? of (?:questions|things)) (?:can"
        r"|could|do) (?:you|i)"
        r" (?:answer|ask|do|know|help)(?: (?:you|me|about|with|here|for me))*"
        r"|who (?:are|made|built) you|what are you|what(?:'s| is) (?:this|polycite|your name)"
        r"|what do you know(?: about)?"
        r"|how (?:does this|do you|does polycite) work|(?:can you )?help(?: me)?|what can i do here"
        r"|(?:what|which) (?:articles|documents|sources|languages|topics)(?: (?:do|can) you)?"
        r" (?:have|know|speak|read|understand|cover|are there)(?: about)?"
        r"|are you (?:a |an )?(?:bot|robot|human|ai|chatbot|chatgpt|person)"
        r"|(?:che )?cosa (?:sai(?: fare)?|puoi (?:fare|dirmi)|posso (?:chieder(?:ti|e)"
        r"|domandar(?:ti|e)))(?: qui)?"
        r"|a (?:che|quali) domande (?:sai|puoi|riesci a) risponder[ei]|(?:che"
        r"|quali) domande posso far(?:ti|e)"
        r"|chi (?:sei|ti ha (?:creato|fatto))|(?:che )?cos['’]?è (?:questo|polycite)"
        r"|come (?:funziona|ti chiami|funzioni)"
        r"|di (?:che )?cosa (?:parli|ti occupi|parlano gli articoli)|(?:che|quali) (?:articoli"
        r"|lingue|argomenti)"
        r" (?:hai|conosci|parli|ci sono|leggi)|aiuto|puoi aiutarmi|sei (?:un )?(?:robot|umano|bot|umana)"
        r"|(?:あなたは?)?(?:何|なに|なん|どんなこと|どんな質問|何について|どういうこと)(?:が|を|に|か)?"
        r"(?:聞け|質問でき|答え(?:られ|てくれ)|でき|知って(?:い)?|話せ|お?尋ねでき|聞いたら|訊け)"
        r"(?:る|ます|いいです|いい)?(?:の|ん|こと)?(?:です)?か?"
        r"|あなたは(?:誰|だれ|何|なに)(?:者)?(?:です)?か?|(?:お)?名前は(?:何ですか)?|(?:君"
        r"|きみ)は(?:誰|だれ)|使い方(?:は|を教えて)?"
        r"|(?:これ|polycite)(?:は|って)(?:何|なに|なん)(?:です)?か?|どんな記事が(?:ある"
        r"|あります)(?:の|か)?|ヘルプ|助けて"
        r"|(?:你|您)?(?:能|可以|会|會)(?:回答|做|帮(?:我|助我)?做?|告诉我|知道)(?:些)?(?:什么|什麼"
        r"|哪些|啥)(?:样的|类型的)?(?:问题|問題|事)?"
        r"|(?:我)?(?:能|可以)(?:问|問)(?:你|您)?(?:些)?(?:什么|什麼|哪些)(?:问题|問題)?|(?:你"
        r"|您)是(?:谁|誰|什么|什麼|机器人吗|人吗)"
        r"|(?:你|您)叫(?:什么|什麼)(?:名字)?|(?:这|這)是(?:什么|什麼)|(?:你|您)?有(?:哪些"
        r"|什么)(?:文章|资料|内容)|怎么用|帮助|(?:你|您)知道(?:些)?(?:什么|哪些)"
    ),
}
_PATTERNS = {kind: re.compile(rf"(?:{sayings})") for kind, sayings in _SAYINGS.items()}
_BREAKS = re.compile(r"[\s,.!?;:…~、。！？，；：～♪😀-🙏]+")
_PART = re.compile(r"[^.!?,。！？，、…]+[.!?,。！？，、…]*\s*")
_PARTICLES = re.compile(r"[ねよわな啊呀吧哦呢吗嘛]+$")
_ADDRESSED = re.compile(r"(?<=\w)[, ]*polycite$")


def small_talk(question: str) -> SmallTalk | None:
    """Return what kind of small talk a text is from beginning to end; None for a question about "
    "the articles.

    "Hi, why did Leike leave?" is a question; "Thanks, bye!" is the last of what it says.
    """
    kinds = [_kind(part) for part in _PART.findall(question)] or [None]
    whole = _kind(question)
    return whole or (kinds[-1] if all(kinds) else None)


def language_of(small: str) -> str:
    """Return the language of small talk: "hello" is too short for what tells the language of a question."""
    if _ITALIAN.search(small):
        return "it"
    return "en" if small.isascii() else question_language(small)


def without_courtesies(question: str) -> str:
    """Return a question without the greeting or the thanks before it."""
    rest = question.strip()
    while (first := _PART.match(rest)) and first.end() < len(rest) and _kind(first[0]) in _COURTESIES:
        rest = rest[first.end() :]
    return rest or question.strip()


_COURTESIES = (SmallTalk.GREETING, SmallTalk.THANKS)


def _kind(words: str) -> SmallTalk | None:
    said = unicodedata.normalize("NFKC", words).casefold().replace("’", "'")
    plain = _BREAKS.sub(" ", said).strip()
    for form in (plain, _ADDRESSED.sub("", plain), _PARTICLES.sub("", plain)):
        for kind, pattern in _PATTERNS.items():
            if pattern.fullmatch(form) or _is_made_of(form, pattern):
                return kind
    return None


def _is_made_of(form: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether a text says the same thing twice: "hi hello"."""
    return re.fullmatch(rf"(?:{pattern.pattern})(?: (?:{pattern.pattern}))+", form) is not None


REPLIES = {
    "en": {
        SmallTalk.GREETING: "Hello! {holds} Ask me about them in English, Italian, Japanese or Chinese.",
        SmallTalk.THANKS: "You are welcome. Ask on whenever you like.",
        SmallTalk.GOODBYE: "Goodbye, and thank you for your questions.",
        SmallTalk.ABOUT: "I answer questions from a collection of articles and show the exact words that"
        " every sentence rests on. {holds} Where they do not answer, I say so. You can ask in English,"
        " Italian, Japanese or Chinese.",
        "holds": "I hold {count} articles: {languages}{examples}.",
        "one": "I hold one article: {languages}{examples}.",
        "empty": "There are no articles yet: add some first.",
        "examples": ", among them {titles}",
        "in": "{count} in {language}",
    },
    "it": {
        SmallTalk.GREETING: "Buongiorno! {holds} Può chiedermi in italiano, inglese, giapponese o cinese.",
        SmallTalk.THANKS: "Prego! Continui pure con le domande.",
        SmallTalk.GOODBYE: "Arrivederci, e grazie delle domande.",
        SmallTalk.ABOUT: "Rispondo a domande su una raccolta di articoli e mostro le parole esatte su cui"
        " poggia ogni frase. {holds} Se gli articoli non rispondono, lo dico. Può chiedere in italiano,"
        " inglese, giapponese o cinese.",
        "holds": "Ho a disposizione {count} articoli: {languages}{examples}.",
        "one": "Ho a disposizione un articolo: {languages}{examples}.",
        "empty": "Non ci sono ancora articoli: bisogna prima aggiungerne.",
        "examples": ", tra cui {titles}",
        "in": "{count} in {language}",
    },
    "ja": {
        SmallTalk.GREETING: "こんにちは。{holds}日本語・英語・中国語・イタリア語で質問してください。",
        SmallTalk.THANKS: "どういたしまして。ほかにも気になることがあれば質問してください。",
        SmallTalk.GOODBYE: "ご利用ありがとうございました。またどうぞ。",
        SmallTalk.ABOUT: "手元の記事をもとに質問に答え、どの文にも根拠となる原文を"
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
        SmallTalk.GREETING: "您好！{holds}您可以用中文、英文、日文或意大利文提问。",
        SmallTalk.THANKS: "不客气，欢迎继续提问。",
        SmallTalk.GOODBYE: "再见，感谢您的提问。",
        SmallTalk.ABOUT: "我根据收录的文章回答问题，每句话都附上所依据的原文。{holds}"
        "文章里没有的内容，我会如实告诉您。"
        "您可以用中文、英文、日文或意大利文提问。",
        "holds": "目前收录了{count}篇文章（{languages}）{examples}。",
        "one": "目前收录了一篇文章（{languages}）{examples}。",
        "empty": "目前还没有文章，请先添加。",
        "examples": "，例如{titles}",
        "in": "{language}{count}篇",
    },
}


def small_talk_reply(kind: SmallTalk, language: str, counts: Mapping[str, int], titles: Sequence[str]) -> str:
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
