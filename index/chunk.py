"""Cut an article into sentences and passages, each an exact slice of the article's text."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from index.article import Article, Passage, Sentence

CountTokens = Callable[[Sequence[str]], Sequence[int]]

PASSAGE_TOKENS = 200
# A speech inside 「」 stays whole up to here; longer, nobody can check it at a glance.
SENTENCE_TOKENS = 100

OPENERS = "「『（【《〈“"
CLOSERS = "」』）】》〉”"
# A sentence ends at a CJK stop, or at a Western one before white space or the end, closing quotes included.
END = re.compile(rf"[。！？｡︒]+[!?！？。]*[{CLOSERS}\"'’)\]]*|[.!?…]+[{CLOSERS}\"'’»)\]]*(?=\s|$)")
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mrs?|Ms|Dr|Prof|St|vs|e\.g|i\.e|Inc|Ltd|Corp|Jr|Sr|vol|fig|approx|Jan|Feb|Mar|Apr|Aug|Sept?|Oct"
    r"|Nov|Dec|Sig|Sigg|Dott|Ing|Avv|On|art|pag|cit|ca)|\.[A-Za-z])\.$"
)
BULLET = re.compile(r"\s*(?:[-*•·・●○■□◆◇▪–—>]|\d{1,3}[.)、．]|[a-zA-Z][.)])\s")
LINE = re.compile(r"[^\n]+")
LEADING = re.compile(r"\s*(?:[•●○■□◆◇▪·・]\s*|[-*–—>]\s+)*")


def cut(article: Article, *, count_tokens: CountTokens, size: int = PASSAGE_TOKENS) -> tuple[Passage, ...]:
    """Return the passages of what was not removed, in reading order.

    A passage holds whole sentences of about `size` tokens, and begins with the last sentence of the one
    before where nothing was removed between them. Every `article.text[start:end]` begins and ends with a
    visible character.
    """
    return tuple(
        passage
        for start, end in kept(article)
        for passage in _passages(_sized(article, _sentences(article, start, end), count_tokens, size), size)
    )


def kept(article: Article) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the text between its removals, as offsets."""
    start = 0
    for removal in article.removed:
        if start < removal.start:
            yield start, removal.start
        start = removal.end
    if start < len(article.text):
        yield start, len(article.text)


def _sentences(article: Article, start: int, end: int) -> list[Sentence]:
    """Return the sentences of a stretch; a unit is one, whatever stands in it."""
    found, left = [], start
    for unit in article.units:
        if start <= unit.start and unit.end <= end and _holds_words(article.text[unit.start : unit.end]):
            found += [*sentences(article.text, left, unit.start), unit]
            left = unit.end
    return found + sentences(article.text, left, end)


def sentences(text: str, start: int, end: int) -> list[Sentence]:
    """Return the sentences of `text[start:end]`: stripped, in order, without overlap."""
    found = []
    for block_start, block_end in _blocks(text, start, end):
        left = block_start
        for right in [*_ends(text, block_start, block_end), block_end]:
            sentence = _stripped(text, left, right)
            if sentence:
                found.append(sentence)
            left = right
    return found


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines that belong together: one line each, unless the text was wrapped at a width."""
    lines = [(start + line.start(), start + line.end()) for line in LINE.finditer(text[start:end])]
    widest = max((right - left for left, right in lines), default=0)
    block: tuple[int, int] | None = None
    for line in lines:
        if block and _wrapped(text, block, line, widest):
            block = (block[0], line[1])
            continue
        if block:
            yield block
        block = line
    if block:
        yield block


def _wrapped(text: str, block: tuple[int, int], line: tuple[int, int], widest: int) -> bool:
    """Tell whether `line` goes on with the sentence that `block` ends in, as in text wrapped at a width."""
    before, after = text[slice(*block)].rstrip(), text[slice(*line)]
    if text[block[1] : line[0]].count("\n") != 1 or not before or not after.strip() or BULLET.match(after):
        return False
    if before[-1] in "。！？.!?:：":
        return False
    if after.lstrip()[0].islower():
        return True
    last_line = len(before) - (before.rfind("\n") + 1)
    return last_line >= 20 and widest - 4 <= last_line and widest <= 100


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where sentences end inside one block, its own end left out."""
    quoted = _quoted(text, start, end)
    for match in END.finditer(text, start, end):
        stop = match.end()
        inside = bisect_left(quoted, (stop,)) - 1
        if inside >= 0 and quoted[inside][0] < match.start() and stop < quoted[inside][1]:
            continue
        if stop < end and not _continues(text, match, end):
            yield stop


def _quoted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the outermost bracketed stretches, sorted; a bracket that never closes quotes nothing."""
    found: list[tuple[int, int]] = []
    depth: list[tuple[str, int]] = []
    for position in range(start, end):
        character = text[position]
        if character in OPENERS:
            depth.append((CLOSERS[OPENERS.index(character)], position))
        elif depth and character == depth[-1][0]:
            _, opened = depth.pop()
            while found and found[-1][0] > opened:
                found.pop()
            found.append((opened, position + 1))
    return found


def _continues(text: str, match: re.Match[str], end: int) -> bool:
    """Tell whether the stop just matched is no end: an abbreviation, or a small letter or 」と言った next."""
    stop = match.end()
    following = text[stop:end].lstrip()[:1]
    if unicodedata.combining(text[stop]) or text[stop] in "\u200d\ufe0f":
        return True
    if match[0][0] in ".!?…":
        return following.islower() or (
            match[0] == "." and ABBREVIATION.search(text, max(0, stop - 8), stop) is not None
        )
    # 「…。」と述べた goes on; 「…。」 before a new sentence does not, and only grammar words tell.
    return match[0][-1] in CLOSERS and text[stop] in "とのをがにはもやなで、,，"


def _stripped(text: str, start: int, end: int) -> Sentence | None:
    """Return a stretch without the space and bullets around it, or None when no letter or digit is left."""
    piece = text[start:end]
    end = start + len(piece.rstrip())
    bullet = LEADING.match(text, start, end)
    start = bullet.end() if bullet else start
    return Sentence(start, end) if _holds_words(text[start:end]) else None


def _holds_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _sized(
    article: Article, found: Sequence[Sentence], count_tokens: CountTokens, size: int
) -> list[tuple[Sentence, int]]:
    """Return sentences with their token counts, those over the limit cut into pieces; a unit may fill a
    passage.
    """
    text, units, sized = article.text, frozenset(article.units), []
    for sentence, tokens in zip(found, _count(text, found, count_tokens), strict=True):
        limit = size if sentence in units else min(SENTENCE_TOKENS, size)
        if tokens <= limit:
            sized.append((sentence, tokens))
            continue
        pieces = _split(text, sentence, max(1, (sentence.end - sentence.start) * limit // tokens))
        sized.extend(zip(pieces, _count(text, pieces, count_tokens), strict=True))
    return sized


def _count(text: str, found: Sequence[Sentence], count_tokens: CountTokens) -> Sequence[int]:
    return count_tokens([text[sentence.start : sentence.end] for sentence in found])


def _split(text: str, sentence: Sentence, length: int) -> list[Sentence]:
    """Cut one overlong sentence into pieces of at most `length` characters, at the best place each time."""
    pieces, start = [], sentence.start
    while sentence.end - start > length:
        stop = _best_cut(text, start, start + length)
        piece = _stripped(text, start, stop)
        pieces += [piece] if piece else []
        start = stop
    last = _stripped(text, start, sentence.end)
    return pieces + ([last] if last else [])


def _best_cut(text: str, start: int, limit: int) -> int:
    """Return the last good place to cut in `text[start:limit]`, never before a combining mark."""
    window = text[start:limit]
    for places in (r"[。！？｡︒]+[!?！？」』”]*|[.!?]+[\"'”’)]*(?=\s)", r"[、，,;；:：]", r"\s"):
        ends = [match.end() for match in re.finditer(places, window) if match.end() > len(window) // 4]
        if ends:
            return start + ends[-1]
    stop = limit
    while stop > start + 1 and (
        unicodedata.combining(text[stop]) or text[stop] in "\u200d\ufe0f" or text[stop - 1] == "\u200d"
    ):
        stop -= 1
    return stop


def _passages(sized: Sequence[tuple[Sentence, int]], size: int) -> Iterator[Passage]:
    held: list[tuple[Sentence, int]] = []
    for sentence, tokens in sized:
        if held and sum(count for _, count in held) + tokens > size:
            yield _passage(held)
            held = held[-1:] if held[-1][1] + tokens <= size and len(held) > 1 else []
        held.append((sentence, tokens))
    if held:
        yield _passage(held)


def _passage(held: Sequence[tuple[Sentence, int]]) -> Passage:
    found = tuple(sentence for sentence, _ in held)
    return Passage(found[0].start, found[-1].end, found)
