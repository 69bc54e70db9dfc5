"""What the text has spoken of so far: the running anchor.

Reporting speaks from the day of publication. A history speaks from where its story has reached:
it gives many dates with their year and hardly any "yesterday" or "on Friday". The text itself
decides which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from transforms.dates.grammar import Match
from transforms.dates.period import CENTURY, DAY, DECADE, HALF, MONTH, QUARTER, SEASON, YEAR, Period
from transforms.dates.reading import Reading

_FULL_DATES = 3
"""A history has at least so many days or months with their year …"""

_DEICTIC_SHARE = 0.25
"""… and for each of them no more than so many mentions that speak from the writer's day."""

_RECENT = 1
"""Years: half of the dates of a history lie as far back or further."""

_LONG_PAST = 20
"""Years: a text that speaks only of what lies further back, and never from the writer's day, tells
a history with fewer dates, too."""

_ASIDE = 4
"""Years: a month or a year further away than this from where the story is does not move it."""

_MOVES = (DAY, MONTH, SEASON, QUARTER, YEAR)
"""Units that carry a story on; a decade or a century is background."""


def tells_history(matches: Sequence[Match], anchor: date | None) -> bool:
    """Whether the mentions are those of a history."""
    full = sum(("year" in m.slots and "month" in m.slots) or "bc" in m.slots for m in matches)
    deictic = sum(m.rule.deictic for m in matches)
    years = [m.slots["year"] for m in matches if "year" in m.slots]
    if anchor and years and median(years) > anchor.year - _RECENT:
        return False
    if full >= _FULL_DATES:
        return deictic <= full * _DEICTIC_SHARE
    return bool(
        full and not deictic and anchor and max(years, default=0) < anchor.year - _LONG_PAST
    )


@dataclass
class Story:
    """The running anchor of one text, moved on mention by mention."""

    history: bool
    anchor: date | None = None
    reference: Period | None = None
    topic: Period | None = None
    narrated: date | None = None

    def move(self, reading: Reading) -> None:
        """Take a mention's period as what the text speaks of now."""
        period = reading.period
        self.topic = reading.about or self.topic
        if period is None or reading.aside or period.unit in (DECADE, CENTURY):
            return
        self.reference = period
        if period.unit in (QUARTER, HALF) and (self.anchor is None or period.last < self.anchor):
            self.topic = period
        if self.history and self._goes_on(reading, period):
            self.narrated = period.first

    def _goes_on(self, reading: Reading, period: Period) -> bool:
        """Whether the story moves there; a year far from it is an aside ("the war of 1812")."""
        if self.narrated is None or (reading.explicit and period.unit is DAY):
            return reading.explicit
        near = abs(period.first.year - self.narrated.year) <= _ASIDE
        return period.unit in _MOVES and near
