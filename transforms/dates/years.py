"""Reading years, decades and centuries, after Christ and before."""

from __future__ import annotations

from datetime import date

from transforms.dates.period import CENTURY, DECADE, YEAR, around, before_christ
from transforms.dates.reading import Reading, Scene, Slots, dated, reader

_PIVOT = 30
"""'29 is 2029, '30 is 1930: news looks back further than ahead."""

_CENTURIES_UNTIL = 1800
"""The 1800s and those before are mostly a century, the 1900s and 2000s may be a decade."""


@reader
def calendar_year(slots: Slots, scene: Scene) -> Reading | None:
    """1989, '89, 490 BC."""
    year = written_year(slots)
    return None if year is None else dated(around(date(year, 1, 1), YEAR), explicit=True)


@reader
def range_year(slots: Slots, scene: Scene) -> Reading | None:
    """94, in 1990–94."""
    begin = slots["century"]
    year = begin - begin % 100 + slots["short"]
    return dated(around(date(year, 1, 1), YEAR), explicit=True) if year > begin else None


@reader
def decade(slots: Slots, scene: Scene) -> Reading | None:
    """1930s, '90s, the nineties, the 470s BC; the 1700s, which are a century."""
    if "old_decade" in slots:
        year = before_christ(_figures(slots["old_decade"]) + 9)
        return dated(around(date(year, 1, 1), DECADE), explicit=True)
    if "decade_word" in slots:
        year = 1900 + slots["decade_word"] * 10
    else:
        year = _figures(slots["decade"])
        if year < 100:
            year += 1900 if year >= 20 else 2000
    unit = CENTURY if year % 100 == 0 and year <= _CENTURIES_UNTIL else DECADE
    return dated(around(date(year, 1, 1), unit), explicit=True)


@reader
def century(slots: Slots, scene: Scene) -> Reading | None:
    """The 19th century: 1800 to 1899, as people count; the 4th century BC: 399 to 300."""
    number = slots["number"]
    year = before_christ(number * 100 - 1) if "era" in slots else (number - 1) * 100 or 1
    return dated(around(date(year, 1, 1), CENTURY), explicit=True)


def written_year(slots: Slots) -> int | None:
    """The year that the text gives: in two or four figures, or before Christ (see `period`)."""
    if "year" in slots:
        return int(slots["year"])
    if "bc" in slots:
        return before_christ(int(slots["bc"]))
    if "short_year" in slots:
        short = int(slots["short_year"][1:])
        return short + (2000 if short < _PIVOT else 1900)
    return None


def _figures(told: str | int) -> int:
    return int("".join(c for c in str(told) if c.isdigit()))
