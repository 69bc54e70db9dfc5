"""The versions of an index: which one stands behind its alias, and which beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from elasticsearch import Elasticsearch

from index_mappings.client import ClusterError

_VERSIONED = re.compile(r"(?P<stem>.+)-(?P<number>\d{6})")


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
        if (parts := _VERSIONED.fullmatch(name)) is None:
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


def previous(found: Sequence[Version], now: Version) -> Version:
    """The version before the one that serves. Raises ClusterError where none is kept."""
    before = [each for each in found if each.stem == now.stem and each.number < now.number]
    if not before:
        raise ClusterError(f"There is no version of {now.stem} before {now.name} to go back to.")
    return max(before, key=lambda each: each.number)


def spare(found: Sequence[Version]) -> list[Version]:
    """Versions before the one that serves, which only a rollback would need."""
    newest = {each.stem: each.number for each in found if each.serves}
    return [each for each in found if not each.serves and each.number < newest.get(each.stem, 0)]
