"""What holds for every text and every anchor."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates.mentions import date_mentions

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")

MARKS = re.split(
    " ",
    "the a of in on since last next this two nineteen ninety-six 3 31 1990 2024-02-29 week weeks "
    "year years ago earlier day before month quarter third first half every now p.m. 5 17:30 fall "
    "summer - , . ( ) ’s 's will said 13,000 €5 % \n recent that same end",
)
WORDS = (
    *WEEKDAYS,
    *MONTHS,
    *MARKS,
)


EDGES = [
    ("yesterday", date(2024, 3, 1), "2024-02-29"),
    ("yesterday", date(2023, 3, 1), "2023-02-28"),
    ("yesterday", date(2024, 1, 1), "2023-12-31"),
    ("tomorrow", date(2023, 12, 31), "2024-01-01"),
    ("tomorrow", date(2024, 2, 28), "2024-02-29"),
    ("last month", date(2024, 3, 31), "2024-02"),
    ("last month", date(2024, 1, 31), "2023-12"),
    ("next month", date(2024, 12, 31), "2025-01"),
    ("last week", date(2021, 1, 3), "2020-W52"),
    ("this week", date(2021, 1, 3), "2020-W53"),
    ("this week", date(2024, 12, 31), "2025-W01"),
    ("last year", date(2024, 2, 29), "2023"),
    ("one month ago", date(2024, 3, 31), "2024-02"),
    ("four years ago", date(2024, 2, 29), "2020"),
    ("this winter", date(2024, 2, 29), "2023-WI"),
    ("last quarter", date(2024, 1, 15), "2023-Q4"),
    ("on Feb. 29", date(2025, 3, 1), "2024-02-29"),
]


@pytest.mark.parametrize(("text", "anchor", "value"), EDGES)
def test_the_ends_of_months_and_years(text: str, anchor: date, value: str) -> None:
    (found,) = date_mentions(text, anchor)
    assert found.value == value


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.dates())
def test_mentions_are_sorted_apart_and_slice_to_their_surface(text: str, anchor: date) -> None:
    found = date_mentions(text, anchor)
    end = 0
    for mention in found:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.of(text) == mention.surface
        assert "\n" not in mention.surface
        assert (mention.gte is None) == (mention.lte is None)
        if mention.gte and mention.lte:
            assert mention.gte <= mention.lte
        end = mention.end


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.dates())
def test_reading_twice_gives_the_same(text: str, anchor: date) -> None:
    assert date_mentions(text, anchor) == date_mentions(text, anchor)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_without_an_anchor_the_day_of_the_run_never_shows(text: str) -> None:
    today = date.today()
    for mention in date_mentions(text, None):
        assert mention.gte is None or mention.gte.year != today.year
