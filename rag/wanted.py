"""What kind of words would answer a question: a person, a date, a number of a unit, a place, a name."""

import re
import unicodedata
from enum import StrEnum

from rag.question import Kind, kind_of
from rag.values.sorts import PERSON, PLACES, sorts_asked


class Wanted(StrEnum):
    """What kind of words would answer."""

    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    NAME = "name"
    NONE = "none"


def _signs(english: str, italian: str, japanese: str, chinese: str) -> re.Pattern[str]:
    return re.compile("|".join((english, italian, japanese, chinese)), re.IGNORECASE)


MEANING = _signs(
    r"^what (?:is|are|was|were) (?!the )|\bwhat does\b.*\bmean|\bwhat (?:happened|did .* (?:say|do))\b",
    r"\b(?:che )?cos(?:['’]?\s?[eèé]\b|a è successo|a significa)",
    r"とは(?:何|なに|どんな|どういう|[?？]?$)|どんな|どのような|どう|何が起",
    r"什么是|什麼是|是什么意思|怎么|如何|发生了什么|怎样",
)
# "Who is Ada Lovelace?" asks for what to say of her, not for a name.
OF_A_NAME = re.compile(
    r"^(?i:who (?:is|was)|who's|chi (?:è|era)) [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)*\s*[?？]*$"
    r"|とは(?:誰|だれ)|^(?:(?!的)[\u4e00-\u9fff])+·(?:(?!的)[\u4e00-\u9fff])+是[谁誰][?？]?$"
)
# Of several the first of this order decides, in Western languages the one that stands first.
ASKS = {
    Wanted.DATE: _signs(
        r"\bwhen\b|\bhow soon\b|\b(?:what|which) (?:year|date|day|month|time|decade|century)\b",
        r"\bquando\b|\b(?:che|quale) (?:anno|data|giorno|mese|ora|secolo)\b",
        r"いつ|何[年月日時](?=[にのか何をはも]|から|まで|ごろ|頃|です|だ|[?？]|$)(?!か[月国])",
        r"什么时候|什麼時候|何时|何時|哪一?[年天月日]|哪个月|哪個月|几[月号日点]|幾[月號日點]|多会儿",
    ),
    Wanted.NUMBER: _signs(
        r"\bhow (?:many|much|old|long|far|tall|high|deep|often|large|big|fast|hot|heavy|wide)\b|\bpercent"
        r"|\bwhat (?:share|number|amount|proportion|fraction|part|percentage)\b|\bworth\b|\bcosts?\b"
        r"|\bprice\b|\bwhat (?:temperature|pressure|speed|height|distance|size|sum|reward|value)\b",
        r"\bquant[oaie]\b|\b(?:quale|che) (?:quota|percentuale|numero|cifra|parte|velocità|temperatura"
        r"|pressione|altezza|prezzo|valore|somma)\b",
        r"いくつ|いくら|どのくらい|どれくらい|どれほど|何[人社個件回歳割台%名本冊倍度点分秒匹頭枚軒円キトグメ気]"
        r"|何(?:パーセント|[カかヶ箇][国月所]|年間|日間|時間|年|億|万|ドル)|総額|運賃|懸賞金|評価額|値段"
        r"|[費額料率数]は?[?？]?$|規模は?[?？]?$"
        r"|(?:[高長重深広大太厚速]さ|[料賃]金|面積|標高|身長|体重|距離|人口|年齢)は[?？]?$",
        r"多少|几[个個人家次位名种岁年天件颗分小成]|幾[個人家次位名種歲年天件顆分小成]|多[大长長高久快重远遠深热]",
    ),
    Wanted.PERSON: _signs(
        r"\bwho(?:m|se)?\b",
        r"\bchi\b",
        r"誰|だれ|どなた|何者|[者人長員師家手役](?:の(?:名前|氏名))?は[?？]?$",
        r"谁|誰|哪位|什么人|哪个人|哪些人",
    ),
    Wanted.PLACE: _signs(
        r"\bwhere\b",
        r"\bdove\b|\bdov'è\b",
        r"どこ|何処|場所",
        r"哪里|哪裡|哪儿|什么地方|什麼地方|[在到去]哪(?=[?？]|$)|何处|何處",
    ),
    Wanted.NAME: _signs(
        r"\bwhich\b|\bwhat (?!is\b|are\b|was\b|were\b|did\b|do\b|does\b|ha[sd]\b|have\b|will\b|would\b|can\b"
        r"|could\b|should\b)\w+ |\bname\b|\bcalled\b",
        r"\bqual[ei]?\b|(?:(?<=^)|(?<=\b(?:in|da|di|su) )|(?<=\ba )|(?<=\b(?:con|per) ))che (?!cosa)|\bnome\b"
        r"|\bsi chiama",
        r"どの(?!よう|くらい|程度)|どちら|何(?:という|大学|[語科])|なんという|名前|の[^はがを]{1,6}は[?？]?$",
        r"哪(?!些方面)|叫什么|名字|什么(?=[公大学专论算团组机语国城])",
    ),
}
# Their question words begin clauses of other questions as well.
CLAUSES = frozenset((Wanted.DATE, Wanted.PLACE, Wanted.PERSON))
TIMES = frozenset(("year", "month", "week", "day", "hour", "minute", "second"))
MONEY = frozenset(("euro", "dollar", "yen", "yuan", "pound"))
LENGTHS = frozenset(("km", "m", "cm", "mm"))
# Which unit a question for a number names; the first that matches decides.
UNITS = (
    (
        frozenset(("percent",)),
        _signs(
            r"percent|\bshare\b|proportion|\bpart\b|fraction",
            r"percent|quota|\bparte\b",
            r"何割|何%|パーセント|割合",
            r"百分|几成|幾成|比例|占",
        ),
    ),
    (
        frozenset(("year",)),
        _signs(
            r"how many years|how old", r"quanti anni", r"何年|何歳", r"几年|幾年|多少年|几岁|幾歲|今年多大"
        ),
    ),
    (
        frozenset(("month",)),
        _signs(r"how many months", r"quanti mesi", r"何[カかヶ箇]月", r"几个月|幾個月|多少个月"),
    ),
    (frozenset(("day",)), _signs(r"how many days", r"quanti giorni", r"何日", r"几天|幾天|多少天")),
    (
        frozenset(("hour",)),
        _signs(r"how many hours", r"quante ore", r"何時間", r"几个?小时|多少(?:个)?小时|幾小時"),
    ),
    (
        frozenset(("minute",)),
        _signs(r"how many minutes", r"quanti minuti", r"何分", r"几分钟|多少分钟|幾分鐘"),
    ),
    (
        frozenset(("times",)),
        _signs(r"how (?:many times|often)", r"quante volte", r"何[回度倍]", r"几次|幾次|多少次|几倍"),
    ),
    (
        frozenset(("degree",)),
        _signs(
            r"temperature|how (?:hot|cold|warm)", r"temperatura|gradi", r"何度|温度|水温", r"多少度|温度|多热"
        ),
    ),
    (
        frozenset(("km/h", "m", "km")),
        _signs(r"speed|how fast", r"velocità", r"風速|速さ|速度|時速", r"速度|多快|风速"),
    ),
    (
        frozenset(("g", "kg", "tonne")),
        _signs(
            r"\bgrams?\b|how heavy|weigh|tons?\b",
            r"gramm|pesa|tonnellat",
            r"何(?:グラム|キロ(?!メ)|トン)|重さ",
            r"多重|[多少几幾](?:公)?[克斤吨噸]|重量",
        ),
    ),
    (
        MONEY,
        _signs(
            r"how much|cost|price|worth|money|reward|fare|pay\b|salary",
            r"cost[aoi]|prezzo|vale|sold[io]|valore|quanto (?:si )?paga|ricompensa",
            r"いくら|費|料金|価格|値段|総額|運賃|評価額|円|ドル|ユーロ|金額|賞金",
            r"多少钱|多少錢|价|價|费|費|金额|赏金|值多|花了",
        ),
    ),
    (
        TIMES,
        _signs(
            r"how soon|how long (?:ago|after|before|did)",
            r"quanto (?:tempo|dura)|da quanto|dopo quanto",
            r"ど[のれ]くらい(?:の?(?:時間|期間)|後|かか)|何時間",
            r"多久|多长时间|多長時間",
        ),
    ),
    (TIMES | LENGTHS, re.compile(r"\bhow long\b", re.IGNORECASE)),
    (
        LENGTHS,
        _signs(
            r"how (?:far|tall|high|wide|deep)|height|distance|length",
            r"lung[oa]|alt[oa]|distanza|chilometri|larg",
            r"長さ|高さ|距離|何メートル|何キロ|幅",
            r"多高|多长|多長|多远|多遠|距离|几公里|多少(?:公里|米)",
        ),
    ),
    (
        frozenset(("person",)),
        _signs(
            r"how many (?:people|persons)", r"quante persone", r"何[人名]", r"多少人|几人|几名|几位|幾人|幾名"
        ),
    ),
)


# "What did she say when it opened?" asks for no date.
OF_NO_WORDS = re.compile(r"(?:what|how|(?:che )?cosa|come)\b", re.IGNORECASE)
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def wanted(question: str) -> tuple[Wanted, frozenset[str]]:
    """Return what would answer, and for a number the units that fit; none of them when any does."""
    asked = unicodedata.normalize("NFKC", question)
    if kind_of(asked) is Kind.REASON or OF_A_NAME.search(asked):
        return Wanted.NONE, frozenset()
    kind = _of_sort(_asked(asked), asked)
    if kind is not Wanted.NUMBER:
        return kind, frozenset()
    return kind, next((units for units, signs in UNITS if signs.search(asked)), frozenset())


def _asked(question: str) -> Wanted:
    """Return the kind of the question word that decides."""
    found = [(kind, match.start()) for kind, signs in ASKS.items() if (match := signs.search(question))]
    if not CJK.search(question):
        found.sort(key=lambda each: each[1])
        if found and found[0][0] in CLAUSES and OF_NO_WORDS.match(question) and found[0][1]:
            return Wanted.NONE
    return found[0][0] if found else Wanted.NONE


def _of_sort(kind: Wanted, question: str) -> Wanted:
    """Return the kind as far as the noun beside the question word knows it better: "which lawyer" asks for a
    person, どこの会社 for a name, "what was the first model" for one as well.
    """
    if kind not in (Wanted.NAME, Wanted.PLACE, Wanted.NONE):
        return kind
    sorts = sorts_asked(question)
    if kind is Wanted.NAME and MEANING.search(question) and not sorts:
        return Wanted.NONE
    if not sorts or (kind is Wanted.NONE and MEANING.search(question)):
        return kind
    if PERSON in sorts:
        return Wanted.PERSON
    return Wanted.PLACE if sorts <= PLACES else Wanted.NAME


EVENTS = _signs(
    r"\bwhat happened\b|\bin what order\b|\btimeline\b|\bchronolog|\bsequence of events\b",
    r"\bcosa è (?:successo|accaduto)\b|\bin che ordine\b|\bcronologi|\bsequenza degli eventi\b",
    r"何が(?:起|あった)|経緯|時系列|どんな順|どういう順",
    r"发生了什么|發生了什麼|经过是|時間線|时间线|先后顺序|来龙去脉|來龍去脈",
)


def asks_for_events(question: str) -> bool:
    """Tell whether a question asks what happened, one thing after another."""
    return EVENTS.search(unicodedata.normalize("NFKC", question)) is not None


SEVERAL = _signs(
    r"\b(?:which|what) (?:(?!(?:is|was|does|has)\b)[\w-]+ )?(?!(?:is|was|does|has|this|series)\b)"
    r"(?:[\w-]*[^\Ws]s|people|men|women)\b|\bwho (?:are|were|all|else)\b",
    r"\bquali\b|\bchi (?:sono|erano|altro|altri)\b|\bche (?:aziende|persone|imprese|paesi)\b",
    r"誰と誰|誰々|だれとだれ|(?:たち|達)[はが](?:誰|だれ)|どこと(?:どこ|何)|何と何|(?:名前|企業|会社|人)を(?:すべて|全て|全部|挙げ)",
    r"哪些|哪[几幾两兩三四五]|有谁|有誰|都是谁|都是誰|分别是|分別是",
)


def asks_for_several(question: str) -> bool:
    """Tell whether a question asks for more than one name."""
    return SEVERAL.search(unicodedata.normalize("NFKC", question)) is not None
