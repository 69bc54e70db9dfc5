"""A map of where the articles' places are, in grid cells that grow with the articles in them."""

from __future__ import annotations

from dataclasses import dataclass

from search.kibana.columns import Json
from search.kibana.saved import Names, packed, reference, saved
from search.kibana.views import VIEWS

SOURCE = "layer_1_source_index_pattern"
MAX_ZOOM = 24


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A map. `point` is a field of points of the data view with the key `view`."""

    key: str
    title: str
    about: str
    view: str
    point: str

    def saved(self, names: Names) -> Json:
        """As a saved object."""
        attributes = {
            "title": names.title(self.title),
            "description": self.about,
            "layerListJSON": packed([_roads(self.id(names)), self._cells(names)]),
            "mapStateJSON": packed(_state()),
            "uiStateJSON": packed({"isLayerTOCOpen": False, "openTOCDetails": []}),
        }
        view = reference("index-pattern", VIEWS[self.view].id(names), SOURCE)
        return saved("map", self.id(names), attributes, [view])

    def id(self, names: Names) -> str:
        """The saved object's id."""
        return names.id(f"map-{self.key}")

    def _cells(self, names: Names) -> Json:
        return {
            **_layer(f"{self.id(names)}-cells", "GEOJSON_VECTOR", self.title, 0.75),
            "joins": [],
            "disableTooltips": False,
            "sourceDescriptor": {
                "type": "ES_GEO_GRID",
                "id": f"{self.id(names)}-source",
                "geoField": self.point,
                "requestType": "point",
                "resolution": "FINE",
                "metrics": [{"type": "count"}],
                "applyGlobalQuery": True,
                "applyGlobalTime": True,
                "applyForceRefresh": True,
                "indexPatternRefName": SOURCE,
            },
            "style": {"type": "VECTOR", "isTimeAware": True, "properties": _style()},
        }


def _roads(map: str) -> Json:
    return {
        **_layer(f"{map}-roads", "EMS_VECTOR_TILE", None, 1),
        "locale": "autoselect",
        "sourceDescriptor": {
            "type": "EMS_TMS",
            "isAutoSelect": True,
            "lightModeDefault": "road_map_desaturated",
        },
        "style": {"type": "EMS_VECTOR_TILE", "color": ""},
    }


def _layer(id: str, type: str, label: str | None, alpha: float) -> Json:
    return {
        "id": id,
        "type": type,
        "label": label,
        "minZoom": 0,
        "maxZoom": MAX_ZOOM,
        "alpha": alpha,
        "visible": True,
        "includeInFitToBounds": True,
    }


def _style() -> Json:
    by_count = {
        "field": {"name": "doc_count", "origin": "source"},
        "fieldMetaOptions": {"isEnabled": False, "sigma": 3},
    }
    fixed: Json = {
        "icon": {"value": "marker"},
        "iconOrientation": {"orientation": 0},
        "lineColor": {"color": "#3d3d3d"},
        "lineWidth": {"size": 1},
        "labelColor": {"color": "#000000"},
        "labelSize": {"size": 12},
        "labelBorderColor": {"color": "#FFFFFF"},
    }
    return {
        **{name: {"type": "STATIC", "options": options} for name, options in fixed.items()},
        "fillColor": {
            "type": "DYNAMIC",
            "options": {"color": "Yellow to Red", "type": "ORDINAL", **by_count},
        },
        "iconSize": {"type": "DYNAMIC", "options": {"minSize": 7, "maxSize": 24, **by_count}},
        "labelText": {"type": "DYNAMIC", "options": {"field": by_count["field"]}},
        "labelBorderSize": {"options": {"size": "SMALL"}},
        "symbolizeAs": {"options": {"value": "circle"}},
    }


def _state() -> Json:
    return {
        "zoom": 1.6,
        "center": {"lon": 0, "lat": 20},
        "timeFilters": {"from": "now-5y", "to": "now"},
        "refreshConfig": {"isPaused": True, "interval": 0},
        "query": {"query": "", "language": "kuery"},
        "filters": [],
        # Where the articles are is where to look, wherever in the world that is.
        "settings": {
            "autoFitToDataBounds": True,
            "initialLocation": "LAST_SAVED_LOCATION",
            "maxZoom": MAX_ZOOM,
            "minZoom": 0,
            "showSpatialFilters": True,
        },
    }


PLACES = PlaceMap(
    "places",
    "Places",
    "Where the places are that the articles name, datelines included.",
    "articles",
    "place_points",
)

MAPS = (PLACES,)
