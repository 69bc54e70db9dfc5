"""The indices that a transfer fills: one for one, or one for each partition of a split."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.layout import MOST, VERSIONED, aliases_of, replicas_of
from index_mappings.split import FIELDS, KEY_SCRIPT, REST, Partition, Split, key_of

KEYS_A_PAGE = 1000
FILLING = {"refresh_interval": "-1"}
"""Not refreshed while it is filled: nobody searches it yet."""
TO_ITS_INDEX = """
String index = params.homes.get(key);
if (index == null) { ctx.op = 'noop' } else { ctx._index = index }
"""


@dataclass
class Targets:
    """Where each document goes. `homes`: index by key; `aliases`: what each index gets at the end.

    As it is, all go into one index.
    """

    homes: dict[str, str]
    aliases: dict[str, Mapping[str, Any]]

    @property
    def indices(self) -> list[str]:
        """The indices to fill, in order of name."""
        return sorted(self.aliases)

    @property
    def script(self) -> str:
        """What tells each document's index, for a reindex; one of a key that is not known waits."""
        return ""

    def home(self, document: Mapping[str, Any]) -> str:
        """The index of a document."""
        (index,) = self.aliases
        return index

    def grow(self, client: Elasticsearch, source: str) -> None:
        """Make what indices the documents of `source` need."""


@dataclass
class Partitions(Targets):
    """Each article into the index of its partition, which is made when one needs it.

    Args:
        number: of the indices that are made.
        there: by stem those that an earlier try, or the time before a migration, has left.
    """

    alias: str
    split: Split
    number: int
    there: Mapping[str, str] = field(default_factory=dict)

    @property
    def script(self) -> str:
        """See `Targets`."""
        return KEY_SCRIPT[self.split] + TO_ITS_INDEX

    def home(self, document: Mapping[str, Any]) -> str:
        """See `Targets`."""
        return self.homes[key_of(self.split, document)]

    def grow(self, client: Elasticsearch, source: str) -> None:
        """See `Targets`."""
        for key in (REST, *_keys(client, source, self.split)):
            if key not in self.homes:
                room = len(self.aliases) < MOST
                self.homes[key] = self._index(client, key) if room else self.homes[REST]

    def _index(self, client: Elasticsearch, key: str) -> str:
        partition = Partition(self.split, key)
        stem = partition.stem(self.alias)
        index = self.there.get(stem, f"{stem}-{self.number:06d}")
        if not client.indices.exists(index=index):
            client.indices.create(index=index, settings={**replicas_of(client), **FILLING})
        self.aliases[index] = aliases_of(partition, self.alias)
        return index


def in_its_place(client: Elasticsearch, old: str, new: str) -> Targets:
    """All documents into one index, which gets the aliases of the one that they were in."""
    aliases = client.indices.get_alias(index=old)[old]["aliases"]
    return Targets({REST: new}, {new: aliases})


def partitions(alias: str, split: Split, number: int, there: Mapping[str, str]) -> Partitions:
    """Each document into the index of its partition."""
    return Partitions({}, {}, alias, split, number, there)


def stem(index: str) -> str:
    """The name of an index without its number."""
    parts = VERSIONED.fullmatch(index)
    return parts["stem"] if parts else index


def _keys(client: Elasticsearch, source: str, split: Split) -> Iterator[str]:
    """The years or sources of the articles, in their order."""
    if split is Split.NONE:
        return
    by: dict[str, Any] = {"terms": {"field": FIELDS[split]}}
    if split is Split.YEAR:
        year = {"calendar_interval": "year", "format": "yyyy"}
        by = {"date_histogram": {"field": FIELDS[split], **year}}
    after: dict[str, Any] = {}
    while True:
        composite = {"size": KEYS_A_PAGE, "sources": [{"key": by}], **after}
        answer = client.search(index=source, size=0, aggs={"by": {"composite": composite}})
        page = answer["aggregations"]["by"]
        yield from (str(bucket["key"]["key"]) for bucket in page["buckets"])
        if "after_key" not in page:
            return
        after = {"after": page["after_key"]}
