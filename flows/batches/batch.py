"""One batch, from raw articles to documents in the index: look up, transform, load, account.

Everything here is safe to repeat: ids are deterministic and writing an article twice makes one
document, so a batch that was cut short is simply done again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from flows.batches.failing import keep_failed, raw_missing, stage_failed, unreadable
from flows.batches.loading import is_overtaken, load
from flows.batches.place import Batch, Workplace
from flows.running.batching import Document, bounded
from flows.running.outcomes import Outcome, Reference, Slow, Tally
from flows.sources import Unreadable
from flows.split.slip import fetched
from index_mappings.documents import decode, decode_raw
from index_mappings.lookup import Known, look_up, raw_sizes, stored, stored_raws
from index_mappings.stale import Stored
from transforms.article import Article
from transforms.pipeline import Processed

LOG = logging.getLogger("dateline.batch")


def work_on(documents: Sequence[Document], run: str, place: Workplace) -> Tally:
    """Load a batch of documents with distinct ids. Returns its tally, which closes.

    Raises ClusterError where Elasticsearch cannot be reached within the settings' patience, and
    QuarantineRefusedError where a failure could not be kept; all other failures are quarantined.
    """
    batch = Batch(run, datetime.now(UTC))
    for document in fetched(documents):
        if isinstance(document, Unreadable):
            batch.failed.append(unreadable(document))
        else:
            batch.raws[document.id] = document
    batch.known = place.patiently(partial(look_up, ids=list(batch.raws)))
    return _worked_through(batch, len(documents), place)


def work_again_on(
    articles: Sequence[Stored], run: str, place: Workplace, redo: frozenset[str] = frozenset()
) -> Tally:
    """The same from what the index holds of these articles, with no source at hand.

    Args:
        redo: stages to run though nothing has changed.
    """
    tally = Tally()
    for part in _in_parts([each.id for each in articles], place):
        batch = Batch(run, datetime.now(UTC), from_index=True, redo=redo)
        # In this order: an article that changes in between is met again when it is written.
        batch.known = place.patiently(partial(look_up, ids=part))
        found = place.patiently(partial(stored_raws, ids=part))
        for id in part:
            if id not in found:
                batch.failed.append(raw_missing(id))
            elif "gone_at" in found[id]:
                batch.overtaken.add(id)
            else:
                batch.raws[id] = decode_raw(found[id])
        tally.add(_worked_through(batch, len(part), place))
    return tally


def _in_parts(ids: Sequence[str], place: Workplace) -> Iterator[list[str]]:
    """The ids in parts of bounded content: that many bytes, and not articles, fit into memory."""
    sizes = place.patiently(partial(raw_sizes, ids=ids))
    return bounded(ids, lambda id: sizes.get(id, 0), None, place.settings.batch_bytes)


def _worked_through(batch: Batch, read: int, place: Workplace) -> Tally:
    tally = Tally(read=read)
    _find_due(batch, place)
    articles = _articles(batch, place)
    processed = place.pipeline.run(articles, batch.due)
    batch.failed += [stage_failed(failure) for failure in processed.failures]
    tally.stage_articles.update(stage for stages in batch.due.values() for stage in stages)
    loaded = load(batch, processed, place)
    keep_failed(batch, place)
    _account(batch, loaded, tally)
    tally.stage_seconds.update(processed.seconds)
    tally.alarms.update(processed.alarms)
    tally.problems.update(p.stage for id in loaded for p in processed.articles[id].problems)
    tally.slow(*_times(processed))
    return tally


def _times(processed: Processed) -> Iterator[Slow]:
    failed = (failure.article for failure in processed.failures)
    for article in (*processed.articles.values(), *failed):
        seconds = processed.article_seconds[article.id]
        yield Slow(article.id, article.raw.uri, seconds, len(article.text))


def _find_due(batch: Batch, place: Workplace) -> None:
    for id, raw in list(batch.raws.items()):
        known = batch.known.get(id)
        same = known is not None and known.content_hash == raw.content_hash
        # What was read before keeps its moment, so that making it anew has the same outcome.
        before = known.retrieved if known and same else None
        raw = batch.raws[id] = replace(raw, retrieved=before or raw.retrieved or batch.at)
        if known and not same and not batch.from_index:
            held = (known.retrieved, known.content_hash)
            if is_overtaken(batch, raw, held, known.run, place):
                batch.overtaken.add(id)
                continue
        due = _stages_due(known if same else None, raw.source, batch, place)
        if due or (known and known.fingerprints != place.fingerprints_of(raw.source)):
            batch.due[id] = due


def _stages_due(
    known: Known | None, source: str | None, batch: Batch, place: Workplace
) -> frozenset[str]:
    if known is None:
        return place.every_stage
    stale = place.pipeline.stale(known.fingerprints, source)
    # Once a run: an attempt at this batch that was cut short has done it for some.
    return stale if known.run == batch.run else stale | batch.redo


def _articles(batch: Batch, place: Workplace) -> list[Article]:
    """The articles to work on: fresh, or with the stored layers that are still good."""
    partly = [id for id, stages in batch.due.items() if stages != place.every_stage]
    found = place.patiently(partial(stored, ids=partly))
    layers = {id: doc for id, doc in found.items() if Known.of(id, doc) == batch.known[id]}
    for id in set(partly) - set(layers):  # another run has changed it since: all of it is due
        batch.due[id] = place.every_stage
    return [
        decode(layers[id], batch.raws[id]) if id in layers else Article(batch.raws[id])
        for id in batch.due
    ]


def _account(batch: Batch, loaded: set[str], tally: Tally) -> None:
    for id in batch.raws:
        if id in loaded:
            tally.count(Outcome.UPDATED if id in batch.known else Outcome.INDEXED)
        elif id not in batch.due and id not in batch.overtaken:
            # Written by this very run: by an attempt at this batch that was cut short.
            retried = batch.known[id].run == batch.run
            tally.count(Outcome.INDEXED if retried else Outcome.UNCHANGED)
    for _ in batch.overtaken:
        tally.count(Outcome.UNCHANGED)
        tally.events["overtaken"] += 1
    for item in batch.failed:
        why = f"{item.reason} at {item.stage}: {item.error}"
        tally.count(Outcome.QUARANTINED, Reference(item.id, item.uri, why[:500]))
        tally.failures[item.stage, item.reason] += 1
        told = {"id": item.id, "stage": item.stage, "reason": item.reason}
        LOG.info("quarantined %s: %s", item.id, why[:500], extra={"told": told})
