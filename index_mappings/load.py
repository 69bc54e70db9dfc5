"""Bulk loading in bounded chunks: each document is written or named with the server's reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch, SerializationError
from elasticsearch.helpers import streaming_bulk

from index_mappings.client import BLOCKED, BUSY, BusyError, ClusterError, patiently
from index_mappings.documents import Document
from index_mappings.lookup import Version
from index_mappings.settings import Settings

Action = dict[str, Any]
FAULT_OF_A_DOCUMENT = frozenset({400, 413})
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that Elasticsearch did not take, and why.

    `conflict`: another writer was there first, so that it is not as the caller has seen it.
    """

    id: str
    error: str
    conflict: bool = False


def put(
    client: Elasticsearch,
    alias: str,
    documents: Mapping[str, Document],
    settings: Settings,
    seen: Mapping[str, Version | None] | None = None,
) -> list[Refused]:
    """Write documents by id; the same id is written over. Returns those that were refused.

    With `seen`, a document is written only where the index holds the version of it that was seen,
    or none where None was. Chunks are bounded in documents and bytes. A cluster that is busy or
    does not answer is waited for (`client.patiently`). Raises ClusterError where it stays so, or
    refuses every document.
    """
    actions = [
        {
            "_op_type": "index",
            "_index": alias,
            "_id": id,
            "_source": source,
            **({} if seen is None else _if_still(seen.get(id))),
        }
        for id, source in documents.items()
    ]
    return _send(client, actions, settings)


def patch(
    client: Elasticsearch,
    alias: str,
    fields: Mapping[str, Document],
    settings: Settings,
    seen: Mapping[str, Version] | None = None,
) -> list[Refused]:
    """Write some fields of documents that are there, by id; one that is not is no error.

    `seen` as for `put`.
    """
    actions = [
        {
            "_op_type": "update",
            "_index": alias,
            "_id": id,
            "doc": doc,
            **(_if_still(seen[id]) if seen else {"retry_on_conflict": 5}),
        }
        for id, doc in fields.items()
    ]
    return _but_missing(_send(client, actions, settings))


def remove(
    client: Elasticsearch,
    alias: str,
    ids: Iterable[str],
    settings: Settings,
    seen: Mapping[str, Version] | None = None,
) -> list[Refused]:
    """Delete documents by id; one that is not there is no error. `seen` as for `put`."""
    actions = [
        {
            "_op_type": "delete",
            "_index": alias,
            "_id": id,
            **(_if_still(seen[id]) if seen and id in seen else {}),
        }
        for id in ids
    ]
    return _but_missing(_send(client, actions, settings))


def _if_still(seen: Version | None) -> Action:
    if seen is None:
        return {"_op_type": "create"}
    return {"if_seq_no": seen.seq_no, "if_primary_term": seen.primary_term}


def _but_missing(refused: list[Refused]) -> list[Refused]:
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
        # Where the alias is gone, an index of that name would be made without our mapping.
        require_alias=True,
    )
    for written, item in results:
        if not written:
            (answer,) = item.values()
            _raise_fault_of_the_cluster(answer)
            conflict = answer.get("status") == CONFLICT
            yield Refused(str(answer.get("_id")), _reason(answer), conflict)


def _raise_fault_of_the_cluster(answer: Mapping[str, Any]) -> None:
    """A fault that every document would meet must stop the run, not fill the quarantine."""
    error = answer.get("error")
    kind = error.get("type") if isinstance(error, Mapping) else None
    if answer.get("status") in BUSY or kind == BLOCKED:
        raise BusyError(_reason(answer))
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
