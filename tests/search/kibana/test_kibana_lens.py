"""The states of Lens, key by key, against what exported dashboards of public packages hold."""

from __future__ import annotations

import pytest

from tests.search.kibana.exported import Json, Shown, lens_panels

PANELS = [pytest.param(each, id=f"{each.dashboard} {each.key}") for each in lens_panels()]
SERIES = {"bar_stacked", "bar_horizontal", "bar_horizontal_stacked", "line"}

# By visualization: the keys that it cannot do without, and those that it may have beside them.
STATES = {
    "lnsMetric": ({"layerId", "layerType", "metricAccessor"}, set()),
    "lnsXY": (
        {"layers", "preferredSeriesType", "legend", "valueLabels"},
        {
            "fittingFunction",
            "axisTitlesVisibilitySettings",
            "tickLabelsVisibilitySettings",
            "gridlinesVisibilitySettings",
            "labelsOrientation",
        },
    ),
    "lnsDatatable": ({"layerId", "layerType", "columns"}, {"sorting", "paging"}),
    "lnsHeatmap": (
        {"shape", "layerId", "layerType", "valueAccessor", "xAccessor", "legend", "gridConfig"},
        {"yAccessor"},
    ),
    "lnsPie": ({"shape", "layers"}, set()),
}
XY_LAYER = {"layerId", "layerType", "seriesType", "accessors", "xAccessor"}
PIE_LAYER = {
    "layerId",
    "layerType",
    "primaryGroups",
    "metrics",
    "numberDisplay",
    "categoryDisplay",
    "legendDisplay",
    "nestedLegend",
}
# By operation: type of the column, its scale, whether it splits, and the keys of its `params`.
NUMBER = {"emptyAsNull"}
COLUMNS = {
    "count": ("number", "ratio", False, NUMBER),
    "sum": ("number", "ratio", False, NUMBER),
    "average": ("number", "ratio", False, NUMBER),
    "unique_count": ("number", "ratio", False, NUMBER),
    "max": ("date", "ratio", False, set()),
    "formula": ("number", "ratio", False, {"formula", "isFormulaBroken"}),
    "math": ("number", "ratio", False, {"tinymathAst"}),
    "terms": (
        "string",
        "ordinal",
        True,
        {
            "size",
            "orderBy",
            "orderDirection",
            "otherBucket",
            "missingBucket",
            "parentFormat",
            "include",
            "exclude",
            "includeIsRegex",
            "excludeIsRegex",
        },
    ),
    "date_histogram": (
        "date",
        "interval",
        True,
        {"interval", "includeEmptyRows", "dropPartials"},
    ),
    "range": (
        "string",
        "ordinal",
        True,
        {"type", "ranges", "maxBars", "includeEmptyRows", "parentFormat"},
    ),
}
OPTIONAL = {"format", "ignoreTimeRange"}


@pytest.mark.parametrize("shown", PANELS)
def test_a_visualization_has_the_state_that_lens_reads(shown: Shown) -> None:
    state: Json = shown.attributes["state"]
    assert set(state) == {
        "visualization",
        "query",
        "filters",
        "datasourceStates",
        "internalReferences",
        "adHocDataViews",
    }
    needed, possible = STATES[shown.attributes["visualizationType"]]
    drawn = state["visualization"]
    assert needed <= set(drawn) <= needed | possible
    for layer in drawn.get("layers", ()):
        _check_layer(shown.attributes["visualizationType"], layer)


def _check_layer(type: str, layer: Json) -> None:
    assert layer["layerType"] == "data"
    if type == "lnsPie":
        assert set(layer) == PIE_LAYER
    else:
        assert set(layer) - XY_LAYER <= {"position", "showGridlines", "splitAccessor"}
        assert set(layer) >= XY_LAYER
        assert layer["seriesType"] in SERIES


@pytest.mark.parametrize("shown", PANELS)
def test_a_column_has_the_shape_of_its_operation(shown: Shown) -> None:
    for layer in shown.layers.values():
        assert set(layer) == {"columns", "columnOrder", "incompleteColumns", "sampling"}
        for column in layer["columns"].values():
            type, scale, split, needed = COLUMNS[column["operationType"]]
            assert (column["dataType"], column["scale"], column["isBucketed"]) == (
                type,
                scale,
                split,
            )
            assert needed <= set(column["params"]) <= needed | OPTIONAL
            calculated = column["operationType"] in {"formula", "math"}
            assert ("references" in column) == calculated
            assert ("sourceField" in column) != calculated


@pytest.mark.parametrize("shown", PANELS)
def test_lines_and_bars_of_one_chart_share_their_axis(shown: Shown) -> None:
    if shown.attributes["visualizationType"] != "lnsXY":
        return
    layers = shown.attributes["state"]["visualization"]["layers"]
    kinds = {
        shown.layers[each["layerId"]]["columns"][each["xAccessor"]]["operationType"]
        for each in layers
    }
    assert len(kinds) == 1
    # Lying bars stand beside nothing else.
    if any("horizontal" in each["seriesType"] for each in layers):
        assert len(layers) == 1
