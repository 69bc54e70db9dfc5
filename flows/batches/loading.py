"""Writing a batch so that a run that is late never writes over what a later one has read.

Each write names the version that was seen. Where another writer was faster, what it wrote is
looked at: the newer reading of a source stays, and two equal ones are one. Raw articles go first,
so that what is indexed can always be reprocessed; who loses there does not write the article.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial

from flows.batches.failing import stage_failed, was_refused
from flows.batches.place import Batch, Workplace
from index_mappings.client import ClusterError
from index_mappings.documents import Document, encode, encode_raw
from index_mappings.homes import bring_home
from index_mappings.layout import with_room_for
from index_mappings.load import Where, patch, put
from index_mappings.lookup import Known, Version, look_up, look_up_raw
from index_mappings.names.known import as_called_now
from index_mappings.quarantine import release
from index_mappings.runs import were_beside
from transforms.article import Article, RawArticle
from transforms.pipeline import Failure, Processed

ROUNDS = 20
"""A document that others write so many times while one tries to is in nobody's interest."""

Good = dict[str, Article]


def load(batch: Batch, processed: Processed, place: Workplace) -> set[str]:
    """Write what was made. Returns the ids that the index holds as this batch has made them.

    What is refused goes to `batch.failed`, what is older than the index to `batch.overtaken`.
    Raises ClusterError as `load.put` does.
    """
    good = dict(processed.articles)
    _write_raws(batch, good, _with_other_content(batch, good), place)
    _write_articles(batch, good, place)
    unchanged = [id for id in batch.raws if id not in batch.due and id not in batch.overtaken]
    _note_where_read(batch, [*good, *unchanged], place)
    done = {id: batch.raws[id].content_hash for id in (*good, *unchanged)}
    place.patiently(
        lambda c, a: release(c, a, list(done), place.settings, done if batch.from_index else None)
    )
    return set(good)


def is_overtaken(
    batch: Batch, raw: RawArticle, held: tuple[datetime | None, str], run: str, place: Workplace
) -> bool:
    """Whether the index holds something newer than what was read of the same article.

    By the clock only where the run that wrote it and this one were under way at the same time:
    else this one has read later, whatever the clocks say.

    Args:
        held: the moment and the content hash of what the index holds.
        run: the run that wrote it.
    """
    moment, content_hash = held
    if moment is None or raw.retrieved is None:
        return False
    if (moment, content_hash) <= (raw.retrieved, raw.content_hash):
        return False
    return place.patiently(partial(were_beside, one=batch.run, other=run))


def _with_other_content(batch: Batch, good: Good) -> list[str]:
    return [
        id
        for id, article in good.items()
        if id not in batch.known or batch.known[id].content_hash != article.raw.content_hash
    ]


def _write_raws(batch: Batch, good: Good, ids: Collection[str], place: Workplace) -> None:
    if batch.from_index:
        return
    encoded = _encoded(batch, good, ids, lambda each: encode_raw(each.raw, batch.run, batch.at))
    met = [id for id in encoded if id in batch.known]
    for _ in range(ROUNDS):
        records = place.patiently(partial(look_up_raw, ids=met))
        for id, record in records.items():
            raw, held = good[id].raw, (record.moment, record.content_hash)
            if record.content_hash == raw.content_hash and not record.gone:
                del encoded[id]  # another run, or a killed one, has written the very same
            elif is_overtaken(batch, raw, held, record.run, place):
                del encoded[id]
                _give_way(batch, good, id)
        seen = {id: record.version for id, record in records.items()}
        met = _put(batch, good, place.aliases.raw, encoded, seen, place)
        if not met:
            return
        encoded = {id: encoded[id] for id in met}
    raise _contended(place.aliases.raw)


def _write_articles(batch: Batch, good: Good, place: Workplace) -> None:
    due: Collection[str] = list(good)
    new: set[str] = set()
    for _ in range(ROUNDS):
        encoded = _encoded(batch, good, due, lambda each: _document(each, batch, place))
        encoded = place.patiently(partial(as_called_now, documents=encoded))
        seen = {id: batch.known[id].version for id in encoded if id in batch.known}
        new |= encoded.keys() - seen.keys()
        conflicts = _put(batch, good, _where(encoded, seen, place), encoded, seen, place)
        if not conflicts:
            _stand_once(batch, good, new, place)
            return
        due = _still_due(batch, good, conflicts, place)
    raise _contended(place.aliases.articles)


def _where(
    documents: Mapping[str, Document], seen: Mapping[str, Version | None], place: Workplace
) -> dict[str, str]:
    """Through which alias each is written: where it stands; where it belongs, if it is new."""
    if not documents:
        return {}
    new = [document for id, document in documents.items() if not seen.get(id)]
    alias = place.aliases.articles
    layout = place.patiently(lambda c, a: with_room_for(c, alias, new))
    return {
        id: known.alias if (known := seen.get(id)) else layout.home(told).stem(alias)
        for id, told in documents.items()
    }


def _stand_once(batch: Batch, good: Good, new: set[str], place: Workplace) -> None:
    """Where another run has made the same new article in another partition, one of them goes."""
    twice = [id for id in batch.raws if id in batch.known and batch.known[id].copies]
    asked = [*(new & good.keys()), *twice]
    met = bring_home(place.client, place.aliases, asked, place.settings) if asked else set()
    found = place.patiently(partial(look_up, ids=list(met))) if met else {}
    for id in met & good.keys():
        if id not in found or found[id].content_hash != good[id].raw.content_hash:
            _give_way(batch, good, id)


def _still_due(batch: Batch, good: Good, conflicts: list[str], place: Workplace) -> list[str]:
    """Of the articles that another writer has changed, those that are to be written all the same.

    The others leave `good`, but those that this very run has written, in a request whose answer
    was lost.
    """
    found = place.patiently(partial(look_up, ids=conflicts))
    due: list[str] = []
    with_raw: list[str] = []
    for id in conflicts:
        known, raw = found.get(id), good[id].raw
        if known is not None and known.content_hash == raw.content_hash:
            batch.known[id] = known
            if known.fingerprints != place.fingerprints_of(raw.source):
                due.append(id)
            elif known.run != batch.run:
                _give_way(batch, good, id)
        elif batch.from_index or (known and _is_later(known, raw, batch, place)):
            _give_way(batch, good, id)
        else:
            # Other content, or none: its source was found to be gone, and here it is.
            with_raw.append(id)
            batch.known.pop(id, None)
            batch.known |= {id: known} if known else {}
    _write_raws(batch, good, with_raw, place)
    return [*due, *(id for id in with_raw if id in good)]


def _is_later(known: Known, raw: RawArticle, batch: Batch, place: Workplace) -> bool:
    return is_overtaken(batch, raw, (known.retrieved, known.content_hash), known.run, place)


def _give_way(batch: Batch, good: Good, id: str) -> None:
    """Leave what the index holds as it is."""
    del good[id]
    batch.overtaken.add(id)


def _put(
    batch: Batch,
    good: Good,
    where: Where,
    documents: Mapping[str, Document],
    seen: Mapping[str, Version | None],
    place: Workplace,
) -> list[str]:
    """Write; what is refused for good leaves `good`. Returns the ids of the conflicts."""
    conflicts = []
    for refused in put(place.client, where, documents, place.settings, seen):
        if refused.conflict:
            conflicts.append(refused.id)
        else:
            batch.failed.append(was_refused(refused, good.pop(refused.id)))
    return conflicts


def _encoded(
    batch: Batch, good: Good, ids: Collection[str], encoder: Callable[[Article], Document]
) -> dict[str, Document]:
    """Documents by id; an article that can't be made one fails alone and leaves `good`."""
    documents = {}
    for id in ids:
        try:
            documents[id] = encoder(good[id])
        except Exception as error:  # noqa: BLE001 - the edge of a batch: the article is accounted for
            failure = Failure.caught(good.pop(id), "load", error, reason="not_encoded")
            batch.failed.append(stage_failed(failure))
    return documents


def _document(article: Article, batch: Batch, place: Workplace) -> Document:
    document = encode(article, place.fingerprints_of(article.raw.source), batch.run, batch.at)
    if known := batch.known.get(article.id):
        # Stories are settled at the end of the run; until then the article stays in its own.
        document["story"] = known.story
        if "duplicates" in batch.due[article.id]:
            document["resigned"] = True
    return document


def _note_where_read(batch: Batch, ids: list[str], place: Workplace) -> None:
    """An article that is read from another file than before is found there from now on."""
    moved = {
        id: {"read_from": raw.read_from}
        for id in ids
        if (raw := batch.raws[id]).read_from
        and (known := batch.known.get(id))
        and known.content_hash == raw.content_hash
        and known.read_from != raw.read_from
    }
    # The raw article first: as long as the article has the old one, it is done again.
    patch(place.client, place.aliases.raw, moved, place.settings)
    left = {id: fields for id, fields in moved.items() if id not in batch.due}
    where = {id: known.version.alias for id in left if (known := batch.known[id]).version}
    patch(place.client, where, left, place.settings)


def _contended(alias: str) -> ClusterError:
    return ClusterError(
        f"Others write the same documents of {alias} again and again: see what else runs. What was "
        "loaded stays; start the run again, and it finishes the work."
    )
