"""Reading days and months.

Where the text leaves the year out it is the likeliest one: near the anchor, and where the clause
points (see `period.likeliest`). In a history it is the year that the story has reached.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from transforms.article import Granularity
from transforms.dates.period import (
    BEFORE_CHRIST,
    DAY,
    MONTH,
    WEEK,
    Period,
    around,
    likeliest,
    part_of_year,
)
from transforms.dates.reading import (
    PAST,
    Reading,
    Scene,
    Slots,
    at_time,
    dated,
    reader,
    repeated,
    unresolved,
)
from transforms.dates.years import written_year

_SHORT_DATE = re.compile(r"(?P<day>\d{1,2})([./-])(?P<month>\d{1,2})\2(?P<year>\d\d)")

_LEAP = 8
"""Years: between two leap days there are no more."""

_ROLLS_OVER = 8
"""Months: a history that goes back further than this within a year has gone on to the next."""


@reader
def iso_date(slots: Slots, scene: Scene) -> Reading | None:
    """2024-10-30, with or without a time."""
    told: str = slots["iso"]
    found = date.fromisoformat(told[:10])
    if found.year in BEFORE_CHRIST:
        return None
    day = dated(around(found, DAY), explicit=True)
    return at_time(day, told[11:16]) if len(told) > 10 else day


@reader
def numeric_date(slots: Slots, scene: Scene) -> Reading | None:
    """30/10/2024, 10-30-2024, 30.10.2024, 2024/10/30.

    Dots are written day first everywhere; with others the language's habit decides, unless only
    one order makes a date.
    """
    told: str = slots["numeric"]
    mark = next(c for c in told if not c.isdigit())
    numbers = [int(n) for n in told.split(mark)]
    if numbers[0] > 31:
        year, month, day = numbers
    else:
        day, month, year = numbers
        if not (slots["day_first"] or mark == ".") or month > 12:
            day, month = month, day
        if month > 12:
            day, month = month, day
    if year in BEFORE_CHRIST:
        return None
    ambiguous = day <= 12 and month <= 12 and day != month and mark == "/"
    return dated(around(date(year, month, day), DAY), explicit=True, sure=0.7 if ambiguous else 1.0)


@reader
def numeric_date_of_short_year(slots: Slots, scene: Scene) -> Reading | None:
    """30.10.24, 30/10/24: the day first, where the language puts it there."""
    told = _SHORT_DATE.fullmatch(slots["figure"])
    year = written_year({"short_year": f"'{told['year']}"}) if told else None
    if told is None or year is None or not slots["day_first"]:
        return None
    day = date(year, int(told["month"]), int(told["day"]))
    return dated(around(day, DAY), explicit=True, sure=0.8)


@reader
def calendar_day(slots: Slots, scene: Scene) -> Reading | None:
    """August 6, 6 August 2024."""
    month, day = slots["month"], slots["day"]
    year = _year_of_range(slots)
    if year is not None:
        return dated(around(date(year, month, day), DAY), explicit=True)
    if scene.now is None:
        date(2000, month, day)
        return unresolved(DAY, f"XXXX-{month:02d}-{day:02d}")
    found = _in_some_year(month, day, DAY, scene, slots.get("which"))
    return None if found is None else dated(found, sure=0.95)


@reader
def calendar_month(slots: Slots, scene: Scene) -> Reading | None:
    """February, February 2022, last February."""
    month, year = slots["month"], _year_of_range(slots)
    if year is not None:
        return dated(part_of_year(year, MONTH, month), explicit=True)
    if scene.now is None:
        return unresolved(MONTH, f"XXXX-{month:02d}")
    found = _in_some_year(month, 1, MONTH, scene, slots.get("which"))
    return None if found is None else dated(found, sure=0.9)


@reader
def month_of_year(slots: Slots, scene: Scene) -> Reading | None:
    """March last year."""
    if scene.now is None:
        return unresolved(MONTH, f"XXXX-{slots['month']:02d}")
    return dated(part_of_year(scene.now.year + slots["which"], MONTH, slots["month"]))


@reader
def day_of_month(slots: Slots, scene: Scene) -> Reading | None:
    """The 15th of last month; the 28th, of the month that a history has come to."""
    if "which" in slots:
        if scene.now is None:
            return unresolved(DAY, f"XXXX-XX-{slots['day']:02d}")
        month = around(scene.now, MONTH).shift(slots["which"])
    elif scene.narrated and scene.reference:
        month = scene.reference.widen(MONTH)
    elif scene.now is None:
        return unresolved(DAY, f"XXXX-XX-{slots['day']:02d}")
    else:
        month = around(scene.now, MONTH)
        if slots["day"] > scene.now.day and scene.points <= 0:
            month = month.shift(-1)
    return dated(around(month.first.replace(day=slots["day"]), DAY))


@reader
def every_month(slots: Slots, scene: Scene) -> Reading | None:
    """Each July."""
    return repeated(MONTH, f"XXXX-{slots['month']:02d}")


@reader
def week_of_day(slots: Slots, scene: Scene) -> Reading | None:
    """The week of March 6."""
    day = calendar_day(slots, scene)
    if day is None or day.period is None:
        return unresolved(WEEK)
    return dated(around(day.period.first, WEEK), sure=day.sure)


@reader
def week_of_month(slots: Slots, scene: Scene) -> Reading | None:
    """The first week of May: the ISO week of its first day; the last week: of its last."""
    month = calendar_month(slots, scene)
    if month is None or month.period is None:
        return unresolved(WEEK)
    number: int = slots["week"]
    if number < 0:
        return dated(around(month.period.last, WEEK), explicit=month.explicit)
    day = month.period.first + timedelta(weeks=number - 1)
    return dated(around(day, WEEK), explicit=month.explicit) if number <= 5 else None


def _in_some_year(
    month: int, day: int, unit: Granularity, scene: Scene, which: int | None
) -> Period | None:
    """The month or day in the year that the context asks for; None for a 30 February."""
    now = scene.now or date.min
    here = around(now, unit)
    reach = _LEAP if (month, day) == (2, 29) else 2
    years = range(now.year - reach, now.year + reach + 1)
    choices = [around(date(y, month, day), unit) for y in years if _exists(y, month, day)]
    if which:
        side = [p for p in choices if (p.first - here.first).days * which > 0]
        return min(side, key=lambda p: abs((p.first - now).days), default=None)
    if which == 0 or scene.narrated:
        year = now.year
        if scene.narrated and now.month - month > _ROLLS_OVER:
            year += 1
        return next((p for p in choices if p.first.year == year), None)
    if scene.preposition == PAST or scene.attached:
        # "Since December", "opened in December" have begun, whatever is near.
        choices = [p for p in choices if p.first <= now]
    return likeliest(choices, now, scene.points)


def _year_of_range(slots: Slots) -> int | None:
    """The year that the text gives; where it is that of a range's end, the year of its beginning.

    >>> _year_of_range({"month": 12, "last_month": 1, "year": 1952})
    1951
    """
    year = written_year(slots)
    if year is not None and slots.get("last_month", 12) < slots["month"]:
        return year - 1
    return year


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
