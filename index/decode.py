"""Bytes -> text: byte order mark, the escapes of ISO-2022, what the page declares, strict UTF-8, and then
charset-normalizer.
"""

import codecs
import re

import webencodings  # type: ignore[import-untyped]  # ships no types

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Asked about every encoding it knows, charset-normalizer takes a line of Shift-JIS for one of the rare ones.
GUESSED = ["cp932", "euc_jp", "gb18030", "big5", "cp1252", "utf_16_le", "utf_16_be"]
# Browsers read what pages declare by a list of labels; Python knows some of its encodings by other names.
WIDER = {
    "shift_jis": "cp932",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
}
# Bytes of these may be UTF-8 by chance; bytes of a Western encoding are not.
EAST_ASIAN = ("gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr")
ESCAPED = re.compile(rb"\x1b[$(][@BIJD()]")
# The first also writes half-width kana.
ISO_2022 = ("iso2022_jp_ext", "iso2022_jp_2004", "iso2022_kr")
DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?([\w:.-]{2,40})""", re.I
)
DECLARED_WITHIN = 4096
# Tab, line feed, vertical tab, form feed, carriage return and escape (ISO-2022-JP) are text.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class NotText(ValueError):
    """The bytes are no text in any known encoding."""


def decode(raw: bytes) -> str:
    r"""Return the text with universal newlines: CR LF and CR become LF, and nothing else is changed.

    :raises NotText: the bytes are binary, or in an encoding that cannot be told.
    """
    text = _by_mark(raw) or _by_escapes(raw) or _by_declaration(raw) or _by_trial(raw)
    if not text or len(CONTROL.findall(text)) > len(text) // 100:
        raise NotText
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_mark(raw: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding)
    return ""


def _by_escapes(raw: bytes) -> str:
    if not raw.isascii() or not ESCAPED.search(raw):
        return ""
    return next(filter(None, (_strict(raw, encoding) for encoding in ISO_2022)), "")


def decode_as(raw: bytes, label: str) -> str:
    """Return the text in the encoding that its sender names, or in any other in which it is text.

    :raises NotText: see `decode`.
    """
    return _by_label(raw, label) or decode(raw)


def _by_declaration(raw: bytes) -> str:
    declared = DECLARED.search(raw[:DECLARED_WITHIN])
    return _by_label(raw, declared[1].decode("ascii")) if declared and b"\x00" not in raw else ""


def _by_label(raw: bytes, label: str) -> str:
    known = webencodings.lookup(label)
    # A declaration in ASCII cannot stand in UTF-16.
    if known is None or known.name.startswith("utf-16"):
        return ""
    by_chance = "" if known.name in EAST_ASIAN else _strict(raw, "utf-8")
    return by_chance or _strict(raw, WIDER.get(known.name, known.codec_info.name))


def _by_trial(raw: bytes) -> str:
    # A NUL is valid UTF-8 and is never text; in UTF-16 it is half of every ASCII character.
    if b"\x00" not in raw and (text := _strict(raw, "utf-8")):
        return text
    from charset_normalizer import from_bytes  # 0.06 CPU-s that UTF-8 need not pay

    for threshold in (0.2, 0.6):
        if best := from_bytes(raw, cp_isolation=GUESSED, threshold=threshold).best():
            return str(best)
    return ""


def _strict(raw: bytes, encoding: str) -> str:
    """Return the text, empty when the bytes are not in this encoding."""
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return ""
