"""What a question asks for (a reason, a person, a time, a number, a meaning), and which sentences can give
it.

The signs are grammar words of English, Italian, Japanese and Chinese; any language may answer any other.
"""

import re
import unicodedata
from enum import StrEnum


class Kind(StrEnum):
    """What would answer the question."""

    REASON = "reason"
    TIME = "time"
    NUMBER = "number"
    PERSON = "person"
    MEANING = "meaning"
    OTHER = "other"


def _signs(english: str, italian: str, japanese: str, chinese: str) -> re.Pattern[str]:
    return re.compile("|".join((english, italian, japanese, chinese)), re.IGNORECASE)


# The first that matches decides: "what is the reason" asks for a reason, not for a meaning.
ASKS = {
    Kind.REASON: _signs(
        r"\bwhy\b|\breasons?\b|\bwhat (?:caused|made|led|prompted)\b",
        r"\bperch[eéè]['’]?(?!\w)|\bcome mai\b|\bmotiv[oi]\b",
        r"なぜ|何故|どうして|なんで|理由|原因",
        r"为什么|為什麼|为何|為何|怎么会|為甚麼|原因|理由",
    ),
    Kind.TIME: _signs(
        r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time|decade|century)\b",
        r"\bquando\b|\b(?:che|quale) (?:anno|data|giorno|mese|secolo)\b",
        r"いつ|何[年月日時](?!間)|何世紀",
        r"什么时候|什麼時候|何时|哪一?[年天月]|哪个(?:月|世纪)|几[年月号日]|幾[年月]|时间是",
    ),
    Kind.NUMBER: _signs(
        r"\bhow (?:many|much|old|long|far|tall|often|large|big)\b|\bpercent"
        r"|\bwhat (?:share|number|amount|proportion|fraction)\b",
        r"\bquant[oaie]\b|\b(?:quale|che) (?:quota|percentuale|numero|cifra)\b",
        r"いくつ|いくら|どのくらい|どれくらい|何[人社個件回歳割台%名本冊倍度]"
        r"|何(?:パーセント|[カかヶ]国|年間|時間)",
        r"多少|几[个個人家次名位种岁]|幾[個人]|多[大长高久]",
    ),
    Kind.PERSON: _signs(r"\bwho(?:m|se)?\b", r"\bchi\b", r"誰|だれ|どなた", r"谁"),
    Kind.MEANING: _signs(
        r"\bwhat (?:is|are|was|were)\b|\bwhat does\b.*\bmean|\bdefin|\bmeaning\b",
        r"\b(?:che )?cos['’]?\s?[aè]|\bsignifica",
        r"とは(?:何|なに|どんな|どういう|[?？]?$)|(?:何|なに|なん)です|意味",
        r"什么是|什麼是|是什[么麼]|什么意思",
    ),
}
GIVES = {
    Kind.REASON: _signs(
        r"\bbecause\b|\b(?:due|owing|thanks) to\b|\breasons?\b|\b(?:in order|so as) to\b|\bso that\b"
        r"|\bdisagree|\bto (?:pursue|focus|avoid|protect|prevent)\b|\bsince (?!then\b|last\b|the\b|\d)"
        r"|\bcit(?:ed|ing)\b"
        r"|\b(?:caused|prompted|triggered) by\b|\bled to\b|\bresult(?:s|ed)? (?:of|from)\b|\bon suspicion\b"
        r"|\b(?:fear(?:s|ed|ing)?|concern(?:s|ed)?|worr(?:y|ies|ied)) (?:that|over|about|of)\b|\baccus",
        r"\b(?:af)?finch[eé](?!\w)|\bperch[eé](?!\w)|\bpoich[eé](?!\w)|\bsiccome\b|\bdato che\b|\bin quanto\b"
        r"|\ba (?:causa|seguito)\b|\bmotiv[oi]\b|\b(?:dovut|causat|provocat)[oaie]\b|\bragion[ei]\b"
        r"|\bgrazie a|\bper (?:\w+ )?\w{2,}(?:[aei]re|rsi|rl[oaie]|rne)\b|\bdissens|\bdisaccord"
        r"|\baccus|\btimor[ei]\b",
        r"ため(?!し)|ので(?!し|す|は|あ)|(?<!て)(?<!年)(?<!月)(?<!日)から(?:だ|です|、)|(?:理由|原因)(?!では(?:な|あり))|ことから|(?:により|によって)(?![^、。]{0,40}[さらま]れ)|せいで|として、"
        r"|不満|結果(?:だ|です|、|と)|疑いで|を受けて|きっかけ|目的|(?:懸念|反発)し",
        r"因(?:为|為|此|而|其|涉)|由于|由於|(?:原因|理由)(?!では)|出于|出於|为了|為了|以便|导致|導致|造成|分歧|不满|不滿|旨在|涉嫌|鉴于|鑑於"
        r"|之所以|担心|擔心|是希望",
    ),
    Kind.TIME: _signs(
        r"\b(?:1\d|20)\d\d\b|\b(?:january|february|march|april|june|july|august|september|october|november"
        r"|december|yesterday|century)\b|\bmay \d|\b(?:last|this|next) (?:year|month|week)\b",
        r"\b(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre"
        r"|dicembre|ieri|secolo)\b|\b(?:quest|scors|prossim)[oa]?['’ ]\s?(?:anno|mese|settimana)\b",
        r"\d\s?[年月日]|[今昨去来前]年|[今先来]月|[月年][初末]|[上下]旬|昨日|世紀",
        r"\d\s?号|[今去明]年|[月年]底|昨天|世纪",
    ),
    Kind.NUMBER: _signs(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand"
        r"|million|billion|half|third|quarter)s?\b",
        r"\b(?:un[oa]|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|cento|mille|mila"
        r"|milion[ei]|miliard[oi]|metà)\b",
        r"[一二三四五六七八九十百千万億半]\s?[つ人社個名倍分年%割種]",
        r"[一二三四五六七八九十百千万亿两兩半]\s?[个個人家位倍分年%次种種]",
    ),
    Kind.PERSON: re.compile(
        r"\b[A-Z][a-zà-ÿ]+(?:\s+(?:[a-z]{1,3}\s+)?[A-Z][\w'’-]+)+|[ァ-ヺー]{2,}[・=·][ァ-ヺー]{2,}|氏|さん"
        r"|[\u4e00-\u9fff]{1,5}·[\u4e00-\u9fff]{1,6}"
    ),
    Kind.MEANING: _signs(
        r"\b(?:is|are|was) (?:an?|the|that|to)\b|\bmeans?\b|\brefers? to\b|\bknown as\b",
        r"\b(?:è|cio[eè]|significa|indica|ovvero)\b",
        r"とは|のこと|指[すし]|という(?:団体|組織|意味)",
        r"是指|指的是|是一|是.{0,12}(?:组织|公司|机构|团体|方法|技术)|旗下|即",
    ),
}
DEFINES = _signs(
    r"\b(?<!no )(?<!all )(?<!any )means\b(?! of)|\brefers? to\b|\bdefined as\b|\bstands? for\b",
    r"\bsignifica|\bsi intende\b|\bcio[eè]\b|\bdefinit[oa] come\b",
    r"とは.{0,80}(?:指[すし]|意味|のこと|である|です)|を(?:指|意味)[すし]|のことで",
    r"是指|指的是|意思是|所谓|所謂|的意思",
)


def kind_of(question: str) -> Kind:
    """Return what the question asks for; OTHER when no sign tells."""
    asked = unicodedata.normalize("NFKC", question)
    return next((kind for kind, signs in ASKS.items() if signs.search(asked)), Kind.OTHER)


def can_answer(kind: Kind, sentence: str) -> bool:
    """Tell whether a sentence holds what such a question asks for; never for OTHER."""
    signs = GIVES.get(kind)
    return signs is not None and signs.search(unicodedata.normalize("NFKC", sentence)) is not None


def defines(sentence: str) -> bool:
    """Tell whether a sentence says in so many words what something means."""
    return DEFINES.search(unicodedata.normalize("NFKC", sentence)) is not None


def is_question(sentence: str) -> bool:
    """Tell whether a sentence asks, closing quotes aside."""
    return sentence.rstrip("」』”’\"')）】").endswith(("?", "？"))
