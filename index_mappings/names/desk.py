"""Looking names up and judging them: what a person does between two consolidating runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.names.store import (
    Store,
    Writing,
    decode_merge,
    judgement_id,
    merge_id,
    read_store,
)
from index_mappings.settings import Settings
from transforms.article import NameKind
from transforms.names.across.model import Judgement, Merge, Verdict

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

MOST_FOUND = 100
EXAMPLES = 3


class UnknownNameError(Exception):
    """No name, or more than one, is meant. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name as articles found it."""

    id: str
    kind: NameKind
    canonical: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Sight:
    """Where a name stands: in how many articles, and the first of them, each in a line."""

    articles: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Desk:
    """The names of an index, as they stand."""

    client: Elasticsearch
    aliases: Aliases
    settings: Settings

    @cached_property
    def store(self) -> Store:
        """The judgements and merges that hold, read once."""
        return read_store(self.client, self.aliases, self.settings.es_patience)

    def find(self, told: str, kind: NameKind | None = None) -> list[Named]:
        """The names that this is the id, the canonical form or, if none, a surface of."""
        for fields in (("name_id", "canonical"), ("surface",)):
            if found := self._with(told, fields, kind):
                return found
        return []

    def one(self, told: str, kind: NameKind | None = None) -> Named:
        """The one name that is meant. Raises UnknownNameError where there is none, or several."""
        found = self.find(told, kind)
        if len(found) == 1:
            return found[0]
        if not found:
            raise UnknownNameError(
                f"No article names {told!r}. Names are told as facets show them."
            )
        several = "\n".join(f"  {each.id}  {each.kind}  {each.canonical}" for each in found[:20])
        raise UnknownNameError(f"{told!r} is more than one name; tell one by its id:\n{several}")

    def _with(self, told: str, fields: Iterable[str], kind: NameKind | None) -> list[Named]:
        path = "name_mentions"
        any_of = {"bool": {"should": [{"term": {f"{path}.{field}": told}} for field in fields]}}
        asked: list[dict[str, Any]] = [any_of]
        if kind:
            asked.append({"term": {f"{path}.kind": str(kind)}})
        query = {"bool": {"filter": asked}}
        keys = ("name_id", "kind", "canonical")
        by = {
            "size": MOST_FOUND,
            "sources": [{key: {"terms": {"field": f"{path}.{key}"}}} for key in keys],
        }
        counted = {"filter": query, "aggs": {"by": {"composite": by}}}
        answer = self.client.search(
            index=self.aliases.articles,
            size=0,
            query={"nested": {"path": path, "query": query}},
            aggs={"in": {"nested": {"path": path}, "aggs": {"matching": counted}}},
        )
        buckets = answer["aggregations"]["in"]["matching"]["by"]["buckets"]
        found = [_named(bucket) for bucket in buckets]
        return sorted(found, key=lambda each: (-each.mentions, each.id))

    def sight(self, name_id: str) -> Sight:
        """Where a name stands, the newest articles first."""
        answer = self.client.search(
            index=self.aliases.articles,
            query={"term": {"name_ids": name_id}},
            size=EXAMPLES,
            sort=[{"published": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
            source_includes=["title", "source", "published", "id"],
            track_total_hits=True,
        )
        hits = answer["hits"]
        return Sight(hits["total"]["value"], tuple(_line(hit["_source"]) for hit in hits["hits"]))

    def merge_of(self, name_id: str) -> Merge | None:
        """What a name is called everywhere since; None where as it is."""
        told = self.store.merges.get(merge_id(name_id, None))
        return decode_merge(told) if told else None

    def head_of(self, name_id: str) -> str:
        """The id of the name that it goes by."""
        merge = self.merge_of(name_id)
        return merge.into if merge else name_id

    def merged_into(self, head: str) -> list[Document]:
        """What goes by this name: everywhere first, then in single articles."""
        found = [told for told in self.store.merges.values() if told["into"] == head]
        return sorted(found, key=lambda told: (told.get("article") or "", told["name_id"]))

    def placed(self, name_id: str) -> list[tuple[Merge, int]]:
        """What a name goes by in single articles, and in how many; the commonest first."""
        found = [
            decode_merge(told)
            for told in self.store.merges.values()
            if told["name_id"] == name_id and told.get("article")
        ]
        first = {merge.into: merge for merge in reversed(found)}
        counts = Counter(merge.into for merge in found)
        return [(first[into], count) for into, count in sorted(counts.items(), key=_commonest)]

    def unsure(self) -> list[Judgement]:
        """The pairs that wait for a person, the likeliest first."""
        decided = {each.pair for each in self.store.of_persons}
        waiting = [
            each
            for each in self.store.judgements.values()
            if each.verdict is Verdict.UNSURE and each.pair not in decided
        ]
        return sorted(waiting, key=lambda each: (-each.score, each.pair[:2]))

    def about(self, ids: Iterable[str]) -> list[tuple[str, Judgement]]:
        """What persons hold of these names, and what is unsure, the latest last; with its id."""
        names = set(ids)
        found = [
            (id, each)
            for id, each in self.store.judgements.items()
            if not names.isdisjoint((each.left, each.right))
            and (each.is_of_a_person or each.verdict is Verdict.UNSURE)
        ]
        return sorted(found, key=lambda pair: (str(pair[1].at), pair[0]))

    def judge(self, judgements: Sequence[Judgement]) -> list[str]:
        """Keep judgements of a person, given now; their ids."""
        at = datetime.now(UTC)
        stamped = [replace(each, at=at, score=1.0) for each in judgements]
        kept = {judgement_id(each): each for each in stamped}
        self._writing(at).judge(kept)
        return list(kept)

    def undo(self, id: str | None = None) -> list[Judgement]:
        """Take a person's judgement back: that with the id, or all of the last moment.

        Raises UnknownNameError where there is none.
        """
        given = {key: each for key, each in self.store.judgements.items() if each.is_of_a_person}
        if id is not None and id not in given:
            raise UnknownNameError(f"No judgement {id!r} of a person holds.")
        if not given:
            raise UnknownNameError("None was given.")
        last = max(str(each.at) for each in given.values())
        at = datetime.now(UTC)
        gone = {
            key: replace(each, deleted=at)
            for key, each in sorted(given.items())
            if key == id or (id is None and str(each.at) == last)
        }
        self._writing(at).judge(gone)
        return list(gone.values())

    def differences(self, off: Named, of: Named | None, by: str, why: str) -> list[Judgement]:
        """The judgements that split a name off: from one other, or from all that go by its name.

        Raises UnknownNameError where it goes by no other's name, and none is told.
        """
        head = self.head_of(off.id)
        if of is not None and self.head_of(of.id) == head:
            others = {of.id: of.canonical}
        else:
            others = self._group(head if of is None else self.head_of(of.id))
        others.pop(off.id, None)
        if not others or (of is None and head == off.id):
            raise UnknownNameError(
                f"{off.canonical!r} goes by its own name everywhere: say what it is not, or name "
                "first what is to be split off it."
            )
        return [
            Judgement(off.id, id, Verdict.DIFFERENT, by, why, 1.0, names=(off.canonical, canonical))
            for id, canonical in sorted(others.items())
        ]

    def _group(self, head: str) -> dict[str, str]:
        """The names that go by one everywhere, with their canonical forms; that one too."""
        found = {
            told["name_id"]: told.get("aliases", [told["name_id"]])[0]
            for told in self.merged_into(head)
            if not told.get("article")
        }
        known = self.find(head)
        return {head: known[0].canonical if known else head, **found}

    def _writing(self, at: datetime) -> Writing:
        return Writing(self.client, self.aliases, self.settings, at)


def _commonest(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _named(bucket: Document) -> Named:
    key = bucket["key"]
    return Named(key["name_id"], NameKind(key["kind"]), key["canonical"], bucket["doc_count"])


def _line(source: Document) -> str:
    told = (source.get("published"), source.get("source"), source.get("title") or source["id"])
    return ", ".join(part for part in told if part)
