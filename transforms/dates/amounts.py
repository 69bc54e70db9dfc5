"""Reading amounts of time and sets of times."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from transforms.article import Granularity, TimexType
from transforms.dates.period import DAY, HALF, MONTH, QUARTER, YEAR, around, part_of_year
from transforms.dates.reading import Reading, Scene, Slots, reader, repeated

_NOTATION = {
    "second": ("T", "S", 1),
    "minute": ("T", "M", 1),
    "hour": ("T", "H", 1),
    "day": ("", "D", 1),
    "weekend": ("", "WE", 1),
    "week": ("", "W", 1),
    "fortnight": ("", "W", 2),
    "month": ("", "M", 1),
    "quarter": ("", "Q", 1),
    "year": ("", "Y", 1),
    "decade": ("", "Y", 10),
    "century": ("", "Y", 100),
}
"""Unit → before the number, after it, and how many of them the unit is, as TIMEX3 writes it."""

_SMALLER = {
    "minute": ("second", 60),
    "hour": ("minute", 60),
    "day": ("hour", 24),
    "year": ("month", 12),
}

UNIT_GRANULARITY = {
    "day": Granularity.DAY,
    "weekend": Granularity.WEEKEND,
    "week": Granularity.WEEK,
    "fortnight": Granularity.WEEK,
    "month": Granularity.MONTH,
    "quarter": Granularity.QUARTER,
    "year": Granularity.YEAR,
    "decade": Granularity.DECADE,
    "century": Granularity.CENTURY,
}
"""Clock units are not here: what is measured in them has the granularity of a time."""


@reader
def duration(slots: Slots, scene: Scene) -> Reading | None:
    """Nine months, a few days, two and a half years, the past 20 years."""
    unit = slots["unit"]
    count = slots.get("count", 1)
    if slots.get("half") and isinstance(count, int):
        count = f"{count}.5"
    return _amount(TimexType.DURATION, count, unit)


@reader
def reported_months(slots: Slots, scene: Scene) -> Reading | None:
    """The nine months ended Sept. 30: and what "a year earlier" then speaks of."""
    reading = duration(slots, scene)
    unit = {3: QUARTER, 6: HALF, 9: YEAR, 12: YEAR}.get(slots["count"])
    if reading is None or unit is None or slots["unit"] != "month" or scene.now is None:
        return reading
    month = part_of_year(scene.now.year, MONTH, slots.get("month", 1))
    if month.first > scene.now:
        month = part_of_year(scene.now.year - 1, MONTH, slots["month"])
    whole = unit is not HALF or month.first.month in (6, 12)
    return replace(reading, about=around(month.first, unit) if whole else None)


@reader
def every_unit(slots: Slots, scene: Scene) -> Reading | None:
    """Every day, every three weeks."""
    return _amount(TimexType.SET, slots.get("count", 1), slots["unit"])


@reader
def every_weekday(slots: Slots, scene: Scene) -> Reading | None:
    """Every Monday, Mondays."""
    part = f"T{slots['part']}" if "part" in slots else ""
    return repeated(DAY, f"XXXX-WXX-{slots['weekday']}{part}")


@reader
def every_part(slots: Slots, scene: Scene) -> Reading | None:
    """Every morning."""
    return repeated(DAY, f"XXXX-XX-XXT{slots['part']}")


@reader
def frequency(slots: Slots, scene: Scene) -> Reading | None:
    """Daily, annually."""
    return Reading(slots["value"], Granularity.VAGUE, TimexType.SET)


def _amount(kind: TimexType, count: int | str, unit: str) -> Reading:
    granularity = UNIT_GRANULARITY.get(unit, Granularity.TIME)
    return Reading(amount_value(count, unit), granularity, kind)


def amount_value(count: int | str, unit: str) -> str:
    """The TIMEX3 value of an amount; "X" for a count that is not told.

    >>> amount_value(2, "decade"), amount_value("X", "week"), amount_value("2.5", "year")
    ('P20Y', 'PXW', 'P2Y6M')
    """
    before, after, size = _NOTATION[unit]
    if count == "X":
        return f"P{before}X{'DE' if unit == 'decade' else 'CE' if unit == 'century' else after}"
    exact = Fraction(count) * size
    if exact.denominator == 1:
        return f"P{before}{exact}{after}"
    if unit not in _SMALLER:
        return f"P{before}{float(exact):g}{after}"
    smaller, factor = _SMALLER[unit]
    whole, rest = int(exact), round((exact - int(exact)) * factor)
    start = f"P{before}{whole}{after}" if whole else "P"
    inner = _NOTATION[smaller]
    return f"{start}{inner[0] if inner[0] not in start else ''}{rest}{inner[1]}"
