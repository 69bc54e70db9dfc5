"""A family's fields as a data view has them: Kibana's type, and what may be done with each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from index_mappings.indices import mapping_of
from search.kibana.operations import STAGES

# Kibana's types of Elasticsearch's.
TYPES = {
    "keyword": "string",
    "text": "string",
    "flattened": "flattened",
    "date": "date",
    "date_range": "date_range",
    "integer": "number",
    "long": "number",
    "float": "number",
    "boolean": "boolean",
    "geo_point": "geo_point",
    "binary": "unknown",
}
# Objects whose fields come with the first document: those that the dashboards name, and their type.
DYNAMIC = {"runs": {f"stage_seconds.{stage}": "float" for stage in STAGES}}


@dataclass(frozen=True)
class Field:
    type: str
    aggregatable: bool
    searchable: bool
    nested: bool


@cache
def fields_of(family: str) -> dict[str, Field]:
    mapping = mapping_of(family)["properties"]
    found = dict(_fields(mapping, "", nested=False))
    for name, type in DYNAMIC.get(family, {}).items():
        inside, _, _ = name.partition(".")
        assert mapping[inside] == {"type": "object", "dynamic": True}
        found[name] = Field(TYPES[type], aggregatable=True, searchable=True, nested=False)
    return found


def _fields(
    properties: dict[str, Any], inside: str, *, nested: bool
) -> Iterator[tuple[str, Field]]:
    for name, told in properties.items():
        path = f"{inside}{name}"
        type = told.get("type", "object")
        if not told.get("enabled", True):
            continue
        if type in {"object", "nested"}:
            yield from _fields(
                told.get("properties", {}), f"{path}.", nested=nested or type == "nested"
            )
            continue
        aggregatable = type not in {"text", "binary"} and told.get("doc_values", True)
        searchable = told.get("index", True) and type != "binary"
        yield path, Field(TYPES[type], aggregatable, searchable, nested)
        yield from _fields(told.get("fields", {}), f"{path}.", nested=nested)
