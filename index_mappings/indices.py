"""Templates, versioned indices and their aliases: made on first use, checked on each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from index_mappings.client import ClusterError, hasty
from index_mappings.families import FAMILIES, Aliases
from index_mappings.layout import make_partition
from index_mappings.split import Partition, Split

FIRST = 1


def ensure(client: Elasticsearch, aliases: Aliases, split: Split = Split.NONE) -> None:
    """Put the templates and make what indices are not there yet. Safe to call at any time.

    An index made with an older mapping gets the new fields in place. Raises ClusterError where
    that is not possible (`index_mappings.migration` builds a new version then), or where an
    alias's name is taken by an index of another making.

    Args:
        split: how articles are split that are not there yet; those that are stay as they are.
    """
    # Thirty small requests: one that is refused for now must not begin all of them anew.
    client = hasty(client)
    put_templates(client, aliases)
    for family in FAMILIES:
        alias = f"{aliases.prefix}{family}"
        if client.indices.exists_alias(name=alias):
            _extend_mapping(client, alias, family)
        elif client.indices.exists(index=alias):
            raise ClusterError(
                f"The index {alias} was not made by Dateline: its name is needed for an alias. "
                "Rename it, or choose another DATELINE_PREFIX."
            )
        else:
            # Raw articles stay together: there is one place that says what was read last.
            made_of = split if family == "articles" else Split.NONE
            make_partition(client, alias, Partition(made_of), FIRST)


def drop(client: Elasticsearch, aliases: Aliases) -> None:
    """Delete every index and template under the prefix."""
    for family in FAMILIES:
        pattern = f"{aliases.prefix}{family}-*"
        if found := list(client.indices.get(index=pattern, ignore_unavailable=True)):
            client.indices.delete(index=found)
        client.options(ignore_status=404).indices.delete_index_template(
            name=f"{aliases.prefix}{family}"
        )
    for name in _component_names():
        client.options(ignore_status=404).cluster.delete_component_template(
            name=f"{aliases.prefix}{name}"
        )


def mapping_of(family: str) -> dict[str, Any]:
    """A family's whole mapping, its components merged as Elasticsearch merges them."""
    template = _read("index", family)
    merged: dict[str, Any] = {"properties": {}}
    for part in [*(_read("component", name) for name in template["composed_of"]), template]:
        mappings = part["template"].get("mappings", {})
        merged |= {key: value for key, value in mappings.items() if key != "properties"}
        merged["properties"] |= mappings.get("properties", {})
    return merged


def settings_of(family: str) -> dict[str, Any]:
    """A family's settings, its components merged; nested under "index"."""
    template = _read("index", family)
    parts = [*(_read("component", name) for name in template["composed_of"]), template]
    merged: dict[str, Any] = {}
    for part in parts:
        merged |= part["template"].get("settings", {}).get("index", {})
    return {"index": merged}


def put_templates(client: Elasticsearch, aliases: Aliases) -> None:
    """Put the templates that new indices under the prefix are made by."""
    for name in _component_names():
        part = _read("component", name)
        client.cluster.put_component_template(
            name=f"{aliases.prefix}{name}", template=part["template"], meta=part["_meta"]
        )
    for family in FAMILIES:
        template = _read("index", family)
        client.indices.put_index_template(
            name=f"{aliases.prefix}{family}",
            index_patterns=[f"{aliases.prefix}{family}-*"],
            composed_of=[f"{aliases.prefix}{name}" for name in template["composed_of"]],
            template=template["template"],
            priority=500,
        )


def _extend_mapping(client: Elasticsearch, alias: str, family: str) -> None:
    try:
        client.indices.put_mapping(index=alias, **mapping_of(family))
    except BadRequestError as error:
        raise ClusterError(
            f"The mapping of {alias} cannot be changed in place ({error.message}). `dateline index "
            "plan` says what differs, `dateline index migrate` builds a new version beside it."
        ) from error


@cache
def _read(folder: str, name: str) -> dict[str, Any]:
    path = files("index_mappings") / "templates" / folder / f"{name}.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def _component_names() -> Iterator[str]:
    for entry in (files("index_mappings") / "templates" / "component").iterdir():
        if entry.name.endswith(".json"):
            yield entry.name.removesuffix(".json")
