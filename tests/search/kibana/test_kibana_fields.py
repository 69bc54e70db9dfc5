"""Each field that is used is in the mapping, of a type that the use allows, and not nested."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from flows.workers.workplace import pipeline_for
from index_mappings.settings import Settings
from search.kibana.operations import OUTCOMES, STAGES
from search.kibana.timeline import FROM_PUBLICATION
from tests.search.kibana.asked import RECORDS
from tests.search.kibana.exported import (
    PREFIX,
    Json,
    index_of,
    lens_panels,
    of_type,
    panels,
    search_source,
    time_field_of,
    view_of,
)
from tests.search.kibana.fields import Field, fields_of
from tests.search.kibana.kql import KqlError, fields_in, query_of

# Which types Lens offers an operation for.
ALLOWED = {
    "terms": {"string", "number", "boolean"},
    "unique_count": {"string", "number", "boolean", "date"},
    "date_histogram": {"date", "date_range"},
    "range": {"number"},
    "sum": {"number"},
    "average": {"number"},
    "min": {"number", "date"},
    "max": {"number", "date"},
}


def field_of(view: str, name: str) -> Field:
    family = index_of(view).removeprefix(PREFIX)
    found = fields_of(family).get(name)
    assert found is not None, f"{name} is no field of {family}"
    assert not found.nested, f"{name} is nested"
    return found


def columns() -> Iterator[object]:
    for shown in lens_panels():
        for layer, state in shown.layers.items():
            for id, column in state["columns"].items():
                if column.get("sourceField", RECORDS) != RECORDS:
                    yield pytest.param(shown.views[layer], column, id=f"{shown.dashboard} {id}")


@pytest.mark.parametrize(("view", "column"), list(columns()))
def test_a_column_has_a_field_that_its_operation_allows(view: str, column: Json) -> None:
    field = field_of(view, column["sourceField"])
    assert field.aggregatable
    assert field.type in ALLOWED[column["operationType"]]


def test_no_field_of_intervals_is_cut_into_bars_that_are_shorter_than_a_year() -> None:
    """An interval of centuries has more days than Elasticsearch allows buckets."""
    for shown in lens_panels():
        for layer, state in shown.layers.items():
            for column in state["columns"].values():
                if column["operationType"] != "date_histogram":
                    continue
                field = field_of(shown.views[layer], column["sourceField"])
                if field.type == "date_range":
                    assert column["params"]["interval"] == "1y"
                own = column["sourceField"] == time_field_of(shown.views[layer])
                # Only what the picker bounds may be filled with empty bars.
                assert own or not column["params"]["includeEmptyRows"]


def queries() -> Iterator[object]:
    for shown in lens_panels():
        for layer, state in shown.layers.items():
            texts = [shown.kql]
            texts += [
                each["filter"]["query"] for each in state["columns"].values() if "filter" in each
            ]
            for text in texts:
                if text:
                    yield pytest.param(shown.views[layer], text, id=f"{shown.dashboard} {text}")
    for id, saved in of_type("search").items():
        text = search_source(saved)["query"]["query"]
        if text:
            yield pytest.param(view_of(saved), text, id=f"{id} {text}")


@pytest.mark.parametrize(("view", "kql"), list(queries()))
def test_a_query_asks_fields_that_can_be_searched(view: str, kql: str) -> None:
    assert query_of(kql)
    assert fields_in(kql)
    for name in fields_in(kql):
        assert field_of(view, name).searchable


@pytest.mark.parametrize("id", of_type("search"))
def test_a_saved_search_shows_and_sorts_by_fields(id: str) -> None:
    saved = of_type("search")[id]
    for name in saved["attributes"]["columns"]:
        field_of(view_of(saved), name)
    ((sort, direction),) = saved["attributes"]["sort"]
    assert field_of(view_of(saved), sort).type == "date"
    assert direction == "desc"


@pytest.mark.parametrize("id", of_type("index-pattern"))
def test_a_data_view_formats_labels_and_chooses_by_fields(id: str) -> None:
    told = of_type("index-pattern")[id]["attributes"]
    formats = json.loads(told["fieldFormatMap"])
    for name in json.loads(told["fieldAttrs"]):
        field_of(id, name)
    expected = {"date": "date", "url": "string"}
    for name, format in formats.items():
        assert field_of(id, name).type == expected.get(format["id"], "number")
    if "timeFieldName" in told:
        assert field_of(id, told["timeFieldName"]).type == "date"


def test_a_map_shows_points() -> None:
    for saved in of_type("map").values():
        for layer in json.loads(saved["attributes"]["layerListJSON"]):
            if "geoField" in layer["sourceDescriptor"]:
                assert (
                    layer["sourceDescriptor"]["indexPatternRefName"]
                    == saved["references"][0]["name"]
                )
                point = field_of(view_of(saved), layer["sourceDescriptor"]["geoField"])
                assert (point.type, point.aggregatable) == ("geo_point", True)


def test_a_control_lists_keywords() -> None:
    for dashboard in of_type("dashboard").values():
        told = dashboard["attributes"].get("controlGroupInput")
        if told is None:
            continue
        views = {each["name"]: each["id"] for each in dashboard["references"]}
        for id, control in json.loads(told["panelsJSON"]).items():
            view = views[f"controlGroup_{id}:optionsListDataView"]
            field = field_of(view, control["explicitInput"]["fieldName"])
            assert (field.type, field.aggregatable) == ("string", True)


def test_each_stage_and_each_outcome_is_shown() -> None:
    assert list(STAGES) == list(pipeline_for(Settings()).fingerprints)
    assert {"read", *OUTCOMES} == {
        name.removeprefix("outcomes.") for name in fields_of("runs") if name.startswith("outcomes.")
    }


def test_the_ranges_of_days_leave_no_gap() -> None:
    ends = [(start, end) for start, end, _ in FROM_PUBLICATION.ranges]
    assert all(start < end for start, end in ends)
    assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]


def test_some_panel_of_each_dashboard_is_no_chart() -> None:
    for dashboard in of_type("dashboard").values():
        assert {panel["type"] for panel in panels(dashboard)} > {"lens"}


@pytest.mark.parametrize(
    "kql", ["a", "a:", "(a: 1", "a: 1 b: 2", "a: 1)", "a: 'x'", "a = 1", "not", "a: 1 and"]
)
def test_what_is_no_kql_is_told(kql: str) -> None:
    with pytest.raises(KqlError):
        query_of(kql)


@pytest.mark.parametrize(
    ("kql", "query"),
    [
        ("", {"match_all": {}}),
        ("a: *", {"bool": {"should": [{"exists": {"field": "a"}}], "minimum_should_match": 1}}),
        (
            "not a.b > 3",
            {
                "bool": {
                    "must_not": {
                        "bool": {
                            "should": [{"range": {"a.b": {"gt": "3"}}}],
                            "minimum_should_match": 1,
                        }
                    }
                }
            },
        ),
    ],
)
def test_kql_becomes_the_query_that_kibana_makes(kql: str, query: Json) -> None:
    assert query_of(kql) == query
