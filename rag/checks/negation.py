"""Where a text says no, and where its words may hold a denial ("failed", "拒否").

The signs are grammar words of English, Italian, Japanese and Chinese.
"""

import re
import unicodedata

from rag.values.spellings import KANA

# Turns that look like a denial and are none, such as "not only", "かもしれない", "不仅".
_NO_DENIAL = re.compile(
    r"\b[Nn]ot (?:only|just|merely|least)\b|\b[Nn]o (?:doubt|sooner|less|fewer|matter)\b|\b[Nn]o\. ?\d"
    r"|\bno (?=[A-Z][a-z])|\bwhether or not\b|\b[Nn]on (?:solo|soltanto|appena|meno)\b"
    r"|\b[Ww]ithout (?:difficulty|trouble|effort)\b|\b[Ss]enza (?:dubbio|difficoltà|problemi|sforzo)\b"
    r"|か(?:も|どうか)(?:しれ|知れ)(?:な[いく]|ません)|な(?:けれ)?ば(?:なら|いけ)な[いかく]"
    r"|なくては(?:なら|いけ)な[いかく]|ないと(?:いけ|なら)な[いかく]|ざるを得な[いかく]|違いな[いかく]"
    r"|では?な(?:いか(?!った)|かろうか)|で(?:は|も)?なく[、て]?(?=.{0,30}も)|のみならず|にとどまらず"
    r"|少なくな[いかく]|(?:少|危|まも|間も)な[いくか]|ほかな|他な|かかわらず|言うまでもな|相変わらず|思わず|絶えず|しかな[いか]"
    r"|[は必]ず|(?:^|(?<=[。、「]))まず|つな[いぐ]|ほとんどな"
    r"|不[仅僅只但過过久断斷同少錯错单單论論等時时愧妨停已禁惜幸良明適适稳穩穏知逊遜]|不相[同似]|[得由]不|不[得由]不|不可避免"
    r"|会不会|會不會|是不是|[有差][没沒]有|差点[没沒]|好不容易|差不多|不一[样樣]|至高[无無]上"
    r"|[無无][論论疑数數線线罪奈人机機]|非[常洲]|未[来來必婚遂]|[沒没]事"
)
_LATIN = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|nowhere|neither|nor|cannot|without)\b|n['’]t\b"
    r"|\b(?:non(?!-)|mai|nessun[oa]?|niente|nulla|né|neppure|nemmeno|neanche|senza)\b",
    re.IGNORECASE,
)
_VERB_ENDS = "わえれせけめべてげたさかまらなば"
_JAPANESE = re.compile(
    rf"な[いく](?!人)|なかっ|なけれ|なし(?=[で、。に]|$)|無し|ません|[{_VERB_ENDS}]ず(?=[に、，。と]|$)"
    rf"|[{_VERB_ENDS}]ぬ|皆無"
)
_CHINESE = re.compile(r"不(?![满滿足安])|[没沒]|未(?![公])|[并並從从]非|[无無毫勿]")
# Words whose meaning holds a denial: a sentence that has one may say what another denies.
_HINTS = re.compile(
    r"\b(?:fail|lack|refus|den(?:y|ie)|declin|reject|refrain|violat|unable|imposs|unlikel|absen|missing|prevent"
    r"|avoid|yet to|ruled? out|un[a-z]{4,}(?:ed|able)\b|in[a-z]{3,}ible\b)"
    r"|\b(?:rifiut|neg[aò]|manc|fall(?:it|ì)|impossib|incapac|astent|priv[oi]\b|evit|sme(?:tt|ss)|impedi|assen"
    r"|in[a-z]{4,}(?:bile|ibili)\b)"
    r"|拒|否|失敗|失败|欠[席如け]|不[通能明可在]|未[定完だ]|[無无]効|止め|避|防|控え|断ら|断っ|免れ|却下|缺乏|缺席",
    re.IGNORECASE,
)


def denials(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text says no, as offsets of its words."""
    plain = _without_turns(text)
    signs = (_LATIN, _JAPANESE if KANA.search(text) else _CHINESE)
    return tuple(sorted(match.span() for sign in signs for match in sign.finditer(plain)))


def hints(text: str) -> int:
    """Return how many words of a text may hold a denial without being one."""
    spans = denials(text)
    return sum(
        not any(start < match.end() and match.start() < end for start, end in spans)
        for match in _HINTS.finditer(text)
    )


def _without_turns(text: str) -> str:
    """Return the text, of the same length, with blanks for the turns that deny nothing."""
    folded = unicodedata.normalize("NFKC", text)
    plain = folded if len(folded) == len(text) else text
    return _NO_DENIAL.sub(lambda match: " " * len(match[0]), plain)
