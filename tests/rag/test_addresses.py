import pytest

from rag.writing.addresses import names_address, without_addresses


@pytest.mark.parametrize(
    "text",
    [
        "See https://evil.example/x?q=1.",
        "Write to anna@example.org today.",
        "Go to www.example.org now.",
        "Visit example.com/free for it.",
        "It is on news.example.co.uk.",
        "Open javascript:alert(1) here.",
        "Use ftp://host/file.",
        "It runs at 192.168.1.5:7860.",
        "詳しくはhttps://evil.example/をご覧ください。",
        "请访问 evil.example 。",
    ],
)
def test_an_address_is_one_in_whatever_form(text):
    assert names_address(text)
    assert "example" not in without_addresses(text)
    assert "—" in without_addresses(text)


@pytest.mark.parametrize(
    "text",
    [
        "The price rose by 3.5 percent to 1.200.000 euros.",
        "It happened at 10.30 a.m. in the U.S. on 5.6.2024.",
        "Dr. Rossi e il sig. Bianchi hanno firmato l'art. 5.",
        "Version 3.11.7 was released.",
        "他说：“不。”然后走了。",
        "8万9,000円です。（税込）",
        "The ratio is 3:1, i.e. three to one.",
    ],
)
def test_what_only_has_dots_and_colons_is_none(text):
    assert not names_address(text)
