"""Lens charts: layers of columns, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from search.kibana.columns import Column, Json

SHOWN = {"x": True, "yLeft": True, "yRight": True}
PAGE = 10


class Series(StrEnum):
    """How the numbers of a layer are drawn."""

    BARS = "bar_stacked"
    LYING_BARS = "bar_horizontal"
    STACKED_LYING_BARS = "bar_horizontal_stacked"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Layer:
    """Documents of a data view, by buckets (the outer first), with a number for each.

    `view` is the key of a data view.
    """

    view: str
    buckets: tuple[Column, ...]
    numbers: tuple[Column, ...]

    def ids(self, layer: str) -> tuple[list[str], list[str]]:
        """The columns' ids: those of the buckets, those of the numbers."""
        buckets = [f"{layer}-by-{n}" for n in range(len(self.buckets))]
        return buckets, [f"{layer}-number-{n}" for n in range(len(self.numbers))]

    def state(self, layer: str) -> Json:
        """The layer as Lens' data source has it."""
        buckets, numbers = self.ids(layer)
        columns: Json = {}
        for id, column in zip([*buckets, *numbers], [*self.buckets, *self.numbers], strict=True):
            columns |= column.columns(id, numbers[0])
        return {
            "columns": columns,
            "columnOrder": list(columns),
            "incompleteColumns": {},
            "sampling": 1,
        }


class Chart(Protocol):
    """A chart of Lens. Its layers' ids are given to it, in their order."""

    @property
    def type(self) -> str:
        """Lens' name of the visualization, as "lnsXY"."""

    @property
    def layers(self) -> Sequence[Layer]:
        """What it draws."""

    def drawn(self, ids: Sequence[str]) -> Json:
        """Lens' state of the visualization."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One number."""

    view: str
    number: Column
    type = "lnsMetric"

    @property
    def layers(self) -> Sequence[Layer]:  # noqa: D102
        return (Layer(self.view, (), (self.number,)),)

    def drawn(self, ids: Sequence[str]) -> Json:  # noqa: D102
        _, (number,) = self.layers[0].ids(ids[0])
        return {"layerId": ids[0], "layerType": "data", "metricAccessor": number}


@dataclass(frozen=True, slots=True)
class Plot:
    """One layer of an `XY`: numbers along `x`, split by `split`."""

    view: str
    x: Column
    numbers: tuple[Column, ...]
    split: Column | None = None
    series: Series = Series.BARS

    @property
    def layer(self) -> Layer:
        """Its columns. The split is the outer one: top values are those of the whole period."""
        return Layer(self.view, (*((self.split,) if self.split else ()), self.x), self.numbers)

    def drawn(self, id: str) -> Json:
        """The layer of Lens' state."""
        buckets, numbers = self.layer.ids(id)
        return {
            "layerId": id,
            "layerType": "data",
            "seriesType": str(self.series),
            "position": "top",
            "showGridlines": False,
            "accessors": numbers,
            "xAccessor": buckets[-1],
            **({"splitAccessor": buckets[0]} if self.split else {}),
        }


@dataclass(frozen=True, slots=True)
class XY:
    """Bars and lines over one axis."""

    plots: tuple[Plot, ...]
    type = "lnsXY"

    @property
    def layers(self) -> Sequence[Layer]:  # noqa: D102
        return tuple(plot.layer for plot in self.plots)

    def drawn(self, ids: Sequence[str]) -> Json:  # noqa: D102
        first = self.plots[0]
        several = len(self.plots) > 1 or len(first.numbers) > 1 or first.split is not None
        return {
            "legend": {"isVisible": several, "position": "right", "showSingleSeries": False},
            "valueLabels": "hide",
            "fittingFunction": "None",
            "axisTitlesVisibilitySettings": {"x": False, "yLeft": False, "yRight": False},
            "tickLabelsVisibilitySettings": SHOWN,
            "gridlinesVisibilitySettings": SHOWN,
            "labelsOrientation": {"x": 0, "yLeft": 0, "yRight": 0},
            "preferredSeriesType": str(first.series),
            "layers": [plot.drawn(id) for plot, id in zip(self.plots, ids, strict=True)],
        }


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by buckets. `sorted_by` is the place of a number; None keeps the buckets' order."""

    view: str
    rows: tuple[Column, ...]
    numbers: tuple[Column, ...]
    sorted_by: int | None = 0
    type = "lnsDatatable"

    @property
    def layers(self) -> Sequence[Layer]:  # noqa: D102
        return (Layer(self.view, self.rows, self.numbers),)

    def drawn(self, ids: Sequence[str]) -> Json:  # noqa: D102
        rows, numbers = self.layers[0].ids(ids[0])
        by = {} if self.sorted_by is None else _sorting(numbers[self.sorted_by])
        return {
            "layerId": ids[0],
            "layerType": "data",
            "columns": [{"columnId": id, "isTransposed": False} for id in [*rows, *numbers]],
            "paging": {"size": PAGE, "enabled": True},
            **by,
        }


def _sorting(column: str) -> Json:
    return {"sorting": {"columnId": column, "direction": "desc"}}


@dataclass(frozen=True, slots=True)
class Heatmap:
    """A number for each pair of `x` and `y`, as a colour."""

    view: str
    x: Column
    y: Column
    number: Column
    type = "lnsHeatmap"

    @property
    def layers(self) -> Sequence[Layer]:  # noqa: D102
        return (Layer(self.view, (self.y, self.x), (self.number,)),)

    def drawn(self, ids: Sequence[str]) -> Json:  # noqa: D102
        (y, x), (number,) = self.layers[0].ids(ids[0])
        return {
            "shape": "heatmap",
            "layerId": ids[0],
            "layerType": "data",
            "xAccessor": x,
            "yAccessor": y,
            "valueAccessor": number,
            "legend": {"isVisible": True, "position": "right", "type": "heatmap_legend"},
            "gridConfig": {
                "type": "heatmap_grid",
                "isCellLabelVisible": False,
                "isXAxisLabelVisible": True,
                "isXAxisTitleVisible": False,
                "isYAxisLabelVisible": True,
                "isYAxisTitleVisible": False,
            },
        }


@dataclass(frozen=True, slots=True)
class Donut:
    """The parts of a whole."""

    view: str
    by: Column
    number: Column
    type = "lnsPie"

    @property
    def layers(self) -> Sequence[Layer]:  # noqa: D102
        return (Layer(self.view, (self.by,), (self.number,)),)

    def drawn(self, ids: Sequence[str]) -> Json:  # noqa: D102
        (by,), (number,) = self.layers[0].ids(ids[0])
        return {
            "shape": "donut",
            "layers": [
                {
                    "layerId": ids[0],
                    "layerType": "data",
                    "primaryGroups": [by],
                    "metrics": [number],
                    "numberDisplay": "percent",
                    "categoryDisplay": "default",
                    "legendDisplay": "default",
                    "nestedLegend": False,
                }
            ],
        }


def bars(
    view: str,
    x: Column,
    *numbers: Column,
    split: Column | None = None,
    series: Series = Series.BARS,
) -> XY:
    """Bars of one layer."""
    return XY((Plot(view, x, numbers, split, series),))


def layer_ids(panel: str, chart: Chart) -> Iterator[str]:
    """The ids of a chart's layers."""
    return (f"{panel}-{n}" for n in range(len(chart.layers)))
