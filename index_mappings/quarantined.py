"""What stands in quarantine: found, shown, dropped."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import zstandard
from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.mentions import Document
from transforms.article import Metadata

Query = dict[str, Any]
PLAIN = (
    "id", "uri", "stage", "reason", "error", "attempts", "run", "source", "trace", "media_type",
    "encoding",
)  # fmt: skip
BY = [{field: {"terms": {"field": field}}} for field in ("stage", "reason")]
LARGE = ["trace", "content", "metadata"]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document in quarantine. `content` is None where it was not kept, or not asked for."""

    id: str
    uri: str | None
    stage: str
    reason: str
    error: str
    attempts: int
    first_at: datetime
    last_at: datetime
    run: str
    source: str | None = None
    trace: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    metadata: Metadata | None = None
    content: bytes | None = None


def chosen(
    reasons: Sequence[str] = (), stages: Sequence[str] = (), ids: Sequence[str] = ()
) -> Query:
    """The query for what has one of these reasons, stages and ids; none named is any."""
    asked = {"reason": reasons, "stage": stages, "id": ids}
    terms = [{"terms": {field: list(values)}} for field, values in asked.items() if values]
    return {"bool": {"filter": terms}} if terms else {"match_all": {}}


def counts(client: Elasticsearch, aliases: Aliases, query: Query) -> dict[tuple[str, str], int]:
    """How many there are by stage and reason, the most first."""
    client.indices.refresh(index=aliases.quarantine)
    answer = client.search(
        index=aliases.quarantine,
        query=query,
        size=0,
        aggs={"by": {"composite": {"sources": BY, "size": 1000}}},
    )
    told = {
        (bucket["key"]["stage"], bucket["key"]["reason"]): int(bucket["doc_count"])
        for bucket in answer["aggregations"]["by"]["buckets"]
    }
    return dict(sorted(told.items(), key=lambda each: (-each[1], each[0])))


def listed(
    client: Elasticsearch, aliases: Aliases, query: Query, most: int
) -> Iterator[Quarantined]:
    """Those that match, the latest failures first; without trace and content."""
    client.indices.refresh(index=aliases.quarantine)
    answer = client.search(
        index=aliases.quarantine,
        query=query,
        size=most,
        source_excludes=LARGE,
        sort=[{"last_at": "desc"}, {"id": "asc"}],
    )
    yield from (quarantined(hit["_source"]) for hit in answer["hits"]["hits"])


def kept(client: Elasticsearch, aliases: Aliases, id: str) -> Quarantined | None:
    """One of them, whole; None where no such is there."""
    found = client.options(ignore_status=404).get(index=aliases.quarantine, id=id)
    return quarantined(found["_source"]) if found.get("found") else None


def drop(client: Elasticsearch, aliases: Aliases, query: Query) -> int:
    """Delete those that match, for good. Returns how many."""
    answer = client.delete_by_query(
        index=aliases.quarantine, query=query, conflicts="proceed", refresh=True
    )
    return int(answer["deleted"])


def quarantined(document: Document) -> Quarantined:
    """What `quarantine.quarantine` has stored, or the fields of it that are given."""
    metadata = document.get("metadata")
    extra = tuple((name, value) for name, value in (metadata or {}).get("extra", ()))
    plain: dict[str, Any] = {key: document.get(key) for key in PLAIN}
    return Quarantined(
        **plain,
        first_at=datetime.fromisoformat(document["first_at"]),
        last_at=datetime.fromisoformat(document["last_at"]),
        metadata=Metadata(**{**metadata, "extra": extra}) if metadata is not None else None,
        content=_unpacked(document),
    )


def _unpacked(document: Document) -> bytes | None:
    if "content" not in document:
        return None
    return zstandard.ZstdDecompressor().decompress(
        base64.b64decode(document["content"]), max_output_size=document["bytes"] + 1
    )
