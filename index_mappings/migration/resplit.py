"""Splitting articles otherwise than they are: all of them into new indices, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.indices import mapping_of
from index_mappings.layout import split_of
from index_mappings.migration.state import fits, refresh_as_usual, state, superfluous
from index_mappings.migration.targets import Partitions, partitions
from index_mappings.migration.transfer import Told, Transfer, Transferred, allow_writes, transfer
from index_mappings.migration.versions import (
    Version,
    begun_split,
    of_another_split,
    serving,
    versions,
)
from index_mappings.split import Split

FAMILY = "articles"


def resplit(client: Elasticsearch, alias: str, split: Split, told: Told) -> Transferred:
    """Split the articles behind an alias anew. The indices before stay for a rollback.

    Raises as `transfer`.
    """
    found = versions(client, alias)
    begun = begun_split(found, alias)
    if any(split_of(each.stem, alias) is not split for each in begun) or not all(
        fits(client, FAMILY, each.name) for each in begun
    ):
        _delete(client, begun)
        begun = []
    number = max(each.number for each in (begun or found)) + (not begun)
    new = partitions(alias, split, number, {each.stem: each.name for each in begun})
    moved = _into(client, alias, new, mapping_of(FAMILY), told, serving(found))
    # An earlier try may have made one that nothing belongs to any more.
    _delete(client, (each for each in begun if each.name not in new.indices))
    return moved


def split_back(
    client: Elasticsearch, alias: str, found: Sequence[Version], told: Told
) -> list[str]:
    """Go back to how articles were split before, with what was written since.

    Returns the names of the indices that serve now.
    """
    before = of_another_split(found, alias)
    split = split_of(before[0].stem, alias)
    for each in before:
        allow_writes(client, each.name)
    newest = {each.stem: each for each in sorted(before, key=lambda each: each.number)}
    number = max(each.number for each in before)
    new = partitions(alias, split, number, {stem: each.name for stem, each in newest.items()})
    mapping, _ = state(client, before[0].name)
    _into(client, alias, new, mapping, told, serving(found))
    # Only then: until the aliases have moved, these are the ones that serve.
    _delete(client, serving(found))
    _delete(client, (each for each in newest.values() if each.name not in new.indices))
    return new.indices


def _into(
    client: Elasticsearch,
    alias: str,
    new: Partitions,
    mapping: dict[str, Any],
    told: Told,
    old: Sequence[Version],
) -> Transferred:
    drop = sorted({path for each in old for path in superfluous(client, each.name, mapping)})
    moved = transfer(client, Transfer(alias, new, tuple(drop)), told)
    for index in new.indices:
        refresh_as_usual(client, FAMILY, index)
    return moved


def _delete(client: Elasticsearch, found: Iterable[Version]) -> None:
    for each in found:
        client.indices.delete(index=each.name)
