"""What the text has spoken of so far: the running anchor.

Reporting speaks from the day of publication. A history speaks from where its story has reached:
it gives many dates with their year and hardly any "yesterday" or "on Friday". The text itself
decides which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.dates.grammar import Match
from transforms.dates.period import CENTURY, DAY, DECADE, MONTH, QUARTER, SEASON, YEAR, Period
from transforms.dates.reading import Reading

_FULL_DATES = 3
"""A history has at least so many days or months with their year …"""

_DEICTIC_SHARE = 0.35
"""… and for each of them no more than so many mentions that speak from the writer's day."""

_MOVES = (DAY, MONTH, SEASON, QUARTER, YEAR)
"""Units that carry a story on; a decade or a century is background."""


def tells_history(matches: Sequence[Match]) -> bool:
    """Whether the mentions are those of a history."""
    full = sum("year" in m.slots and "month" in m.slots for m in matches)
    deictic = sum(m.rule.deictic for m in matches)
    return full >= _FULL_DATES and deictic <= full * _DEICTIC_SHARE


@dataclass
class Story:
    """The running anchor of one text, moved on mention by mention."""

    history: bool
    reference: Period | None = None
    narrated: date | None = None

    def move(self, reading: Reading) -> None:
        """Take a mention's period as what the text speaks of now."""
        period = reading.period
        if period is None or period.unit in (DECADE, CENTURY):
            return
        self.reference = period
        if self.history and period.unit in _MOVES and (reading.explicit or self.narrated):
            self.narrated = period.first
