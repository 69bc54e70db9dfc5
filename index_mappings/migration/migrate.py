"""What `dateline index` does: plan, migrate, prune; `rollback` is beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elasticsearch import Elasticsearch

from index_mappings.client import ClusterError
from index_mappings.families import FAMILIES, Aliases
from index_mappings.indices import mapping_of, put_templates
from index_mappings.layout import replicas_of, split_of
from index_mappings.migration.plan import Difference, Way
from index_mappings.migration.resplit import resplit
from index_mappings.migration.state import due, fits, refresh_as_usual, superfluous
from index_mappings.migration.targets import FILLING, in_its_place
from index_mappings.migration.transfer import Told, Transfer, Transferred, transfer
from index_mappings.migration.versions import (
    Version,
    begun_split,
    serving,
    spare,
    unfinished,
    versions,
)
from index_mappings.split import Split


@dataclass(frozen=True, slots=True)
class Plan:
    """What an index needs, or all behind an alias where their split is to change.

    Args:
        begun: a version beside it that a migration has left unfinished.
        split: how articles are to be split, where that is to change.
    """

    family: str
    alias: str
    index: Version
    differences: tuple[Difference, ...]
    begun: Version | None = None
    split: Split | None = None

    @property
    def way(self) -> Way:
        """What its differences take together."""
        return max((each.way for each in self.differences), default=Way.NOTHING)


def plans(
    client: Elasticsearch,
    aliases: Aliases,
    families: Sequence[str] = (),
    split: Split | None = None,
) -> list[Plan]:
    """What each index behind the aliases needs; of all families where none is named.

    Args:
        split: how articles are to be split; None: as they are.

    Raises ClusterError where there is no index of Dateline's under the prefix.
    """
    made = [
        plan
        for family in families or FAMILIES
        for plan in _plans_of(client, aliases, family, split)
    ]
    if not made:
        raise ClusterError(
            f"There is no index of Dateline's under {aliases.prefix}: `dateline ingest` makes them."
        )
    return made


def _plans_of(
    client: Elasticsearch, aliases: Aliases, family: str, split: Split | None
) -> Iterator[Plan]:
    alias = f"{aliases.prefix}{family}"
    found = versions(client, alias)
    begun = next(iter(begun_split(found, alias)), None) if serving(found) else None
    if family == "articles" and split and serving(found) and _is_split(found, alias) != {split}:
        yield Plan(
            family, alias, _together(found, alias), _of_split(found, alias, split), begun, split
        )
        return
    for version in serving(found):
        told = due(client, family, version.name)
        yield Plan(family, alias, version, told, unfinished(found, version) or begun)


def _is_split(found: Sequence[Version], alias: str) -> set[Split]:
    # Of two kinds for a moment, where a run has made a partition as a migration ended.
    return {split_of(each.stem, alias) for each in serving(found)}


def _of_split(found: Sequence[Version], alias: str, due: Split) -> tuple[Difference, ...]:
    now = " and ".join(sorted(_is_split(found, alias)))
    return (Difference("split", now, str(due), Way.REBUILD),)


def _together(found: Sequence[Version], alias: str) -> Version:
    """All versions that serve, as one."""
    now = serving(found)
    return Version(
        name=alias,
        stem=alias,
        number=max(each.number for each in now),
        serves=True,
        documents=sum(each.documents for each in now),
        bytes=sum(each.bytes for each in now),
        blocked=any(each.blocked for each in now),
    )


def migrate(
    client: Elasticsearch, aliases: Aliases, plan: Plan, told: Told, *, rebuild: bool = False
) -> Transferred | None:
    """Change an index as its plan says: in place where that will do, else as a new version.

    Args:
        rebuild: make a new version even where nothing asks for it.

    Returns what was moved, None where the index was changed in place. Raises as `transfer`.
    """
    put_templates(client, aliases)
    if plan.split is not None:
        return resplit(client, plan.alias, plan.split, told)
    if plan.way is not Way.REBUILD and not rebuild:
        _change_in_place(client, plan)
        return None
    new = _new_version(client, plan)
    drop = tuple(superfluous(client, plan.index.name, mapping_of(plan.family)))
    into = in_its_place(client, plan.index.name, new)
    moved = transfer(client, Transfer(plan.index.name, into, drop), told)
    refresh_as_usual(client, plan.family, new)
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
    if begun is None or begun.stem != plan.index.stem:
        name = plan.index.next_name
    elif fits(client, plan.family, begun.name):
        return begun.name
    else:
        name = begun.name
        client.indices.delete(index=name)
    client.indices.create(index=name, settings={**replicas_of(client), **FILLING})
    return name


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
