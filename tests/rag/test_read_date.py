"""One date as somebody writes it into a filter."""

from datetime import date

import pytest

from rag.values.dates import NoDate, read_date

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("", ""),
        (" 2024-08 ", "2024-08"),
        ("２０２４－０８", "2024-08"),
        ("2024/8/10", "2024-08-10"),
        ("2024年8月10日", "2024-08-10"),
        ("令和6年8月", "2024-08"),
        ("昨年", "2025"),
        ("去年", "2025"),
        ("3年前", "2023"),
        ("先月", "2026-10"),
        ("agosto 2024", "2024-08"),
        ("10 Agosto 2024", "2024-08-10"),
        ("anno scorso", "2025"),
        ("ieri", "2026-11-27"),
        ("August 10, 2024", "2024-08-10"),
        ("Aug 2024", "2024-08"),
        ("last year", "2025"),
        ("2 years ago", "2024"),
    ],
)
def test_a_date_is_read_as_people_write_it(written, iso):
    assert read_date(written, TODAY) == iso


@pytest.mark.parametrize(
    "written",
    ["soon", "24", "2024-13", "2024-02-30", "10/08/2024", "15:30", "since 2024", "2024年8月から9月"],
)
def test_what_is_no_date_or_more_than_one_is_named(written):
    with pytest.raises(NoDate, match=written):
        read_date(written, TODAY)
