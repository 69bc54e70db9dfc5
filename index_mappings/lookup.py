"""What the index already holds of a batch: one look-up decides new, changed or unchanged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.layout import Layout, read_layout

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

PLACE = ["indexed_at", "published", "source"]
"""What tells which of an article's copies is the newest, and where it belongs."""
RECORD = [*PLACE, "content_hash", "retrieved", "read_from", "fingerprints", "story", "run"]
GETS_A_REQUEST = 10_000
RAW_RECORD = ["content_hash", "retrieved", "gone_at", "run"]


@dataclass(frozen=True, slots=True)
class Version:
    """Which writing of a document was seen; a write that names it fails where it is not the last.

    Elasticsearch's sequence number and primary term; `alias` is what it is written through.
    """

    seq_no: int
    primary_term: int
    alias: str


@dataclass(frozen=True, slots=True)
class Known:
    """The record of an article in the index."""

    content_hash: str
    story: str
    run: str
    fingerprints: dict[str, str] = field(default_factory=dict)
    retrieved: datetime | None = None
    read_from: str | None = field(default=None, compare=False)
    version: Version | None = field(default=None, compare=False)
    copies: tuple[Version, ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls,
        id: str,
        source: Document,
        version: Version | None = None,
        copies: tuple[Version, ...] = (),
    ) -> Known:
        """The record in a document, whole or in part.

        Args:
            copies: where else the article stands, for as long as it moves to another partition.
        """
        return cls(
            source["content_hash"],
            source.get("story", id),
            source["run"],
            source.get("fingerprints", {}),
            _instant(source.get("retrieved")),
            source.get("read_from"),
            version,
            copies,
        )


@dataclass(frozen=True, slots=True)
class KnownRaw:
    """The record of a raw article. `moment`: when it was read, or found to be gone."""

    content_hash: str
    run: str
    moment: datetime | None
    gone: bool
    version: Version


@dataclass(frozen=True, slots=True)
class Copy:
    """A document of an article in one of the partitions. `home`: the alias where it belongs."""

    source: Document
    version: Version
    home: str

    @property
    def is_home(self) -> bool:
        """Whether it stands where it belongs."""
        return self.version.alias == self.home

    @property
    def age(self) -> tuple[str, bool]:
        """The newer, the greater; of two that are equal, the one that stands where it belongs."""
        return self.source.get("indexed_at", ""), self.is_home


def look_up(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, Known]:
    """The records of those of `ids` that are in the index, by id."""
    found = {}
    for id, hits in copies_of(client, aliases, ids, RECORD).items():
        first, *others = (hit.version for hit in hits)
        found[id] = Known.of(id, hits[0].source, first, tuple(others))
    return found


def look_up_raw(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, KnownRaw]:
    """The same of raw articles, those included whose source is gone."""
    found = {}
    for hit in _get(client, aliases.raw, ids, RAW_RECORD):
        source = hit["_source"]
        gone = "gone_at" in source
        moment = _instant(source.get("gone_at") or source.get("retrieved"))
        found[hit["_id"]] = KnownRaw(
            source["content_hash"], source["run"], moment, gone, _version(hit, aliases.raw)
        )
    return found


def stored(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, Document]:
    """The whole documents of those of `ids` that are in the index, by id."""
    return {id: hits[0].source for id, hits in copies_of(client, aliases, ids, None).items()}


def copies_of(
    client: Elasticsearch, aliases: Aliases, ids: Sequence[str], fields: list[str] | None
) -> dict[str, list[Copy]]:
    """Where those of `ids` stand that are in the index, the newest copy first.

    There is more than one only while an article moves from one partition to another. Each
    partition is asked by id and not searched, so that what was written a moment ago is seen.

    Args:
        fields: what is needed of the documents, `PLACE` among them; None for all.
    """
    if not ids:
        return {}
    layout = read_layout(client, aliases.articles)
    at_once = max(1, GETS_A_REQUEST // len(layout.indices))
    found: dict[str, list[Copy]] = defaultdict(list)
    for start in range(0, len(ids), at_once):
        asked = [
            {"_index": each.index, "_id": id}
            for id in ids[start : start + at_once]
            for each in layout.indices
        ]
        for hit in client.mget(docs=asked, source_includes=fields)["docs"]:
            if hit.get("found"):
                found[hit["_id"]].append(_copy(hit, layout))
    return {
        id: sorted(found[id], key=lambda each: each.age, reverse=True) for id in ids if id in found
    }


def _copy(hit: dict[str, Any], layout: Layout) -> Copy:
    source = hit["_source"]
    home = layout.home(source).stem(layout.alias)
    return Copy(source, _version(hit, layout.stem_of(hit["_index"])), home)


def stored_raws(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, Document]:
    """The same of raw articles, those included whose source is gone."""
    return {hit["_id"]: hit["_source"] for hit in _get(client, aliases.raw, ids, None)}


def raw_sizes(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, int]:
    """Bytes of content of those of `ids` that can be found, by id; none of it is read."""
    answer = client.search(
        index=aliases.raw,
        query={"ids": {"values": list(ids)}},
        size=len(ids),
        source=False,
        docvalue_fields=[{"field": "bytes"}],
    )
    return {hit["_id"]: hit["fields"]["bytes"][0] for hit in answer["hits"]["hits"]}


def past_attempts(
    client: Elasticsearch, aliases: Aliases, ids: Sequence[str]
) -> dict[str, tuple[int, str]]:
    """Of those of `ids` that are in quarantine: how often they were tried, and when first."""
    found = _get(client, aliases.quarantine, ids, ["attempts", "first_at"])
    return {hit["_id"]: (hit["_source"]["attempts"], hit["_source"]["first_at"]) for hit in found}


def failed_content(
    client: Elasticsearch, aliases: Aliases, ids: Sequence[str]
) -> dict[str, str | None]:
    """Of those of `ids` that are in quarantine, the hash of the content that failed.

    None for a document that could not be read at all.
    """
    found = _get(client, aliases.quarantine, ids, ["content_hash"])
    return {hit["_id"]: hit["_source"].get("content_hash") for hit in found}


def _get(
    client: Elasticsearch, index: str, ids: Sequence[str], fields: list[str] | None
) -> Iterable[dict[str, Any]]:
    if not ids:
        return []
    answer = client.mget(index=index, ids=list(ids), source_includes=fields)
    return [doc for doc in answer["docs"] if doc.get("found")]


def _version(hit: dict[str, Any], alias: str) -> Version:
    return Version(hit["_seq_no"], hit["_primary_term"], alias)


def _instant(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
