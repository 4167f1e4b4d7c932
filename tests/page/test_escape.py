"""What a terminal is told, it shows; it obeys nothing of it."""

import json

import pytest

from page.escape import escaped, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("猫カフェ — «è» 8万９ ﾎﾟﾝﾌﾟ 👩‍🚀 soft\u00adhyphen", "猫カフェ — «è» 8万９ ﾎﾟﾝﾌﾟ 👩‍🚀 soft\u00adhyphen"),
        ("\x1b]52;c;aGk=\x07", "\\u001b]52;c;aGk=\\u0007"),
        ("\x9b31m", "\\u009b31m"),
        ("a\u202egnp.exe", "a\\u202egnp.exe"),
        ("a\u2066b\u2069", "a\\u2066b\\u2069"),
        ("a\U000e0041b", "a\\udb40\\udc41b"),
        ("\udcff\u2028\r\t", "\\udcff\\u2028\\u000d\\u0009"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(text, shown):
    assert escaped(text) == shown


def test_a_name_begins_no_line():
    assert one_line("a.txt\nadded: bank") == "a.txt\\nadded: bank"


def test_escaped_json_says_the_same():
    said = {"quote": "a\u202eb\x9b\x7f\U000e0041\n"}
    assert json.loads(escaped(json.dumps(said, ensure_ascii=False, indent=2))) == said
