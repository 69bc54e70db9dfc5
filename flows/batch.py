"""One batch, from raw articles to documents in the index: look up, transform, load, account.

Everything here is safe to repeat: ids are deterministic and writing an article twice makes one
document, so a batch that was cut short is simply done again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar

from elasticsearch import Elasticsearch

from flows.outcomes import Outcome, Reference, Tally
from flows.sources import Unreadable
from index_mappings.client import patiently
from index_mappings.documents import DOCUMENT_VERSION, Document, decode, encode, encode_raw
from index_mappings.families import Aliases
from index_mappings.load import Refused, put
from index_mappings.lookup import Known, look_up, stored
from index_mappings.quarantine import Failed, quarantine, release
from index_mappings.settings import Settings
from transforms.article import Article, RawArticle
from transforms.boilerplate.recurring import Recurring
from transforms.pipeline import Failure, Pipeline, Processed
from transforms.stages import with_recurring

LOG = logging.getLogger("dateline.batch")
T = TypeVar("T")


class QuarantineRefusedError(Exception):
    """Elasticsearch did not even take the quarantine's documents: the run must stop."""


@dataclass(frozen=True)
class Workplace:
    """What a worker needs for its batches, and keeps between them."""

    settings: Settings
    client: Elasticsearch
    aliases: Aliases
    pipeline: Pipeline

    def with_recurring(self, recurring: Recurring | None) -> Workplace:
        """The same place, where these lines are known to recur."""
        return replace(self, pipeline=with_recurring(self.pipeline, recurring))

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """What an article's record keeps: the stages' fingerprints and the document's version."""
        return {**self.pipeline.fingerprints, "document": DOCUMENT_VERSION}

    @cached_property
    def every_stage(self) -> frozenset[str]:
        """The names of all stages."""
        return frozenset(self.pipeline.fingerprints)

    def patiently(self, call: Callable[[Elasticsearch, Aliases], T]) -> T:
        """A call to the index, as patient as the settings say. Raises as `client.patiently`."""
        return patiently(lambda: call(self.client, self.aliases), self.settings.es_patience)


@dataclass
class Batch:
    """A batch on its way: what is to be done with each article, and what has failed."""

    run: str
    at: datetime
    raws: dict[str, RawArticle] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    due: dict[str, frozenset[str]] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)


def work_on(documents: Sequence[RawArticle | Unreadable], run: str, place: Workplace) -> Tally:
    """Load a batch of documents with distinct ids. Returns its tally, which closes.

    Raises ClusterError where Elasticsearch cannot be reached within the settings' patience, and
    QuarantineRefusedError where a failure could not be kept; all other failures are quarantined.
    """
    batch = Batch(run, datetime.now(UTC))
    tally = Tally(read=len(documents))
    for document in documents:
        if isinstance(document, Unreadable):
            batch.failed.append(_unreadable(document))
        else:
            batch.raws[document.id] = document
    _find_due(batch, place)
    processed = place.pipeline.run(_articles(batch, place), batch.due)
    batch.failed += [_stage_failed(failure) for failure in processed.failures]
    loaded = _load(batch, processed, place)
    _keep_failed(batch, place)
    _account(batch, loaded, tally)
    tally.stage_seconds.update(processed.seconds)
    tally.alarms.update(processed.alarms)
    tally.problems.update(p.stage for id in loaded for p in processed.articles[id].problems)
    return tally


def _find_due(batch: Batch, place: Workplace) -> None:
    ids = list(batch.raws)
    batch.known = place.patiently(lambda client, aliases: look_up(client, aliases, ids))
    for id, raw in list(batch.raws.items()):
        known = batch.known.get(id)
        same = known is not None and known.content_hash == raw.content_hash
        # What was read before keeps its moment, so that making it anew has the same outcome.
        before = known.retrieved if known and same else None
        batch.raws[id] = replace(raw, retrieved=before or raw.retrieved or batch.at)
        due = place.pipeline.stale(known.fingerprints) if known and same else place.every_stage
        if due or (known and known.fingerprints != place.fingerprints):
            batch.due[id] = due


def _articles(batch: Batch, place: Workplace) -> list[Article]:
    """The articles to work on: fresh, or with the stored layers that are still good."""
    partly = [id for id, stages in batch.due.items() if stages != place.every_stage]
    found = place.patiently(lambda client, aliases: stored(client, aliases, partly))
    layers = {id: doc for id, doc in found.items() if Known.of(id, doc) == batch.known[id]}
    for id in set(partly) - set(layers):  # another run has changed it since: all of it is due
        batch.due[id] = place.every_stage
        del batch.known[id]
        if id in found:
            batch.known[id] = Known.of(id, found[id])
    return [
        decode(layers[id], batch.raws[id]) if id in layers else Article(batch.raws[id])
        for id in batch.due
    ]


def _load(batch: Batch, processed: Processed, place: Workplace) -> set[str]:
    """Write raw articles, then articles, so that what is indexed can always be reprocessed."""
    settings, client, aliases = place.settings, place.client, place.aliases
    good = dict(processed.articles)
    changed = [
        article
        for id, article in good.items()
        if id not in batch.known or batch.known[id].content_hash != article.raw.content_hash
    ]
    raws = _encoded(changed, lambda each: encode_raw(each.raw, batch.run, batch.at), batch, good)
    for refused in put(client, aliases.raw, raws, settings):
        batch.failed.append(_refused(refused, good.pop(refused.id)))
    documents = _encoded(
        list(good.values()), lambda each: _document(each, batch, place), batch, good
    )
    for refused in put(client, aliases.articles, documents, settings):
        batch.failed.append(_refused(refused, good.pop(refused.id)))
    in_index = [*good, *(id for id in batch.raws if id not in batch.due)]
    place.patiently(lambda client, aliases: release(client, aliases, in_index, settings))
    return set(good)


def _encoded(
    articles: Iterable[Article],
    encoder: Callable[[Article], Document],
    batch: Batch,
    good: dict[str, Article],
) -> dict[str, Document]:
    """Documents by id; an article that can't be made one fails alone and leaves `good`."""
    documents = {}
    for article in articles:
        try:
            documents[article.id] = encoder(article)
        except Exception as error:  # noqa: BLE001 - the edge of a batch: the article is accounted for
            failure = Failure.caught(article, "load", error, reason="not_encoded")
            batch.failed.append(_stage_failed(failure))
            del good[article.id]
    return documents


def _document(article: Article, batch: Batch, place: Workplace) -> Document:
    document = encode(article, place.fingerprints, batch.run, batch.at)
    if known := batch.known.get(article.id):
        # Stories are settled at the end of the run; until then the article stays in its own.
        document["story"] = known.story
        if "duplicates" in batch.due[article.id]:
            document["resigned"] = True
    return document


def _keep_failed(batch: Batch, place: Workplace) -> None:
    keep = batch.failed
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


def _quarantine(failed: list[Failed], batch: Batch, place: Workplace) -> list[Refused]:
    if not failed:
        return []
    return place.patiently(
        lambda client, aliases: quarantine(
            client, aliases, failed, place.settings, batch.run, batch.at
        )
    )


def _account(batch: Batch, loaded: set[str], tally: Tally) -> None:
    for id in batch.raws:
        if id in loaded:
            tally.count(Outcome.UPDATED if id in batch.known else Outcome.INDEXED)
        elif id not in batch.due:
            # Written by this very run: by an attempt at this batch that was cut short.
            retried = batch.known[id].run == batch.run
            tally.count(Outcome.INDEXED if retried else Outcome.UNCHANGED)
    for item in batch.failed:
        why = f"{item.reason} at {item.stage}: {item.error}"
        tally.count(Outcome.QUARANTINED, Reference(item.id, item.uri, why[:500]))
        tally.reasons[item.reason] += 1
        LOG.info("quarantined %s (%s at %s)", item.id, item.reason, item.stage)


def _unreadable(document: Unreadable) -> Failed:
    return Failed(
        document.id,
        document.uri,
        "read",
        document.reason,
        document.error,
        content=document.content,
    )


def _stage_failed(failure: Failure) -> Failed:
    return _failed(failure.article, failure.stage, failure.reason, failure.error, failure.trace)


def _refused(refused: Refused, article: Article) -> Failed:
    return _failed(article, "load", "refused", refused.error, None)


def _failed(article: Article, stage: str, reason: str, error: str, trace: str | None) -> Failed:
    raw = article.raw
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
    )


def _without_content(item: Failed) -> Failed:
    return Failed(item.id, item.uri, item.stage, item.reason, item.error[:2000])
