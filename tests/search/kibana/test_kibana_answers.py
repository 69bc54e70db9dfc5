"""Every panel, map, control and saved search, asked of a real Elasticsearch as Kibana would ask."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from flows.running.outcomes import Outcome
from search.kibana.operations import OUTCOMES, STAGES
from tests.search.kibana.asked import (
    MISSING,
    always,
    layer_request,
    map_request,
    others_request,
    search_request,
)
from tests.search.kibana.conftest import Demo
from tests.search.kibana.exported import (
    PREFIX,
    Json,
    Shown,
    index_of,
    lens_panels,
    of_type,
    search_source,
    time_field_of,
    view_of,
)

PANELS = [pytest.param(each, id=f"{each.dashboard} {each.key}") for each in lens_panels()]
# Nothing of the sample articles is of these kinds.
EMPTY = {"problem-stages"}
NONE_FOUND = {"dateline-search-problems", "dateline-search-failed-runs"}
ZONES = ("UTC", "America/Los_Angeles", "Asia/Kathmandu")


def ask(demo: Demo, view: str, body: Json) -> Json:
    index = index_of(view).replace(PREFIX, demo.aliases.prefix)
    answer: Json = demo.client.search(index=index, body=body).body
    assert not answer["_shards"]["failed"]
    assert not answer["timed_out"]
    return answer


def answers(demo: Demo, shown: Shown, zone: str = "UTC") -> list[Json]:
    """The answer for each layer, its other values included, as `other`."""
    picked = replace(always(), zone=zone)
    found = []
    for id, layer in shown.layers.items():
        view = shown.views[id]
        asked = layer_request(layer, time_field_of(view), picked, shown.kql)
        answer = ask(demo, view, asked)
        if others := others_request(asked, answer, layer):
            answer["other"] = ask(demo, view, others)["aggregations"]["other-filter"]["buckets"]
        found.append(answer)
    return found


def panel(dashboard: str, key: str) -> Shown:
    (found,) = (p for p in lens_panels() if (p.dashboard, p.key) == (f"{PREFIX}{dashboard}", key))
    return found


def buckets(answer: Json) -> dict[Any, Json]:
    (found,) = (each for each in answer["aggregations"].values() if "buckets" in each)
    if isinstance(found["buckets"], dict):
        return dict(found["buckets"])
    return {each.get("key_as_string", each["key"]): each for each in found["buckets"]}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("shown", PANELS)
def test_a_panel_shows_something_of_the_demo(demo: Demo, shown: Shown, zone: str) -> None:
    for answer in answers(demo, shown, zone):
        assert answer["hits"]["total"]["value"] > 0
        for agg in answer.get("aggregations", {}).values():
            if "buckets" in agg:
                assert bool(agg["buckets"]) == (shown.key not in EMPTY)
            else:
                assert agg.get("value", agg.get("doc_count")) is not None


def test_the_newsroom_counts_each_article_once(demo: Demo) -> None:
    (counted,) = answers(demo, panel("newsroom", "articles"))
    everything = demo.client.count(
        index=demo.aliases.articles, query={"exists": {"field": "published"}}
    )["count"]
    assert counted["hits"]["total"]["value"] == everything
    (by_source,) = answers(demo, panel("newsroom", "by-day-and-source"))
    named = sum(each["doc_count"] for each in buckets(by_source).values())
    others = by_source["other"][""]["doc_count"]
    assert len(buckets(by_source)) == 8
    assert MISSING in buckets(by_source)
    assert others > 0
    assert named + others == everything


def test_each_day_of_publication_is_a_bar_of_its_own_day(demo: Demo) -> None:
    shown = panel("newsroom", "by-day-and-source")
    (layer,) = shown.layers.values()
    picked = always()
    days = replace(picked, start=picked.end.replace(year=2024, month=8, day=1))
    days = replace(days, end=days.start.replace(month=9, day=1))
    (view,) = shown.views.values()
    body = layer_request(layer, "published", days)
    answer = ask(demo, view, body)
    for source in buckets(answer).values():
        (bars,) = (each["buckets"] for each in source.values() if isinstance(each, dict))
        told = [each["key_as_string"][:10] for each in bars if each["doc_count"]]
        assert all(day.startswith("2024-08") for day in told)
        assert sum(each["doc_count"] for each in bars) == source["doc_count"]


def test_days_ahead_are_those_that_come_after_publication(demo: Demo) -> None:
    (far,) = answers(demo, panel("timeline", "how-far"))
    counted = [each["doc_count"] for each in buckets(far).values()]
    assert sum(counted) > 0
    ranges = next(iter(far["aggregations"].values()))["buckets"]
    ahead = sum(each["doc_count"] for each in ranges.values() if each["from"] >= 1)
    answer = demo.client.search(
        index=demo.aliases.articles, query={"range": {"about_offsets": {"gt": 0}}}, size=100
    )
    hits = [hit["_source"] for hit in answer["hits"]["hits"]]
    assert 0 < len(hits) <= ahead
    for source in hits:
        assert max(source["about_days"]) > source["published"]


def test_the_days_that_are_spoken_of_are_chosen_by_themselves(demo: Demo) -> None:
    shown = panel("timeline", "spoken-of-and-published")
    requests = [
        layer_request(layer, time_field_of(shown.views[id]), always())
        for id, layer in shown.layers.items()
    ]
    fields = [
        list(each["range"])
        for request in requests
        for each in request["query"]["bool"]["filter"]
        if "range" in each
    ]
    assert fields == [["published"], ["about_days"]]
    published, spoken_of = answers(demo, shown)
    assert len(buckets(spoken_of)) > 5
    assert buckets(published)


def test_a_century_does_not_break_the_timeline(demo: Demo) -> None:
    """Lens asks for all buckets of a document, not only those within the period."""
    document = {
        "id": "long",
        "published": "2024-08-01",
        "about": [{"gte": "0001-01-01", "lte": "9999-12-31"}],
        "about_days": ["0001-01-01", "9999-12-31", "2024-08-02"],
        "about_offsets": [-738733, 1, 2912921],
    }
    demo.client.index(index=demo.aliases.articles, id="long", document=document, refresh=True)
    try:
        for shown in lens_panels():
            if shown.dashboard == f"{PREFIX}timeline":
                answers(demo, shown)
    finally:
        demo.client.delete(index=demo.aliases.articles, id="long", refresh=True)


def test_operations_account_for_all_that_the_runs_read(demo: Demo) -> None:
    (runs,) = answers(demo, panel("operations", "runs-started"))
    assert runs["hits"]["total"]["value"] == 2
    (outcomes,) = answers(demo, panel("operations", "outcomes"))
    bars = buckets(outcomes).values()
    told = {
        name: sum(bar[f"outcomes-0-number-{n}"]["value"] for bar in bars)
        for n, name in enumerate(OUTCOMES)
    }
    (read,) = answers(demo, panel("operations", "read"))
    (total,) = read["aggregations"].values()
    assert sum(told.values()) == total["value"]
    second = demo.tally.outcomes
    assert told["indexed"] == told["unchanged"] == second[Outcome.UNCHANGED] > 0
    assert told["quarantined"] == 2 * second[Outcome.QUARANTINED] > 0


def test_quarantine_is_split_by_stage_and_reason(demo: Demo) -> None:
    (answer,) = answers(demo, panel("operations", "quarantine-by-stage"))
    split = next(iter(answer["aggregations"].values()))["buckets"]
    reasons = {each["key"] for each in split}
    assert "empty" in reasons
    stages = {
        stage["key"]
        for each in split
        for inner in each.values()
        if isinstance(inner, dict)
        for stage in inner["buckets"]
    }
    assert stages
    counted = sum(each["doc_count"] for each in split)
    assert counted == demo.client.count(index=demo.aliases.quarantine)["count"]


def test_a_stage_that_is_stale_has_two_rows(demo: Demo) -> None:
    shown = panel("operations", "made-with")
    (before,) = answers(demo, shown)
    stages = [name.split()[0] for name in buckets(before)]
    assert len(stages) == len(set(stages)) == len(STAGES)
    assert stages == sorted(stages)
    moment = {"indexed_at": "2020-01-01T00:00:00+00:00", "made_with": ["dates 0123456789ab"]}
    demo.client.index(index=demo.aliases.articles, id="old", document=moment, refresh=True)
    try:
        (after,) = answers(demo, shown)
        rows = {name: row for name, row in buckets(after).items() if name.startswith("dates ")}
        assert {row["doc_count"] for row in rows.values()} == {1, demo.articles}
    finally:
        demo.client.delete(index=demo.aliases.articles, id="old", refresh=True)


def test_the_map_finds_places_in_cells(demo: Demo) -> None:
    for saved in of_type("map").values():
        view = view_of(saved)
        (body,) = map_request(saved, time_field_of(view), always())
        cells = ask(demo, view, body)["aggregations"]["gridSplit"]["buckets"]
        assert len(cells) > 5
        for cell in cells:
            assert -90 <= cell["gridCentroid"]["location"]["lat"] <= 90


@pytest.mark.parametrize("id", of_type("search"))
def test_a_saved_search_finds_and_its_columns_are_filled(demo: Demo, id: str) -> None:
    saved = of_type("search")[id]
    view = view_of(saved)
    hits = ask(demo, view, search_request(saved, time_field_of(view), always()))["hits"]["hits"]
    assert bool(hits) == (id not in NONE_FOUND)
    filled = {name for hit in hits for name in hit["fields"]}
    shown = set(saved["attributes"]["columns"])
    if hits and not search_source(saved)["query"]["query"]:
        assert len(shown & filled) > len(shown) / 2


def test_a_control_lists_values(demo: Demo) -> None:
    for dashboard in of_type("dashboard").values():
        told = dashboard["attributes"].get("controlGroupInput", {}).get("panelsJSON", "{}")
        for id, control in json.loads(told).items():
            views = {each["name"]: each["id"] for each in dashboard["references"]}
            field = control["explicitInput"]["fieldName"]
            body: Json = {
                "size": 0,
                "aggs": {
                    "suggestions": {"terms": {"field": field, "size": 10, "shard_size": 100000}},
                    "unique_terms": {"cardinality": {"field": field}},
                },
            }
            view = views[f"controlGroup_{id}:optionsListDataView"]
            assert ask(demo, view, body)["aggregations"]["suggestions"]["buckets"]
