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

RECORD = ["content_hash", "retrieved", "fingerprints", "story", "run"]


@dataclass(frozen=True, slots=True)
class Known:
    """The record of an article in the index."""

    content_hash: str
    story: str
    run: str
    fingerprints: dict[str, str] = field(default_factory=dict)
    retrieved: datetime | None = None

    @classmethod
    def of(cls, id: str, source: Document) -> Known:
        """The record in a document, whole or in part."""
        told = source.get("fingerprints", {})
        retrieved = source.get("retrieved")
        return cls(
            source["content_hash"],
            source.get("story", id),
            source["run"],
            told,
            datetime.fromisoformat(retrieved) if retrieved else None,
        )


def look_up(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, Known]:
    """The records of those of `ids` that are in the index, by id."""
    found = _get(client, aliases.articles, ids, RECORD)
    return {id: Known.of(id, source) for id, source in found}


def stored(client: Elasticsearch, aliases: Aliases, ids: Sequence[str]) -> dict[str, Document]:
    """The whole documents of those of `ids` that are in the index, by id."""
    return dict(_get(client, aliases.articles, ids, None))


def past_attempts(
    client: Elasticsearch, aliases: Aliases, ids: Sequence[str]
) -> dict[str, tuple[int, str]]:
    """Of those of `ids` that are in quarantine: how often they were tried, and when first."""
    found = _get(client, aliases.quarantine, ids, ["attempts", "first_at"])
    return {id: (source["attempts"], source["first_at"]) for id, source in found}


def _get(
    client: Elasticsearch, index: str, ids: Sequence[str], fields: list[str] | None
) -> Iterable[tuple[str, dict[str, Any]]]:
    if not ids:
        return []
    answer = client.mget(index=index, ids=list(ids), source_includes=fields)
    return [(doc["_id"], doc["_source"]) for doc in answer["docs"] if doc.get("found")]
