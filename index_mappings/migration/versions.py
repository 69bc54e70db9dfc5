"""The versions of an index: which one stands behind its alias, and which beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elasticsearch import Elasticsearch

from index_mappings.layout import VERSIONED, is_of, split_of
from index_mappings.split import Split


@dataclass(frozen=True, slots=True)
class Version:
    """A concrete index, `STEM-000002` say. `serves`: it stands behind the alias."""

    name: str
    stem: str
    number: int
    serves: bool
    documents: int
    bytes: int
    blocked: bool

    @property
    def next_name(self) -> str:
        """What the version after it is called."""
        return f"{self.stem}-{self.number + 1:06d}"


def versions(client: Elasticsearch, alias: str) -> list[Version]:
    """All versions of the indices of an alias, in order of name."""
    pattern = f"{alias}-*"
    behind = client.indices.get_alias(index=pattern, ignore_unavailable=True).body
    settings = client.indices.get_settings(index=pattern, flat_settings=True).body
    sizes = client.indices.stats(index=pattern, metric=["store"])["indices"]
    found = []
    for name in sorted(behind):
        parts = VERSIONED.fullmatch(name)
        if parts is None or not is_of(parts["stem"], alias):
            continue
        # Not the statistics' count: to Lucene every nested mention is a document of its own.
        documents = client.count(index=name)["count"]
        blocked = settings[name]["settings"].get("index.blocks.write") == "true"
        found.append(
            Version(
                name,
                parts["stem"],
                int(parts["number"]),
                alias in behind[name]["aliases"],
                int(documents),
                int(sizes[name]["primaries"]["store"]["size_in_bytes"]),
                blocked,
            )
        )
    return found


def serving(found: Sequence[Version]) -> list[Version]:
    """Those behind the alias."""
    return [each for each in found if each.serves]


def unfinished(found: Sequence[Version], old: Version) -> Version | None:
    """A version after `old` that serves nobody: a migration that was cut short."""
    after = [each for each in found if each.stem == old.stem and each.number > old.number]
    return max(after, key=lambda each: each.number, default=None)


def previous(found: Sequence[Version], now: Version) -> Version | None:
    """The version before the one that serves; None where none is kept."""
    before = [each for each in found if each.stem == now.stem and each.number < now.number]
    return max(before, key=lambda each: each.number, default=None)


def split_now(found: Sequence[Version], alias: str) -> Split:
    """How the articles are split: as the newest index that serves tells."""
    return split_of(max(serving(found), key=lambda each: each.number).stem, alias)


def of_another_split(found: Sequence[Version], alias: str) -> list[Version]:
    """Those that serve nobody and are split otherwise; of several splits the newest."""
    now = split_now(found, alias)
    others = [each for each in found if not each.serves and split_of(each.stem, alias) is not now]
    newest = max(others, key=lambda each: each.number, default=None)
    if newest is None:
        return []
    return [each for each in others if split_of(each.stem, alias) is split_of(newest.stem, alias)]


def begun_split(found: Sequence[Version], alias: str) -> list[Version]:
    """What a change of the split has made before it was cut short."""
    newest = max(each.number for each in serving(found))
    others = of_another_split(found, alias)
    return others if any(each.number > newest for each in others) else []


def spare(found: Sequence[Version]) -> list[Version]:
    """Versions before the ones that serve, which only a rollback would need."""
    newest = {each.stem: each.number for each in found if each.serves}
    last = max(newest.values(), default=0)
    return [each for each in found if not each.serves and each.number < newest.get(each.stem, last)]
