"""The tokenizer: one form for every spelling of a character, scripts apart, pieces learned from text."""

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.normalizers import NFKC, Lowercase, Normalizer, Replace
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Split
from tokenizers.trainers import BpeTrainer

from training.charsmap import read_replacements, replace_characters

UNKNOWN = "<unk>"
WORD_START = "▁"

# The commonest characters that get a piece of their own: all but the rarest Chinese ones.
_CHARACTERS = 7_500
_LONGEST_PIECE = 16

_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}ー々〆"
# A letter of a script that is written with spaces, with its combining marks.
_LETTER = rf"[[\p{{L}}\p{{M}}]&&[^{_CJK}]]"
_PIECES = "|".join(
    [
        rf"{WORD_START}{_LETTER}+",
        r"[\p{Han}々〆]+",
        r"[\p{Hiragana}]+",
        r"[\p{Katakana}ー]+",
        r"\p{N}{1,4}",
        r"[^\s\p{L}\p{N}" + WORD_START + "]",
    ]
)


def untrained_tokenizer() -> Tokenizer:
    """Return a tokenizer without pieces: NFKC, lower case, one form per Chinese character, scripts apart.

    A word of an alphabet begins with "▁" wherever it stands, so that "openai" is one piece after a space,
    after Japanese and after an apostrophe; Chinese and Japanese carry no such mark.
    """
    tokenizer = Tokenizer(BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = Split(Regex(_PIECES), behavior="removed", invert=True)
    return tokenizer


def _normalizer() -> Normalizer:
    variants = read_replacements(Path(__file__).parent / "variants.tsv")
    return Normalizers(
        [
            NFKC(),
            Lowercase(),
            replace_characters({**variants, "’": "'", "‘": "'", "“": '"', "”": '"'}),
            Replace(Regex("[・·‧•゠]"), " "),
            Replace(Regex(rf"(?<!{_LETTER})(?={_LETTER})"), WORD_START),
        ]
    )


def train_tokenizer(texts: Iterable[str], vocabulary_size: int) -> Tokenizer:
    """Return a tokenizer of `vocabulary_size` pieces or fewer: the commonest neighbours in `texts`, joined.

    Byte-pair encoding: Sennrich 2016, https://arxiv.org/abs/1508.07909.
    """
    tokenizer = untrained_tokenizer()
    trainer = BpeTrainer(
        vocab_size=vocabulary_size,
        special_tokens=[UNKNOWN],
        limit_alphabet=_CHARACTERS,
        max_token_length=_LONGEST_PIECE,
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer
