"""Text -> language code: lingua judges Latin text; between Chinese and Japanese the characters decide."""

import re
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from index.article import UNKNOWN_LANGUAGE

SUPPORTED = ("en", "ja", "zh", "it")
NAMES = {"en": "English", "ja": "Japanese", "zh": "Chinese", "it": "Italian"}

# Europe's larger languages and three that share many short words with them: 0.2 CPU-s to load with low
# accuracy, where all 75 of lingua's cost 0.6 and high accuracy costs 0.3 for each.
LATIN = ("EN", "IT", "FR", "ES", "DE", "PT", "NL", "TR", "PL", "VI", "ID", "SV", "RO", "FI", "HU", "CS")

# A question is called French and so refused only when French is 200 times as likely as English and Italian
# together: 5 of 2,000 short English and Italian sentences are refused so; at 20 times it was 24.
FOREIGN_ODDS = 200.0
# So likely it must be by the full models as well, beside English and Italian: of 11 questions they gave at
# most .56 to what was Italian or a name, at least .88 to what was foreign.
FOREIGN_SURE = 0.75
# Less sure than this, the cheap models call "How do I cook carbonara?" Italian; the full ones cost 0.6 CPU-s.
SURE = 0.9

QUESTION_READ, QUESTION_LETTERS = 4_000, 400
ARTICLE_WINDOWS, WINDOW = 20, 200

HIRAGANA = re.compile(r"[\u3041-\u309f]")
KATAKANA = re.compile(r"[\u30a1-\u30fa]")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
OTHER_LETTER = re.compile(r"[\u0370-\u167f\u1780-\u18af\uac00-\ud7af]")
LATIN_WORD = re.compile(r"(?<![\w-])[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’]+(?![\w-])")
ADDRESS = re.compile(r"https?://\S+|\S{1,64}@\S{1,255}")

# Characters that both countries print and one of them prints far more often, by a count of 11 million of them
# in Japanese, simplified and traditional text: they settle 何人 and 誰, which no encoding tells apart.
MOSTLY_JAPANESE = frozenset(
    "彼党合私見場定問呼語言必連共素者付何再追持質伝記築味確炭活結女初証題話誰複考割送"
)
MOSTLY_CHINESE = frozenset("國的是个于於為後學之會區與在其發斯而來如了有對戰經這亞我并或也不到它将聯將軍體被")
# How many of them it outweighs that no Chinese encoding can write a text and the Japanese one can.
SHINJITAI = 3
# Grammar, not names: a question holding one of them is Chinese whatever it calls its products.
CHINESE_GRAMMAR = frozenset("的是了吗呢么谁哪怎几不在有什为為嗎麼誰幾多少")

# Words that begin a question in one language alone, for the few small letters that leave lingua at a loss.
OPENINGS = {
    "en": frozenset(("who", "whose", "what", "when", "where", "why", "how", "which")),
    "it": frozenset(("chi", "cosa", "dove", "perché", "perche", "quali", "quanti", "quante", "qual")),
}


def question_language(text: str) -> str:
    """Return the ISO 639-1 code of a short text, "und" when it holds no words or only names.

    Names do not vote: a Chinese question about OpenAI is Chinese, an English one about Garibaldi English.
    A language other than the four is named only when it is clear, so that no question is refused by mistake.
    """
    sample = ADDRESS.sub(" ", text[:QUESTION_READ])[:QUESTION_LETTERS]
    if sample.isupper() and len(sample.split()) > 2:
        # All in capitals, a sentence and not names.
        sample = sample.lower()
    words = _common_words(sample)
    if HIRAGANA.search(sample) or KATAKANA.search(sample) or HAN.search(sample):
        return _latin_language(" ".join(words)) if _quotes_east_asian(sample, words) else _east_asian(sample)
    if len(OTHER_LETTER.findall(sample)) > sum(map(len, words)):
        return _other_language(LATIN_LETTER.sub("", sample))
    for language, openings in OPENINGS.items():
        if words and words[0] in openings:
            return language
    if "?" not in sample and not any(word.islower() for word in sample.split()):
        return UNKNOWN_LANGUAGE
    return _latin_language(" ".join(words) or sample.lower())


def article_language(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of the text is in, "und" when it holds no words.

    Twenty windows spread over the text are read, so quotations and names in another script do not decide.
    """
    step = max(WINDOW, len(text) // ARTICLE_WINDOWS)
    sample = ADDRESS.sub(" ", " ".join(text[at : at + WINDOW] for at in range(0, len(text), step)))
    kana = len(HIRAGANA.findall(sample)) + len(KATAKANA.findall(sample))
    han, latin = len(HAN.findall(sample)), len(LATIN_LETTER.findall(sample))
    other = len(OTHER_LETTER.findall(sample))
    if latin + other + kana + han < QUESTION_LETTERS // 4:
        return question_language(text)
    # A Chinese character says about as much as three letters.
    if 3 * (kana + han) >= latin + other:
        return "ja" if kana >= 0.1 * (kana + han) else "zh"
    if other > latin:
        return _other_language(LATIN_LETTER.sub("", sample))
    language = _latin_language(sample.lower())
    return language if language in SUPPORTED else _other_language(OTHER_LETTER.sub("", sample))


def _common_words(text: str) -> list[str]:
    """Return the Latin words not written as names, which have inner capitals or one past the first word."""
    words = LATIN_WORD.findall(text)
    return [
        word.lower()
        for place, word in enumerate(words)
        if word.islower()
        or (place == 0 and word[1:] == word[1:].lower() and text.lstrip("¿¡\"'“«( ").startswith(word))
    ]


def _quotes_east_asian(text: str, words: list[str]) -> bool:
    """Say whether an English or Italian sentence merely names something in Chinese or Japanese characters."""
    if len(words) < 2 or not LATIN_LETTER.match(text.lstrip()):
        return False
    if LATIN_LETTER.match(text.rstrip(" ?!.？！。")[-1:]):
        return len(words) > 2
    return not HIRAGANA.search(text) and not CHINESE_GRAMMAR & set(text)


def _east_asian(text: str) -> str:
    """Tell Japanese from Chinese: by kana, by what their encodings can write, then by common characters."""
    hiragana, han = len(HIRAGANA.findall(text)), HAN.findall(text)
    chinese = sum(not _fits(character, "euc_jp") for character in han)
    grammar = chinese and CHINESE_GRAMMAR & set(han)
    if hiragana > 2 * chinese or (KATAKANA.search(text) and not grammar and not chinese):
        return "ja"
    if chinese:
        return "zh"
    balance = sum((character in MOSTLY_JAPANESE) - (character in MOSTLY_CHINESE) for character in han)
    # 会社設立 is neither Chinese way of writing: 会 is only in the simplified encoding, 設 only in the other.
    joined = "".join(han)
    neither = not _fits(joined, "gb2312") and not _fits(joined, "big5")
    # A long Japanese text without kana is rare, so length speaks for Chinese.
    return "ja" if balance + SHINJITAI * neither > len(han) // 8 else "zh"


def _fits(text: str, encoding: str) -> bool:
    """Say whether an encoding can write the text (EUC-JP without the rare characters of its third plane)."""
    try:
        return b"\x8f" not in text.encode(encoding)
    except UnicodeEncodeError:
        return False


def _latin_language(text: str) -> str:
    odds = _confidences(_latin_detector(), text)
    ours = odds.get("en", 0.0) + odds.get("it", 0.0)
    foreign = {code: value for code, value in odds.items() if code not in SUPPORTED}
    likeliest = max(foreign, key=lambda code: foreign[code], default=UNKNOWN_LANGUAGE)
    if ours + sum(foreign.values()) == 0.0:
        return UNKNOWN_LANGUAGE
    if foreign[likeliest] > FOREIGN_ODDS * ours and _surely(likeliest, text):
        return likeliest
    cheap = _confidences(_english_or_italian(sure=False), text)
    choice = cheap if max(cheap.values()) >= SURE else _confidences(_english_or_italian(sure=True), text)
    return max(choice, key=lambda code: choice[code])


def _surely(foreign: str, text: str) -> bool:
    """Tell whether the full models say so too: the cheap ones take a name or two for Romanian."""
    return _confidences(_ours_or(foreign), text)[foreign] >= FOREIGN_SURE


def _other_language(text: str) -> str:
    """Return what lingua says when asked about all its languages."""
    language = _all_languages().detect_language_of(text)
    return language.iso_code_639_1.name.lower() if language else UNKNOWN_LANGUAGE


def _confidences(detector: LanguageDetector, text: str) -> dict[str, float]:
    values = detector.compute_language_confidence_values(text)
    return {value.language.iso_code_639_1.name.lower(): value.value for value in values}


@cache
def _latin_detector() -> LanguageDetector:
    languages = [language for language in Language.all() if language.iso_code_639_1.name in LATIN]
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()


@cache
def _english_or_italian(*, sure: bool) -> LanguageDetector:
    builder = LanguageDetectorBuilder.from_languages(Language.ENGLISH, Language.ITALIAN)
    return builder.build() if sure else builder.with_low_accuracy_mode().build()


@cache
def _ours_or(foreign: str) -> LanguageDetector:
    named = [one for one in Language.all() if one.iso_code_639_1.name.lower() in ("en", "it", foreign)]
    return LanguageDetectorBuilder.from_languages(*named).build()


@cache
def _all_languages() -> LanguageDetector:
    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()
