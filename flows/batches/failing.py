"""What fails in a batch is kept in quarantine, whatever it is."""

from __future__ import annotations

from functools import partial
from typing import Any

from flows.batches.place import Batch, Workplace
from flows.sources import Unreadable
from index_mappings.load import Refused
from index_mappings.lookup import failed_content
from index_mappings.quarantine import HELD, Failed, quarantine
from transforms.article import Article, RawArticle
from transforms.pipeline import Failure


class QuarantineRefusedError(Exception):
    """Elasticsearch did not even take the quarantine's documents: the run must stop."""


def keep_failed(batch: Batch, place: Workplace) -> None:
    """Put what has failed into quarantine.

    Raises QuarantineRefusedError where it is not taken, and as `patiently` does.
    """
    keep = _but_later_readings(batch, place) if batch.from_index else batch.failed
    refused = _quarantine(keep, batch, place)
    if refused:
        # Most likely too large for a request: the record is worth more than the copy.
        smaller = {item.id for item in refused}
        bare = [_without_content(item) for item in keep if item.id in smaller]
        refused = _quarantine(bare, batch, place)
    if refused:
        raise QuarantineRefusedError(
            f"{len(refused)} failures could not be kept in {place.aliases.quarantine}, the first "
            f"one {refused[0].id}: {refused[0].error}"
        )


def _but_later_readings(batch: Batch, place: Workplace) -> list[Failed]:
    """What has failed, but where quarantine holds what was read later and has failed too."""
    ids = [item.id for item in batch.failed]
    held = place.patiently(partial(failed_content, ids=ids))
    return [
        item
        for item in batch.failed
        if item.id not in held or held[item.id] in (item.content_hash, HELD)
    ]


def _quarantine(failed: list[Failed], batch: Batch, place: Workplace) -> list[Refused]:
    if not failed:
        return []
    return place.patiently(
        lambda client, aliases: quarantine(
            client, aliases, failed, place.settings, batch.run, batch.at
        )
    )


def unreadable(document: Unreadable) -> Failed:
    """A document that could not be read."""
    return Failed(
        document.id,
        document.uri,
        "read",
        document.reason,
        document.error,
        content=document.content,
    )


def raw_missing(id: str) -> Failed:
    """An article of the index of which what was read is not there."""
    told = "the index holds no raw article of this id: ingest its source again"
    return Failed(id, None, "read", "raw_missing", told, content_hash=HELD)


def stage_failed(failure: Failure) -> Failed:
    """An article on which a stage has failed."""
    return _failed(failure.article, failure.stage, failure.reason, failure.error, failure.trace)


def gave_up(document: Any, reason: str, error: str) -> Failed:  # noqa: ANN401 - read or stored
    """A document, read or stored, that no worker lives through."""
    stage = "worker"
    if isinstance(document, Unreadable):
        return Failed(document.id, document.uri, stage, reason, error, content=document.content)
    if isinstance(document, RawArticle):
        return _of_raw(document, stage, reason, error, None)
    return Failed(
        document.id, None, stage, reason, error, source=document.source, content_hash=HELD
    )


def was_refused(refused: Refused, article: Article) -> Failed:
    """An article that Elasticsearch did not take."""
    return _failed(article, "load", "refused", refused.error, None)


def _failed(article: Article, stage: str, reason: str, error: str, trace: str | None) -> Failed:
    return _of_raw(article.raw, stage, reason, error, trace)


def _of_raw(raw: RawArticle, stage: str, reason: str, error: str, trace: str | None) -> Failed:
    return Failed(
        raw.id,
        raw.uri,
        stage,
        reason,
        error,
        trace=trace,
        source=raw.source,
        media_type=raw.media_type,
        encoding=raw.encoding,
        metadata=raw.metadata,
        content=raw.content,
        content_hash=raw.content_hash,
    )


def _without_content(item: Failed) -> Failed:
    told = item.error[:2000]
    return Failed(item.id, item.uri, item.stage, item.reason, told, content_hash=item.content_hash)
