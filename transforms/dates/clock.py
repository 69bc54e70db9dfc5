"""Times of the day, alone or on a day that another reading gives."""

from __future__ import annotations

import re

from transforms.article import TimexType
from transforms.dates.period import DAY, around
from transforms.dates.reading import PAST, Reading, Scene, Slots, at_time, dated, reader, unresolved

_SMALL_HOURS = 5
"""Until this hour "at night" is after midnight."""


@reader
def clock_time(slots: Slots, scene: Scene) -> Reading | None:
    """5 p.m.: of the day that the text spoke of last, else of the anchor."""
    time = slots.get("part") or time_of_day(slots)
    if time is None:
        return None
    base = scene.reference
    ahead = base is not None and scene.anchor is not None and base.first > scene.anchor
    if base is not None and base.unit is DAY and not (ahead and scene.points == PAST):
        return at_time(dated(base), time)
    if scene.now is None:
        return at_time(unresolved(DAY), time)
    return at_time(dated(around(scene.now, DAY), sure=0.8), time)


def _half_of_day(part: str | None, hour: int) -> str | None:
    """Whether "4 in the morning", "10 at night" is before noon."""
    if part is None or not 1 <= hour <= 12:
        return None
    early = part == "MO" or (part == "NI" and (hour < _SMALL_HOURS or hour == 12))
    return "am" if early else "pm"


def on_the_clock(reading: Reading, slots: Slots) -> Reading:
    """The reading of a day, at the part or the time of the day that its rule also found."""
    if reading.type is not TimexType.DATE or reading.unit is not DAY:
        return reading
    time = time_of_day(slots) or slots.get("part")
    return at_time(reading, time) if time else reading


def time_of_day(slots: Slots) -> str | None:
    """HH:MM, with a zone where one is told; None where the rule found no time or an impossible one.

    >>> time_of_day({"hour": 5, "meridiem": "pm"}), time_of_day({"clock": "09:30"})
    ('17:00', '09:30')
    """
    if "hour" in slots:
        hour, minute = int(slots["hour"]), 0
    elif "clock" in slots:
        hour, minute = (int(n) for n in re.split("[:.]", str(slots["clock"]))[:2])
    else:
        return None
    minute += int(slots.get("past", 0))
    meridiem = slots.get("meridiem") or _half_of_day(slots.get("half_day"), hour)
    if meridiem and not 1 <= hour <= 12:
        return None
    if meridiem:
        hour = hour % 12 + (12 if meridiem == "pm" else 0)
    if hour > 24 or minute > 59:
        return None
    return f"{hour:02d}:{minute:02d}"
