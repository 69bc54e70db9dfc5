"""Articles whose source is gone: they leave search, what was read of them stays with a tombstone.

The tombstone is in the raw article. The article itself goes, so that no reader of the index has
to know of tombstones; when the source is back, it is made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from elasticsearch import Elasticsearch

from index_mappings.client import patiently
from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.homes import bring_home
from index_mappings.load import patch, remove_seen
from index_mappings.lookup import look_up, look_up_raw
from index_mappings.moment import PointInTime, value
from index_mappings.settings import Settings
from index_mappings.stale import PAGE, STILL_THERE
from index_mappings.stories import take_apart


@dataclass(frozen=True, slots=True)
class ReadFrom:
    """A raw article, and the URI of the file that it was read from."""

    id: str
    file: str


def read_from(raws: PointInTime, prefix: str) -> Iterator[ReadFrom]:
    """The raw articles from files whose URI begins so, but those with a tombstone."""
    query = {"bool": {"filter": [STILL_THERE, {"prefix": {"read_from": prefix}}]}}
    fields = [{"field": "read_from"}]
    for page in raws.pages(query, PAGE, source=False, docvalue_fields=fields):
        for hit in page:
            if file := value(hit, "read_from"):
                yield ReadFrom(hit["_id"], file)


def bury(
    client: Elasticsearch,
    aliases: Aliases,
    ids: Sequence[str],
    run: str,
    at: datetime,
    settings: Settings,
    moved_to: Mapping[str, str] | None = None,
) -> int:
    """Take articles out of the index and set their tombstones. Returns how many were set.

    In this order, so that being cut short leaves a state that the next run brings to its end: the
    others of their stories are set free, the articles go, the raw articles are marked. One that
    another run writes at the same time stays.

    Args:
        moved_to: by id the article that has its content now.
    """
    ask = partial(patiently, patience=settings.es_patience)
    known = ask(lambda: look_up(client, aliases, ids))
    raws = ask(lambda: look_up_raw(client, aliases, ids))
    stories = sorted({record.story for record in known.values()})
    take_apart(client, aliases, stories, ids, run, settings.es_patience)
    copies = [
        (id, version)
        for id, each in known.items()
        for version in (each.version, *each.copies)
        if version
    ]
    kept = {refused.id for refused in remove_seen(client, copies, settings)}
    marks: dict[str, Document] = {
        id: {"gone_at": at.isoformat(), "run": run}
        | ({"moved_to": moved_to[id]} if moved_to and id in moved_to else {})
        for id, record in raws.items()
        if id not in kept and not record.gone
    }
    versions = {id: raws[id].version for id in marks}
    buried = len(marks) - len(patch(client, aliases.raw, marks, settings, versions))
    # One may have been brought to another partition in between.
    bring_home(client, aliases, list(marks), settings)
    return buried
