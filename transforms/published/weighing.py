"""Which day of those that the places tell, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from transforms.article import Published, PublishedFrom
from transforms.published.candidate import Candidate, Hints
from transforms.published.notation import Moment
from transforms.published.outlets_day import local_days
from transforms.resources import read_toml

DATA = "published/data/weights.toml"
# Places that a change of the article leaves as they are.
FIRST = frozenset({PublishedFrom.URL, PublishedFrom.JSON_LD, PublishedFrom.META})
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vote:
    """A candidate with its day in the outlet's zone and its weight in log-odds."""

    candidate: Candidate
    day: date
    weight: float

    @property
    def place(self) -> PublishedFrom:
        """Where it was found."""
        return self.candidate.found_in


def decide(candidates: Sequence[Candidate], hints: Hints) -> Published | None:
    """The day with the most weight behind it; None where no place tells one.

    The weights of places that give one day add up, but for places that repeat each other. The
    confidence grows with the lead over the best day that is more than a day away. Rules and
    numbers: `data/weights.toml`.

    Args:
        candidates: one for each place, within bounds, in the order of their trust.
    """
    votes = _votes(candidates, hints)
    if not votes:
        return None
    sums = {day: _weight_of(day, votes, hints) for day in dict.fromkeys(v.day for v in votes)}
    best = max(sums, key=lambda day: sums[day])
    rivals = [weight for day, weight in sums.items() if abs(day - best) > A_DAY]
    lead = sums[best] - max(rivals, default=0.0)
    chosen = max((v for v in votes if v.day == best), key=lambda v: v.weight)
    return Published(best, chosen.place, confidence(lead), _moment(chosen, votes))


def confidence(lead: float) -> float:
    """0 to 1, of a lead in log-odds."""
    table = _table()["confidence"]
    found = 1 / (1 + math.exp(-(table["scale"] * lead + table["shift"])))
    highest: float = table["highest"]
    return round(min(found, highest), 3)


def _votes(candidates: Sequence[Candidate], hints: Hints) -> list[Vote]:
    days = local_days(candidates, hints.zone, hints.page_zone)
    entered = [day for c, day in zip(candidates, days, strict=True) if c.found_in in FIRST]
    return [
        Vote(candidate, day, _weight(candidate, day, entered))
        for candidate, day in zip(candidates, days, strict=True)
    ]


def _weight(candidate: Candidate, day: date, entered: Sequence[date]) -> float:
    place = candidate.found_in
    weight: float = _table()["places"][place]
    if any(day - each > A_DAY for each in entered):
        weight *= _table()["later"].get(place, 1.0)
    if _may_stand_for_a_year(candidate.moment):
        weight *= _table()["first_of_january"]["kept"]
    return weight


def _may_stand_for_a_year(moment: Moment) -> bool:
    first = (moment.day.month, moment.day.day) == (1, 1)
    return first and (moment.at is None or moment.at.time() == time())


def _weight_of(day: date, votes: Sequence[Vote], hints: Hints) -> float:
    strongest: dict[str, float] = {}
    for vote in votes:
        if vote.day == day:
            group = _group(vote.place)
            strongest[group] = max(strongest.get(group, 0.0), vote.weight)
    months: Mapping[str, float] = _table()["months"]
    told = {"url": hints.url_month, "image": hints.image_month}
    near = (months[where] for where, month in told.items() if month == (day.year, day.month))
    return sum(strongest.values()) + sum(near)


def _moment(chosen: Vote, votes: Sequence[Vote]) -> datetime | None:
    """The instant that the chosen place gives, or another of its day."""
    near = (v.candidate.moment.at for v in votes if v.day == chosen.day)
    return chosen.candidate.moment.at or next(filter(None, near), None)


def _group(place: PublishedFrom) -> str:
    return _groups().get(place, place)


@cache
def _groups() -> dict[str, str]:
    return {place: name for name, places in _table()["groups"].items() for place in places}


def _table() -> dict[str, Any]:
    return read_toml(DATA)
