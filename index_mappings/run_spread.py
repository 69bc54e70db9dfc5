"""How the articles that a run wrote spread over sources and days, in a bounded number of rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.run_record import Spread

MOST_SOURCES = 20
MOST_PERIODS = 60
TAIL = 1.0
"""Per cent at either end that may lie outside of the days shown, where they lie far outside."""
FAR = 4
"""How many times longer all days may be than those without the tails, before these are cut."""
DAY = timedelta(days=1)


def spread_of(client: Elasticsearch, aliases: Aliases, run: str) -> Spread:
    """The spread of the articles that this run was the last to write."""
    written: dict[str, Any] = {"term": {"run": run}}
    told = client.search(index=aliases.articles, query=written, size=0, aggs=OVERVIEW).body[
        "aggregations"
    ]
    found = {
        "sources": tuple((b["key"], b["doc_count"]) for b in told["sources"]["buckets"]),
        "other_sources": told["sources"]["sum_other_doc_count"],
        "no_source": told["no_source"]["doc_count"],
        "undated": told["undated"]["doc_count"],
    }
    if told["days"]["count"] == 0:
        return Spread(**found)
    first, last = _shown(told)
    within = {"range": {"published": {"gte": f"{first:%Y-%m-%d}", "lte": f"{last:%Y-%m-%d}"}}}
    days = client.search(
        index=aliases.articles,
        query=written,
        size=0,
        aggs={
            "shown": {"filter": within, "aggs": {"by_day": BY_DAY}},
            "earlier": {"filter": {"range": {"published": {"lt": f"{first:%Y-%m-%d}"}}}},
            "later": {"filter": {"range": {"published": {"gt": f"{last:%Y-%m-%d}"}}}},
        },
    ).body["aggregations"]
    by_day = days["shown"]["by_day"]
    return Spread(
        **found,
        days=tuple((b["key_as_string"], b["doc_count"]) for b in by_day["buckets"]),
        interval=by_day["interval"],
        earlier=days["earlier"]["doc_count"],
        later=days["later"]["doc_count"],
    )


OVERVIEW: dict[str, Any] = {
    "sources": {"terms": {"field": "source", "size": MOST_SOURCES}},
    "no_source": {"missing": {"field": "source"}},
    "undated": {"missing": {"field": "published"}},
    "days": {"stats": {"field": "published"}},
    "most_days": {
        "percentiles": {"field": "published", "percents": [TAIL, 100 - TAIL], "keyed": False}
    },
}
BY_DAY: dict[str, Any] = {
    "auto_date_histogram": {
        "field": "published",
        "buckets": MOST_PERIODS,
        "minimum_interval": "day",
        "format": "yyyy-MM-dd",
    }
}


def _shown(told: dict[str, Any]) -> tuple[datetime, datetime]:
    """The first and the last day: of all, or of most where a few lie far away."""
    first, last = _moment(told["days"]["min"]), _moment(told["days"]["max"])
    low, high = (_moment(each["value"]) for each in told["most_days"]["values"])
    if last - first > FAR * max(high - low, MOST_PERIODS * DAY):
        return low, high
    return first, last


def _moment(milliseconds: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
