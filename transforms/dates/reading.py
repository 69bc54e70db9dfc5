"""What a reading function sees (the scene) and gives (the reading)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from transforms.article import Granularity, TimexType
from transforms.dates.period import UNKNOWN, Period, around

PAST, NEITHER, FUTURE = -1, 0, 1

Slots = Mapping[str, Any]
"""Slot name → what the lexicon says of the token that filled it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The meaning of a date expression, before it is put on its span.

    `period` is None where the mention has no interval of days. `sure` multiplies into the
    mention's confidence. `explicit` is true where the text itself gives the year; `aside` where
    the mention only compares ("a year earlier") and the text goes on from where it was; `about` is
    the period that the text reports on from here, where the mention tells it.
    """

    value: str
    unit: Granularity
    type: TimexType = TimexType.DATE
    period: Period | None = None
    mod: str | None = None
    sure: float = 1.0
    explicit: bool = False
    aside: bool = False
    about: Period | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a date expression is read against.

    Attributes:
        anchor: the day that "today" means; None where it is not known.
        reference: the period that the text spoke of last; "that month" goes back to it.
        topic: the quarter or half that the text reports on.
        narrated: the day that the story has reached, in a text that tells a history; None in
            ordinary reporting. Partial dates then continue from it and not from the anchor.
        direction: where the clause points: PAST, FUTURE, or NEITHER where it says nothing.
        preposition: the direction that a word right before the mention gives, or NEITHER.
        attached: whether a verb in the past stands right before the mention.
    """

    anchor: date | None
    reference: Period | None = None
    topic: Period | None = None
    narrated: date | None = None
    direction: int = NEITHER
    preposition: int = NEITHER
    attached: bool = False

    @property
    def now(self) -> date | None:
        """The day that partial and relative dates are read against."""
        return self.narrated or self.anchor

    @property
    def points(self) -> int:
        """The direction: the preposition's, else the clause's."""
        return self.preposition or self.direction


Reader = Callable[[Slots, Scene], Reading | None]

READERS: dict[str, Reader] = {}
"""The functions that a rule's `reads` may name."""


def reader(function: Reader) -> Reader:
    """Register a reading function under its own name."""
    READERS[function.__name__] = function
    return function


def dated(period: Period, *, explicit: bool = False, sure: float = 1.0) -> Reading:
    """The reading of a known period, which must lie within the calendar to its last day."""
    period.last  # noqa: B018 - raises where it does not
    return Reading(period.value, period.unit, period=period, explicit=explicit, sure=sure)


def unresolved(unit: Granularity, value: str | None = None) -> Reading:
    """The reading of a period that nothing fixes: an underspecified TIMEX3 value."""
    return Reading(value or UNKNOWN[unit], unit, sure=0.6)


def relative(unit: Granularity, day: date | None, count: int) -> Reading:
    """The period of `unit` that lies `count` units after the one around `day`."""
    if day is None:
        return unresolved(unit)
    return dated(around(day, unit).shift(count))


def at_time(day: Reading, time: str) -> Reading:
    """A day's reading at a time of TIMEX3 ("17:30", "MO"); its interval stays the whole day."""
    return replace(day, value=f"{day.value}T{time}", unit=Granularity.TIME, type=TimexType.TIME)


def repeated(unit: Granularity, value: str) -> Reading:
    """The reading of a set of times."""
    return Reading(value, unit, TimexType.SET)
