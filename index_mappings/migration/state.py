"""An index as it is, and whether it is as its template says today."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.indices import mapping_of, settings_of
from index_mappings.migration.plan import Difference, Way, differences, left_over

REFRESH = "refresh_interval"


def state(client: Elasticsearch, index: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The mapping and the flat settings of an index."""
    mapping = client.indices.get_mapping(index=index)[index]["mappings"]
    settings = client.indices.get_settings(index=index, flat_settings=True)[index]["settings"]
    return mapping, settings


def due(client: Elasticsearch, family: str, index: str) -> tuple[Difference, ...]:
    """How an index differs from the template of its family."""
    mapping, settings = state(client, index)
    return differences(mapping, mapping_of(family), settings, settings_of(family))


def fits(client: Elasticsearch, family: str, index: str) -> bool:
    """Whether an index can be filled as it is."""
    found = due(client, family, index)
    return all(each.way is Way.NOTHING or each.where == f"setting {REFRESH}" for each in found)


def superfluous(client: Elasticsearch, old: str, mapping: dict[str, Any]) -> list[str]:
    """The fields of an index that this mapping does not take."""
    return left_over(state(client, old)[0], mapping)


def refresh_as_usual(client: Elasticsearch, family: str, index: str) -> None:
    """Let an index that was filled be refreshed as its template says."""
    usual = settings_of(family)["index"].get(REFRESH)
    client.indices.put_settings(index=index, settings={REFRESH: usual})
