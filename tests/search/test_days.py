"""Days as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.days import DayRange
from search.errors import SearchError


@pytest.mark.parametrize(
    ("told", "gte", "lte"),
    [
        ("2024-08-12", "2024-08-12", "2024-08-12"),
        ("2024-08", "2024-08-01", "2024-08-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("2024-08..2024-10", "2024-08-01", "2024-10-31"),
        ("2023..2024-01-15", "2023-01-01", "2024-01-15"),
        (" 2024-08 .. 2024-10 ", "2024-08-01", "2024-10-31"),
        ("2024-10..", "2024-10-01", None),
        ("..2024", None, "2024-12-31"),
        ("2024..2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_range_covers_its_days(told: str, gte: str | None, lte: str | None) -> None:
    bounds = {"gte": gte, "lte": lte}
    assert DayRange.parse(told).clause() == {name: day for name, day in bounds.items() if day}


@pytest.mark.parametrize(
    "told",
    [
        "", " ", "..", "...", "2024-08...", "2024..2023", "2024-10..2024-08", "2024-13", "2024-00",
        "2023-02-29", "2024-06-31", "0000", "24-08", "2024-8", "2024/08", "08-2024", "August 2024",
        "today", "2024-08-12T10:00", "20240812", "2024..2025..2026", "-2024", "2024-08-12; DROP",
        "9" * 100_000, "\0", "\ud800",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_is_allowed(told: str) -> None:
    with pytest.raises(SearchError) as error:
        DayRange.parse(told)
    message = str(error.value)
    assert "2024-08" in message or "earlier day first" in message
    assert len(message) < 400


@given(st.dates(), st.dates())
def test_days_round_trip(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert DayRange.parse(f"{first}..{last}") == DayRange(first, last)
    assert DayRange.parse(f"{first}") == DayRange(first, first)


@given(st.dates(max_value=date(9999, 11, 30)))
def test_a_month_ends_the_day_before_the_next(day: date) -> None:
    found = DayRange.parse(f"{day:%Y-%m}".rjust(7, "0"))
    assert found.gte == day.replace(day=1)
    assert found.lte is not None
    assert (found.lte + timedelta(days=1)).day == 1
    assert found.lte.month == day.month


@given(st.text(max_size=40))
def test_any_text_is_a_range_or_a_search_error(told: str) -> None:
    try:
        found = DayRange.parse(told)
    except SearchError:
        return
    assert found.gte or found.lte
