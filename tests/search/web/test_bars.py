"""Bars over time: placed by their days, and what is far off is told and not drawn."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from search.days import DayRange
from search.result import Bar, Histogram
from search.web.asked import Asked
from search.web.bars import WIDTH, BarsView, bars_view

EMPTY = Asked(())
COUNTS = st.dictionaries(st.integers(0, 400), st.integers(0, 50), min_size=1, max_size=30)


def by_day(counts: dict[int, int], chosen: DayRange | None = None) -> BarsView:
    days = {(date(2024, 1, 1) + timedelta(days=at)).isoformat(): n for at, n in counts.items()}
    bars = tuple(Bar(day, day, count) for day, count in sorted(days.items()))
    return bars_view(EMPTY, "published", Histogram("day", bars), chosen)


@given(COUNTS)
def test_no_article_is_lost_from_sight(counts: dict[int, int]) -> None:
    view = by_day(counts)
    drawn = sum(int(bar.told.split(": ")[1].split()[0]) for bar in view.bars)
    beyond = sum(each.count for each in (view.earlier, view.later) if each)
    assert drawn + beyond == sum(counts.values())


@given(COUNTS)
def test_bars_are_in_the_picture_in_order(counts: dict[int, int]) -> None:
    bars = by_day(counts).bars
    assert [bar.x for bar in bars] == sorted(bar.x for bar in bars)
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.1 for bar in bars)
    assert all(0 < bar.height <= 100 for bar in bars)


def test_a_few_from_long_ago_are_told_apart() -> None:
    view = by_day({0: 1} | dict.fromkeys(range(300, 330), 10))
    assert view.begins == "2024-10-27"
    assert view.earlier
    assert (view.earlier.count, view.earlier.href) == (1, "/?published=..2024-10-26")
    assert view.later is None


def test_what_is_chosen_is_shown_with_as_much_around_it() -> None:
    view = by_day(dict.fromkeys(range(100), 1), DayRange.parse("2024-02-01..2024-02-05"))
    assert (view.begins, view.ends, len(view.bars)) == ("2024-01-27", "2024-02-10", 15)
    assert [bar.first for bar in view.bars if bar.chosen][0::4] == ["2024-02-01", "2024-02-05"]
    assert view.earlier
    assert view.earlier.href == "/?published=..2024-01-26"


def test_a_choice_without_articles_near_shows_all() -> None:
    assert len(by_day({1: 1, 2: 1}, DayRange.parse("2031")).bars) == 2


def test_a_choice_at_the_end_of_the_calendar_is_no_error() -> None:
    assert by_day({1: 1}, DayRange.parse("0001..9999")).bars
