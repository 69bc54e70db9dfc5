"""Reading holidays, from the language's table of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta, weekday

from transforms.dates.period import DAY, Period, around, likeliest
from transforms.dates.reading import NEITHER, Reading, Scene, Slots, dated, reader, unresolved

_FIXED = re.compile(r"\d\d-\d\d")


@reader
def holiday(slots: Slots, scene: Scene) -> Reading | None:
    """Christmas Day, Easter Monday, Thanksgiving: the nearest in the direction of the clause."""
    told = slots["holiday"]
    if "year" in slots:
        return dated(around(holiday_date(told, slots["year"]), DAY), explicit=True)
    if scene.now is None:
        return unresolved(DAY, f"XXXX-{told}" if _FIXED.fullmatch(told) else None)
    if scene.narrated and "which" not in slots:
        return dated(around(holiday_date(told, scene.narrated.year), DAY), sure=0.8)
    choices = [holiday_date(told, scene.now.year + n) for n in (-2, -1, 0, 1, 2)]
    return dated(_chosen(choices, scene.now, slots.get("which"), scene.points), sure=0.9)


def _chosen(choices: list[date], now: date, which: int | None, points: int) -> Period:
    """The one of that year for "this", the nearest to that side for others; either side without."""
    toward = points if which is None else which
    if which == 0:
        choices = [day for day in choices if day.year == now.year]
    elif toward:
        choices = [day for day in choices if (day - now).days * toward >= (1 if which else 0)]
    periods = [around(day, DAY) for day in choices]
    return likeliest(periods, now, NEITHER) or periods[0]


def holiday_date(told: str, year: int) -> date:
    """The day of a holiday in a year.

    Args:
        told: "12-25", a fixed day; "easter+1", days from Western Easter Sunday; "11 4 4", the
            fourth (-1: the last) Thursday (1 is Monday) of November.
    """
    if told.startswith("easter"):
        return easter(year) + timedelta(days=int(told.removeprefix("easter") or 0))
    if "-" in told[1:3] and " " not in told:
        month, day = (int(n) for n in told.split("-"))
        return date(year, month, day)
    month, which, number = (int(n) for n in told.split())
    start = date(year, month, 1) if which > 0 else date(year, month, 1) + relativedelta(day=31)
    return start + relativedelta(weekday=weekday(number - 1)(which))
