"""Dashboards: panels on a grid of 48 columns, controls above them, and a first period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from search.kibana.charts import Chart, layer_ids
from search.kibana.columns import Json
from search.kibana.maps import PlaceMap
from search.kibana.saved import Names, packed, reference, saved
from search.kibana.searches import SavedSearch
from search.kibana.views import VIEWS

# The shape that panels are in; Kibana raises it with the dashboard's.
PANEL_VERSION = "8.9.0"
EMPTY_QUERY = {"query": "", "language": "kuery"}
OPTIONS = {
    "useMargins": True,
    "syncColors": True,
    "syncCursor": True,
    "syncTooltips": False,
    "hidePanelTitles": False,
}
Place = tuple[int, int, int, int]
"""x, y, width, height: in 48ths of the width, and rows."""


class Panel(Protocol):
    """A panel. `key` is unique on its dashboard."""

    @property
    def key(self) -> str:
        """What it is called within its dashboard."""

    @property
    def place(self) -> Place:
        """Where it is."""

    def shown(self, names: Names) -> tuple[Json, list[Json]]:
        """The panel without its place, and its references."""


@dataclass(frozen=True, slots=True)
class LensPanel:
    """A chart within the dashboard; `kql` limits what it counts."""

    key: str
    title: str
    place: Place
    chart: Chart
    about: str = ""
    kql: str = ""

    def shown(self, names: Names) -> tuple[Json, list[Json]]:  # noqa: D102
        ids = list(layer_ids(self.key, self.chart))
        layers = dict(zip(ids, self.chart.layers, strict=True))
        references = [
            reference(
                "index-pattern", VIEWS[layer.view].id(names), f"indexpattern-datasource-layer-{id}"
            )
            for id, layer in layers.items()
        ]
        state = {
            "visualization": self.chart.drawn(ids),
            "query": {"query": self.kql, "language": "kuery"},
            "filters": [],
            "datasourceStates": {
                "formBased": {"layers": {id: layer.state(id) for id, layer in layers.items()}}
            },
            "internalReferences": [],
            "adHocDataViews": {},
        }
        attributes = {
            "title": self.title,
            "description": self.about,
            "visualizationType": self.chart.type,
            "type": "lens",
            "references": references,
            "state": state,
        }
        config = {"attributes": attributes, "enhancements": {}, "hidePanelTitles": False}
        return {"type": "lens", "title": self.title, "embeddableConfig": config}, references


@dataclass(frozen=True, slots=True)
class SavedPanel:
    """A saved search or a map that is an object of its own."""

    place: Place
    of: SavedSearch | PlaceMap

    @property
    def key(self) -> str:  # noqa: D102
        return self.of.key

    def shown(self, names: Names) -> tuple[Json, list[Json]]:  # noqa: D102
        type = "search" if isinstance(self.of, SavedSearch) else "map"
        name = f"panel_{self.key}"
        panel = {
            "type": type,
            "title": self.of.title,
            "embeddableConfig": {"enhancements": {}, "hidePanelTitles": False},
            "panelRefName": name,
        }
        return panel, [reference(type, self.of.id(names), name)]


@dataclass(frozen=True, slots=True)
class Control:
    """A list of a field's values to choose from, above the panels."""

    view: str
    field: str
    title: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A dashboard. `since` is how far back it looks when it is opened; None: as far as asked."""

    key: str
    title: str
    about: str
    panels: tuple[Panel, ...]
    controls: tuple[Control, ...] = ()
    since: str | None = None

    def saved(self, names: Names, since: str) -> Json:
        """As a saved object that looks back to `since`, as "now-5y", where it has no own."""
        panels, references = self._panels(names)
        source = {"query": EMPTY_QUERY, "filter": []}
        attributes = {
            "title": names.title(self.title),
            "description": self.about,
            "panelsJSON": packed(panels),
            "optionsJSON": packed(OPTIONS),
            "kibanaSavedObjectMeta": {"searchSourceJSON": packed(source)},
            "timeRestore": True,
            "timeFrom": self.since or since,
            "timeTo": "now",
            "refreshInterval": {"pause": True, "value": 60000},
            "version": 1,
            **({"controlGroupInput": self._controls()} if self.controls else {}),
        }
        return saved("dashboard", names.id(self.key), attributes, references)

    def _panels(self, names: Names) -> tuple[list[Json], list[Json]]:
        """The panels, and the references of panels and controls."""
        panels, references = [], []
        for panel in self.panels:
            shown, named = panel.shown(names)
            panels.append(_placed(shown, panel))
            # Kibana takes the panel from before the first colon.
            references += [{**each, "name": f"{panel.key}:{each['name']}"} for each in named]
        for control in self.controls:
            view = VIEWS[control.view].id(names)
            name = f"controlGroup_{control.field}:optionsListDataView"
            references.append(reference("index-pattern", view, name))
        return panels, references

    def _controls(self) -> Json:
        followed = ("Filters", "Query", "Timerange", "Validations")
        return {
            "controlStyle": "oneLine",
            "chainingSystem": "HIERARCHICAL",
            "ignoreParentSettingsJSON": packed({f"ignore{name}": False for name in followed}),
            "panelsJSON": packed(
                {each.field: _control(each, order) for order, each in enumerate(self.controls)}
            ),
        }


def _placed(shown: Json, panel: Panel) -> Json:
    x, y, width, height = panel.place
    grid = {"x": x, "y": y, "w": width, "h": height, "i": panel.key}
    return {"version": PANEL_VERSION, **shown, "gridData": grid, "panelIndex": panel.key}


def _control(control: Control, order: int) -> Json:
    return {
        "type": "optionsListControl",
        "order": order,
        "width": "medium",
        "grow": True,
        "explicitInput": {
            "id": control.field,
            "fieldName": control.field,
            "title": control.title,
            "selectedOptions": [],
            "enhancements": {},
        },
    }
