"""Reading quarters, halves and seasons."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta

from transforms.article import Granularity
from transforms.dates.period import (
    HALF,
    MONTH,
    QUARTER,
    SEASON,
    SEASONS,
    Period,
    around,
    likeliest,
    nearest,
    part_of_year,
)
from transforms.dates.reading import PAST, Reading, Scene, Slots, dated, reader, unresolved
from transforms.dates.years import written_year

_A_YEAR = relativedelta(years=1)


@reader
def quarter(slots: Slots, scene: Scene) -> Reading | None:
    """The third quarter: of a year, of last year, or the nearest; reporting looks back."""
    return _numbered(QUARTER, "Q", slots["number"], slots, scene)


@reader
def half(slots: Slots, scene: Scene) -> Reading | None:
    """The first half of 1990."""
    number = slots.get("number") or 2
    return _numbered(HALF, "H", number, slots, scene) if number <= 2 else None


def _numbered(
    unit: Granularity, letter: str, number: int, slots: Slots, scene: Scene
) -> Reading | None:
    year = written_year(slots)
    if year is not None:
        return dated(part_of_year(year, unit, number), explicit=True)
    if scene.now is None:
        return unresolved(unit, f"XXXX-{letter}{number}")
    here = part_of_year(scene.now.year + slots.get("which", 0), unit, number)
    if "which" in slots:
        return dated(here)
    choices = [Period(here.first + _A_YEAR * n, unit) for n in (-1, 0, 1)]
    found = likeliest(choices, scene.now, scene.points or PAST)
    return None if found is None else dated(found, sure=0.9)


@reader
def season(slots: Slots, scene: Scene) -> Reading | None:
    """The winter, last summer, this fall, spring 1951. Winter has the year that it begins in."""
    number = slots["season"]
    year = written_year(slots)
    if year is not None:
        return dated(part_of_year(year, SEASON, number), explicit=True)
    if scene.now is None:
        return unresolved(SEASON, f"XXXX-{SEASONS[number - 1]}")
    here = part_of_year(scene.now.year, SEASON, number)
    which = slots.get("which")
    if which == 0:
        running = here.shift(-4)
        return dated(running if running.last >= scene.now else here)
    if which is None:
        if scene.narrated:
            return dated(here, sure=0.8)
        return dated(nearest(here, scene.now, _A_YEAR, scene.points or PAST), sure=0.8)
    years = [part_of_year(scene.now.year + n, SEASON, number) for n in (-2, -1, 0, 1, 2)]
    if which < 0:
        return dated(max((p for p in years if p.last < scene.now), key=lambda p: p.first))
    return dated(min((p for p in years if p.first > scene.now), key=lambda p: p.first))


@reader
def quarter_of_month(slots: Slots, scene: Scene) -> Reading | None:
    """The quarter ended Sept. 30: the calendar's, in which that month lies."""
    if scene.now is None:
        return unresolved(QUARTER)
    number = slots["month"]
    choices = [part_of_year(scene.now.year + n, MONTH, number) for n in (-1, 0, 1)]
    month = likeliest(choices, scene.now, scene.points or PAST)
    return None if month is None else dated(around(month.first, QUARTER), sure=0.9)
