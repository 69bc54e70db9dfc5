"""Inputs made to hurt: each must come back, with memory and time linear in its length."""

from datetime import date

import pytest

from transforms.dates.mentions import date_mentions

ANCHOR = date(2024, 10, 30)
MEGABYTE = 1_000_000

QUIET = {
    "digits": "1" * 5 * MEGABYTE,
    "one long word": "a" * 5 * MEGABYTE,
    "full stops": "." * MEGABYTE,
    "apostrophes": "’" * MEGABYTE,
    "hyphenated digits": "1-" * (MEGABYTE // 2),
    "slashed digits": "12/" * (MEGABYTE // 3),
    "currency": "$ " * (MEGABYTE // 2),
    "initials": "a." * (MEGABYTE // 2),
    "spaced initials": "A. " * (MEGABYTE // 3),
    "number words": "twenty-" * (MEGABYTE // 7),
    "grammar words": "the end of the " * (MEGABYTE // 15),
    "line ends": "\n" * MEGABYTE,
    "dotted capital i": "İ" * (MEGABYTE // 2),
    "no-break spaces": "\u00a0" * MEGABYTE,
    "spaces": " " * MEGABYTE,
    "opening brackets": "(" * MEGABYTE,
    "parts of the day": "the early morning of the " * (MEGABYTE // 25),
    "determiners": "the same the first the next " * (MEGABYTE // 28),
    "quotes": "“ " * (MEGABYTE // 2),
}


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_long_runs_hold_no_date(text: str) -> None:
    assert date_mentions(text, ANCHOR) == ()


def test_a_long_line_of_dates_is_read_to_its_end() -> None:
    line = "on Monday and " * 20_000
    found = date_mentions(line, ANCHOR)
    assert len(found) == 20_000
    assert {m.value for m in found} == {"2024-10-28"}


IMPOSSIBLE = [
    "32 October 2024",
    "October 0, 2024",
    "2024-13-45",
    "99/99/2024",
    "25:61",
    "at 25:61 o'clock",
    "13 p.m.",
    "the 0th century",
    "0000-00-00",
    "99999999999999999999 years ago",
]


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_of_an_impossible_date_only_the_possible_part_is_read(text: str) -> None:
    assert {m.value for m in date_mentions(text, ANCHOR)} <= {"2024", "2024-10"}


@pytest.mark.parametrize("anchor", [date.min, date.max], ids=str)
def test_the_ends_of_the_calendar_are_survived(anchor: date) -> None:
    text = (
        "yesterday, tomorrow, last week, next century, 90 years ago, on Monday, last Friday, "
        "this winter, next summer, in May, on June 3, the weekend, a year earlier, at Easter, "
        "the third quarter, two days later, at 5 p.m., the end of the year"
    )
    assert date_mentions(text, anchor)
