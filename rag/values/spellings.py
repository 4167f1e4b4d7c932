"""Names and how they sound, so that Leike, ライケ and 莱克 are one name.

What is foreign is written by its sound in all four languages, which a model hears; what is Chinese is written
in Pinyin elsewhere.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from index.terms import THOUSANDS
from rag.values.names import ORGANISATION, PERSON, PLACE, SOUNDS
from rag.values.sounds import Floats, reading, sounds

# The signs that Chinese writes foreign names with, the surer ones first: of 49,000 names and of running text,
# these are at least nine times, and at least a third, more frequent in names.
_SURE = (
    "斯克特拉爾德尔尼卡利格阿夫布科巴迪基塔雷伊奇洛普米瓦維羅哈馬曼托蒂勒亞吉納恩奧森莫塞埃弗諾林赫帕艾達波梅维伯"
    "萊薩貝奥索娜耶菲纳瑞蘭博沃杜沙皮霍莱魯茨佩麥茲萨莉戈泰倫福扎穆鲁施瑟蒙雅庫費坦內頓妮瑪娃凱丹辛桑蘇歐丁柯莎傑兹"
    "默隆戴尤圖佐佛柏烏絲澤坎韋奈盧齊琳芬夏喬謝賽胡凯勞泽約摩漢涅卢溫舍奎葛麗祖賈厄蓋潘韦寧華齐凡甘賓揚朱伍亨嘉契狄汀"
    "許芙蕾滕廷鮑娅卜邁贾寇薇詹捷彭崔魏連珀恰"
)
_LIKELY = (
    "里西姆比安多加希罗亚马法提古诺达威金史贝海列切兰努朗登查库伦乌根苏肯玛考康南班图舒路费哥杰顿思麦劳拿山季丽豪昂邦"
    "席谢派李拜乔松王迈万木門盖宁孔素宗皇汉富依肖愛露楚"
)
_HAN = r"\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KATAKANA = r"ァ-ヺー"
_LATIN = "A-Za-zÀ-ÖØ-öø-ž"
_CAPITAL = "A-ZÀ-ÖØ-ÞŁŠŽČ"
_BEGINS = rf"(?:[{_CAPITAL}]|[a-z]+(?=[A-Z]))"
_WORD = rf"(?<![{_LATIN}\d@./]){_BEGINS}[{_LATIN}\d]*(?:[-&.][{_LATIN}\d]+)*"
# A number with its thousands apart is the beginning of a name: "10,000 Maniacs".
_NUMBERED = r"(?:(?<![\d.,])\d{1,3}(?:[.,]\d{3})+ )?"
_LATIN_NAME = re.compile(rf"{_NUMBERED}{_WORD}(?:\.? (?:(?:de|di|da|del|della|van|von) )?{_WORD})*")
_KATAKANA_NAME = re.compile(rf"([{_KATAKANA}]{{2,}})(?:[・=＝·][{_KATAKANA}]+)*")
_HAN_PERSON = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{2,4}}(?=さん|氏(?!名))")
_SIGN = f"[{_SURE}{_LIKELY}{SOUNDS}]"
_DOT = "[·・•‧]"
_HAN_FOREIGN = re.compile(
    rf"(?<![{_HAN}])[{_HAN}]{{1,5}}{_DOT}(?:{_SIGN})+|(?:{_SIGN})+{_DOT}(?:{_SIGN})+|(?:{_SIGN}){{2,}}"
)
_ONE_WORD = rf"{_BEGINS}[{_LATIN}]+"
_CAPITALISED = re.compile(rf"(?<![{_LATIN}]){_ONE_WORD}(?:[ -]{_ONE_WORD})*")
_ANY_WORDS = re.compile(rf"(?<![{_LATIN}])[{_LATIN}]{{2,}}(?:[ -][{_LATIN}]+){{0,3}}")
_KATAKANA_RUN = re.compile(f"[{_KATAKANA}]{{2,}}")
_HAN_RUN = re.compile(f"[{_HAN}]+")
KANA = re.compile(r"[ぁ-ヺ]")
_BEFORE_CJK = re.compile(rf"\s?[ぁ-ゖ{_KATAKANA}{_HAN}]")
_HONOURS = frozenset(
    ("", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Prof", "Prof.", "Sig.", "CEO")
)
_TITLED = re.compile(rf"{PERSON}|{ORGANISATION}|{PLACE}")
SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n])[\s\"'“‘«(]*$")

# Words that begin sentences and names and are no part of them.
COMMON_WORDS = """
a about after all although among an and another any are as at be because before both but by can each even
every everyone everything few first for from further had has have he her here his how however i if in
instead is it its just last later many may meanwhile more most much my nearly neither no nobody none nor
not nothing now of on once one only or other others our over perhaps says several she should since so some
such than that the their then there these they this those though three through thus to today too two under
until was we were what when where whether which while who whose why will with yet yesterday you your ad ai
al alcuni alla alle allo anche ancora anzi appena avevano avrebbe bisogna che chi ci ciò come con così cui
da dai dal dalla dalle davanti degli dei del dell della delle dello dentro di dopo dove due dunque durante e
è ecco ed entro era erano fino fra già gli grazie ha hanno ho i il in infine inoltre insieme intanto invece
io l la le lei lo loro lui ma me mentre mi mia mio molti nel nella nelle nello nessuno niente no noi non
nulla o oggi ogni oltre ora per perché però più poi prima proprio qualche quale quando quasi quello questa
queste questi questo qui quindi sabato se secondo sempre senza si sia solo sono sotto stato su sua
successivamente sul sulla suo suoi tra tre troppo tutta tutti tutto un una uno vi voi january february march
april june july august september october november december monday tuesday wednesday thursday friday saturday
sunday
"""
COMMON = frozenset(COMMON_WORDS.split())
# What a cosine of two sounds says, so that .5 and .8 stay what they were for those who compare.
_STEEP, _BASE = 1.25, -0.06
# Signs in the longest stretch that is compared.
_LONGEST = 8
_SOUNDING = frozenset(_SURE + _LIKELY + SOUNDS)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where it stands in a text; `sure` unless it may be a mere word that begins a sentence."""

    text: str
    start: int
    end: int
    sure: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """Return its words: "Jan", "Leike"."""
        words = re.split(r"[\s・=＝·•‧’']+", self.text)
        parts = tuple(word for word in words if word not in _HONOURS and word.lower() not in COMMON)
        return parts or (self.text,)


def names(text: str) -> tuple[Name, ...]:
    """Return the names of a text in reading order; katakana may also be a borrowed word.

    A Chinese name is seen when it is written by its sound, a Japanese one before さん or 氏.
    """
    found = [
        Name(match[0], match.start(), match.end(), not _may_be_a_word(text, match))
        for match in _LATIN_NAME.finditer(text)
    ]
    for match in _KATAKANA_NAME.finditer(text):
        sure = len(match[0]) > len(match[1]) or _TITLED.match(text, match.end()) is not None
        found.append(Name(match[0], match.start(), match.end(), sure))
    for match in (_HAN_PERSON if KANA.search(text) else _HAN_FOREIGN).finditer(text):
        if KANA.search(text) or _is_foreign(match[0]):
            found.append(Name(match[0], match.start(), match.end(), sure=True))
    return tuple(sorted(found, key=lambda name: name.start))


def _may_be_a_word(text: str, match: re.Match[str]) -> bool:
    if _BEFORE_CJK.match(text, match.end()):
        return False
    begins = SENTENCE_BEGINS.search(text, max(match.start() - 4, 0), match.start()) is not None
    return begins and " " not in match[0] and (len(match[0]) == 1 or match[0][1:].islower())


def _is_foreign(name: str) -> bool:
    score = sum(2 if sign in _SURE else sign in _LIKELY or sign in SOUNDS for sign in name)
    return score >= 4 or any(dot in name for dot in "·・•‧")


def resemblance(name: str, text: str) -> float:
    """Return how far something in a text sounds like a name of one word: 1 the same, below .5 hardly.

    Digits must be the same, whatever parts the thousands.
    """
    if re.search(r"\d", name):
        words = _words_with_digits(THOUSANDS.sub("", text))
        return float(_letters(THOUSANDS.sub("", name)) in {_letters(word) for word in words})
    heard = float((_heard(text, KANA.match(name) is not None) @ _vector(name)).max(initial=0.0))
    alike = min(max(heard * _STEEP + _BASE, 0.0), 1.0)
    if KANA.search(text) and not _HAN_RUN.fullmatch(name):
        # Han in Japanese text writes no foreign name.
        return alike
    return max(alike, _read_out(name, text))


def _words_with_digits(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKC", text)
    yield from re.findall(r"[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*", folded)
    yield from re.findall(r"[A-Za-z]+[-\s]?\d+(?:\.\d+)?[a-z]?", folded)
    yield from re.findall(r"\d+(?:\.\d+)?", folded)


def _letters(word: str) -> str:
    return re.sub(r"[\s-]", "", word).casefold()


@lru_cache(maxsize=1 << 12)
def _vector(name: str) -> Floats:
    row: Floats = sounds().embed([name])[0]
    return row


@lru_cache(maxsize=1 << 9)
def _heard(text: str, any_words: bool) -> Floats:
    """Return a row for each stretch of a text that may be a name: of words, those with a capital unless
    katakana is looked for, which may borrow any; of katakana; and of Han, half of which or more write sounds.
    """
    found = set()
    for match in (_ANY_WORDS if any_words else _CAPITALISED).finditer(text):
        words = re.split(r"[\s-]+", match[0])
        found |= {"".join(words[at:end]) for at, end in _stretches(len(words), 1)}
    for match in _KATAKANA_RUN.finditer(text):
        found |= {match[0][at:end] for at, end in _stretches(len(match[0]), 2)}
    for match in _HAN_RUN.finditer(text):
        known = [0, *accumulate(sign in _SOUNDING for sign in match[0])]
        stretches = _stretches(len(match[0]), 2)
        found |= {match[0][at:end] for at, end in stretches if 2 * (known[end] - known[at]) >= end - at}
    return sounds().embed(sorted(found))


def _stretches(count: int, least: int) -> Iterator[tuple[int, int]]:
    for length in range(least, min(count, _LONGEST) + 1):
        yield from ((at, at + length) for at in range(count - length + 1))


def _read_out(name: str, text: str) -> float:
    """Return how sure it is that Han in a text are a name in Pinyin, as Luo is 罗; 0 if none are.

    The shorter a name, the easier is another like it.
    """
    wanted = reading(name)
    runs = ([reading(sign) for sign in match[0]] for match in _HAN_RUN.finditer(text))
    found = any("".join(run[at:end]) == wanted for run in runs for at, end in _stretches(len(run), 1))
    return 1 - 1 / len(wanted) if found else 0.0
