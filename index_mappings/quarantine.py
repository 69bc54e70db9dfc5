"""What failed, with its source, stage, error, trace and attempts: nothing is lost by failing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from elasticsearch import Elasticsearch

from index_mappings.documents import Document, encode_metadata, pack, text_safe
from index_mappings.families import Aliases
from index_mappings.load import Refused, put, remove
from index_mappings.lookup import failed_content, past_attempts
from index_mappings.settings import Settings
from transforms.article import Metadata

HELD = "held by the index"
"""Instead of a content hash: what failed is what the index holds, whatever that is."""


@dataclass(frozen=True)
class Failed:
    """A document that did not reach the index.

    `reason` is a short stable code to count by ("empty", "too_large", "stage_failed",
    "refused"); `error` is one readable line. `content` is what was read, where it was kept.
    """

    id: str
    uri: str | None
    stage: str
    reason: str
    error: str
    trace: str | None = None
    source: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    content: bytes | None = None
    content_hash: str | None = None


def quarantine(
    client: Elasticsearch,
    aliases: Aliases,
    failed: list[Failed],
    settings: Settings,
    run: str,
    at: datetime,
) -> list[Refused]:
    """Keep what failed, by id; a second failure raises `attempts`. Returns what was refused."""
    past = past_attempts(client, aliases, [item.id for item in failed])
    documents = {}
    for item in failed:
        attempts, first_at = past.get(item.id, (0, at.isoformat()))
        document = _document(item, run)
        document |= {"attempts": attempts + 1, "first_at": first_at, "last_at": at.isoformat()}
        documents[item.id] = document
    return put(client, aliases.quarantine, documents, settings)


def release(
    client: Elasticsearch,
    aliases: Aliases,
    ids: list[str],
    settings: Settings,
    loaded: Mapping[str, str] | None = None,
) -> list[Refused]:
    """Take out of quarantine what has now been loaded.

    Args:
        loaded: by id the hash of the content that was loaded, where that need not be what was read
            last: a later reading that has failed stays.
    """
    held = list(past_attempts(client, aliases, ids))
    if loaded is not None:
        hashes = failed_content(client, aliases, held)
        held = [id for id in held if hashes[id] in (loaded[id], HELD)]
    return remove(client, aliases.quarantine, held, settings) if held else []


def _document(item: Failed, run: str) -> Document:
    document: Document = {
        "id": item.id,
        "run": run,
        "uri": item.uri,
        "stage": item.stage,
        "reason": item.reason,
        "error": item.error,
        "trace": item.trace,
        "source": item.source,
        "media_type": item.media_type,
        "encoding": item.encoding,
        "content_hash": item.content_hash,
        "metadata": encode_metadata(item.metadata),
    }
    if item.content is not None:
        document["content"] = pack(item.content)
        document["bytes"] = len(item.content)
    return {key: text_safe(value) for key, value in document.items() if value is not None}
