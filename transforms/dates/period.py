"""Calendar periods: a day, a week, a quarter, a decade … as one small algebra.

A period knows its first and last day, its TIMEX3 value, and the period before and after it, so
that "last", "this", "next" and "n … ago" mean the same for every unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from transforms.article import Granularity

DAY = Granularity.DAY
WEEK = Granularity.WEEK
WEEKEND = Granularity.WEEKEND
MONTH = Granularity.MONTH
SEASON = Granularity.SEASON
QUARTER = Granularity.QUARTER
HALF = Granularity.HALF
YEAR = Granularity.YEAR
DECADE = Granularity.DECADE
CENTURY = Granularity.CENTURY

AGAINST = 5
AHEAD = 2
"""How many times further away a date counts that lies against the direction of its clause; and,
in a clause without one, a date that is still to come: news is about what has happened."""

SEASONS = ("SP", "SU", "FA", "WI")
"""Meteorological seasons of the northern hemisphere: three whole months each, from March on."""

BEFORE_CHRIST = range(5000, 9099)
"""Years of `date` that stand for years before Christ, for which it has none: 9099 − y for the year
y, so that they run in their order and that decades and centuries begin where people begin them."""

LENGTH: dict[Granularity, relativedelta | timedelta] = {
    DAY: timedelta(days=1),
    WEEK: timedelta(weeks=1),
    WEEKEND: timedelta(weeks=1),
    MONTH: relativedelta(months=1),
    SEASON: relativedelta(months=3),
    QUARTER: relativedelta(months=3),
    HALF: relativedelta(months=6),
    YEAR: relativedelta(years=1),
    DECADE: relativedelta(years=10),
    CENTURY: relativedelta(years=100),
}

UNKNOWN: dict[Granularity, str] = {
    DAY: "XXXX-XX-XX",
    WEEK: "XXXX-WXX",
    WEEKEND: "XXXX-WXX-WE",
    MONTH: "XXXX-XX",
    SEASON: "XXXX-SX",
    QUARTER: "XXXX-QX",
    HALF: "XXXX-HX",
    YEAR: "XXXX",
    DECADE: "XXX",
    CENTURY: "XX",
}
"""TIMEX3 values of periods of which nothing but the unit is known."""


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period, given by its first day and its unit.

    Making one outside the years 1 to 9999 raises ValueError or OverflowError, as dates do.
    """

    first: date
    unit: Granularity

    @property
    def last(self) -> date:
        """The last day of the period, included."""
        return self.first if self.unit is DAY else _last(self.first, self.unit)

    @property
    def before_christ(self) -> bool:
        """Whether the period lies where `date` has no days."""
        return self.first.year in BEFORE_CHRIST

    @property
    def value(self) -> str:
        """The TIMEX3 value: ISO 8601 where that has a notation, two-digit weeks included."""
        year = f"{self.first.year:04d}"
        if self.before_christ:
            return self._value_in(f"BC{before_christ(self.first.year):04d}")
        return self._value_in(year)

    def _value_in(self, year: str) -> str:
        iso = self.first.isocalendar()
        if self.unit in (WEEK, WEEKEND):
            ending = "-WE" if self.unit is WEEKEND else ""
            if self.before_christ:
                return f"{year}-WXX{ending}"
            return f"{iso.year:04d}-W{iso.week:02d}{ending}"
        if self.unit is SEASON:
            return f"{year}-{SEASONS[(self.first.month - 3) // 3]}"
        month = self.first.month
        return {
            DAY: f"{year}-{month:02d}-{self.first.day:02d}",
            MONTH: f"{year}-{month:02d}",
            QUARTER: f"{year}-Q{(month + 2) // 3}",
            HALF: f"{year}-H{1 if month < 7 else 2}",
            YEAR: year,
            DECADE: year[:-1],
            CENTURY: year[:-2],
        }[self.unit]

    def shift(self, count: int) -> Period:
        """The period `count` of its own units later; earlier where negative."""
        return Period(self.first + LENGTH[self.unit] * count, self.unit)

    def widen(self, unit: Granularity) -> Period:
        """The period of `unit` in which this one begins."""
        return around(self.first, unit)


@lru_cache(maxsize=4096)
def _last(first: date, unit: Granularity) -> date:
    """Kept, for the months and years of a text come again and again."""
    if unit is WEEKEND:
        return first + timedelta(days=1)
    return first + LENGTH[unit] - timedelta(days=1)


def before_christ(year: int) -> int:
    """From a year before Christ to the year of `date` that stands for it, and back.

    >>> before_christ(480), before_christ(before_christ(480))
    (8619, 480)
    """
    return BEFORE_CHRIST.stop - year


def around(day: date, unit: Granularity) -> Period:
    """The period of `unit` that `day` lies in; for a weekend, that of the day's ISO week."""
    if unit is DAY:
        return Period(day, DAY)
    if unit in (WEEK, WEEKEND):
        monday = day - timedelta(days=day.weekday())
        return Period(monday + timedelta(days=5 if unit is WEEKEND else 0), unit)
    if unit is SEASON:
        start = day.replace(day=1) - relativedelta(months=day.month % 3)
        return Period(start, SEASON)
    if unit in (DECADE, CENTURY):
        length = 10 if unit is DECADE else 100
        return Period(date(max(1, day.year - day.year % length), 1, 1), unit)
    months = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}[unit]
    return Period(date(day.year, day.month - (day.month - 1) % months, 1), unit)


def part_of_year(year: int, unit: Granularity, number: int) -> Period:
    """The `number`-th quarter, half, month or season (1 is spring) of a year."""
    months = {MONTH: 1, QUARTER: 3, SEASON: 3, HALF: 6}[unit]
    offset = 3 if unit is SEASON else 1
    return Period(date(year, offset + (number - 1) * months, 1), unit)


def nearest(period: Period, day: date, step: relativedelta, direction: int) -> Period:
    """The repetition of `period` every `step` that is nearest to `day`.

    Args:
        period: any one of the repetitions, at most one step away from `day`.
        direction: -1 for the latest that has begun by `day`, 1 for the earliest that has not
            ended before `day`, 0 for the one whose beginning is nearest.
    """
    choices = [Period(period.first + step * count, period.unit) for count in (-1, 0, 1)]
    if direction < 0:
        return max((p for p in choices if p.first <= day), key=_first, default=choices[0])
    if direction > 0:
        return min((p for p in choices if p.last >= day), key=_first, default=choices[-1])
    return min(choices, key=lambda p: abs((p.first - day).days))


def likeliest(choices: Iterable[Period], day: date, direction: int) -> Period | None:
    """The period nearest to `day`, those against the direction counting as further away.

    A tense weighs little beside the calendar: "said … in December", written in November, is next
    month and not last year.
    """

    def distance(period: Period) -> int:
        away = max((period.first - day).days, (day - period.last).days, 0)
        ahead = (period.first > day) - (period.last < day)
        if direction == 0:
            return away * (AHEAD if ahead > 0 else 1)
        return away * (AGAINST if ahead * direction < 0 else 1)

    return min(choices, key=distance, default=None)


def _first(period: Period) -> date:
    return period.first
