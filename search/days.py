"""Days as people type them: a day, a month, a year, or a range of those."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from search.errors import SearchError, shown

PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
ALLOWED = (
    "a day 2024-08-12, a month 2024-08, a year 2024, or a range 2024-08..2024-10, "
    "2024-10.. or ..2024"
)


@dataclass(frozen=True, slots=True)
class DayRange:
    """A closed interval of days; None is open.

    >>> DayRange.parse("2024-02")
    DayRange(gte=datetime.date(2024, 2, 1), lte=datetime.date(2024, 2, 29))
    >>> DayRange.parse("2024-10..")
    DayRange(gte=datetime.date(2024, 10, 1), lte=None)
    """

    gte: date | None
    lte: date | None

    @classmethod
    def parse(cls, told: str) -> DayRange:
        """Raises SearchError with what is allowed."""
        first, dots, last = told.strip().partition("..")
        if not first and not last:
            raise SearchError(f"{shown(told)} is no date: give {ALLOWED}.")
        gte = _partial(first)[0] if first else None
        lte = _partial(last if dots else first)[1] if last or not dots else None
        if gte and lte and gte > lte:
            raise SearchError(f"{shown(told)} ends before it begins: give the earlier day first.")
        return cls(gte, lte)

    def clause(self) -> dict[str, str]:
        """The bounds of an Elasticsearch range query."""
        bounds = {"gte": self.gte, "lte": self.lte}
        return {name: day.isoformat() for name, day in bounds.items() if day}


def _partial(told: str) -> tuple[date, date]:
    match = PARTIAL.fullmatch(told.strip())
    if not match:
        raise SearchError(f"{shown(told)} is no date: give {ALLOWED}.")
    year, month, day = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise SearchError(
            f"{shown(told)} is no date of the calendar ({error}): give {ALLOWED}."
        ) from error
    if day:
        return first, first
    if month:
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    return first, first.replace(month=12, day=31)
