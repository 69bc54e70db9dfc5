"""What `dateline index` does: plan, migrate, roll back, prune."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.client import ClusterError
from index_mappings.families import FAMILIES, Aliases
from index_mappings.indices import mapping_of, put_templates, replicas_of, settings_of
from index_mappings.migration.plan import Difference, Way, differences, left_over
from index_mappings.migration.transfer import Told, Transfer, Transferred, allow_writes, transfer
from index_mappings.migration.versions import (
    Version,
    previous,
    serving,
    spare,
    unfinished,
    versions,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an index needs. `begun`: a version beside it that a migration has left unfinished."""

    family: str
    alias: str
    index: Version
    differences: tuple[Difference, ...]
    begun: Version | None = None

    @property
    def way(self) -> Way:
        """What its differences take together."""
        return max((each.way for each in self.differences), default=Way.NOTHING)


def plans(client: Elasticsearch, aliases: Aliases, families: Sequence[str] = ()) -> list[Plan]:
    """What each index behind the aliases needs; of all families where none is named.

    Raises ClusterError where there is no index of Dateline's under the prefix.
    """
    made = [
        plan
        for family in families or FAMILIES
        for plan in _plans_of(client, family, f"{aliases.prefix}{family}")
    ]
    if not made:
        raise ClusterError(
            f"There is no index of Dateline's under {aliases.prefix}: `dateline ingest` makes them."
        )
    return made


def _plans_of(client: Elasticsearch, family: str, alias: str) -> Iterator[Plan]:
    found = versions(client, alias)
    for version in serving(found):
        mapping, settings = _state(client, version.name)
        told = differences(mapping, mapping_of(family), settings, settings_of(family))
        yield Plan(family, alias, version, told, unfinished(found, version))


def _state(client: Elasticsearch, index: str) -> tuple[dict[str, Any], dict[str, Any]]:
    mapping = client.indices.get_mapping(index=index)[index]["mappings"]
    settings = client.indices.get_settings(index=index, flat_settings=True)[index]["settings"]
    return mapping, settings


def migrate(
    client: Elasticsearch, aliases: Aliases, plan: Plan, told: Told, *, rebuild: bool = False
) -> Transferred | None:
    """Change an index as its plan says: in place where that will do, else as a new version.

    Args:
        rebuild: make a new version even where nothing asks for it.

    Returns what was moved, None where the index was changed in place. Raises as `transfer`.
    """
    put_templates(client, aliases)
    if plan.way is not Way.REBUILD and not rebuild:
        _change_in_place(client, plan)
        return None
    mapping, _ = _state(client, plan.index.name)
    new = _new_version(client, plan)
    drop = tuple(left_over(mapping, mapping_of(plan.family)))
    moved = transfer(client, Transfer(plan.alias, plan.index.name, new, drop), told)
    refresh = settings_of(plan.family)["index"].get("refresh_interval")
    client.indices.put_settings(index=new, settings={"refresh_interval": refresh})
    return moved


def _change_in_place(client: Elasticsearch, plan: Plan) -> None:
    if plan.way is Way.NOTHING:
        return
    client.indices.put_mapping(index=plan.index.name, **mapping_of(plan.family))
    changed = {
        each.where.removeprefix("setting "): each.due
        for each in plan.differences
        if each.where.startswith("setting ")
    }
    if changed:
        client.indices.put_settings(index=plan.index.name, settings=changed)


def _new_version(client: Elasticsearch, plan: Plan) -> str:
    """The index to fill: the one that an earlier try has begun, if it is as it must be."""
    begun = plan.begun
    if begun is not None:
        mapping, settings = _state(client, begun.name)
        due = differences(mapping, mapping_of(plan.family), settings, settings_of(plan.family))
        if all(each.way is Way.NOTHING or _of_filling(each) for each in due):
            return begun.name
        client.indices.delete(index=begun.name)
    name = begun.name if begun else plan.index.next_name
    # Not refreshed while it is filled: nobody searches it yet.
    filling = {"refresh_interval": "-1"}
    client.indices.create(index=name, settings={**replicas_of(client), **filling})
    return name


def _of_filling(difference: Difference) -> bool:
    return difference.where == "setting refresh_interval"


def roll_back(client: Elasticsearch, aliases: Aliases, family: str, told: Told) -> list[str]:
    """Undo what was migrated last: an unfinished migration, else a finished one.

    What was written since goes back with it. Returns the names of the indices that serve now.
    Raises ClusterError where no version before is kept.
    """
    alias = f"{aliases.prefix}{family}"
    found = versions(client, alias)
    now = serving(found)
    if begun := [(each, left) for each in now if (left := unfinished(found, each))]:
        for each, left in begun:
            allow_writes(client, each.name)
            client.indices.delete(index=left.name)
        return [each.name for each, _ in begun]
    before = [(each, previous(found, each)) for each in now]
    if not before:
        raise ClusterError(f"There is no index behind {alias}.")
    for each, old in before:
        _go_back(client, alias, each, old, told)
    return [old.name for _, old in before]


def _go_back(client: Elasticsearch, alias: str, now: Version, old: Version, told: Told) -> None:
    mapping, _ = _state(client, now.name)
    old_mapping, _ = _state(client, old.name)
    allow_writes(client, old.name)
    transfer(
        client,
        Transfer(alias, now.name, old.name, tuple(left_over(mapping, old_mapping))),
        told,
    )
    # Only then: until the alias has moved, this is the one that serves.
    client.indices.delete(index=now.name)


def spares(client: Elasticsearch, aliases: Aliases, families: Sequence[str] = ()) -> list[Version]:
    """The versions that only a rollback would need."""
    return [
        version
        for family in families or FAMILIES
        for version in spare(versions(client, f"{aliases.prefix}{family}"))
    ]


def prune(client: Elasticsearch, old: Sequence[Version]) -> None:
    """Delete versions that serve nobody."""
    for version in old:
        client.indices.delete(index=version.name)
