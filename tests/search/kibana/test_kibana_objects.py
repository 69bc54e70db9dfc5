"""The exported objects among themselves: shapes, versions, references, determinism."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from search.kibana.objects import ndjson, saved_objects
from search.kibana.saved import TYPE_VERSIONS
from tests.search.kibana.exported import (
    PREFIX,
    Json,
    Shown,
    exported,
    lens_panels,
    of_type,
    panels,
    search_source,
    strings,
)

EVERY = [pytest.param(each, id=f"{type} {id}") for (type, id), each in exported().items()]
DASHBOARDS = [pytest.param(each, id=id) for id, each in of_type("dashboard").items()]
PANELS = [pytest.param(each, id=f"{each.dashboard} {each.key}") for each in lens_panels()]

# What Kibana's schemas of these types take; it refuses any other attribute of a dashboard.
ATTRIBUTES = {
    "dashboard": {
        "title",
        "description",
        "kibanaSavedObjectMeta",
        "timeRestore",
        "timeFrom",
        "timeTo",
        "refreshInterval",
        "controlGroupInput",
        "panelsJSON",
        "optionsJSON",
        "version",
    },
    "search": {
        "title",
        "description",
        "columns",
        "sort",
        "grid",
        "hideChart",
        "isTextBasedQuery",
        "kibanaSavedObjectMeta",
    },
    "map": {"title", "description", "layerListJSON", "mapStateJSON", "uiStateJSON"},
    "index-pattern": {
        "title",
        "name",
        "timeFieldName",
        "fields",
        "fieldFormatMap",
        "fieldAttrs",
        "runtimeFieldMap",
        "sourceFilters",
        "typeMeta",
        "allowNoIndex",
    },
}
# Formats that Kibana has: of a data view, and of a number in Lens.
FORMATS = {"date", "percent", "number", "bytes", "url", "duration"}
LENS_FORMATS = {"number", "percent", "bytes", "duration"}
# The oldest version that a type's shape can be in, and the newest that Kibana 8.16 reads.
READABLE = {
    "index-pattern": ("8.0.0", "8.0.0"),
    "search": ("8.0.0", "10.5.0"),
    "map": ("8.0.0", "8.4.0"),
    "dashboard": ("8.7.0", "10.2.0"),
}


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def test_there_are_four_views_nine_searches_a_map_and_three_dashboards() -> None:
    counts = {type: len(of_type(type)) for type in TYPE_VERSIONS}
    assert counts == {"index-pattern": 4, "search": 9, "map": 1, "dashboard": 3}
    assert set(of_type("dashboard")) == {
        "dateline-newsroom",
        "dateline-timeline",
        "dateline-operations",
    }


@pytest.mark.parametrize("saved", EVERY)
def test_an_object_is_in_a_shape_that_every_version_reads(saved: Json) -> None:
    assert set(saved) == {
        "attributes",
        "coreMigrationVersion",
        "id",
        "managed",
        "references",
        "type",
        "typeMigrationVersion",
    }
    assert saved["coreMigrationVersion"] == "8.8.0"
    oldest, newest = map(numbers, READABLE[saved["type"]])
    assert oldest <= numbers(saved["typeMigrationVersion"]) <= newest
    assert set(saved["attributes"]) <= ATTRIBUTES[saved["type"]]
    assert saved["attributes"]["title"]


@pytest.mark.parametrize("saved", EVERY)
def test_every_reference_leads_to_an_object_before_it(saved: Json) -> None:
    order = list(exported())
    own = order.index((saved["type"], saved["id"]))
    for each in saved["references"]:
        assert set(each) == {"type", "id", "name"}
        assert order.index((each["type"], each["id"])) < own
    names = [each["name"] for each in saved["references"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("saved", EVERY)
def test_every_json_within_parses(saved: Json) -> None:
    for text in strings(saved["attributes"]):
        if text[:1] in {"{", "["} and not text.startswith("[Dateline]"):
            json.loads(text)
    for key, value in saved["attributes"].items():
        if key.endswith("JSON") or key in {"fields", "fieldFormatMap", "fieldAttrs", "typeMeta"}:
            assert isinstance(json.loads(value), dict | list)


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_the_panels_of_a_dashboard_lie_side_by_side(dashboard: Json) -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in panels(dashboard):
        grid = panel["gridData"]
        assert grid["i"] == panel["panelIndex"]
        assert ":" not in panel["panelIndex"]
        assert panel["title"]
        for x in range(grid["x"], grid["x"] + grid["w"]):
            for y in range(grid["y"], grid["y"] + grid["h"]):
                assert 0 <= x < 48
                assert taken.setdefault((x, y), grid["i"]) == grid["i"]
    rows = max(y for _, y in taken) + 1
    assert len(taken) == 48 * rows, "a gap"


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_a_dashboard_refers_to_all_that_its_panels_and_controls_need(dashboard: Json) -> None:
    needed = set()
    for panel in panels(dashboard):
        config = panel["embeddableConfig"]
        if panel["type"] == "lens":
            named = [each["name"] for each in config["attributes"]["references"]]
        else:
            named = [panel["panelRefName"]]
        needed |= {f"{panel['panelIndex']}:{name}" for name in named}
    controls = dashboard["attributes"].get("controlGroupInput", {}).get("panelsJSON", "{}")
    needed |= {f"controlGroup_{id}:optionsListDataView" for id in json.loads(controls)}
    assert {each["name"] for each in dashboard["references"]} == needed
    by_name = {each["name"]: each for each in dashboard["references"]}
    for panel in panels(dashboard):
        if panel["type"] == "lens":
            for each in panel["embeddableConfig"]["attributes"]["references"]:
                assert by_name[f"{panel['panelIndex']}:{each['name']}"]["id"] == each["id"]
        else:
            name = f"{panel['panelIndex']}:{panel['panelRefName']}"
            assert by_name[name]["type"] == panel["type"]


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_a_dashboard_opens_with_its_own_period(dashboard: Json) -> None:
    told = dashboard["attributes"]
    assert told["timeRestore"] is True
    assert told["timeFrom"].startswith("now-")
    assert told["timeTo"] == "now"


@pytest.mark.parametrize("shown", PANELS)
def test_a_panel_draws_the_columns_that_it_has(shown: Shown) -> None:
    assert shown.attributes["visualizationType"] in {
        "lnsXY",
        "lnsMetric",
        "lnsDatatable",
        "lnsHeatmap",
        "lnsPie",
    }
    columns = {id: each for layer in shown.layers.values() for id, each in layer["columns"].items()}
    drawn = set(strings(shown.attributes["state"]["visualization"])) & set(columns)
    # All but the parts of formulas.
    parts = {part for each in columns.values() for part in each.get("references", ())}
    assert drawn == set(columns) - parts
    for id, layer in shown.layers.items():
        assert layer["columnOrder"] == list(layer["columns"]) or set(layer["columnOrder"]) == set(
            layer["columns"]
        )
        assert id in set(strings(shown.attributes["state"]["visualization"]))
        order = [layer["columns"][each]["isBucketed"] for each in layer["columnOrder"]]
        assert order == sorted(order, reverse=True), "buckets come before numbers"


@pytest.mark.parametrize("shown", PANELS)
def test_a_column_is_calculated_from_what_is_in_its_layer(shown: Shown) -> None:
    for layer in shown.layers.values():
        columns = layer["columns"]
        for column in columns.values():
            assert column["label"]
            assert set(column.get("references", ())) <= set(columns)
            _check_format(column)
            if column["operationType"] == "terms":
                _check_ranking(column["params"]["orderBy"], columns)
            if column["operationType"] == "math":
                ast = column["params"]["tinymathAst"]
                assert ast["args"] == column["references"]
                assert ast["location"] == {"min": 0, "max": len(ast["text"])}


def _check_format(column: Json) -> None:
    told = column.get("params", {}).get("format")
    assert told is None or told["id"] in LENS_FORMATS


def _check_ranking(order: Json, columns: Json) -> None:
    if order["type"] == "alphabetical":
        return
    ranked = columns[order["columnId"]]
    # Lens ranks by no bucket and by no formula.
    assert not ranked["isBucketed"]
    assert "references" not in ranked


@pytest.mark.parametrize("id", of_type("index-pattern"))
def test_a_data_view_needs_no_runtime_field(id: str) -> None:
    told = of_type("index-pattern")[id]["attributes"]
    assert json.loads(told["runtimeFieldMap"]) == {}
    for format in json.loads(told["fieldFormatMap"]).values():
        assert format["id"] in FORMATS


def test_days_are_shown_in_utc_so_that_they_stay_the_same_day() -> None:
    told = of_type("index-pattern")["dateline-view-articles"]["attributes"]
    formats = json.loads(told["fieldFormatMap"])
    assert formats["published"]["params"]["timezone"] == "UTC"
    assert formats["about_days"]["params"]["timezone"] == "UTC"


def test_a_formula_holds_no_quote_that_ends_it() -> None:
    for shown in lens_panels():
        for layer in shown.layers.values():
            for column in layer["columns"].values():
                if column["operationType"] == "formula":
                    assert column["params"]["formula"].count("'") % 2 == 0


@pytest.mark.parametrize("search", of_type("search"))
def test_a_saved_search_names_its_index_by_reference(search: str) -> None:
    saved = of_type("search")[search]
    source = search_source(saved)
    assert [source["indexRefName"]] == [each["name"] for each in saved["references"]]
    assert "index" not in source


@pytest.mark.parametrize("prefix", ["dateline-", "news-eu.", "a"])
def test_the_prefix_is_in_every_id_title_and_index(prefix: str) -> None:
    objects = saved_objects(prefix)
    assert all(each["id"].startswith(prefix) for each in objects)
    views = [each["attributes"]["title"] for each in objects if each["type"] == "index-pattern"]
    assert sorted(set(views)) == [f"{prefix}{name}" for name in ("articles", "quarantine", "runs")]
    if prefix != PREFIX:
        assert PREFIX not in ndjson(objects)
        assert "[Dateline]" not in ndjson(objects)


def test_two_prefixes_share_no_id() -> None:
    assert not set(exported("one-")) & set(exported("two-"))


def test_the_file_is_the_same_each_time_and_in_every_process() -> None:
    script = (
        "import hashlib; from search.kibana.objects import ndjson, saved_objects;"
        "print(hashlib.sha256(ndjson(saved_objects('dateline-')).encode()).hexdigest())"
    )
    project = Path(__file__).resolve().parents[3]

    def told(seed: str) -> Any:  # noqa: ANN401
        command = [sys.executable, "-c", script]
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(project)}
        return subprocess.run(
            command, cwd=project, check=True, capture_output=True, env=environment
        ).stdout

    assert told("1") == told("2")
    assert ndjson(saved_objects(PREFIX)).endswith("\n")
