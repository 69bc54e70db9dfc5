"""The day in the outlet's own zone, where a source gives the moment in another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from transforms.article import PublishedFrom
from transforms.published.candidate import Candidate
from transforms.published.notation import Moment

# Places that show the outlet's own day, the surest first.
ADDRESS = frozenset({PublishedFrom.URL})
SHOWN = frozenset({PublishedFrom.HEADING, PublishedFrom.TIME_ELEMENT, PublishedFrom.BYLINE})


def local_days(
    candidates: Sequence[Candidate], told: str | None, guessed: str | None
) -> list[date]:
    """The day of each candidate in the outlet's zone.

    Args:
        told: the IANA zone that the source gives; it settles the day of each moment.
        guessed: the one that the page names; it gives way to the day that the page shows.
    """
    zone = known_zone(told)
    if zone:
        return [_day_in(c.moment, zone) for c in candidates]
    guess = known_zone(guessed)
    return [_local_day(c.moment, candidates, guess) for c in candidates]


def _day_in(moment: Moment, zone: tzinfo) -> date:
    if moment.at is None:
        return moment.day
    try:
        return moment.at.astimezone(zone).date()
    except OverflowError:
        return moment.day


def _local_day(moment: Moment, others: Sequence[Candidate], guess: ZoneInfo | None) -> date:
    """The day of a moment in UTC as the outlet's other places show it: their day, or their zone.

    A day that is shown without a time is the outlet's own, if it may be the moment's in any zone.
    """
    if moment.at is None or moment.at.utcoffset():
        return moment.day
    days = [c for c in others if c.moment.at is None and _may_be(moment.at, c.moment.day)]
    for places in (ADDRESS, SHOWN):
        shown = [c.moment.day for c in days if c.found_in in places]
        if shown:
            return moment.day if moment.day in shown else shown[0]
    zones = (c.moment.at.tzinfo for c in others if c.moment.at and c.moment.at.utcoffset())
    if zone := next(zones, guess):
        return _day_in(moment, zone)
    # What repeats the day in UTC tells nothing: it may have been cut from the moment.
    written = (c.moment.day for c in days if c.found_in is not PublishedFrom.UPDATED)
    return next((day for day in written if day != moment.day), moment.day)


UPDATED = PublishedFrom.UPDATED
# Zones reach from twelve hours behind UTC to fourteen before it.
BEHIND, BEFORE = timedelta(hours=12), timedelta(hours=14)


def _may_be(at: datetime, day: date) -> bool:
    try:
        return (at - BEHIND).date() <= day <= (at + BEFORE).date()
    except OverflowError:
        return False


def known_zone(name: str | None) -> ZoneInfo | None:
    """The zone of an IANA name; None for none, or for a name that the database has not."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
