"""Harder English expressions: parts of the day, shared years, what follows, what is reported."""

from datetime import date

import pytest

from transforms.article import TimexType
from transforms.dates.mentions import date_mentions

ANCHOR = date(2024, 10, 30)
"""A Wednesday."""

Found = list[tuple[str, str]]


def read(text: str, anchor: date | None = ANCHOR) -> Found:
    return [(m.surface, m.value) for m in date_mentions(text, anchor)]


PARTS_OF_THE_DAY = [
    ("on the night of 3 May 2021", "the night of 3 May 2021", "2021-05-03TNI"),
    ("on the morning of Monday", "the morning of Monday", "2024-10-28TMO"),
    ("in the early hours of Tuesday", "the early hours of Tuesday", "2024-10-29TMO"),
    ("They left at dawn.", "dawn", "2024-10-30TMO"),
    ("They left by nightfall Tuesday.", "nightfall Tuesday", "2024-10-29TEV"),
    ("It rang at 4 in the morning.", "4 in the morning", "2024-10-30T04:00"),
    ("It rang at 10 at night.", "10 at night", "2024-10-30T22:00"),
    ("It rang at half past nine.", "half past nine", "2024-10-30T09:30"),
    ("It rang at 5.30pm.", "5.30pm", "2024-10-30T17:30"),
    ("at 11 a.m. on 3 May 2021", "11 a.m. on 3 May 2021", "2021-05-03T11:00"),
    ("at 9 p.m. local time", "9 p.m. local time", "2024-10-30T21:00"),
]

YEARS = [
    ("By 480 BC the town lay empty.", "480 BC", "BC0480"),
    ("in the autumn of 480 BC", "the autumn of 480 BC", "BC0480-FA"),
    ("in August 480 BC", "August 480 BC", "BC0480-08"),
    ("in the 470s BC", "the 470s BC", "BC047"),
    ("in the 4th century BC", "the 4th century BC", "BC03"),
    ("the secret 1902 pact", "1902", "1902"),
    ("a mill of the 1700s", "the 1700s", "17"),
    ("back in '89 it froze", "'89", "1989"),
    ("profit for FY 2023", "FY 2023", "2023"),
    ("since H1 2023", "H1 2023", "2023-H1"),
    ("first-half profit rose", "first-half", "2024-H1"),
    ("by year-end", "year-end", "2024"),
]

RANGES = [
    ("28 December – 3 January 1952", ["1951-12-28", "1952-01-03"]),
    ("June 26 to August 4, 1952", ["1952-06-26", "1952-08-04"]),
    ("in August/September 1956", ["1956-08", "1956-09"]),
    ("summer and autumn 1918", ["1918-SU", "1918-FA"]),
    ("the 18th and 19th centuries", ["17", "18"]),
    ("the war of 499–493 BC", ["BC0499", "BC0493"]),
    ("Pim Arlo (active 1911-1920)", ["1911", "1920"]),
    ("November 2023 – March 2024", ["2023-11", "2024-03"]),
]

FOLLOWING = [
    ("It burned on 3 May 1987. The next morning it rained.", "1987-05-04TMO"),
    ("It burned on 3 May 1987. That night it rained.", "1987-05-03TNI"),
    ("It burned on 3 May 1987. The following Monday it reopened.", "1987-05-04"),
    ("It burned on 3 May 1987. That summer it was sold.", "1987-SU"),
    ("It burned on 3 May 1987. In October of that year it was sold.", "1987-10"),
    ("It burned on 3 May 1987. In the spring of the following year it was sold.", "1988-SP"),
    ("It burned on 3 May 1987. By the previous April it was empty.", "1987-04"),
    ("It burned in the 1980s and was built in 1902. The following decade was quiet.", "191"),
    ("They came in 1066. A week earlier nobody had thought of it.", "2024-W43"),
    ("It opens ten years ago this week.", "2014-W44"),
    ("The court sat in the week of March 4.", "2024-W10"),
    ("in the last week of August 2023", "2023-W35"),
    ("It meets on Tuesday of next week.", "2024-11-05"),
    ("It met in the year before last.", "2022"),
    ("It will be paid on the 15th.", "2024-10-15"),
]

DIRECTIONS = [
    ("The hall is closed until Friday.", "2024-11-01"),
    ("The law takes effect on January 20.", "2025-01-20"),
    ("She will be named head of the mint in December.", "2024-12"),
    ("The pact is effective Feb. 1.", "2025-02-01"),
    ("The offer had been due to expire on Friday.", "2024-10-25"),
    ("They were ahead of Sunday's vote.", "2024-11-03"),
    ("They would look for a way round Monday's ruling.", "2024-10-28"),
    ("Thursday's meeting will decide it.", "2024-10-31"),
    ("He said that Friday's deal was done.", "2024-10-25"),
    ("The record was set on 14 April.", "2024-04-14"),
    ("The museum opened in December.", "2023-12"),
    ("The law was passed in November.", "2023-11"),
    ("The law is to be passed in November.", "2024-11"),
    ("The talks have been put off to November.", "2024-11"),
    ("The case is heard in December.", "2024-12"),
    ("The minister said in a speech that cuts would begin in December.", "2024-12"),
    ("The vote is on Friday.", "2024-11-01"),
    ("The vote was on Friday.", "2024-10-25"),
    ("May was wet.", None),
    ("The new rules come into force on New Year's Day.", "2025-01-01"),
]

REPORTED = [
    (
        "Net rose in the three months ended June 30. A year earlier it fell.",
        ["P3M", "2024-06-30", "2023-Q2"],
    ),
    (
        "Sales fell in the quarter ended Sept. 30. In the latest period costs rose.",
        ["2024-Q3", "2024-09-30", "2024-Q3"],
    ),
    (
        "Net rose in the third quarter; for the fourth quarter it sees less. In the latest quarter",
        ["2024-Q3", "2024-Q4", "2024-Q3"],
    ),
    ("in the same period of 2021", ["2021"]),
]

AMOUNTS = [
    ("for 2 1/2 years", "2 1/2 years", TimexType.DURATION, "P2Y6M"),
    ("for 2½ years", "2½ years", TimexType.DURATION, "P2Y6M"),
    ("a minute and a half", "a minute and a half", TimexType.DURATION, "PT1M30S"),
    ("a two-and-a-half-year term", "two-and-a-half-year", TimexType.DURATION, "P2Y6M"),
    ("half an hour", "half an hour", TimexType.DURATION, "PT30M"),
    ("after a months-long row", "months-long", TimexType.DURATION, "PXM"),
    ("in the weeks before the vote", "weeks", TimexType.DURATION, "PXW"),
    ("in the early years", "the early years", TimexType.DURATION, "PXY"),
    ("over the next year", "the next year", TimexType.DURATION, "P1Y"),
    ("for another seven months", "another seven months", TimexType.DURATION, "P7M"),
    ("within two weeks", "two weeks", TimexType.DURATION, "P2W"),
    ("every other day", "every other day", TimexType.SET, "P2D"),
    ("every other Monday", "every other Monday", TimexType.SET, "XXXX-WXX-1"),
    ("every few days", "every few days", TimexType.SET, "PXD"),
    ("every morning", "every morning", TimexType.SET, "XXXX-XX-XXTMO"),
    ("on Friday nights", "Friday nights", TimexType.SET, "XXXX-WXX-5TNI"),
    ("120 calls per day", "per day", TimexType.SET, "P1D"),
]


@pytest.mark.parametrize(("text", "surface", "value"), PARTS_OF_THE_DAY)
def test_parts_of_the_day(text: str, surface: str, value: str) -> None:
    assert read(text) == [(surface, value)]


@pytest.mark.parametrize(("text", "surface", "value"), YEARS)
def test_years_and_their_parts(text: str, surface: str, value: str) -> None:
    assert read(text) == [(surface, value)]


@pytest.mark.parametrize(("text", "values"), RANGES)
def test_a_range_may_tell_its_year_once(text: str, values: list[str]) -> None:
    assert [value for _, value in read(text)] == values


@pytest.mark.parametrize(("text", "value"), FOLLOWING)
def test_what_follows_is_counted_from_what_was_told(text: str, value: str) -> None:
    assert read(text)[-1][1] == value


@pytest.mark.parametrize(("text", "value"), DIRECTIONS)
def test_verbs_and_prepositions_say_where_a_date_lies(text: str, value: str | None) -> None:
    assert [found for _, found in read(text)] == ([value] if value else [])


@pytest.mark.parametrize(("text", "values"), REPORTED)
def test_a_year_earlier_is_of_what_is_reported(text: str, values: list[str]) -> None:
    assert [value for _, value in read(text)] == values


@pytest.mark.parametrize(("text", "surface", "kind", "value"), AMOUNTS)
def test_amounts_and_sets(text: str, surface: str, kind: TimexType, value: str) -> None:
    (found,) = date_mentions(text, ANCHOR)
    assert (found.surface, found.type, found.value) == (surface, kind, value)


HOLIDAYS = [
    ("on Mother's Day", "2024-05-12"),
    ("on Presidents' Day 2023", "2023-02-20"),
    ("on Veterans Day", "2024-11-11"),
    ("on Palm Sunday", "2024-03-24"),
    ("on Ash Wednesday 2023", "2023-02-22"),
    ("on Christmas night", "2024-12-25TNI"),
    ("on International Women's Day", "2024-03-08"),
]


@pytest.mark.parametrize(("text", "value"), HOLIDAYS)
def test_holidays(text: str, value: str) -> None:
    assert [found for _, found in read(text)] == [value]


def test_years_before_christ_have_no_interval_and_carry_a_story() -> None:
    text = "In 480 BC the fleet sailed. The following year it came back, and by spring it was sold."
    found = date_mentions(text, ANCHOR)
    assert [m.value for m in found] == ["BC0480", "BC0479", "BC0479-SP"]
    assert {(m.gte, m.lte) for m in found} == {(None, None)}


def test_a_text_of_long_ago_is_a_history_with_one_full_date() -> None:
    text = "The siege began on 12 April 1655. On 14 April the wall fell. Ten days later help came."
    assert [value for _, value in read(text)] == ["1655-04-12", "1655-04-14", "1655-04-24"]


def test_what_is_in_brackets_moves_no_story() -> None:
    text = (
        "He landed on 3 May 1702. On 9 June he wrote to his brother (dead on 1 March 1704). "
        "On 14 September 1702 he left, and on 2 October he was home."
    )
    assert read(text)[-1][1] == "1702-10-02"
