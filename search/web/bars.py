"""Articles over time, as bars to choose a period by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from search.days import DayRange
from search.result import Bar, Histogram
from search.web.asked import Asked

WIDTH = 1_000.0
SEEN = 4.0
"""The height of the lowest bar."""
NARROWEST = 3.0
NAMED = {"published": "Published", "about": "Speaking of"}
TAIL = 0.02
"""The share of articles at either end that is left out where that halves the time that is shown."""


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar, in units of a picture that is 1,000 wide and 100 high."""

    x: float
    width: float
    height: float
    first: str
    last: str
    told: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Beyond:
    """Articles before or after what is shown."""

    count: int
    href: str


@dataclass(frozen=True, slots=True)
class BarsView:
    """Articles over time.

    `first` and `last` are the days that a filter asks for, `begins` and `ends` name what is shown,
    `earlier` and `later` lead to what is not.
    """

    name: str
    title: str
    bars: tuple[BarView, ...]
    first: str
    last: str
    begins: str
    ends: str
    earlier: Beyond | None = None
    later: Beyond | None = None


def bars_view(asked: Asked, name: str, told: Histogram, chosen: DayRange | None) -> BarsView:
    """The bars of a histogram that has some.

    What is chosen is shown with as much time again to either side; if nothing is, what is common.
    """
    shown = _near(told.bars, chosen) or _common(told.bars)
    first, last = shown[0].first, shown[-1].last
    most = max(bar.count for bar in shown) or 1
    before = [bar for bar in told.bars if bar.last < first]
    after = [bar for bar in told.bars if bar.first > last]
    return BarsView(
        name,
        f"{NAMED[name]}, by {told.interval}",
        tuple(_placed(asked, name, bar, first, last, most, chosen) for bar in shown),
        chosen.gte.isoformat() if chosen and chosen.gte else "",
        chosen.lte.isoformat() if chosen and chosen.lte else "",
        shortest(shown[0].first, shown[0].last).split("..")[0],
        shortest(shown[-1].first, shown[-1].last).split("..")[-1],
        _beyond(asked, name, told.earlier + _count(before), f"..{_day_before(first)}"),
        _beyond(asked, name, told.later + _count(after), f"{_day_after(last)}.."),
    )


def _near(bars: Sequence[Bar], chosen: DayRange | None) -> list[Bar]:
    if not (chosen and chosen.gte and chosen.lte):
        return []
    around = (chosen.lte - chosen.gte) + timedelta(days=1)
    try:
        first, last = (chosen.gte - around).isoformat(), (chosen.lte + around).isoformat()
    except OverflowError:  # the calendar ends
        return []
    return [bar for bar in bars if bar.last >= first and bar.first <= last]


def _common(bars: Sequence[Bar]) -> Sequence[Bar]:
    most_left_out = TAIL * _count(bars)
    first, last = _tail(bars, most_left_out), len(bars) - _tail(bars[::-1], most_left_out)
    inner = bars[first:last]
    return inner if inner and 2 * _days(inner) < _days(bars) else bars


def _tail(bars: Sequence[Bar], most: float) -> int:
    """How many bars at the beginning hold no more articles than that together."""
    left_out = 0
    for number, bar in enumerate(bars):
        left_out += bar.count
        if left_out > most:
            return number
    return len(bars)


def _days(bars: Sequence[Bar]) -> int:
    return _day(bars[-1].last) - _day(bars[0].first) + 1


def _count(bars: Sequence[Bar]) -> int:
    return sum(bar.count for bar in bars)


def _day_before(told: str) -> str:
    return date.fromordinal(max(1, _day(told) - 1)).isoformat()


def _day_after(told: str) -> str:
    return date.fromordinal(min(date.max.toordinal(), _day(told) + 1)).isoformat()


def _beyond(asked: Asked, name: str, count: int, period: str) -> Beyond | None:
    return Beyond(count, asked.with_one(name, period)) if count else None


def _placed(
    asked: Asked, name: str, bar: Bar, first: str, last: str, most: int, chosen: DayRange | None
) -> BarView:
    begin, whole = _day(first), _day(last) - _day(first) + 1
    x = WIDTH * (_day(bar.first) - begin) / whole
    width = max(NARROWEST, WIDTH * (_day(bar.last) - _day(bar.first) + 1) / whole - 1)
    period = shortest(bar.first, bar.last)
    articles = "1 article" if bar.count == 1 else f"{bar.count:,} articles"
    return BarView(
        x=round(min(x, WIDTH - width), 1),
        width=round(width, 1),
        height=round(max(SEEN, 100 * bar.count / most), 1),
        first=bar.first,
        last=bar.last,
        told=f"{period.replace('..', ' to ')}: {articles}",
        href=asked.with_one(name, period),
        chosen=_in(bar, chosen),
    )


def _in(bar: Bar, chosen: DayRange | None) -> bool:
    if chosen is None:
        return True
    after = chosen.gte is None or chosen.gte.isoformat() <= bar.last
    return after and (chosen.lte is None or bar.first <= chosen.lte.isoformat())


def shortest(first: str, last: str) -> str:
    """A period as one writes it: a year, a month, a day, else its two ends.

    >>> shortest("2024-02-01", "2024-02-29"), shortest("2024-02-01", "2024-02-02")
    ('2024-02', '2024-02-01..2024-02-02')
    """
    for told in (first[:4], first[:7], first):
        days = DayRange.parse(told)
        if str(days.gte) == first and str(days.lte) == last:
            return told
    return f"{first}..{last}"


def _day(told: str) -> int:
    return date.fromisoformat(told).toordinal()
