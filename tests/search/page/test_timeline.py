"""The timeline holds any days: in order, inside the picture, no label over another."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.page.timeline import LETTER, MOST_SHOWN, WIDTH, Shown, Timeline, timeline
from tests.search.page.made import dated
from transforms.article import DateMention

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def mention(first: date, last: date, value: str = "") -> DateMention:
    return dated("Friday", 0, 6, gte=first, lte=last, value=value or str(first))


def made(published: date | None, *days: tuple[date, date]) -> Timeline:
    found = timeline([mention(min(pair), max(pair)) for pair in days], published)
    assert found
    return found


def extent(each: Shown) -> tuple[float, float]:
    long = LETTER * len(each.label)
    ends = (each.label_x - long, each.label_x) if each.label_left else (each.x, each.label_x + long)
    return min(each.x, ends[0]), max(each.x + each.width, ends[1])


@given(st.none() | DAYS, st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=20))
def test_everything_is_in_the_picture(
    published: date | None, days: list[tuple[date, date]]
) -> None:
    found = made(published, *days)
    for each in found.shown:
        assert 0 <= each.x <= WIDTH
        assert each.y + 12 <= found.height
    assert all(0 < tick.x < WIDTH for tick in found.ticks)


@given(DAYS, st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=20))
def test_no_label_stands_over_another(published: date, days: list[tuple[date, date]]) -> None:
    rows: dict[float, list[tuple[float, float]]] = {}
    for each in made(published, *days).shown:
        rows.setdefault(each.y, []).append(extent(each))
    for row in rows.values():
        row.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(row))


@given(DAYS, st.lists(DAYS, min_size=2, max_size=20))
def test_earlier_is_further_left(published: date, days: list[date]) -> None:
    shown = made(published, *((day, day) for day in days)).shown
    places = [each.x for each in shown]
    assert places == sorted(places)


@pytest.mark.parametrize("dates", [[], [dated("May", 0, 3, gte=None, lte=None)]])
def test_without_days_there_is_none(dates: list[DateMention]) -> None:
    assert timeline(dates, date(2024, 10, 30)) is None


def test_a_value_stands_once_with_its_count() -> None:
    day = date(2024, 10, 30)
    found = timeline([mention(day, day)] * 3, day)
    assert found
    assert [(each.label, each.number) for each in found.shown] == [("2024-10-30 ×3", 1)]


def test_very_many_are_counted_and_not_drawn() -> None:
    days = [date.fromordinal(730_000 + n) for n in range(MOST_SHOWN + 7)]
    found = made(days[0], *((day, day) for day in days))
    assert (len(found.shown), found.more) == (MOST_SHOWN, 7)


def test_without_a_day_of_publication_the_latest_day_is_the_middle() -> None:
    found = made(None, (date(2020, 1, 1), date(2020, 1, 1)), (date(2021, 5, 1), date(2021, 5, 1)))
    assert (found.anchor, found.published) == (date(2021, 5, 1), False)
