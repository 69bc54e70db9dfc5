"""What the index already holds of a batch: one look-up decides new, changed or unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from index_mappings.documents import Document
from index_mappings.families import Aliases

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

RECORD = ["content_hash", "retrieved", "read_from", "fingerprints", "story", "run"]
RAW_RECORD = ["content_hash", "retrieved", "gone_at", "run"]


@dataclass(frozen=True, slots=True)
class Version:
    """Which writing of a document was seen; a write that names it fails where it is not the last.

    Elasticsearch's sequence number and primary term.
    """

    seq_no: int
    primary_term: int


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

    @classmethod
    def of(cls, id: str, source: Document, version: Version | None = None) -> Known:
        """The record in a document, whole or in part."""
        return cls(
            source["content_hash"],
            source.get("story", id),
            source["run"],
            source.get("fingerprints", {}),
            _instant(source.get("retrieved")),
            source.get("read_from"),
            version,
        )


@dataclass(frozen=True, slots=True)
class KnownRaw:
    """The record of a raw article. `moment`: when it was read, or found to be gone."""

    content_hash: str
    run: str
    moment: datetime | None
    gone: bool
    version: Version


def look_up(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, Known]:
    """The records of those of `ids` that are in the index, by id."""
    return {
        hit["_id"]: Known.of(hit["_id"], hit["_source"], _version(hit))
        for hit in _get(client, aliases.articles, ids, RECORD)
    }


def look_up_raw(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, KnownRaw]:
    """The same of raw articles, those included whose source is gone."""
    found = {}
    for hit in _get(client, aliases.raw, ids, RAW_RECORD):
        source = hit["_source"]
        gone = "gone_at" in source
        moment = _instant(source.get("gone_at") or source.get("retrieved"))
        found[hit["_id"]] = KnownRaw(
            source["content_hash"], source["run"], moment, gone, _version(hit)
        )
    return found


def stored(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, Document]:
    """The whole documents of those of `ids` that are in the index, by id."""
    return {hit["_id"]: hit["_source"] for hit in _get(client, aliases.articles, ids, None)}


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


def _version(hit: dict[str, Any]) -> Version:
    return Version(hit["_seq_no"], hit["_primary_term"])


def _instant(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
