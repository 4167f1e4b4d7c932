"""Which articles are searched."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles are searched; what is empty lets all pass.

    `since` and `until` are ISO dates, both included, as exact as they are given (2024-08 holds all of
    August); they leave out articles without a date.
    """

    languages: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""


EVERYTHING = Scope()


def first_day(date: str) -> int:
    """Return the first day of an ISO date that may lack day or month, 20240801 for 2024-08; 0 for none."""
    return _day(date, "-01-01")


def last_day(date: str) -> int:
    """Return the last day of an ISO date that may lack day or month, 20240831 for 2024-08; 0 for none. Months
    have 31 days: nothing but an order is asked of them.
    """
    return _day(date, "-12-31")


def _day(date: str, rest: str) -> int:
    whole = date[:10] + rest[len(date) - 4 :] if len(date) < 10 else date[:10]
    return int(whole.replace("-", "")) if date else 0
