"""Reading what stands on the calendar: days, months, quarters, seasons, years, decades.

Where the text leaves the year out it is the likeliest one: near the anchor, and where the clause
points (see `period.likeliest`). In a history it is the year that the story has reached.
"""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from transforms.article import Granularity
from transforms.dates.period import (
    CENTURY,
    DAY,
    DECADE,
    HALF,
    MONTH,
    QUARTER,
    SEASON,
    SEASONS,
    YEAR,
    Period,
    around,
    likeliest,
    nearest,
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

_A_YEAR = relativedelta(years=1)
_LEAP = 8
"""Years: between two leap days there are no more."""

_PIVOT = 30
"""'29 is 2029, '30 is 1930: news looks back further than ahead."""

_ROLLS_OVER = 8
"""Months: a history that goes back further than this within a year has gone on to the next."""


@reader
def iso_date(slots: Slots, scene: Scene) -> Reading | None:
    """2024-10-30, with or without a time."""
    told: str = slots["iso"]
    day = dated(around(date.fromisoformat(told[:10]), DAY), explicit=True)
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
    ambiguous = day <= 12 and month <= 12 and day != month and mark == "/"
    return dated(around(date(year, month, day), DAY), explicit=True, sure=0.7 if ambiguous else 1.0)


@reader
def calendar_day(slots: Slots, scene: Scene) -> Reading | None:
    """August 6, 6 August 2024."""
    month, day = slots["month"], slots["day"]
    year = written_year(slots)
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
    month, year = slots["month"], written_year(slots)
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
    else:
        return None
    return dated(around(month.first.replace(day=slots["day"]), DAY))


@reader
def calendar_year(slots: Slots, scene: Scene) -> Reading | None:
    """1989."""
    return dated(around(date(slots["year"], 1, 1), YEAR), explicit=True)


@reader
def range_year(slots: Slots, scene: Scene) -> Reading | None:
    """94, in 1990–94."""
    begin = slots["century"]
    year = begin - begin % 100 + slots["short"]
    return dated(around(date(year, 1, 1), YEAR), explicit=True) if year > begin else None


@reader
def year_before_christ(slots: Slots, scene: Scene) -> Reading | None:
    """490 BC, the 4th century BC: a value without an interval, for dates begin with the year 1."""
    if "century" in slots:
        return Reading(f"BC{slots['century'] - 1:02d}", CENTURY)
    return Reading(f"BC{slots['number']:04d}", YEAR)


@reader
def decade(slots: Slots, scene: Scene) -> Reading | None:
    """1930s, '90s, the nineties."""
    if "decade_word" in slots:
        year = 1900 + slots["decade_word"] * 10
    else:
        figures = "".join(c for c in slots["decade"] if c.isdigit())
        year = int(figures) if len(figures) == 4 else 1900 + int(figures)
        if len(figures) == 2 and year < 1920:
            year += 100
    return dated(around(date(year, 1, 1), DECADE), explicit=True)


@reader
def century(slots: Slots, scene: Scene) -> Reading | None:
    """The 19th century: 1800 to 1899, as people count."""
    return dated(around(date((slots["number"] - 1) * 100 or 1, 1, 1), CENTURY), explicit=True)


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
    if "year" in slots:
        return dated(part_of_year(slots["year"], unit, number), explicit=True)
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
    if "year" in slots:
        return dated(part_of_year(slots["year"], SEASON, number), explicit=True)
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
def every_month(slots: Slots, scene: Scene) -> Reading | None:
    """Each July."""
    return repeated(MONTH, f"XXXX-{slots['month']:02d}")


def written_year(slots: Slots) -> int | None:
    """The year that the text gives, in two or four figures."""
    if "year" in slots:
        return int(slots["year"])
    if "short_year" in slots:
        short = int(slots["short_year"][1:])
        return short + (2000 if short < _PIVOT else 1900)
    return None


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
    return likeliest(choices, now, scene.points)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
