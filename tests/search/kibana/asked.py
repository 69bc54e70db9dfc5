"""What Kibana asks Elasticsearch for a layer of a Lens panel, a map and a saved search.

Made from the exported objects alone: aggregations by column, the time picker's filter on the fields
that it chooses by, KQL, and the second request for the bucket of all other values.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.search.kibana.exported import Json, search_source
from tests.search.kibana.kql import query_of

RECORDS = "___records___"
MISSING = "__missing__"
MOST_BARS = 100
# Above this length of a bar, the interval; as Kibana rounds.
AUTO = (
    (timedelta(days=365), "1y"),
    (timedelta(weeks=3), "1M"),
    (timedelta(weeks=1), "1w"),
    (timedelta(hours=24), "1d"),
    (timedelta(hours=6), "12h"),
    (timedelta(hours=2), "3h"),
)
METRICS = {
    "sum": "sum",
    "average": "avg",
    "min": "min",
    "max": "max",
    "unique_count": "cardinality",
}


@dataclass(frozen=True)
class Picked:
    """What the time picker and the browser say."""

    start: datetime
    end: datetime
    zone: str = "UTC"

    def filter(self, field: str) -> Json:
        told = {"gte": self.start.isoformat(), "lte": self.end.isoformat()}
        return {"range": {field: {**told, "format": "strict_date_optional_time"}}}

    @property
    def interval(self) -> str:
        bar = (self.end - self.start) / MOST_BARS
        return next((interval for above, interval in AUTO if bar >= above), "1h")


def layer_request(layer: Json, time_field: str | None, picked: Picked, *kql: str) -> Json:
    """The search for a layer."""
    columns = layer["columns"]
    by_time = [
        each["sourceField"]
        for each in columns.values()
        if each["operationType"] == "date_histogram" and not each["params"].get("ignoreTimeRange")
    ] or ([time_field] if time_field else [])
    filters = [picked.filter(field) for field in by_time]
    aggs = _aggs(layer, list(_split(columns)), time_field, picked)
    return {
        "size": 0,
        "track_total_hits": True,
        "query": {"bool": {"filter": [*map(query_of, kql), *filters]}},
        "aggs": aggs,
        "runtime_mappings": {},
    }


def _split(columns: Json) -> list[str]:
    return [id for id, each in columns.items() if each["isBucketed"]]


def _aggs(layer: Json, buckets: list[str], time_field: str | None, picked: Picked) -> Json:
    columns = layer["columns"]
    if not buckets:
        return {
            id: agg for id, each in columns.items() if (agg := _metric(each)) and _counted(each)
        }
    id, *inner = buckets
    column = columns[id]
    made = _bucket(column, columns, time_field, picked)
    deeper = _aggs(layer, inner, time_field, picked)
    ranked = column["params"].get("orderBy", {}).get("columnId")
    if ranked and (agg := _metric(columns[ranked])):
        deeper = {**deeper, ranked: agg}
    return {id: {**made, **({"aggs": deeper} if deeper else {})}}


def _counted(column: Json) -> bool:
    return not column["isBucketed"] and column["operationType"] not in {"formula", "math"}


def _metric(column: Json) -> Json | None:
    """The aggregation of a number; None for a count of all, which each bucket has."""
    if not _counted(column):
        return None
    if column["operationType"] == "count":
        assert column["sourceField"] == RECORDS
        return {"filter": query_of(column["filter"]["query"])} if "filter" in column else None
    return {METRICS[column["operationType"]]: {"field": column["sourceField"]}}


def _bucket(column: Json, columns: Json, time_field: str | None, picked: Picked) -> Json:
    field, params = column["sourceField"], column["params"]
    if column["operationType"] == "terms":
        order = params["orderBy"]
        by = "_key" if order["type"] == "alphabetical" else order["columnId"]
        if by in columns and _metric(columns[by]) is None:
            by = "_count"
        size = params["size"]
        shard_size = {"shard_size": 25} if size < 10 else {}
        told = {"field": field, "size": size, "order": {by: params["orderDirection"]}}
        missing = {"missing": MISSING} if params["missingBucket"] else {}
        return {"terms": {**told, **shard_size, **missing}}
    if column["operationType"] == "range":
        ranges = [{"from": each["from"], "to": each["to"]} for each in params["ranges"]]
        return {"range": {"field": field, "ranges": ranges, "keyed": True}}
    assert column["operationType"] == "date_histogram"
    return {"date_histogram": _histogram(field, params, time_field, picked)}


def _histogram(field: str, params: Json, time_field: str | None, picked: Picked) -> Json:
    auto = params["interval"] == "auto"
    assert not (auto and params.get("ignoreTimeRange")), "auto needs the time picker"
    interval = picked.interval if auto else params["interval"]
    calendar = interval[-1] in "wMqy" or interval in {"1m", "1h", "1d"}
    bounds: Json = {}
    if params["includeEmptyRows"] and (auto or field == time_field):
        ends = {"min": picked.start, "max": picked.end}
        bounds = {"extended_bounds": {k: int(v.timestamp() * 1000) for k, v in ends.items()}}
    return {
        "field": field,
        "calendar_interval" if calendar else "fixed_interval": interval,
        "time_zone": picked.zone,
        "min_doc_count": 0 if params["includeEmptyRows"] else 1,
        **bounds,
    }


def others_request(asked: Json, answer: Json, layer: Json) -> Json | None:
    """The second request, for the other values of the outermost top values; None without any."""
    id, *_ = (*_split(layer["columns"]), None)
    column = layer["columns"].get(id) if id else None
    if column is None or not column["params"].get("otherBucket"):
        return None
    field = column["sourceField"]
    found = [bucket["key"] for bucket in answer["aggregations"][id]["buckets"]]
    others = {
        "bool": {
            "filter": [{"exists": {"field": field}}],
            "must_not": [{"match_phrase": {field: value}} for value in found if value != MISSING],
        }
    }
    inner = asked["aggs"][id].get("aggs", {})
    agg: Json = {"filters": {"filters": {"": others}}, **({"aggs": inner} if inner else {})}
    return {**asked, "aggs": {"other-filter": agg}}


def map_request(saved: Json, time_field: str | None, picked: Picked) -> list[Json]:
    """The search for each layer of a map that reads an index."""
    found = []
    for layer in json.loads(saved["attributes"]["layerListJSON"]):
        source = layer["sourceDescriptor"]
        if source["type"] != "ES_GEO_GRID":
            continue
        field = source["geoField"]
        world = {"top_left": {"lat": 89, "lon": -180}, "bottom_right": {"lat": -89, "lon": 180}}
        filters: list[Json] = [{"geo_bounding_box": {field: world}}]
        if time_field and source["applyGlobalTime"]:
            filters.append(picked.filter(field=time_field))
        grid = {
            "field": field,
            "precision": 8,
            "size": 10_000,
            "shard_size": 10_000,
            "bounds": world,
        }
        cells = {"geotile_grid": grid, "aggs": {"gridCentroid": {"geo_centroid": {"field": field}}}}
        found.append(
            {"size": 0, "query": {"bool": {"filter": filters}}, "aggs": {"gridSplit": cells}}
        )
    return found


def search_request(saved: Json, time_field: str | None, picked: Picked) -> Json:
    """The search of Discover for a saved search."""
    kql = search_source(saved)["query"]["query"]
    ((sort, direction),) = saved["attributes"]["sort"]
    filters: list[Json] = [picked.filter(time_field)] if time_field else []
    order: dict[str, Any] = {"order": direction, "unmapped_type": "boolean"}
    return {
        "size": 500,
        "track_total_hits": True,
        "version": True,
        "_source": False,
        "fields": [{"field": "*", "include_unmapped": True}],
        "query": {"bool": {"filter": [query_of(kql), *filters]}},
        "sort": [
            {sort: {**order, "format": "strict_date_optional_time"}},
            {"_doc": order},
        ],
        "highlight": {
            "pre_tags": ["@kibana-highlighted-field@"],
            "post_tags": ["@/kibana-highlighted-field@"],
            "fields": {"*": {}},
            "fragment_size": 2147483647,
        },
    }


def always() -> Picked:
    """A period with all that is in the samples, and the runs of now."""
    return Picked(datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=1))
