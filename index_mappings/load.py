"""Bulk loading in bounded chunks: each document is written or named with the server's reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch, SerializationError
from elasticsearch.helpers import streaming_bulk

from index_mappings.client import BUSY, BusyError, ClusterError, patiently
from index_mappings.documents import Document
from index_mappings.settings import Settings

Action = dict[str, Any]
FAULT_OF_A_DOCUMENT = frozenset({400, 413})


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that Elasticsearch did not take, and why."""

    id: str
    error: str


def put(
    client: Elasticsearch, alias: str, documents: Mapping[str, Document], settings: Settings
) -> list[Refused]:
    """Write documents by id; the same id is written over. Returns those that were refused.

    Chunks are bounded in documents and bytes. A cluster that is busy or does not answer is waited
    for (`client.patiently`). Raises ClusterError where it stays so, or refuses every document.
    """
    actions = [
        {
            "_op_type": "index",
            "_index": alias,
            # Where the alias is gone, an index of that name would be made without our mapping.
            "require_alias": True,
            "_id": id,
            "_source": source,
        }
        for id, source in documents.items()
    ]
    return _send(client, actions, settings)


def remove(
    client: Elasticsearch, alias: str, ids: Iterable[str], settings: Settings
) -> list[Refused]:
    """Delete documents by id; one that is not there is no error."""
    actions = [{"_op_type": "delete", "_index": alias, "_id": id} for id in ids]
    refused = _send(client, actions, settings)
    return [item for item in refused if not item.error.startswith("HTTP 404")]


def _send(client: Elasticsearch, actions: list[Action], settings: Settings) -> list[Refused]:
    try:
        return patiently(lambda: list(_refused(client, actions, settings)), settings.es_patience)
    except (ApiError, SerializationError) as error:
        if isinstance(error, ApiError) and error.status_code not in FAULT_OF_A_DOCUMENT:
            raise
        # The request as a whole was not taken (too large, not valid): find the document.
        if len(actions) == 1:
            return [Refused(actions[0]["_id"], f"{type(error).__name__}: {error}"[:2000])]
        middle = len(actions) // 2
        return [
            *_send(client, actions[:middle], settings),
            *_send(client, actions[middle:], settings),
        ]


def _refused(client: Elasticsearch, actions: list[Action], settings: Settings) -> Iterator[Refused]:
    results = streaming_bulk(
        client,
        actions,
        chunk_size=settings.chunk_documents,
        max_chunk_bytes=settings.chunk_bytes,
        raise_on_error=False,
        raise_on_exception=True,
        max_retries=4,
        initial_backoff=0.5,
        max_backoff=10,
        retry_on_status=tuple(BUSY),
    )
    for written, item in results:
        if not written:
            (answer,) = item.values()
            _raise_fault_of_the_cluster(answer)
            yield Refused(str(answer.get("_id")), _reason(answer))


def _raise_fault_of_the_cluster(answer: Mapping[str, Any]) -> None:
    """A fault that every document would meet must stop the run, not fill the quarantine."""
    if answer.get("status") in BUSY:
        raise BusyError(_reason(answer))
    error = answer.get("error")
    kind = error.get("type") if isinstance(error, Mapping) else None
    if answer.get("status") in (401, 403) or kind == "index_not_found_exception":
        raise ClusterError(
            f"Elasticsearch refuses all documents ({_reason(answer)}). What was loaded stays; "
            "start the run again when this is mended."
        )


def _reason(answer: Mapping[str, Any]) -> str:
    error = answer.get("error") or answer.get("result") or "no reason given"
    if isinstance(error, Mapping):
        cause = error.get("caused_by") or {}
        told = [f"{part.get('type')}: {part.get('reason')}" for part in (error, cause) if part]
        error = "; ".join(told)
    return f"HTTP {answer.get('status')}: {error}"[:2000]
