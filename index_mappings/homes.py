"""Bringing articles home: each stands once, in the partition that it belongs to.

An article that is read again is written where it stands, though it may now be of another year; so a
run is as safe against others as in one index. What belongs elsewhere moves at the end of a run: it
is written there, then deleted here. A run that is killed in between leaves two equal copies, and
two runs that make the same new article of different readings leave two that differ; both are found
by a search, here, whoever left them.

All who do this at the same time keep the same copy: the one that was made of what was read last
(which `dateline-raw`, that is not split, knows for certain), then the newest, then the one that is
at home. Each write names what was seen, so that one that has changed meanwhile is looked at again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from elasticsearch import Elasticsearch

from index_mappings.client import patiently
from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.layout import Layout, Standing, read_layout, split_of, with_room_for
from index_mappings.load import put, remove_seen
from index_mappings.lookup import PLACE, Copy, KnownRaw, Version, copies_of, look_up_raw
from index_mappings.moment import PointInTime, point_in_time
from index_mappings.settings import Settings
from index_mappings.split import Query

LOG = logging.getLogger("dateline.index")
PAGE = 500
AT_ONCE = 100
"""Whole documents in memory."""
ROUNDS = 5
"""What others write so often while one tries is left to the next run."""

Copies = Mapping[str, list[Copy]]


def settle_homes(
    client: Elasticsearch, aliases: Aliases, runs: Sequence[str], settings: Settings
) -> int:
    """Bring all articles home that stand elsewhere, and those of these runs that stand twice.

    Returns how many there were. Safe to repeat, and at any time. Raises as `client.patiently`.
    """
    layout = patiently(lambda: read_layout(client, aliases.articles), settings.es_patience)
    if len(layout.indices) == 1:
        return 0
    brought = 0
    with point_in_time(client, aliases.articles, settings.es_patience) as now:
        for ids in chain(_doubled(now, runs), _astray(now, layout)):
            brought += len(bring_home(client, aliases, ids, settings))
    return brought


def _astray(now: PointInTime, layout: Layout) -> Iterator[list[str]]:
    if elsewhere := [clause for each in layout.indices if (clause := _not_at_home(each, layout))]:
        for page in now.pages({"bool": {"should": elsewhere}}, PAGE, source=False):
            yield [hit["_id"] for hit in page]


def _not_at_home(each: Standing, layout: Layout) -> Query | None:
    """What stands in an index and belongs elsewhere; None where nothing can."""
    here = {"term": {"_index": each.index}}
    if split_of(each.stem, layout.alias) is not layout.split:
        return here  # made in the moment in which a migration ended
    if each.members is None or (layout.is_full and "bool" in each.members):
        return None  # where there is room for no more partitions, all else belongs to the rest
    return {"bool": {"filter": [here], "must_not": [each.members]}}


def _doubled(now: PointInTime, runs: Sequence[str]) -> Iterator[list[str]]:
    for page in now.pages({"terms": {"run": list(runs)}}, PAGE, source=False):
        ids = sorted({hit["_id"] for hit in page})
        twice = {"terms": {"field": "id", "size": PAGE, "min_doc_count": 2}}
        answer = now.search(query={"ids": {"values": ids}}, size=0, aggs={"twice": twice})
        if found := [bucket["key"] for bucket in answer["aggregations"]["twice"]["buckets"]]:
            yield found


def bring_home(
    client: Elasticsearch, aliases: Aliases, ids: Sequence[str], settings: Settings
) -> set[str]:
    """Let each of these articles stand once, where it belongs; none whose source is gone.

    Returns the ids of those that did not. Raises as `client.patiently`.
    """
    work = Bringing(client, aliases, settings)
    if not work.is_split:
        return set()
    found: set[str] = set()
    rest = iter(ids)
    while due := list(islice(rest, AT_ONCE)):
        for _ in range(ROUNDS):
            due = work.bring(due, found)
            if not due:
                break
    return found


@dataclass
class _Decided:
    """What is to be done: copies to move, and copies to delete."""

    moves: dict[str, Copy] = field(default_factory=dict)
    over: dict[str, Version | None] = field(default_factory=dict)
    gone: list[tuple[str, Version]] = field(default_factory=list)

    def take(self, id: str, copies: Sequence[Copy], raw: KnownRaw | None) -> None:
        """Decide on an article."""
        if raw is not None and raw.gone:
            self.gone += [(id, each.version) for each in copies]
            return
        read_last = raw.content_hash if raw else None
        best = max(copies, key=lambda each: (each.source["content_hash"] == read_last, each.age))
        if not best.is_home:
            self.moves[id] = best
            at_home = (each.version for each in copies if each.version.alias == best.home)
            self.over[id] = next(at_home, None)
        self.gone += [(id, each.version) for each in copies if each.version.alias != best.home]


@dataclass(frozen=True)
class Bringing:
    """The index in which articles are brought home."""

    client: Elasticsearch
    aliases: Aliases
    settings: Settings

    @property
    def is_split(self) -> bool:
        """Whether there is more than one partition."""
        alias, patience = self.aliases.articles, self.settings.es_patience
        return len(patiently(lambda: read_layout(self.client, alias), patience).indices) > 1

    def bring(self, ids: Sequence[str], found: set[str]) -> list[str]:
        """One round; what was not at home is added to `found`. Returns what is to be done again."""
        copies = self._copies(ids, [*PLACE, "content_hash"])
        # In this order: what stood in the index before the source was found gone is not of later.
        raws = patiently(
            lambda: look_up_raw(self.client, self.aliases, list(copies)), self.settings.es_patience
        )
        decided = _Decided()
        for id, each in copies.items():
            raw = raws.get(id)
            if len(each) > 1 or not each[0].is_home or (raw and raw.gone):
                found.add(id)
                decided.take(id, each, raw)
        stay = self._write_at_home(decided)
        gone = [(id, version) for id, version in decided.gone if id not in stay]
        return [*stay, *(each.id for each in remove_seen(self.client, gone, self.settings))]

    def _copies(self, ids: Sequence[str], fields: list[str] | None) -> Copies:
        return patiently(
            lambda: copies_of(self.client, self.aliases, ids, fields), self.settings.es_patience
        )

    def _write_at_home(self, decided: _Decided) -> set[str]:
        """Write the copies that move. Returns the ids of those that could not be."""
        documents: dict[str, Document] = {
            id: each.source
            for id, copies in self._copies(list(decided.moves), None).items()
            for each in copies
            if each.version == decided.moves[id].version
        }
        if not documents:
            return set(decided.moves)
        layout = patiently(
            lambda: with_room_for(self.client, self.aliases.articles, documents.values()),
            self.settings.es_patience,
        )
        where = {id: layout.home(told).stem(layout.alias) for id, told in documents.items()}
        refused = put(self.client, where, documents, self.settings, decided.over)
        for each in refused:
            if not each.conflict:
                LOG.warning("article %s stays where it is: %s", each.id, each.error)
        return (set(decided.moves) - set(documents)) | {each.id for each in refused}
