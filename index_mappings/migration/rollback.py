"""Going back to what was before a migration, with what was written since."""

from __future__ import annotations

from collections.abc import Sequence

from elasticsearch import Elasticsearch

from index_mappings.client import ClusterError
from index_mappings.families import Aliases
from index_mappings.migration.resplit import split_back
from index_mappings.migration.state import state, superfluous
from index_mappings.migration.targets import in_its_place
from index_mappings.migration.transfer import Told, Transfer, allow_writes, transfer
from index_mappings.migration.versions import (
    Version,
    begun_split,
    of_another_split,
    previous,
    serving,
    unfinished,
    versions,
)


def roll_back(client: Elasticsearch, aliases: Aliases, family: str, told: Told) -> list[str]:
    """Undo what was migrated last: an unfinished migration, else a finished one.

    What was written since goes back with it. Returns the names of the indices that serve now.
    Raises ClusterError where no version before is kept.
    """
    alias = f"{aliases.prefix}{family}"
    found = versions(client, alias)
    now = serving(found)
    if not now:
        raise ClusterError(f"There is no index behind {alias}.")
    if undone := _undo(client, found, alias):
        return undone
    before = [(each, old) for each in now if (old := previous(found, each))]
    others = of_another_split(found, alias)
    if others and not _is_later(before, others):
        return split_back(client, alias, found, told)
    if not before:
        raise ClusterError(f"There is no version of {alias} before {now[0].name} to go back to.")
    for each, old in before:
        _go_back(client, each, old, told)
    return [old.name for _, old in before]


def _undo(client: Elasticsearch, found: Sequence[Version], alias: str) -> list[str]:
    """Delete what an unfinished migration has made. Returns the indices that it was to replace."""
    now = serving(found)
    begun = [left for each in now if (left := unfinished(found, each))]
    begun += begun_split(found, alias)
    if not begun:
        return []
    for each in now:
        allow_writes(client, each.name)
    for each in begun:
        client.indices.delete(index=each.name)
    return [each.name for each in now]


def _is_later(before: Sequence[tuple[Version, Version]], others: Sequence[Version]) -> bool:
    last = max((old.number for _, old in before), default=0)
    return last > max(each.number for each in others)


def _go_back(client: Elasticsearch, now: Version, old: Version, told: Told) -> None:
    mapping, _ = state(client, old.name)
    allow_writes(client, old.name)
    drop = tuple(superfluous(client, now.name, mapping))
    transfer(client, Transfer(now.name, in_its_place(client, now.name, old.name), drop), told)
    # Only then: until the alias has moved, this is the one that serves.
    client.indices.delete(index=now.name)
