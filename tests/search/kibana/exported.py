"""What the exported file holds, read as Kibana reads it: lines, then JSON within JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from search.kibana.objects import ndjson, saved_objects

Json = dict[str, Any]
PREFIX = "dateline-"


@dataclass(frozen=True)
class Shown:
    """A Lens panel: its attributes, and the data view of each of its layers."""

    dashboard: str
    key: str
    attributes: Json
    views: dict[str, str]

    @property
    def layers(self) -> dict[str, Json]:
        found: dict[str, Json] = self.attributes["state"]["datasourceStates"]["formBased"]["layers"]
        return found

    @property
    def kql(self) -> str:
        return str(self.attributes["state"]["query"]["query"])


@cache
def exported(prefix: str = PREFIX) -> dict[tuple[str, str], Json]:
    """The objects of the file by type and id."""
    objects = [json.loads(line) for line in ndjson(saved_objects(prefix)).splitlines()]
    return {(each["type"], each["id"]): each for each in objects}


def of_type(type: str, prefix: str = PREFIX) -> dict[str, Json]:
    return {id: each for (kind, id), each in exported(prefix).items() if kind == type}


def panels(dashboard: Json) -> list[Json]:
    found: list[Json] = json.loads(dashboard["attributes"]["panelsJSON"])
    return found


def lens_panels(prefix: str = PREFIX) -> Iterator[Shown]:
    for id, dashboard in of_type("dashboard", prefix).items():
        for panel in panels(dashboard):
            if panel["type"] == "lens":
                attributes = panel["embeddableConfig"]["attributes"]
                named = {each["name"]: each["id"] for each in attributes["references"]}
                views = {
                    layer: named[f"indexpattern-datasource-layer-{layer}"]
                    for layer in attributes["state"]["datasourceStates"]["formBased"]["layers"]
                }
                yield Shown(id, panel["panelIndex"], attributes, views)


def index_of(view: str, prefix: str = PREFIX) -> str:
    return str(of_type("index-pattern", prefix)[view]["attributes"]["title"])


def time_field_of(view: str, prefix: str = PREFIX) -> str | None:
    found: str | None = of_type("index-pattern", prefix)[view]["attributes"].get("timeFieldName")
    return found


def search_source(search: Json) -> Json:
    found: Json = json.loads(search["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])
    return found


def view_of(saved: Json) -> str:
    """The data view that a saved search or a map refers to."""
    (view,) = (each["id"] for each in saved["references"] if each["type"] == "index-pattern")
    return str(view)


def strings(value: object) -> Iterator[str]:
    """Every string in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
