"""How a question leans on the one before, in each language, and how it is written out."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's ways to lean on what was said.

    `opening` goes on with a question, `bare` asks for nothing but a time, a place, a reason or a person,
    `adverb` is its word for that, and `swap` where another question has one; `after` asks what came next.
    `other` asks the same of somebody else. `person`, `thing` and `owner` are pronouns; `topic` takes the
    question words off a question. Templates are filled with {before}, {asked}, {focus}.
    """

    opening: re.Pattern[str]
    bare: re.Pattern[str]
    adverb: re.Pattern[str]
    after: re.Pattern[str]
    swap: re.Pattern[str]
    other: re.Pattern[str]
    person: re.Pattern[str]
    thing: re.Pattern[str]
    owner: re.Pattern[str]
    topic: re.Pattern[str]
    join: str
    about: str
    what_next: str
    of: str
    end: str


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_EN_AUXILIARY = r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could)"
_EN_ADVERB = (
    r"(?:why|when|where|how(?: come| long ago)?|since when|until when|(?:in )?(?:what|which) (?:year|month)"
    r"|on (?:what|which) (?:day|date)|at what time|what for)"
)
_IT_ADVERB = (
    r"(?:perch[eé]|quando|dove|come(?: mai)?|da quando|fino a quando|(?:in )?(?:che|quale) (?:anno"
    r"|mese|giorno|data)"
    r"|per (?:quale|che) (?:motivo|ragione)|da dove)"
)
_JA_ADVERB = (
    r"(?:なぜ|何故|どうして|なんで|いつ(?:から|まで|ごろ|頃)?|どこ(?:へ|に|で|から)?"
    r"|何[年月日時](?:に|から|まで)?|どうやって|どのように)"
)
_ZH_ADVERB = (
    r"(?:为什么|為什麼|为何|為何|什么时候|什麼時候|何时|何時|哪一?年|哪一?[天月]"
    r"|几[月号日点](?:[几幾]号)?|在?哪里|在?哪裡|在?哪儿"
    r"|怎么|怎麼|如何)"
)

GRAMMARS = {
    "en": Grammar(
        opening=_pattern(r"^(?:and|but|so|then|also|ok(?:ay)?|well|now|plus)\b,?\s+(?:then\s+|also\s+)?"),
        bare=_pattern(
            rf"({_EN_ADVERB}|who(?: (?:are|were) they)?|which ones?|how many|how much|how long"
            rf"|by whom|for how long)"
            r"(?: (?:was|is|did|does) (?:that|this|it)(?: (?:be|happen(?:ed)?))?)?"
        ),
        adverb=_pattern(_EN_ADVERB),
        after=_pattern(
            r"(?:and )?(?:then|after(?:wards?| that)?|what then|what next|later"
            r"|what happened (?:next|then|afterwards?|after that))"
        ),
        swap=_pattern(rf"^{_EN_ADVERB}(?= {_EN_AUXILIARY}\b)"),
        other=_pattern(r"^(?:(?:what|how) about )?(.+?)(?:, too| too)?$"),
        person=_pattern(r"\b(?:he|she|him|they|them|her(?!\s+\w))\b"),
        thing=_pattern(
            r"\bit\b(?! (?:take|took|is|was|be|cost)\b.* (?:to|that)\b)"
            r"|\b(?:that|this)\b(?=$| (?:happen|mean|cost|work|take|begin|start|end)\b)"
            r"|(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b"
        ),
        owner=_pattern(r"\b(?:his|her|their|its)\b"),
        topic=_pattern(
            rf"^(?:(?:until|since) when|how (?:many|much|long|old|far|tall|large|big|often|hot|high)"
            rf"|(?:in )?(?:what|which)"
            rf"(?: \w+)?(?= {_EN_AUXILIARY}\b)|what|which|who|when|where|why"
            rf"|how)(?: {_EN_AUXILIARY}(?!\w))?\s+"
        ),
        join="{before}, and {asked}?",
        about="{focus}: {asked}?",
        what_next="What did {focus} do afterwards?",
        of="{focus}'s",
        end="?",
    ),
    "it": Grammar(
        opening=_pattern(
            r"^(?:e|ed|ma|poi|allora|quindi|invece|ok|inoltre)\b,?\s+(?:poi\s+|allora\s+|invece\s+)?"
        ),
        bare=_pattern(
            rf"({_IT_ADVERB}|chi(?: (?:sono|erano))?|quali(?: sono)?|quant[oaie]|da chi"
            rf"|con chi)(?: (?:è|fu|era)(?: (?:successo|stato"
            rf"|accaduto|avvenuto))?)?"
        ),
        adverb=_pattern(_IT_ADVERB),
        after=_pattern(
            r"(?:e )?(?:dopo|poi|in seguito|successivamente|(?:che )?cosa è successo (?:dopo|poi))"
        ),
        swap=_pattern(rf"^{_IT_ADVERB}(?!\w)"),
        other=_pattern(r"^(?:che mi dici di |che ne è di |per |quanto a )?(.+?)(?: invece)?$"),
        person=_pattern(r"\b(?:lui|lei|loro|egli|ella|costui|costei)\b"),
        thing=_pattern(r"\b(?:esso|essa|questo|quello|ciò)\b"),
        owner=_pattern(r"\b(?:suo|sua|suoi|sue)\b (\w+)"),
        topic=_pattern(
            r"^(?:(?:fino a|da) quando|(?:in |di |a |da )?(?:che|quale|quali|quant[oaie])(?: cosa)?"
            r"|chi|quando|dove|perché|come|cosa)"
            r"(?: (?:è|sono|era|erano|ha|hanno|aveva)(?!\w)(?: stat[oaie])?)?\s+"
        ),
        join="{before}, e {asked}?",
        about="{focus}: {asked}?",
        what_next="Che cosa ha fatto {focus} dopo?",
        of="di {focus}",
        end="?",
    ),
    "ja": Grammar(
        opening=_pattern(
            r"^(?:では|じゃあ?|それでは?(?!な)|それなら|そして|また|あと|ところで|ちなみに|で"
            r"|それに)、?(?!は)"
        ),
        bare=_pattern(
            rf"(?:それ|これ|そ(?:れ)?の(?:とき|時期|理由))?(?:は|って)?({_JA_ADVERB}|誰|だれ|いくら"
            rf"|何人|いくつ)"
            r"(?:のこと|の話)?(?:です|なの|でした)?(?:か|の)?"
        ),
        adverb=_pattern(_JA_ADVERB),
        after=_pattern(
            r"(?:その(?:後|あと)|それから|次)(?:は|に|、)*(?:どうな(?:った|りました)|どうし(?:た"
            r"|ました))?(?:の)?(?:です)?か?"
        ),
        swap=_pattern(_JA_ADVERB),
        other=_pattern(r"^([^はがを]+?)(?:は|なら|の(?:場合|ほう|方)は)(?:どう(?:です|でした)?か?)?$"),
        person=_pattern(r"(?:彼女|彼)(?:ら|たち)?|(?:その|あの|この)(?:人|方)(?:たち|々)?|同氏|本人"),
        thing=_pattern(r"(?:それ|これ|あれ|そこ|ここ|あそこ)(?!ら|ぞれ|から|まで|で(?!は)|に)"),
        owner=_pattern(
            r"その(?!後|あと|際|時|とき|他|ほか|まま|ため|うち|上|中)|(?<![一-龯])同(?=社|校|館|島)"
        ),
        topic=_pattern(rf"(?:は|{_JA_ADVERB}|誰|どの|何|いくら|いくつ|どれ).*$"),
        join="{before}、{asked}？",
        about="{focus}：{asked}？",
        what_next="{focus}はその後どうしましたか？",
        of="{focus}の",
        end="？",
    ),
    "zh": Grammar(
        opening=_pattern(
            r"^(?:那么?(?=[^个個些里裡儿天年次家位])|还有|還有|然后|然後|而且|另外|顺便问一下|请问"
            r"|好的?)[,，、]?"
        ),
        bare=_pattern(
            rf"(?:[这那這]?是?(?:在)?)?({_ZH_ADVERB}|谁|誰|都?有谁|哪些人?|多少|几个|多久"
            rf"|多长时间)(?:的事|的|呢|啊)?"
        ),
        adverb=_pattern(_ZH_ADVERB),
        after=_pattern(
            r"(?:那)?(?:后来|後來|然后|然後|之后|之後|接下来|接下來)(?:怎么样|怎麼樣|发生了什么"
            r"|如何)?(?:了)?(?:呢)?"
        ),
        swap=_pattern(rf"是?{_ZH_ADVERB}"),
        other=_pattern(r"^(.+?)(?:呢|怎么样|又如何)$"),
        person=_pattern(r"[他她](?:们|們)?(?!人)"),
        thing=_pattern(
            r"它(?:们|們)?|[这那該该][家个個]?(?:公司|企业|企業|机构|组织|团队|博物馆|大桥|岛)"
            r"|那[里裡儿]|这[里裡儿]"
        ),
        owner=_pattern(r"其(?![他它中实實余餘次])"),
        topic=_pattern(
            rf"(?:用了|有|是|在|叫|到)?(?:{_ZH_ADVERB}|谁|誰|多少[个個钱人度]?|几[个個家件次]"
            rf"|哪[几些家个個]*|什么|什麼|多[长長久高大])"
            r"|[呢吗嗎的]$"
        ),
        join="{before}，{asked}？",
        about="{focus}：{asked}？",
        what_next="{focus}后来做了什么？",
        of="{focus}的",
        end="？",
    ),
}


def has_a_subject(bare: str, language: str) -> bool:
    """Tell whether a Japanese or Chinese question says itself what it is about: a noun before its verb."""
    if language == "ja":
        if JA_SHORT_NOUN.fullmatch(bare):
            return False
        return re.search(r"[一-龯々ァ-ヺーA-Za-z](?:たち|ら)?[はがをも]", bare) is not None
    return language == "zh" and ZH_BEGINS_WITH_A_VERB.match(bare) is None


# 館長は誰: whose, the talk must tell.
JA_SHORT_NOUN = re.compile(r"[一-龯]{1,4}は(?:誰|何|いつ|どこ|どう|いくら|どれ).{0,6}")
ZH_BEGINS_WITH_A_VERB = re.compile(
    r"[在从從被把有没沒是去来來用花要会會能还還又再也都]|(?:为什么|為什麼|怎么|怎麼|什么时候"
    r"|什麼時候|何时|哪一?年|哪[天月]|几[点月年]|多少|多久|一共)"
)


def is_short(bare: str, language: str) -> bool:
    """Tell whether a question is too short to stand on its own."""
    if language == "ja":
        begun = JA_BEGINS_WITH_AN_ADVERB.match(bare) is not None
        return len(JA_POLITE.sub("", bare)) <= (SHORT_AFTER_AN_ADVERB if begun else SHORTEST_IN_SIGNS)
    if language in ("en", "it"):
        return len(bare.split()) <= (SHORTEST + 2 if language == "it" and lacks_a_subject(bare) else SHORTEST)
    return len(bare) <= SHORTEST_IN_SIGNS


SHORTEST, SHORTEST_IN_SIGNS, SHORT_AFTER_AN_ADVERB = 3, 9, 20
JA_BEGINS_WITH_AN_ADVERB = re.compile(rf"{_JA_ADVERB}|(?:どのような|どんな|どういう)(?:理由|方法|経緯)で")
JA_POLITE = re.compile(r"(?:(?:の|ん)?(?:です|でしょう|でした)|まし(?:た|たの)?|ます)(?:か|の)?$")


ARTICLE = re.compile(
    r"\b(?:il|lo|i|gli|un|uno|una|del|della|dei|delle|al|alla|sul|nel|nella)\b|\bquant[ie]\b(?! \w+ ha)"
    # After a question word they are pronouns: "Chi la guida?"
    r"|(?<!chi )(?<!dove )(?<!quando )(?<!perché )(?<!come )(?<!non )\b(?:la|le|l['’])"
)


def lacks_a_subject(bare: str) -> bool:
    """Tell whether an Italian question has a verb without a noun to go with it: "Quando riapre?"."""
    return len(bare.split()) <= 7 and not ARTICLE.search(bare.lower())


# What an English question is about stands between its auxiliary and the verb, or what follows that.
_EN_SUBJECT = re.compile(
    r"\b(?:(?P<does>did|does|do|will|would|can|could|should)|is|are|was|were|has|have|had) "
    r"(?P<noun>(?:the|an?|his|her|its|their) .+)",
    re.IGNORECASE,
)
_EN_NEXT = re.compile(
    r"(?<! of) (?:the|an?|his|her|its|their|in|on|at|to|from|with|for|by|into|over|about|up|out|off|down|when"
    r"|after|before|because|if|that|who|which)\b"
)
_EN_PARTICIPLE = re.compile(
    r"\w+ed|been|born|built|bought|brought|caught|chosen|cut|done|drawn|driven|found|given|gone|held|hit|hurt"
    r"|kept|known|led|left|lost|made|met|paid|put|read|run|said|seen|sent|set|shot|shown|shut|sold|spent|stolen"
    r"|struck|taken|taught|told|thought|thrown|won|worn|written",
    re.IGNORECASE,
)
_IT_NOUN = re.compile(
    r"\b(?:il|lo|la|i|gli|le|un[oa]?|l['’]|un['’]) ?"
    r"(?:(?:nuov|vecchi|prim|second|ultim|grand|piccol|stess)\w* )*[\w’-]+"
    r"(?: (?:d[ei]|del|dello|della|dei|degli|delle|a|al|alla) [\w’-]+| d(?:ell)?['’][\w’-]+)*"
    r"(?: [A-ZÀ-Þ][\w'’-]+)*"
)


def noun_of(question: str, language: str) -> str:
    """Return the noun, with its article, that a question in English or Italian is about, else ""."""
    if language == "it":
        match = _IT_NOUN.search(question)
        return match[0] if match else ""
    asked = _EN_SUBJECT.search(question) if language == "en" else None
    if not asked:
        return ""
    words = _EN_NEXT.split(asked["noun"])[0].split()
    verb_last = asked["does"] or _EN_PARTICIPLE.fullmatch(words[-1])
    return " ".join(words[:-1] if verb_last and len(words) > 2 else words)
