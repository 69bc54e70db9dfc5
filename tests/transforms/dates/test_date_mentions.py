"""What the English rules find: surface, TIMEX3 type and value, interval."""

from datetime import date

import pytest

from transforms.article import Granularity, TimexType
from transforms.dates.mentions import date_mentions

ANCHOR = date(2024, 10, 30)
"""A Wednesday."""

EXPLICIT = [
    ("Signed on 30 October 2024 in Oslo.", "30 October 2024", "2024-10-30", "2024-10-30"),
    ("Signed on October 30, 2024.", "October 30, 2024", "2024-10-30", "2024-10-30"),
    ("Born on the 3rd of March, 1961.", "the 3rd of March, 1961", "1961-03-03", "1961-03-03"),
    ("Filed 2023-01-31.", "2023-01-31", "2023-01-31", "2023-01-31"),
    ("Due on 25/12/2023.", "25/12/2023", "2023-12-25", "2023-12-25"),
    ("Due on 03/04/2024.", "03/04/2024", "2024-03-04", "2024-03-04"),
    ("Stamped 1.2.2024 there.", "1.2.2024", "2024-02-01", "2024-02-01"),
    ("He spoke on Tues., Oct. 29, 2024.", "Tues., Oct. 29, 2024", "2024-10-29", "2024-10-29"),
    ("A leap day, Feb. 29, 2024.", "Feb. 29, 2024", "2024-02-29", "2024-02-29"),
    ("In March 2022 the plant opened.", "March 2022", "2022-03", "2022-03-01..2022-03-31"),
    ("In February 2024 it closed.", "February 2024", "2024-02", "2024-02-01..2024-02-29"),
    ("It burned down in 1987.", "1987", "1987", "1987-01-01..1987-12-31"),
    ("The plan for fiscal 2025.", "fiscal 2025", "2025", "2025-01-01..2025-12-31"),
    ("Back in the 1960s.", "the 1960s", "196", "1960-01-01..1969-12-31"),
    ("Music of the '80s.", "the '80s", "198", "1980-01-01..1989-12-31"),
    ("In the nineties.", "the nineties", "199", "1990-01-01..1999-12-31"),
    ("A 19th-century mill.", "19th-century", "18", "1800-01-01..1899-12-31"),
    ("the third quarter of 2023", "the third quarter of 2023", "2023-Q3", "2023-07-01..2023-09-30"),
    ("Sales in Q1 2024 fell.", "Q1 2024", "2024-Q1", "2024-01-01..2024-03-31"),
    ("in the first half of 2024", "the first half of 2024", "2024-H1", "2024-01-01..2024-06-30"),
    ("in the spring of 1951", "the spring of 1951", "1951-SP", "1951-03-01..1951-05-31"),
    ("in winter 1951", "winter 1951", "1951-WI", "1951-12-01..1952-02-29"),
    ("nineteen ninety-six", "nineteen ninety-six", "1996", "1996-01-01..1996-12-31"),
]

FROM_ANCHOR = [
    ("Today it rains.", "Today", "2024-10-30", "2024-10-30"),
    ("It rained yesterday.", "yesterday", "2024-10-29", "2024-10-29"),
    ("It opens tomorrow.", "tomorrow", "2024-10-31", "2024-10-31"),
    ("the day before yesterday", "the day before yesterday", "2024-10-28", "2024-10-28"),
    ("It was sold last week.", "last week", "2024-W43", "2024-10-21..2024-10-27"),
    ("It is sold this week.", "this week", "2024-W44", "2024-10-28..2024-11-03"),
    ("It closes next month.", "next month", "2024-11", "2024-11-01..2024-11-30"),
    ("It closed last month.", "last month", "2024-09", "2024-09-01..2024-09-30"),
    ("It opened last year.", "last year", "2023", "2023-01-01..2023-12-31"),
    ("the best of this century", "this century", "20", "2000-01-01..2099-12-31"),
    ("They met two weeks ago.", "two weeks ago", "2024-W42", "2024-10-14..2024-10-20"),
    ("They met three days ago.", "three days ago", "2024-10-27", "2024-10-27"),
    ("They met ten years ago.", "ten years ago", "2014", "2014-01-01..2014-12-31"),
    ("They met five months ago.", "five months ago", "2024-05", "2024-05-01..2024-05-31"),
    ("It was cheaper a year earlier.", "a year earlier", "2023", "2023-01-01..2023-12-31"),
    ("They voted over the weekend.", "the weekend", "2024-W43-WE", "2024-10-26..2024-10-27"),
    ("They will vote this weekend.", "this weekend", "2024-W44-WE", "2024-11-02..2024-11-03"),
    ("This summer was dry.", "This summer", "2024-SU", "2024-06-01..2024-08-31"),
    ("It has been dry since the winter.", "the winter", "2023-WI", "2023-12-01..2024-02-29"),
    ("It will snow this winter.", "this winter", "2024-WI", "2024-12-01..2025-02-28"),
    ("It opens next spring.", "next spring", "2025-SP", "2025-03-01..2025-05-31"),
    ("They met last October.", "last October", "2023-10", "2023-10-01..2023-10-31"),
    ("by the end of the year", "the end of the year", "2024", "2024-01-01..2024-12-31"),
    ("The shops close on Christmas Day.", "Christmas Day", "2024-12-25", "2024-12-25"),
    ("The shops close on Thanksgiving.", "Thanksgiving", "2024-11-28", "2024-11-28"),
    ("They marched on Easter Monday.", "Easter Monday", "2024-04-01", "2024-04-01"),
    ("They marched on Labor Day.", "Labor Day", "2024-09-02", "2024-09-02"),
]

WITH_DIRECTION = [
    ("The court ruled on Wednesday.", "Wednesday", "2024-10-30"),
    ("The court ruled on Tuesday.", "Tuesday", "2024-10-29"),
    ("The court ruled on Thursday.", "Thursday", "2024-10-24"),
    ("The court will rule on Thursday.", "Thursday", "2024-10-31"),
    ("The court is expected to rule on Monday.", "Monday", "2024-11-04"),
    ("The court, on Monday", "Monday", "2024-10-28"),
    ("It has been shut since Friday.", "Friday", "2024-10-25"),
    ("They met last Wednesday.", "last Wednesday", "2024-10-23"),
    ("They meet next Wednesday.", "next Wednesday", "2024-11-06"),
    ("They meet this Friday.", "this Friday", "2024-11-01"),
    ("The fair opened on March 3.", "March 3", "2024-03-03"),
    ("The fair will open on March 3.", "March 3", "2025-03-03"),
    ("The fair will open on Nov. 4.", "Nov. 4", "2024-11-04"),
    ("He said the fair starts on Nov. 4.", "Nov. 4", "2024-11-04"),
    ("In January the fair was cancelled.", "January", "2024-01"),
    ("It will return in January.", "January", "2025-01"),
]

TIMES = [
    ("on Monday morning", "Monday morning", "2024-10-28TMO"),
    ("yesterday evening", "yesterday evening", "2024-10-29TEV"),
    ("They play tonight.", "tonight", "2024-10-30TNI"),
    ("It broke last night.", "last night", "2024-10-29TNI"),
    ("It broke at 5 p.m. on Tuesday.", "5 p.m. on Tuesday", "2024-10-29T17:00"),
    ("It broke at 10:30 a.m. Friday.", "10:30 a.m. Friday", "2024-10-25T10:30"),
    ("It broke at 17:45.", "17:45", "2024-10-30T17:45"),
    ("It broke at 5:45PM.", "5:45PM", "2024-10-30T17:45"),
    ("It broke at 9am.", "9am", "2024-10-30T09:00"),
    ("It broke at noon.", "noon", "2024-10-30T12:00"),
    ("Logged 2024-10-30T09:15:00Z.", "2024-10-30T09:15:00Z", "2024-10-30T09:15"),
]

AMOUNTS = [
    ("It lasted nine months.", "nine months", TimexType.DURATION, "P9M"),
    ("A two-year deal.", "two-year", TimexType.DURATION, "P2Y"),
    ("It ran for 2.5 years.", "2.5 years", TimexType.DURATION, "P2Y6M"),
    ("two and a half hours", "two and a half hours", TimexType.DURATION, "PT2H30M"),
    ("It took several weeks.", "several weeks", TimexType.DURATION, "PXW"),
    ("in the past three months", "the past three months", TimexType.DURATION, "P3M"),
    ("the next two years", "the next two years", TimexType.DURATION, "P2Y"),
    ("after two decades", "two decades", TimexType.DURATION, "P20Y"),
    ("It runs every day.", "every day", TimexType.SET, "P1D"),
    ("They meet every Monday.", "every Monday", TimexType.SET, "XXXX-WXX-1"),
    ("Closed on Mondays.", "Mondays", TimexType.SET, "XXXX-WXX-1"),
    ("Each July they swim.", "Each July", TimexType.SET, "XXXX-07"),
    ("It is cleaned daily.", "daily", TimexType.SET, "P1D"),
    ("twice a week", "a week", TimexType.SET, "P1W"),
]

VAGUE = [
    ("It grew in recent weeks.", "recent weeks", "PAST_REF"),
    ("A few days ago it rained.", "A few days ago", "PAST_REF"),
    ("It is theirs now.", "now", "PRESENT_REF"),
    ("It may come in the future.", "the future", "FUTURE_REF"),
]

MODS = [
    ("in early December", "early December", "2024-12", "START"),
    ("since late September", "late September", "2024-09", "END"),
    ("in mid-2019", "mid-2019", "2019", "MID"),
    ("by the end of 2025", "the end of 2025", "2025", "END"),
    ("at least 10 days", "at least 10 days", "P10D", "EQUAL_OR_MORE"),
    ("more than four years", "more than four years", "P4Y", "MORE_THAN"),
    ("up to 180 days", "up to 180 days", "P180D", "EQUAL_OR_LESS"),
    ("no more than six days", "no more than six days", "P6D", "EQUAL_OR_LESS"),
    ("nearly two months", "nearly two months", "P2M", "APPROX"),
]

RANGES = [
    ("It ran from March 3 to 7, 2024.", ["2024-03-03", "2024-03-07"]),
    ("It ran 12-14 July 1950.", ["1950-07-12", "1950-07-14"]),
    ("between Monday and Wednesday", ["2024-10-28", "2024-10-30"]),
    ("from 1990 to 1994", ["1990", "1994"]),
    ("in the years 1990–94", ["1990", "1994"]),
    ("from August to October 2023", ["2023-08", "2023-10"]),
]


def interval(told: str) -> tuple[date, date]:
    first, _, last = told.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


@pytest.mark.parametrize(("text", "surface", "value", "days"), EXPLICIT + FROM_ANCHOR)
def test_dates_have_their_value_and_interval(
    text: str, surface: str, value: str, days: str
) -> None:
    (found,) = date_mentions(text, ANCHOR)
    assert (found.surface, found.type, found.value) == (surface, TimexType.DATE, value)
    assert (found.gte, found.lte) == interval(days)


@pytest.mark.parametrize(("text", "surface", "value", "days"), EXPLICIT)
def test_explicit_dates_need_no_anchor(text: str, surface: str, value: str, days: str) -> None:
    (found,) = date_mentions(text, None)
    assert (found.surface, found.value) == (surface, value)
    assert (found.gte, found.lte) == interval(days)


@pytest.mark.parametrize(("text", "surface", "value"), WITH_DIRECTION)
def test_the_clause_decides_the_direction(text: str, surface: str, value: str) -> None:
    (found,) = date_mentions(text, ANCHOR)
    assert (found.surface, found.value) == (surface, value)


@pytest.mark.parametrize(("text", "surface", "value"), TIMES)
def test_times_keep_the_interval_of_their_day(text: str, surface: str, value: str) -> None:
    (found,) = date_mentions(text, ANCHOR)
    assert (found.surface, found.type, found.value) == (surface, TimexType.TIME, value)
    assert found.granularity is Granularity.TIME
    assert found.gte == found.lte == date.fromisoformat(value[:10])


@pytest.mark.parametrize(("text", "surface", "kind", "value"), AMOUNTS)
def test_amounts_have_no_interval(text: str, surface: str, kind: TimexType, value: str) -> None:
    (found,) = date_mentions(text, ANCHOR)
    assert (found.surface, found.type, found.value) == (surface, kind, value)
    assert found.gte is None
    assert found.lte is None


@pytest.mark.parametrize(("text", "surface", "value"), VAGUE)
def test_vague_references_have_no_interval(text: str, surface: str, value: str) -> None:
    (found,) = date_mentions(text, ANCHOR)
    assert (found.surface, found.value) == (surface, value)
    assert (found.gte, found.granularity) == (None, Granularity.VAGUE)


@pytest.mark.parametrize(("text", "surface", "value", "mod"), MODS)
def test_modifiers_are_kept(text: str, surface: str, value: str, mod: str) -> None:
    (found,) = date_mentions(text, ANCHOR)
    assert (found.surface, found.value, found.mod) == (surface, value, mod)


@pytest.mark.parametrize(("text", "values"), RANGES)
def test_both_ends_of_a_range_are_mentions(text: str, values: list[str]) -> None:
    assert [m.value for m in date_mentions(text, ANCHOR)] == values


UNRESOLVED = [
    ("The court ruled on Wednesday.", "XXXX-WXX-3"),
    ("It will open on August 22.", "XXXX-08-22"),
    ("It opened in August.", "XXXX-08"),
    ("This summer was dry.", "XXXX-SU"),
    ("It rained yesterday.", "XXXX-XX-XX"),
    ("It was sold last week.", "XXXX-WXX"),
    ("It was sold last year.", "XXXX"),
    ("Sales fell in the third quarter.", "XXXX-Q3"),
    ("They met two weeks ago.", "XXXX-WXX"),
    ("It broke at 5 p.m.", "XXXX-XX-XXT17:00"),
]


@pytest.mark.parametrize(("text", "value"), UNRESOLVED)
def test_without_an_anchor_values_stay_underspecified(text: str, value: str) -> None:
    (found,) = date_mentions(text, None)
    (resolved,) = date_mentions(text, ANCHOR)
    assert found.value == value
    assert (found.gte, found.lte) == (None, None)
    assert found.confidence < resolved.confidence


def test_every_mention_names_its_rule_and_how_sure_it_is() -> None:
    found = date_mentions("On Monday, March 4, 2024 and perhaps in the fall.", ANCHOR)
    assert [m.rule for m in found] == ["month-day-year", "in-the-fall"]
    assert all(0 < m.confidence <= 1 for m in found)


HISTORY = (
    "The fort was begun on 3 May 1702. On 9 June the first wall stood. The following month the "
    "rain stopped all work. It went on until 14 September 1703, and on 2 October the governor "
    "moved in. That day the bells rang. Six days later he was dead. The next year the fort, on "
    "1 March 1704, was sold."
)


def test_a_history_is_read_from_where_it_has_reached() -> None:
    values = [m.value for m in date_mentions(HISTORY, ANCHOR)]
    assert values == [
        "1702-05-03",
        "1702-06-09",
        "1702-07",
        "1703-09-14",
        "1703-10-02",
        "1703-10-02",
        "1703-10-08",
        "1704",
        "1704-03-01",
    ]


def test_reporting_is_read_from_the_anchor_though_it_looks_back_once() -> None:
    text = "The fort was begun on 3 May 1702. It was sold on Monday. On 9 June it had burned."
    values = [m.value for m in date_mentions(text, ANCHOR)]
    assert values == ["1702-05-03", "2024-10-28", "2024-06-09"]


def test_a_year_earlier_is_the_same_quarter_where_one_is_reported() -> None:
    text = "Profit rose in the third quarter. A year earlier the firm had lost money."
    assert [m.value for m in date_mentions(text, ANCHOR)] == ["2024-Q3", "2023-Q3"]


def test_a_sentence_end_stops_the_tense() -> None:
    text = "He will leave. The court ruled on Thursday."
    assert [m.value for m in date_mentions(text, ANCHOR)] == ["2024-10-24"]
