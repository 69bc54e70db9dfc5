"""The days that an article speaks of, as marks on a line around its day of publication.

An article of yesterday may speak of tomorrow and of 1789. So the line is near where things are
near: its scale is the logarithm of the distance in days, to either side of the day of publication.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.article import DateMention

WIDTH, ROW, TOP = 1000.0, 24.0, 34.0
MOST_SHOWN = 40
LETTER = 8.0
"""Of the label's font, about the width of a digit."""
SMALLEST = 7.0
TICK = 104.0
"""What the name of a tick needs."""
STEPS = (
    (1, "1 day"), (7, "1 week"), (30, "1 month"), (365, "1 year"),
    (3_652, "10 years"), (36_524, "100 years"), (365_243, "1,000 years"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A value on the line, in units of the picture.

    `label_x` is where its words begin, or end where `label_left`; `number` is that of the first
    mention.
    """

    number: int
    label: str
    told: str
    x: float
    width: float
    y: float
    label_x: float
    label_left: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the line that is named."""

    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """The picture; `more` values are left out of it, the table has them all."""

    anchor: date
    anchor_x: float
    published: bool
    height: float
    ticks: tuple[Tick, ...]
    shown: tuple[Shown, ...]
    more: int = 0


def timeline(dates: Sequence[DateMention], published: date | None) -> Timeline | None:
    """The mentions that cover days, each value once; None where there is none.

    Without a day of publication the latest day that is spoken of is the middle.
    """
    values = _values(dates)
    if not values:
        return None
    anchor = published or max(lte for _, lte, _ in values)
    scale = _Scale.around(anchor, [day for gte, lte, _ in values for day in (gte, lte)])
    placed: list[Shown] = []
    ends: list[float] = []
    for (gte, lte, value), (number, count) in list(values.items())[:MOST_SHOWN]:
        label = f"{value} ×{count}" if count > 1 else value
        told = f"{value}: {gte} to {lte}" if gte != lte else value
        placed.append(_place(scale, gte, lte, label, f"{told}, {count} ×", number, ends))
    height = TOP + ROW * len(ends) + 8
    ticks = tuple(scale.ticks())
    more = max(0, len(values) - MOST_SHOWN)
    return Timeline(
        anchor, scale.x(anchor), published is not None, height, ticks, tuple(placed), more
    )


def _values(dates: Sequence[DateMention]) -> dict[tuple[date, date, str], tuple[int, int]]:
    """(first day, last day, value) to the number of the first mention, and how many there are."""
    first: dict[tuple[date, date, str], int] = {}
    counts: Counter[tuple[date, date, str]] = Counter()
    for number, mention in enumerate(dates, start=1):
        if mention.gte and mention.lte and mention.gte <= mention.lte:
            key = (mention.gte, mention.lte, mention.value)
            first.setdefault(key, number)
            counts[key] += 1
    return {key: (first[key], counts[key]) for key in sorted(first)}


@dataclass(frozen=True, slots=True)
class _Scale:
    anchor: date
    before: int
    after: int

    @classmethod
    def around(cls, anchor: date, days: Iterable[date]) -> _Scale:
        away = [(day - anchor).days for day in days]
        before, after = max(0, -min(away)), max(0, max(away))
        # A week at least to either side, and no side so narrow that its marks are one.
        least = max(7, int(max(before, after) ** 0.4))
        return cls(anchor, max(before, least), max(after, least))

    def x(self, day: date) -> float:
        return self._at((day - self.anchor).days)

    def _at(self, away: int) -> float:
        margin = 12.0
        whole = _far(self.before) + _far(self.after)
        place = _far(self.before) + math.copysign(_far(abs(away)), away)
        return round(margin + (WIDTH - 2 * margin) * place / whole, 1)

    def ticks(self) -> Iterable[Tick]:
        last = -math.inf
        for away, name in self._steps():
            x = self._at(away)
            if (
                x - last >= TICK
                and abs(x - self._at(0)) >= TICK
                and TICK < 2 * x < 2 * WIDTH - TICK
            ):
                yield Tick(x, f"{name} {'before' if away < 0 else 'after'}")
                last = x

    def _steps(self) -> list[tuple[int, str]]:
        earlier = [(-days, name) for days, name in reversed(STEPS) if days <= self.before]
        return earlier + [(days, name) for days, name in STEPS if days <= self.after]


def _far(days: int) -> float:
    return math.log1p(days)


def _place(
    scale: _Scale, gte: date, lte: date, label: str, told: str, number: int, ends: list[float]
) -> Shown:
    """On the first row where nothing is in its way; `ends` are where the rows are full up to."""
    x = scale.x(gte)
    width = max(SMALLEST, scale.x(lte) - x)
    long = LETTER * len(label) + 6
    left = x + width + long > WIDTH and x - long >= 0
    begins = x - long if left else x
    until = x + width if left else x + width + long
    row = next((row for row, end in enumerate(ends) if end + 6 <= begins), len(ends))
    ends[row : row + 1] = [until]
    label_x = x - 4 if left else x + width + 4
    return Shown(number, label, told, x, round(width, 1), TOP + ROW * row, round(label_x, 1), left)
