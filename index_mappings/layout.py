"""Which indices of articles there are, and through which alias an article is written.

The alias of the family is what everything reads through: all partitions stand behind it. Each of
them has an alias of its own beside, its stem, and is written through that, so that a new version
can take its place. How the articles are split is read off the names of the indices: it is a fact
about the index, which a setting alone does not change (`dateline index migrate` does).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from index_mappings.client import ClusterError
from index_mappings.split import Partition, Query, Split

MOST = 200
"""Partitions. What would be one more belongs to the rest: Elasticsearch takes 1,000 shards a node
by default, and each look-up asks every partition."""
VERSIONED = re.compile(r"(?P<stem>.+)-(?P<number>\d{6})")
LOCAL = {"number_of_replicas": 0}
ALREADY_THERE = "resource_already_exists_exception"


@dataclass(frozen=True, slots=True)
class Standing:
    """An index behind the alias of its family. `members`: what belongs there, None for all."""

    index: str
    stem: str
    number: int
    members: Query | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The indices behind an alias. `split` is that of the newest of them."""

    alias: str
    split: Split
    indices: tuple[Standing, ...]

    @property
    def number(self) -> int:
        """The number of the newest; a partition that is made now gets the same."""
        return max(each.number for each in self.indices)

    @property
    def is_full(self) -> bool:
        """Whether no partition is added any more."""
        return len(self.indices) >= MOST

    def stem_of(self, index: str) -> str:
        """The alias that an index is written through."""
        return next(each.stem for each in self.indices if each.index == index)

    def home(self, document: Mapping[str, Any]) -> Partition:
        """The partition that an article belongs to, whether it is there or not."""
        partition = Partition.of(self.split, document)
        if self.is_full and not self.holds(partition):
            return Partition(self.split)
        return partition

    def holds(self, partition: Partition) -> bool:
        """Whether a partition is there."""
        stem = partition.stem(self.alias)
        return any(each.stem == stem for each in self.indices)


def read_layout(client: Elasticsearch, alias: str) -> Layout:
    """The layout of this moment. Raises ClusterError where nothing stands behind the alias."""
    try:
        found = client.indices.get_alias(index=alias)
    except NotFoundError as error:
        raise ClusterError(
            f"There is no index {alias} (any more): `dateline ingest` makes it anew."
        ) from error
    indices = [_standing(index, told["aliases"]) for index, told in sorted(found.items())]
    newest = max(indices, key=lambda each: each.number)
    return Layout(alias, split_of(newest.stem, alias), tuple(indices))


def _standing(index: str, aliases: Mapping[str, Any]) -> Standing:
    parts = VERSIONED.fullmatch(index)
    if parts is None:
        raise ClusterError(f"The index {index} was not made by Dateline: take its alias away.")
    stem = parts["stem"]
    return Standing(index, stem, int(parts["number"]), aliases.get(stem, {}).get("filter"))


def split_of(stem: str, alias: str) -> Split:
    """The split that an index's name tells.

    >>> split_of("dateline-articles-year-2024", "dateline-articles")
    <Split.YEAR: 'year'>
    """
    return Split(stem[len(alias) + 1 :].partition("-")[0] or Split.NONE)


def is_of(stem: str, alias: str) -> bool:
    """Whether an index of this name is one of the family's."""
    return stem == alias or stem[len(alias) + 1 :].partition("-")[0] in (Split.YEAR, Split.SOURCE)


def aliases_of(partition: Partition, alias: str) -> dict[str, Any]:
    """The aliases of a partition's index."""
    stem = partition.stem(alias)
    own: dict[str, Any] = {"is_write_index": True}
    if partition.members is not None:
        own["filter"] = partition.members
    return {alias: {}, stem: own}


def make_partition(client: Elasticsearch, alias: str, partition: Partition, number: int) -> None:
    """Make a partition behind its aliases; no error where another has just made it."""
    stem = partition.stem(alias)
    try:
        client.indices.create(
            index=f"{stem}-{number:06d}",
            aliases=aliases_of(partition, alias),
            settings=replicas_of(client),
        )
    except BadRequestError as error:
        if error.error != ALREADY_THERE:
            raise


def with_room_for(
    client: Elasticsearch, alias: str, documents: Iterable[Mapping[str, Any]]
) -> Layout:
    """The layout, with every partition in it that these documents belong to."""
    told = list(documents)
    for _ in range(MOST):
        layout = read_layout(client, alias)
        wanted = map(layout.home, told)
        missing = {partition for partition in wanted if not layout.holds(partition)}
        if not missing:
            return layout
        # One at a time: after the last one that there is room for, the others belong elsewhere.
        make_partition(client, alias, min(missing, key=lambda each: each.key), layout.number)
    raise ClusterError(f"The indices behind {alias} are made and deleted again and again.")


def replicas_of(client: Elasticsearch) -> dict[str, Any]:
    """The setting of replicas that this cluster can place."""
    # On one node a replica can't be placed, and the index would stay yellow for ever.
    return LOCAL if client.cluster.health()["number_of_data_nodes"] == 1 else {}
