"""Articles over time: by the days of publication, or by the days that they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from search.clauses import Clause
from search.errors import SearchError, shown
from search.facets import BOUNDS
from search.query import matching_under, narrowings
from search.request import Interval
from search.result import Bar, Histogram

if TYPE_CHECKING:
    from search.understanding import Understood

HISTOGRAMS = ("published", "about")
# An automatic interval is the shortest that makes no more bars than this of the time in which
# nearly all articles lie: a few bars far off must not make years of what happened in a month.
MOST_BARS = 60
LEAST_SEEN = 0.02
Span = tuple[date, date]
DAYS = {
    Interval.DAY: 1,
    Interval.WEEK: 7,
    Interval.MONTH: 30.4,
    Interval.QUARTER: 91.3,
    Interval.YEAR: 365.2,
}
MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}


def histograms(client: Elasticsearch, aliases: Aliases, asked: Understood) -> dict[str, Histogram]:
    """The histograms that a request asks for, by name.

    Raises SearchError naming those that there are.
    """
    for name in asked.request.histograms:
        if name not in HISTOGRAMS:
            raise SearchError(
                f"There is no histogram {shown(name)}. There are: {', '.join(HISTOGRAMS)}."
            )
    return {name: _histogram(client, aliases, asked, name) for name in asked.request.histograms}


def _histogram(client: Elasticsearch, aliases: Aliases, asked: Understood, field: str) -> Histogram:
    # As with facets, a filter on the days themselves hides none of them.
    filters = narrowings(asked.request, asked.query, asked.naming)
    others = [each for each in filters if each.field != field]
    around = matching_under(asked.query, others, asked.naming)
    interval = asked.request.interval
    if interval is not Interval.AUTO:
        return Histogram(str(interval), *_bars(client, aliases, around, field, interval, None))
    within = matching_under(asked.query, filters, asked.naming)
    interval, span = _fitting(client, aliases, within, field)
    return Histogram(str(interval), *_bars(client, aliases, around, field, interval, span))


def _fitting(
    client: Elasticsearch, aliases: Aliases, query: Clause, field: str
) -> tuple[Interval, Span | None]:
    """The interval that fits, and the days in which nearly all articles lie."""
    span: Span | None = None
    for finer in (Interval.YEAR, Interval.MONTH):
        counted, _ = _count(client, aliases, query, field, finer, span)
        if not counted:
            return Interval.MONTH, None
        span = _most_of(counted, finer)
    days = (span[1] - span[0]).days + 1 if span else 0
    fitting = next(
        (each for each, each_days in DAYS.items() if days / each_days <= MOST_BARS), None
    )
    return fitting or Interval.YEAR, span


def _most_of(bars: Sequence[tuple[date, int]], interval: Interval) -> Span:
    """From the first to the last bar that can be seen beside the tallest."""
    tallest = max(count for _, count in bars)
    seen = [day for day, count in bars if count >= tallest * LEAST_SEEN]
    return seen[0], _end(seen[-1], interval)


def _bars(
    client: Elasticsearch,
    aliases: Aliases,
    query: Clause,
    field: str,
    interval: Interval,
    span: Span | None,
) -> tuple[tuple[Bar, ...], int, int]:
    counted, outside = _count(client, aliases, query, field, interval, span)
    bars = [Bar(day.isoformat(), _end(day, interval).isoformat(), count) for day, count in counted]
    return tuple(bars), *outside


def _count(
    client: Elasticsearch,
    aliases: Aliases,
    query: Clause,
    field: str,
    interval: Interval,
    span: Span | None,
) -> tuple[list[tuple[date, int]], tuple[int, int]]:
    """Articles by the first days of intervals, and how many lie before and after the span."""
    widest = BOUNDS["day"] if interval in (Interval.DAY, Interval.WEEK) else BOUNDS["year"]
    first, last = span or (_first(widest["min"]), date(int(widest["max"][:4]), 12, 31))
    over_time = {
        "date_histogram": {
            "field": field,
            "calendar_interval": str(interval),
            "format": "yyyy-MM-dd",
            "min_doc_count": 1,
            # The interval that the later bound lies in is left out.
            "hard_bounds": {"min": first.isoformat(), "max": _after(last, interval).isoformat()},
        }
    }
    outside = {
        "earlier": {"filter": {"range": {field: {"lt": first.isoformat()}}}},
        "later": {"filter": {"range": {field: {"gt": last.isoformat()}}}},
    }
    answer = client.search(
        index=aliases.articles,
        size=0,
        query=query,
        track_total_hits=False,
        aggs={"over_time": over_time, **outside},
    )["aggregations"]
    counted = [
        (date.fromisoformat(bucket["key_as_string"]), bucket["doc_count"])
        for bucket in answer["over_time"]["buckets"]
    ]
    return counted, (answer["earlier"]["doc_count"], answer["later"]["doc_count"])


def _after(day: date, interval: Interval) -> date:
    """The first day after the interval that a day lies in."""
    if interval is Interval.DAY:
        return day + timedelta(days=1)
    if interval is Interval.WEEK:
        return day + timedelta(days=7 - day.weekday())
    months = MONTHS[interval]
    year, month = divmod(day.year * 12 + (day.month - 1) // months * months + months, 12)
    return date(year, month + 1, 1)


def _first(told: str) -> date:
    return date.fromisoformat(told + "-01-01"[len(told) - 4 :])


def _end(first: date, interval: Interval) -> date:
    """The last day of the interval that begins on a day."""
    return _after(first, interval) - timedelta(days=1)
