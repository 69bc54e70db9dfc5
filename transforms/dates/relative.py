"""Reading what is counted from now or from what the text spoke of: weekdays, "last", "ago"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta, weekday

from transforms.article import Granularity
from transforms.dates.period import (
    DAY,
    LENGTH,
    QUARTER,
    UNKNOWN,
    WEEKEND,
    YEAR,
    Period,
    around,
    part_of_year,
)
from transforms.dates.reading import (
    FUTURE,
    PAST,
    Reading,
    Scene,
    Slots,
    dated,
    reader,
    relative,
    unresolved,
)

GRANULARITY = {
    "day": (Granularity.DAY, 1),
    "week": (Granularity.WEEK, 1),
    "weekend": (Granularity.WEEKEND, 1),
    "fortnight": (Granularity.WEEK, 2),
    "month": (Granularity.MONTH, 1),
    "quarter": (Granularity.QUARTER, 1),
    "year": (Granularity.YEAR, 1),
    "decade": (Granularity.YEAR, 10),
    "century": (Granularity.YEAR, 100),
}
"""Unit of the lexicon → the granularity in which it is counted, and how many of them it is."""

_WHOLE = {"decade": Granularity.DECADE, "century": Granularity.CENTURY}
"""Units that are counted in years but that "last" and "this" name as a whole."""


@reader
def weekday_near(slots: Slots, scene: Scene) -> Reading | None:
    """Wednesday: the nearest in the clause's direction, the anchor's own day included.

    Without a direction it is the past one, as in reporting. "Last" and "next" leave the anchor's
    own day out; "this" looks ahead unless the clause looks back.
    """
    number = slots["weekday"]
    if scene.now is None:
        return unresolved(DAY, f"XXXX-WXX-{number}")
    which = slots.get("which")
    if which is None:
        toward, start = scene.points or PAST, scene.now
    elif which == 0:
        toward, start = scene.points or FUTURE, scene.now
    else:
        toward, start = which, scene.now + timedelta(days=which)
    if scene.narrated and which is None:
        toward = FUTURE
    found = start + relativedelta(weekday=weekday(number - 1)(toward))
    return dated(around(found, DAY), sure=1.0 if scene.points else 0.9)


@reader
def weekday_of_week(slots: Slots, scene: Scene) -> Reading | None:
    """Tuesday of next week."""
    number = slots["weekday"]
    if scene.anchor is None:
        return unresolved(DAY, f"XXXX-WXX-{number}")
    week = around(scene.anchor, Granularity.WEEK).shift(slots["which"])
    return dated(around(week.first + timedelta(days=number - 1), DAY))


@reader
def day_word(slots: Slots, scene: Scene) -> Reading | None:
    """Yesterday, today, tomorrow, tonight."""
    return relative(DAY, scene.anchor, slots["offset"])


@reader
def which_unit(slots: Slots, scene: Scene) -> Reading | None:
    """Last week, this year, next month, this century."""
    name = slots["unit"]
    unit = _WHOLE.get(name) or GRANULARITY[name][0]
    return relative(unit, scene.now, slots["which"] * _step(name))


@reader
def weekend(slots: Slots, scene: Scene) -> Reading | None:
    """The weekend: the one just over or just here, unless the clause looks ahead."""
    if scene.now is None:
        return unresolved(WEEKEND)
    here = around(scene.now, WEEKEND)
    if scene.points == FUTURE or here.first <= scene.now:
        return dated(here, sure=0.9)
    return dated(here.shift(-1), sure=0.9)


@reader
def that_unit(slots: Slots, scene: Scene) -> Reading | None:
    """That month, the same day, the end of the year: of what the text spoke of last."""
    name = slots["unit"]
    unit = _WHOLE.get(name) or GRANULARITY[name][0]
    base = scene.reference
    if base is not None and _within(base, unit):
        return dated(base.widen(unit), sure=0.9)
    if unit is DAY:
        return None
    return relative(unit, scene.now, 0)


@reader
def after_reference(slots: Slots, scene: Scene) -> Reading | None:
    """The day before, the next month, the following year: counted from what the text spoke of."""
    name = slots["unit"]
    unit, size = (_WHOLE[name], 1) if name in _WHOLE else GRANULARITY[name]
    base = scene.reference
    if base is None or not _within(base, unit):
        return unresolved(unit) if scene.now is None else relative(unit, scene.now, slots["count"])
    return dated(base.widen(unit).shift(slots["count"] * size), sure=0.9)


@reader
def ago(slots: Slots, scene: Scene) -> Reading | None:
    """Two weeks ago: counted from the anchor, in the unit that it is told in or narrowed to."""
    found = _counted(slots, scene.now)
    if "narrow" not in slots or found is None or found.period is None or scene.now is None:
        return found
    unit, size = GRANULARITY[slots["unit"]]
    there = scene.now + LENGTH[unit] * (slots["toward"] * slots["count"] * size)
    return dated(around(there, GRANULARITY[slots["narrow"]][0]))


@reader
def earlier(slots: Slots, scene: Scene) -> Reading | None:
    """Six days later, two years earlier: counted from what the text spoke of."""
    unit, _ = GRANULARITY[slots["unit"]]
    base = scene.reference
    if base is None or not _within(base, unit):
        return _counted(slots, scene.now)
    return _counted(slots, base.first)


@reader
def year_before(slots: Slots, scene: Scene) -> Reading | None:
    """A year earlier: of the quarter or half that is reported on, else of the anchor's year."""
    base = scene.topic
    if base is not None and "number" in slots:
        base = part_of_year(base.first.year, base.unit, slots["number"])
    if base is not None:
        earlier = Period(base.first - relativedelta(years=1), base.unit)
        return replace(dated(earlier, sure=0.9), aside=True)
    return replace(relative(YEAR, scene.now, -1), aside=True)


@reader
def same_period(slots: Slots, scene: Scene) -> Reading | None:
    """The quarter, the latest period, the 1988 quarter: the one that is reported on."""
    base = scene.topic
    if base is None and "spoken_of" in slots:
        base = scene.reference
    elif base is None and scene.now is not None:
        base = around(scene.now, QUARTER).shift(-1)
    if base is None and "year" in slots:
        return replace(dated(around(date(slots["year"], 1, 1), YEAR), sure=0.7), aside=True)
    if base is None:
        return unresolved(QUARTER)
    if "year" not in slots:
        return dated(base, sure=0.9)
    there = Period(base.first.replace(year=slots["year"]), base.unit)
    return replace(dated(there, sure=0.9), aside=True)


@reader
def reference(slots: Slots, scene: Scene) -> Reading | None:
    """Now, recently, in the future: a time that no calendar fixes."""
    return Reading(slots["vague"], Granularity.VAGUE)


def _counted(slots: Slots, base: date | None) -> Reading | None:
    count, toward = slots["count"], slots["toward"]
    unit, size = GRANULARITY[slots["unit"]]
    if count == "X":
        return Reading("PAST_REF" if toward < 0 else UNKNOWN[unit], Granularity.VAGUE)
    if not isinstance(count, int):
        return None
    found = relative(unit, base, toward * count * size)
    return replace(found, value=UNKNOWN[unit]) if base is None else found


def _within(base: Period, unit: Granularity) -> bool:
    return base.last <= base.widen(unit).last


def _step(name: str) -> int:
    return GRANULARITY[name][1] if name not in _WHOLE else 1
