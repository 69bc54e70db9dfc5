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
Where = str | Mapping[str, str]
"""The alias that documents are written through; by their ids where there are several."""
FAULT_OF_A_DOCUMENT = frozenset({400, 413})
CONFLICT = 409
NO_ALIAS = "index_not_found_exception"
NO_WRITE_INDEX = "no write index is defined"


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that Elasticsearch did not take, and why.

    `conflict`: another writer was there first, so that it is not as the caller has seen it; or the
    indices are not, because a migration has ended since.
    """

    id: str
    error: str
    conflict: bool = False


def put(
    client: Elasticsearch,
    where: Where,
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
            "_index": _alias(where, id),
            "_id": id,
            "_source": source,
            **({} if seen is None else _if_still(seen.get(id))),
        }
        for id, source in documents.items()
    ]
    return _send(client, actions, settings, moving=not isinstance(where, str))


def patch(
    client: Elasticsearch,
    where: Where,
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
            "_index": _alias(where, id),
            "_id": id,
            "doc": doc,
            **(_if_still(seen[id]) if seen else {"retry_on_conflict": 5}),
        }
        for id, doc in fields.items()
    ]
    return _but_missing(_send(client, actions, settings, moving=not isinstance(where, str)))


def remove(
    client: Elasticsearch, alias: str, ids: Iterable[str], settings: Settings
) -> list[Refused]:
    """Delete documents by id; one that is not there is no error."""
    actions = [{"_op_type": "delete", "_index": alias, "_id": id} for id in ids]
    return _but_missing(_send(client, actions, settings))


def remove_seen(
    client: Elasticsearch, copies: Iterable[tuple[str, Version]], settings: Settings
) -> list[Refused]:
    """Delete documents by id, each where it was seen and as it was seen; one gone is no error."""
    actions = [
        {"_op_type": "delete", "_index": version.alias, "_id": id, **_if_still(version)}
        for id, version in copies
    ]
    return _but_missing(_send(client, actions, settings, moving=True))


def _alias(where: Where, id: str) -> str:
    return where if isinstance(where, str) else where[id]


def _if_still(seen: Version | None) -> Action:
    if seen is None:
        return {"_op_type": "create"}
    return {"if_seq_no": seen.seq_no, "if_primary_term": seen.primary_term}


def _but_missing(refused: list[Refused]) -> list[Refused]:
    return [item for item in refused if item.conflict or not item.error.startswith("HTTP 404")]


def _send(
    client: Elasticsearch, actions: list[Action], settings: Settings, moving: bool = False
) -> list[Refused]:
    """Send in bulk. `moving`: that an alias is gone is a conflict, since the indices may move."""
    try:
        return patiently(
            lambda: list(_refused(client, actions, settings, moving)), settings.es_patience
        )
    except (ApiError, SerializationError) as error:
        if isinstance(error, ApiError) and error.status_code not in FAULT_OF_A_DOCUMENT:
            raise
        # The request as a whole was not taken (too large, not valid): find the document.
        if len(actions) == 1:
            return [Refused(actions[0]["_id"], f"{type(error).__name__}: {error}"[:2000])]
        middle = len(actions) // 2
        return [
            *_send(client, actions[:middle], settings, moving),
            *_send(client, actions[middle:], settings, moving),
        ]


def _refused(
    client: Elasticsearch, actions: list[Action], settings: Settings, moving: bool
) -> Iterator[Refused]:
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
            conflict = answer.get("status") == CONFLICT or (moving and _has_moved(answer))
            if not conflict:
                _raise_fault_of_the_cluster(answer)
            yield Refused(str(answer.get("_id")), _reason(answer), conflict)


def _has_moved(answer: Mapping[str, Any]) -> bool:
    """Whether a write met an alias that stands before other indices now."""
    error = answer.get("error")
    if not isinstance(error, Mapping):
        return False
    return error.get("type") == NO_ALIAS or NO_WRITE_INDEX in str(error.get("reason"))


def _raise_fault_of_the_cluster(answer: Mapping[str, Any]) -> None:
    """A fault that every document would meet must stop the run, not fill the quarantine."""
    error = answer.get("error")
    kind = error.get("type") if isinstance(error, Mapping) else None
    if answer.get("status") in BUSY or kind == BLOCKED:
        raise BusyError(_reason(answer))
    if answer.get("status") in (401, 403) or kind == NO_ALIAS:
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
