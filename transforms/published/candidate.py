"""What one place says of the day of publication, and how the places are weighed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from transforms.article import Published, PublishedFrom
from transforms.published.notation import Moment

# The year of the first newspaper in the Americas ("Publick Occurrences", Boston): a source that
# gives an earlier day is far likelier wrong than that old.
EARLIEST = date(1690, 1, 1)

# How often each place is right, by itself.
TRUST = {
    PublishedFrom.METADATA: 0.98,
    PublishedFrom.JSON_LD: 0.95,
    PublishedFrom.META: 0.93,
    PublishedFrom.URL: 0.93,
    PublishedFrom.TIME_ELEMENT: 0.85,
    PublishedFrom.BYLINE: 0.85,
    PublishedFrom.DATELINE: 0.85,
    PublishedFrom.HTML_TEXT: 0.7,
}
AGREED = 0.5
DISPUTED = 0.75


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day of publication, and where it was found."""

    found_in: PublishedFrom
    moment: Moment


def decide(
    candidates: Iterable[Candidate], latest: date | None, timezone: str | None = None
) -> Published | None:
    """The first of the candidates within bounds; None where there is none.

    The day is the outlet's own, so that a moment in UTC is read in the zone that the outlet uses
    elsewhere, or gives way to the day before or after where the outlet writes that. Another place
    that says the same halves the doubt; one that says another by more than a day costs a quarter
    of the confidence.
    """
    zone = _zone(timezone)
    within = one_each(c for c in candidates if EARLIEST <= c.moment.day <= (latest or date.max))
    if not within:
        return None
    chosen = within[0]
    confidence = TRUST[chosen.found_in]
    for other in within[1:]:
        agrees = abs(other.moment.day - chosen.moment.day) <= timedelta(days=1)
        confidence = 1 - (1 - confidence) * AGREED if agrees else confidence * DISPUTED
    day = outlets_day(chosen.moment, zone) if zone else _local_day(chosen.moment, within)
    return Published(day, chosen.found_in, round(confidence, 3), _moment(chosen, within))


def one_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The first candidate of each place, in order."""
    firsts: dict[PublishedFrom, Candidate] = {}
    for candidate in candidates:
        firsts.setdefault(candidate.found_in, candidate)
    return list(firsts.values())


def outlets_day(moment: Moment, zone: ZoneInfo) -> date:
    """The day in the outlet's zone where the moment is known, else as it is written."""
    if moment.at is None:
        return moment.day
    try:
        return moment.at.astimezone(zone).date()
    except OverflowError:
        return moment.day


def _local_day(moment: Moment, within: Sequence[Candidate]) -> date:
    """The day of a moment in UTC as the outlet's other places show it: their zone, or their day."""
    if moment.at is None or moment.at.utcoffset():
        return moment.day
    for other in (c.moment for c in within):
        if other.at is not None and (offset := other.at.utcoffset()):
            return (moment.at + offset).date()
        if other.at is None and abs(other.day - moment.day) == timedelta(days=1):
            return other.day
    return moment.day


def _moment(chosen: Candidate, within: Sequence[Candidate]) -> datetime | None:
    """The instant that the chosen place gives, or another within a day of it."""
    near = (c.moment.at for c in within if abs(c.moment.day - chosen.moment.day).days <= 1)
    return chosen.moment.at or next(filter(None, near), None)


def _zone(name: str | None) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
